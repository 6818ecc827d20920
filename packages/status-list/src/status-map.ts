/** Statuses of a few bits each, packed into bytes in one of the two orders that status lists know. */
import { MAX_STATUS_LIST_LENGTH } from './limits.ts'

/**
 * Where in a byte the first status stands.
 *
 * - `msb`: in its most significant bits, as in Bitstring Status List 1.0 §2.2 and StatusList2021
 * - `lsb`: in its least significant bits, as in Token Status List §4.1
 */
export type BitOrder = 'msb' | 'lsb'

/**
 * Packed statuses in memory. The order of bits is part of the type: what takes lists of one order does not take those of
 * the other.
 */
export interface StatusMap<Order extends BitOrder = BitOrder> {
  readonly order: Order
  /** Bits per status. */
  readonly size: number
  /** Number of statuses. */
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
 * Makes room for statuses that are all 0.
 * @throws {TypeError} unless they fill whole bytes, at most 8 MiB of them
 */
export function allocateBytes(length: number, size: number): Uint8Array {
  const bits = length * size
  if (!Number.isInteger(length) || length <= 0 || bits % 8 !== 0 || bits > MAX_STATUS_LIST_LENGTH) {
    throw new TypeError(`The statuses fill whole bytes, at most ${MAX_STATUS_LIST_LENGTH / 8} of them.`)
  }
  return new Uint8Array(bits / 8)
}

/** Reads bytes as statuses of 1, 2, 4 or 8 bits (either order), or of 1 to 16 bits (`msb`). The bytes are shared. */
export function mapOver<Order extends BitOrder>(order: Order, bytes: Uint8Array, size: number): StatusMap<Order> {
  const length = Math.floor((bytes.length * 8) / size)
  const mask = 2 ** size - 1
  const { read, write } = 8 % size === 0 ? withinBytes(order, bytes, size) : acrossBytes(bytes, size)
  const check = (index: number) => {
    if (!Number.isInteger(index) || index < 0 || index >= length) {
      throw new TypeError(`The index is not one of 0 … ${length - 1}.`)
    }
  }
  return Object.freeze({
    order,
    size,
    length,
    bytes,
    get(index: number) {
      check(index)
      return read(index * size)
    },
    set(index: number, value: number) {
      check(index)
      if (!Number.isInteger(value) || value < 0 || value > mask) {
        throw new TypeError(`The status is not one of 0 … ${mask}.`)
      }
      const offset = index * size
      if (read(offset) === value) return false
      write(offset, value)
      return true
    },
  })
}

/** Reads and writes the status that starts at an offset in bits. */
interface Access {
  readonly read: (offset: number) => number
  readonly write: (offset: number, value: number) => void
}

/** No status crosses the end of a byte. */
function withinBytes(order: BitOrder, bytes: Uint8Array, size: number): Access {
  const mask = 2 ** size - 1
  const last = order === 'msb' ? 8 - size : 0
  const shiftAt = (offset: number) => Math.abs(last - (offset & 7))
  return {
    read: (offset) => ((bytes[offset >>> 3] as number) >>> shiftAt(offset)) & mask,
    write(offset, value) {
      const shift = shiftAt(offset)
      bytes[offset >>> 3] = ((bytes[offset >>> 3] as number) & ~(mask << shift)) | (value << shift)
    },
  }
}

/** Statuses of up to 16 bits, most significant bit first, lie within three bytes. */
function acrossBytes(bytes: Uint8Array, size: number): Access {
  const mask = 2 ** size - 1
  const byteAt = (position: number) => (position < bytes.length ? (bytes[position] as number) : 0)
  const windowAt = (position: number) => (byteAt(position) << 16) | (byteAt(position + 1) << 8) | byteAt(position + 2)
  return {
    read: (offset) => (windowAt(offset >>> 3) >>> (24 - size - (offset & 7))) & mask,
    write(offset, value) {
      const position = offset >>> 3
      const shift = 24 - size - (offset & 7)
      const after = (windowAt(position) & ~(mask << shift)) | (value << shift)
      bytes[position] = after >>> 16
      if (position + 1 < bytes.length) bytes[position + 1] = after >>> 8
      if (position + 2 < bytes.length) bytes[position + 2] = after
    },
  }
}
