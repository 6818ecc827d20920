/** Statuses as a Token Status List packs them: the first one in the least significant bits (Token Status List §4.1). */
import { allocateBytes, mapOver, type StatusMap } from './status-map.ts'

/** Bits per status that Token Status List knows. */
export type StatusSize = 1 | 2 | 4 | 8

/** Statuses of 1, 2, 4 or 8 bits, the first bit least significant. */
export interface TokenStatuses extends StatusMap<'lsb'> {
  readonly size: StatusSize
}

/**
 * Creates statuses that are all 0.
 * @param length - number of statuses; they fill whole bytes, at most 2^26 bits in all
 * @throws {TypeError} for another length or size
 */
export function createTokenStatuses(length: number, size: StatusSize): TokenStatuses {
  return tokenStatusesOf(allocateBytes(length, size), size)
}

/**
 * Reads bytes as statuses. The bytes are shared, not copied.
 * @throws {TypeError} for a size that is not 1, 2, 4 or 8
 */
export function tokenStatusesOf(bytes: Uint8Array, size: StatusSize): TokenStatuses {
  if (!isStatusSize(size)) throw new TypeError('A status has 1, 2, 4 or 8 bits.')
  return Object.freeze({ ...mapOver('lsb', bytes, size), size })
}

/** Whether a value is a number of bits that a status may have. */
export function isStatusSize(value: unknown): value is StatusSize {
  return value === 1 || value === 2 || value === 4 || value === 8
}
