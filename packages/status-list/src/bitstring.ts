/**
 * The text form of a bitstring: multibase base64url of its gzip stream (Bitstring Status List 1.0 §3.3, §3.4), and the
 * same without the multibase prefix for StatusList2021.
 */
import { gzipSync } from 'node:zlib'
import { base64urlEncode } from '@energy-ssi/core'
import { type BitstringStatuses, bitstringStatusesOf } from './bitstring-statuses.ts'
import { expandText, malformed, tooLarge, tooShort } from './compressed.ts'
import { MAX_STATUS_LIST_BYTES, MIN_STATUS_LIST_LENGTH } from './limits.ts'

/** Limits and reading of an encoded list. */
export interface DecodeBitstringOptions {
  /** Bits per status (`statusSize`); 1 by default. */
  readonly size?: number
  /** Most bytes of the expanded bitstring; 8 MiB by default. */
  readonly maxBytes?: number
}

/** Multibase prefix of base64url without padding. */
export const BITSTRING_PREFIX = 'u'

/**
 * Encodes statuses as the `encodedList` of a BitstringStatusListCredential.
 * @throws {StatusListError} `list_too_short` - under 131,072 entries · `list_too_large` - over 8 MiB
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstring-generation-algorithm
 */
export function encodeBitstring(statuses: BitstringStatuses): string {
  return BITSTRING_PREFIX + encodeStatusList2021(statuses)
}

/**
 * Encodes statuses as the `encodedList` of a StatusList2021Credential.
 * @throws {StatusListError} `list_too_short` - under 131,072 entries · `list_too_large` - over 8 MiB
 */
export function encodeStatusList2021(statuses: BitstringStatuses): string {
  checkBitstringLength(statuses)
  return base64urlEncode(gzipSync(statuses.bytes, { level: 6 }))
}

/**
 * Decodes the `encodedList` of a BitstringStatusListCredential.
 *
 * A text that would expand to more than `maxBytes` costs no more than that much memory.
 *
 * @throws {StatusListError} `malformed_list` · `list_too_large`
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstring-expansion-algorithm
 */
export function decodeBitstring(encodedList: string, options: DecodeBitstringOptions = {}): BitstringStatuses {
  if (encodedList[0] !== BITSTRING_PREFIX) throw malformed('It does not start with the multibase prefix "u".')
  return decodeStatusList2021(encodedList.slice(1), options)
}

/**
 * Decodes the `encodedList` of a StatusList2021Credential. Limits are those of {@link decodeBitstring}.
 * @throws {StatusListError} `malformed_list` · `list_too_large`
 */
export function decodeStatusList2021(
  encodedList: string,
  { size = 1, maxBytes = MAX_STATUS_LIST_BYTES }: DecodeBitstringOptions = {},
): BitstringStatuses {
  return bitstringStatusesOf(expandText(encodedList, 'gzip', maxBytes), size)
}

/** @throws {StatusListError} `list_too_short` · `list_too_large` */
export function checkBitstringLength({ length, bytes }: BitstringStatuses): void {
  if (length < MIN_STATUS_LIST_LENGTH) throw tooShort(MIN_STATUS_LIST_LENGTH)
  if (bytes.length > MAX_STATUS_LIST_BYTES) throw tooLarge(MAX_STATUS_LIST_BYTES)
}
