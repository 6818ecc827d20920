/** Reads statuses by the million from lists that were opened before. */
import { refused, type Verification, verified } from '@energy-ssi/core'
import { bitstringStatusesOf } from './bitstring-statuses.ts'
import { checkLength, checkPeriod, type OpenStatusList, type ReadStatusOptions } from './open-status-list.ts'
import { checkExpiry, type OpenTokenStatusList } from './read-token-status.ts'
import type { StatusMap } from './status-map.ts'

/** What stands for the status at an index that is beyond the end of the list: a reason to refuse (`RANGE_ERROR`). */
export const OUT_OF_RANGE = -1

/** Where to read: the status at `indexes[i]` of the list `lists[i]`, for all i. */
export interface StatusPlaces {
  /** Which list, as its number among those given. */
  readonly lists: Uint8Array | Uint16Array | Uint32Array
  readonly indexes: Uint32Array
}

/** How lists are checked before they are read from. */
export interface CheckStatusesOptions extends Pick<ReadStatusOptions, 'now' | 'skewSeconds' | 'minimumLength'> {
  /** What lists that are credentials must serve. A Status List Token has no purpose. */
  readonly purpose: string
  /** Bits per status of lists that do not say it themselves; 1 by default. A Status List Token always does. */
  readonly size?: number
}

/**
 * Reads the statuses at many indexes of one list.
 * @returns for each index the status, or {@link OUT_OF_RANGE}
 */
export function readMany(statuses: StatusMap, indexes: Uint32Array): Int32Array {
  const values = new Int32Array(indexes.length)
  for (let i = 0; i < indexes.length; i++) values[i] = readAt(statuses, indexes[i] as number)
  return values
}

/**
 * Reads the statuses at many places of several lists. It needs four bytes for each, and no other memory.
 *
 * @param lists - as opened by `openStatusList` or `openTokenStatusList`; each is checked once, as for one look-up
 * @returns for each place the status, or {@link OUT_OF_RANGE}; refused with `STATUS_VERIFICATION_ERROR` or
 *   `STATUS_LIST_LENGTH_ERROR` if one of the lists is not to be read from, with its number as pointer
 * @throws {TypeError} if there are not as many `lists` as `indexes`, or one names a list that is not there
 */
export function checkStatuses(
  lists: readonly (OpenStatusList | OpenTokenStatusList)[],
  places: StatusPlaces,
  options: CheckStatusesOptions,
): Verification<Int32Array> {
  const { lists: numbers, indexes } = places
  if (numbers.length !== indexes.length) throw new TypeError('Each place has a list and an index.')
  const maps: StatusMap[] = []
  for (const [number, list] of lists.entries()) {
    const map = list.form === 'token' ? mapOfToken(list, options) : mapOfCredential(list, options)
    if (!map.verified) return refused(map.problems[0].code, map.problems[0].detail, `/${number}`)
    maps.push(map.value)
  }
  const values = new Int32Array(indexes.length)
  for (let i = 0; i < indexes.length; i++) {
    const map = maps[numbers[i] as number]
    if (map === undefined) throw new TypeError('A place names a list that is not there.')
    values[i] = readAt(map, indexes[i] as number)
  }
  return verified(values)
}

function readAt(map: StatusMap, index: number): number {
  return index < map.length ? map.get(index) : OUT_OF_RANGE
}

function mapOfToken(list: OpenTokenStatusList, options: CheckStatusesOptions): Verification<StatusMap> {
  return checkExpiry(list, options) ?? verified<StatusMap>(list.statuses)
}

function mapOfCredential(list: OpenStatusList, options: CheckStatusesOptions): Verification<StatusMap> {
  if (!list.purposes.includes(options.purpose)) {
    return refused('STATUS_VERIFICATION_ERROR', 'The status list does not serve the purpose.')
  }
  const size = list.size ?? options.size ?? 1
  const refusal = checkPeriod(list, options) ?? checkLength(list, size, options)
  return refusal ?? verified<StatusMap>(size === 1 ? list.bits : bitstringStatusesOf(list.bits.bytes, size))
}
