/** The system's clock and randomness: the only file of the project that reads them. */
import type { Clock, RandomBytes } from './ports.ts'

/** The system's clock. */
export const systemClock: Clock = () => new Date()

/** The platform's cryptographically strong random bytes; at most 65,536 a call. */
export const systemRandomBytes: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length))
