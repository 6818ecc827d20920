/** A string of bits, the first one being the most significant bit of the first byte (Bitstring Status List 1.0 §2.2). */

/** Fewest entries of a list (Bitstring Status List 1.0 §3.2): below it, a holder hides in too small a crowd. */
export const MIN_STATUS_LIST_LENGTH = 131_072

/** Most entries of a list: 2^26, that is 8 MiB. */
export const MAX_STATUS_LIST_LENGTH = 67_108_864

/** A string of bits in memory. */
export interface Bits {
  /** Number of bits, a multiple of 8. */
  readonly length: number
  /** The bytes themselves, not a copy. */
  readonly bytes: Uint8Array
  /** @throws {TypeError} if `index` is not one of 0 … length − 1 */
  get(index: number): boolean
  /**
   * Sets one bit and returns whether it changed.
   * @throws {TypeError} if `index` is not one of 0 … length − 1
   */
  set(index: number, value: boolean): boolean
}

/**
 * Creates bits that are all 0 but those at `setIndexes`.
 * @param length - a multiple of 8, at most 2^26
 * @throws {TypeError} for another length or an index outside it
 */
export function createBits(length: number, setIndexes: Iterable<number> = []): Bits {
  if (!Number.isInteger(length) || length <= 0 || length % 8 !== 0 || length > MAX_STATUS_LIST_LENGTH) {
    throw new TypeError(`The length is a multiple of 8, at most ${MAX_STATUS_LIST_LENGTH}.`)
  }
  const bits = bitsOf(new Uint8Array(length / 8))
  for (const index of setIndexes) bits.set(index, true)
  return bits
}

/** Reads bytes as bits. The bytes are shared, not copied. */
export function bitsOf(bytes: Uint8Array): Bits {
  const length = bytes.length * 8
  const check = (index: number) => {
    if (!Number.isInteger(index) || index < 0 || index >= length) {
      throw new TypeError(`The index is not one of 0 … ${length - 1}.`)
    }
  }
  return Object.freeze({
    length,
    bytes,
    get(index: number) {
      check(index)
      return ((bytes[index >>> 3] as number) & (0x80 >>> (index & 7))) !== 0
    },
    set(index: number, value: boolean) {
      check(index)
      const before = bytes[index >>> 3] as number
      const mask = 0x80 >>> (index & 7)
      const after = value ? before | mask : before & ~mask
      bytes[index >>> 3] = after
      return after !== before
    },
  })
}
