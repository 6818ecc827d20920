/** The system's clock and randomness: the only file of the project that reads them. */
import type { Clock, RandomBytes } from './ports.ts'

/** The system's clock. */
export const systemClock: Clock = () => new Date()

const POOL_BYTES = 4_096
const LARGEST_POOLED = 256
let pool = new Uint8Array(0)
let taken = 0

/**
 * The platform's cryptographically strong random bytes; at most 65,536 a call.
 *
 * Short ones are cut from a pool, since asking the platform costs as much as hashing a page; the pool forgets what it
 * handed out.
 */
export const systemRandomBytes: RandomBytes = (length) => {
  if (length > LARGEST_POOLED) return crypto.getRandomValues(new Uint8Array(length))
  if (taken + length > pool.length) {
    pool = crypto.getRandomValues(new Uint8Array(POOL_BYTES))
    taken = 0
  }
  const bytes = pool.slice(taken, taken + length)
  pool.fill(0, taken, taken + length)
  taken += length
  return bytes
}
