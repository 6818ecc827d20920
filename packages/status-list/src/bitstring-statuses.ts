/** Statuses as a bitstring packs them: the first one in the most significant bits (Bitstring Status List 1.0 §2.2). */
import { MAX_STATUS_SIZE } from './limits.ts'
import { allocateBytes, mapOver, type StatusMap } from './status-map.ts'

/** Statuses of 1 to 16 bits, the first bit most significant. */
export type BitstringStatuses = StatusMap<'msb'>

/**
 * Creates statuses that are all 0.
 * @param length - number of statuses; they fill whole bytes, at most 2^26 bits in all
 * @param size - bits per status (`statusSize`), 1 … 16
 * @throws {TypeError} for another length or size
 */
export function createBitstringStatuses(length: number, size = 1): BitstringStatuses {
  checkSize(size)
  return mapOver('msb', allocateBytes(length, size), size)
}

/**
 * Reads bytes as statuses. The bytes are shared, not copied; bits at the end that make no whole status are left alone.
 * @throws {TypeError} for a size that is not one of 1 … 16
 */
export function bitstringStatusesOf(bytes: Uint8Array, size = 1): BitstringStatuses {
  checkSize(size)
  return mapOver('msb', bytes, size)
}

function checkSize(size: number): void {
  if (!Number.isInteger(size) || size < 1 || size > MAX_STATUS_SIZE) {
    throw new TypeError(`A status has 1 to ${MAX_STATUS_SIZE} bits.`)
  }
}
