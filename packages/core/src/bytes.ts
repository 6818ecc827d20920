/** Byte strings: join, compare, and strict UTF-8. */
import { CoreError } from './errors.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Joins byte strings. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** Whether two byte strings are equal. Takes the same time wherever they differ. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number)
  return difference === 0
}

/** UTF-8 of a text. */
export function utf8Encode(text: string): Uint8Array {
  return encoder.encode(text)
}

/**
 * The text of UTF-8 bytes.
 * @throws {CoreError} `invalid_encoding` - if the bytes are not well-formed UTF-8
 */
export function utf8Decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch (cause) {
    throw new CoreError('invalid_encoding', 'The bytes are not well-formed UTF-8.', { cause })
  }
}

/** Lower-case hexadecimal of bytes. */
export function hexEncode(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return hex
}

/**
 * The bytes of a hexadecimal text (either case, no separators).
 * @throws {CoreError} `invalid_encoding`
 */
export function hexDecode(hex: string): Uint8Array {
  if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(hex)) {
    throw new CoreError('invalid_encoding', 'The text is not hexadecimal.')
  }
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16))
}
