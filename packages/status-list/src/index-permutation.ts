/** A secret order of the indexes of a list, so that an index says nothing about when its credential was issued. */
import { createHmac } from 'node:crypto'
import { MAX_STATUS_LIST_LENGTH } from './limits.ts'

const ROUNDS = 6
const CONTEXT = 'energy-ssi/status-list/index-permutation/1'

/**
 * Creates the permutation of 0 … length − 1 that a secret stands for.
 *
 * It is a balanced Feistel network whose round function is HMAC-SHA256; values outside the list are permuted again
 * until they fall inside. The same secret and length give the same permutation in every version of this package:
 * indexes already given out depend on it.
 *
 * @param secret - at least 32 bytes, its own for each list
 * @param length - number of entries, 1 … 2^26
 * @returns the index at a position. It throws a TypeError for a position outside the list.
 * @throws {TypeError} for a shorter secret or another length
 */
export function createIndexPermutation(secret: Uint8Array, length: number): (position: number) => number {
  if (secret.length < 32) throw new TypeError('The secret has at least 32 bytes.')
  if (!Number.isInteger(length) || length < 1 || length > MAX_STATUS_LIST_LENGTH) {
    throw new TypeError(`The length is one of 1 … ${MAX_STATUS_LIST_LENGTH}.`)
  }
  const halfBits = Math.max(1, Math.ceil((32 - Math.clz32(length - 1)) / 2))
  const tables = Array.from({ length: ROUNDS }, (_, round) => roundTable(secret, length, round, halfBits))
  const mask = 2 ** halfBits - 1

  const permute = (value: number) => {
    let left = value >>> halfBits
    let right = value & mask
    for (const table of tables) [left, right] = [right, left ^ (table[right] as number)]
    return (left << halfBits) | right
  }
  return (position) => {
    if (!Number.isInteger(position) || position < 0 || position >= length) {
      throw new TypeError(`The position is not one of 0 … ${length - 1}.`)
    }
    let value = permute(position)
    while (value >= length) value = permute(value)
    return value
  }
}

/** All values of one round function: each HMAC yields sixteen of them, two bytes each. */
function roundTable(secret: Uint8Array, length: number, round: number, halfBits: number): Uint16Array {
  const table = new Uint16Array(2 ** halfBits)
  for (let start = 0; start < table.length; start += 16) {
    const block = createHmac('sha256', secret).update(`${CONTEXT}|${length}|${round}|${start}`).digest()
    for (let i = 0; i < Math.min(16, table.length - start); i++) {
      table[start + i] = block.readUInt16BE(2 * i) & (table.length - 1)
    }
  }
  return table
}
