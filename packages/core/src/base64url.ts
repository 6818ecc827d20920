/** base64url without padding (RFC 4648 §5), one spelling per byte string. */
import { CoreError } from './errors.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Encodes bytes without padding. */
export function base64urlEncode(bytes: Uint8Array): string {
  if (typeof Buffer !== 'undefined') {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
  }
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/**
 * Decodes the canonical spelling only: no padding, no foreign character, no stray bits in the last one.
 * @throws {CoreError} `invalid_encoding`
 */
export function base64urlDecode(text: string): Uint8Array {
  const rest = text.length % 4
  const strayBits = rest === 2 ? 15 : rest === 3 ? 3 : 0
  if (rest === 1 || !/^[A-Za-z0-9_-]*$/.test(text) || (ALPHABET.indexOf(text.slice(-1)) & strayBits) !== 0) {
    throw new CoreError('invalid_encoding', 'The text is not canonical base64url.')
  }
  if (typeof Buffer !== 'undefined') return new Uint8Array(Buffer.from(text, 'base64url'))
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
}
