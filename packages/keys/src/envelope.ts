/** Authenticated encryption at rest: AES-256-GCM, bound to what the bytes are and whose. */
import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'
import { concatBytes, type RandomBytes, utf8Encode } from '@energy-ssi/core'
import { KeyError } from './errors.ts'

const CIPHER = 'aes-256-gcm'
const LAYOUT_VERSION = 1
const IV_BYTES = 12
const TAG_BYTES = 16
const HEADER_BYTES = 1 + IV_BYTES + TAG_BYTES

/**
 * What wrapped bytes are bound to: their kind, then tenant, name, version, …
 *
 * The parts are joined as a JSON array, so no character inside one of them can move the border to the next.
 */
export type Binding = readonly [kind: string, ...parts: (string | number)[]]

/** The bytes of a binding: unequal bindings have unequal bytes. */
export function bindingBytes(binding: Binding): Uint8Array {
  return utf8Encode(JSON.stringify(binding))
}

/**
 * Encrypts: version byte (1) ‖ 12-byte IV ‖ 16-byte tag ‖ ciphertext.
 *
 * The IV is random: one key is good for 2^32 calls (NIST SP 800-38D §8.3).
 */
export function wrapBytes(
  key: KeyObject,
  binding: Binding,
  plaintext: Uint8Array,
  randomBytes: RandomBytes,
): Uint8Array {
  const iv = randomBytes(IV_BYTES)
  if (iv.length !== IV_BYTES) throw new TypeError('The source of randomness gave the wrong number of bytes.')
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(associatedData(binding))
  const ciphertext = concatBytes(cipher.update(plaintext), cipher.final())
  return concatBytes(Uint8Array.of(LAYOUT_VERSION), iv, cipher.getAuthTag(), ciphertext)
}

/**
 * Decrypts what {@link wrapBytes} made with the same key and binding.
 * @throws {KeyError} `decryption_failed` - for anything else; the message does not say which part was wrong
 */
export function unwrapBytes(key: KeyObject, binding: Binding, wrapped: Uint8Array): Uint8Array {
  if (wrapped.length < HEADER_BYTES || wrapped[0] !== LAYOUT_VERSION) throw decryptionFailed()
  const decipher = createDecipheriv(CIPHER, key, wrapped.subarray(1, 1 + IV_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(associatedData(binding))
  decipher.setAuthTag(wrapped.subarray(1 + IV_BYTES, HEADER_BYTES))
  const plaintext = decipher.update(wrapped.subarray(HEADER_BYTES))
  try {
    decipher.final()
  } catch {
    plaintext.fill(0)
    throw decryptionFailed()
  }
  return new Uint8Array(plaintext.buffer, plaintext.byteOffset, plaintext.length)
}

/** The layout version is authenticated too. */
function associatedData(binding: Binding): Uint8Array {
  return concatBytes(Uint8Array.of(LAYOUT_VERSION), bindingBytes(binding))
}

function decryptionFailed(): KeyError {
  return new KeyError('decryption_failed', 'The wrapped bytes were damaged, or wrapped for something else.')
}
