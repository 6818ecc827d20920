/** How small and how large lists may be. */

/** Fewest entries of a list (Bitstring Status List 1.0 §3.2): below it, a holder hides in too small a crowd. */
export const MIN_STATUS_LIST_LENGTH = 131_072

/** Most bits of a list: 2^26, that is 8 MiB. */
export const MAX_STATUS_LIST_LENGTH = 67_108_864

/** Expanded lists longer than this are refused where nothing else is said: 8 MiB. */
export const MAX_STATUS_LIST_BYTES = MAX_STATUS_LIST_LENGTH / 8

/** Most bits per status. An entry of more would have to bring more than 65,536 messages. */
export const MAX_STATUS_SIZE = 16
