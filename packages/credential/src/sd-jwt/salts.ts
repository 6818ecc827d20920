/** Salts and other unguessable values for one SD-JWT (RFC 9901 §9.3). */
import { base64urlEncode, type RandomBytes } from '@energy-ssi/core'

/** 144 bits: more than the 128 asked for, and whole base64url characters, so that one encoding serves many salts. */
const SALT_BYTES = 18
const SALT_CHARACTERS = 24
const SALTS_PER_CALL = 14

/** Makes a source of salts, none used twice, which asks for randomness for about `expected` of them at a time. */
export function createSaltSource(randomBytes: RandomBytes, expected: number): () => string {
  let text = ''
  let at = 0
  let left = expected
  return () => {
    if (at === text.length) {
      const salts = Math.min(Math.max(left, 1), SALTS_PER_CALL)
      left -= salts
      text = base64urlEncode(takeBytes(randomBytes, salts * SALT_BYTES))
      at = 0
    }
    at += SALT_CHARACTERS
    return text.slice(at - SALT_CHARACTERS, at)
  }
}

/** A random place among `places`, which are at most 65,536. */
export function randomPlace(randomBytes: RandomBytes, places: number): number {
  const [low = 0, middle = 0, high = 0, highest = 0] = takeBytes(randomBytes, 4)
  return (low + middle * 0x100 + high * 0x1_0000 + highest * 0x100_0000) % places
}

function takeBytes(randomBytes: RandomBytes, length: number): Uint8Array {
  const bytes = randomBytes(length)
  if (bytes.length !== length) throw new TypeError('"randomBytes" returned a wrong number of bytes.')
  return bytes
}
