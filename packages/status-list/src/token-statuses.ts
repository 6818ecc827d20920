/** Statuses of 1, 2, 4 or 8 bits, packed from the least significant bit of each byte up (Token Status List §4.1). */
import { MAX_STATUS_LIST_LENGTH } from './bits.ts'

/** Bits per status that Token Status List knows. */
export type StatusSize = 1 | 2 | 4 | 8

/** Packed statuses in memory. The order of bits is the reverse of `Bits`, so the two are different types. */
export interface TokenStatuses {
  /** Bits per status. */
  readonly size: StatusSize
  /** Number of statuses: a multiple of 8 / `size`. */
  readonly length: number
  /** The bytes themselves, not a copy. */
  readonly bytes: Uint8Array
  /** @throws {TypeError} if `index` is not one of 0 … length − 1 */
  get(index: number): number
  /**
   * Sets one status and returns whether it changed.
   * @throws {TypeError} if `index` is not one of 0 … length − 1, or `value` does not fit into `size` bits
   */
  set(index: number, value: number): boolean
}

/**
 * Creates statuses that are all 0.
 * @param length - fills whole bytes; at most 2^26 bits in all
 * @throws {TypeError} for another length or size
 */
export function createTokenStatuses(length: number, size: StatusSize): TokenStatuses {
  const bits = length * size
  if (!Number.isInteger(length) || length <= 0 || bits % 8 !== 0 || bits > MAX_STATUS_LIST_LENGTH) {
    throw new TypeError(`The statuses fill whole bytes, at most ${MAX_STATUS_LIST_LENGTH / 8} of them.`)
  }
  return tokenStatusesOf(new Uint8Array(bits / 8), size)
}

/**
 * Reads bytes as statuses. The bytes are shared, not copied.
 * @throws {TypeError} for a size that is not 1, 2, 4 or 8
 */
export function tokenStatusesOf(bytes: Uint8Array, size: StatusSize): TokenStatuses {
  if (!isStatusSize(size)) throw new TypeError('A status has 1, 2, 4 or 8 bits.')
  const perByte = 8 / size
  const length = bytes.length * perByte
  const mask = (1 << size) - 1
  const locate = (index: number) => {
    if (!Number.isInteger(index) || index < 0 || index >= length) {
      throw new TypeError(`The index is not one of 0 … ${length - 1}.`)
    }
    return { position: Math.floor(index / perByte), shift: (index % perByte) * size }
  }
  return Object.freeze({
    size,
    length,
    bytes,
    get(index: number) {
      const { position, shift } = locate(index)
      return ((bytes[position] as number) >>> shift) & mask
    },
    set(index: number, value: number) {
      const { position, shift } = locate(index)
      if (!Number.isInteger(value) || value < 0 || value > mask) {
        throw new TypeError(`The status is not one of 0 … ${mask}.`)
      }
      const before = bytes[position] as number
      const after = (before & ~(mask << shift)) | (value << shift)
      bytes[position] = after
      return after !== before
    },
  })
}

/** Whether a value is a number of bits that a status may have. */
export function isStatusSize(value: unknown): value is StatusSize {
  return value === 1 || value === 2 || value === 4 || value === 8
}
