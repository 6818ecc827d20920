/** Decoys: positions that no credential gets, so that a list does not tell how many there are, or how many were revoked. */
import { createCipheriv, createHmac } from 'node:crypto'
import { MAX_STATUS_LIST_LENGTH } from './limits.ts'

/** What {@link createDecoys} needs. */
export interface DecoyOptions {
  /** At least 32 bytes, its own for each list: that of the list's index permutation will do. */
  readonly secret: Uint8Array
  /** Number of positions of the list, 1 … 2^26. */
  readonly length: number
  /** Share of the positions that are decoys, 0 … 1, both excluded. */
  readonly share: number
  /** Share of the decoys that are set at the end of the list's life, 0 … 1. */
  readonly setShare: number
}

/** The decoys of one list. */
export interface Decoys {
  /** Whether a position is a decoy. @throws {TypeError} if it is not one of 0 … length − 1 */
  isDecoy(position: number): boolean
  /**
   * The positions of decoys whose status is set once this share of the list's life has passed: with time more, never
   * fewer, as with revocations.
   * @param elapsed - 0 … 1
   */
  setAt(elapsed: number): Uint32Array
}

const CONTEXT = 'energy-ssi/status-list/decoys/1'
const DRAWS = 2 ** 32
/** Positions drawn for at once: eight bytes each. */
const BATCH = 65_536

/**
 * Draws the decoys that a secret stands for. Nothing needs to be stored: every node that knows the secret draws the same,
 * also after a crash, and in every version of this package.
 *
 * They hide the numbers only if they are left out when positions are handed out (`isDecoy` of the index allocator) and
 * set when the list is published (`setAt`).
 *
 * @throws {TypeError} for a shorter secret, another length or another share
 * @see Token Status List, Privacy Considerations, "Observability of Outsiders" and "Unlinkability"
 */
export function createDecoys({ secret, length, share, setShare }: DecoyOptions): Decoys {
  if (secret.length < 32) throw new TypeError('The secret has at least 32 bytes.')
  if (!Number.isInteger(length) || length < 1 || length > MAX_STATUS_LIST_LENGTH) {
    throw new TypeError(`The length is one of 1 … ${MAX_STATUS_LIST_LENGTH}.`)
  }
  if (!(share > 0 && share < 1) || !(setShare >= 0 && setShare <= 1)) throw new TypeError('A share is between 0 and 1.')
  const { positions, draws } = draw(secret, length, share)
  const decoys = new Set(positions)
  return Object.freeze({
    isDecoy(position: number) {
      if (!Number.isInteger(position) || position < 0 || position >= length) {
        throw new TypeError(`The position is not one of 0 … ${length - 1}.`)
      }
      return decoys.has(position)
    },
    setAt(elapsed: number) {
      if (!(elapsed >= 0 && elapsed <= 1)) throw new TypeError('What has passed is between 0 and 1.')
      return Uint32Array.from(positions.filter((_, i) => (draws[i] as number) < setShare * elapsed * DRAWS))
    },
  })
}

/** The decoys in ascending order, and for each a second draw that says when it is set. */
function draw(secret: Uint8Array, length: number, share: number) {
  const positions: number[] = []
  const draws: number[] = []
  const key = createHmac('sha256', secret).update(`${CONTEXT}|${length}`).digest()
  const stream = createCipheriv('aes-256-ctr', key, new Uint8Array(16))
  for (let start = 0; start < length; start += BATCH) {
    const count = Math.min(BATCH, length - start)
    const random = stream.update(new Uint8Array(8 * count))
    for (let i = 0; i < count; i++) {
      if (random.readUInt32LE(8 * i) >= share * DRAWS) continue
      positions.push(start + i)
      draws.push(random.readUInt32LE(8 * i + 4))
    }
  }
  return { positions, draws }
}
