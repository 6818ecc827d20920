/** Multibase (Controlled Identifiers 1.0 §2.4) and unsigned varints, as far as DIDs and credentials use them. */
import { base58btcDecode, base58btcEncode } from './base58btc.ts'
import { base64urlDecode, base64urlEncode } from './base64url.ts'
import { concatBytes } from './bytes.ts'
import { CoreError } from './errors.ts'

/** `z` base58btc, `u` base64url without padding. */
export type MultibasePrefix = 'z' | 'u'

/** Encodes bytes behind the prefix of their base. */
export function multibaseEncode(prefix: MultibasePrefix, bytes: Uint8Array): string {
  return prefix + (prefix === 'z' ? base58btcEncode(bytes) : base64urlEncode(bytes))
}

/**
 * Decodes a multibase text in base58btc (at most `maxLength` characters) or base64url.
 * @throws {CoreError} `invalid_encoding` - for another base, a foreign character or a longer text
 */
export function multibaseDecode(text: string, maxLength = 2048): Uint8Array {
  if (text.length > maxLength)
    throw new CoreError('invalid_encoding', `The multibase text is longer than ${maxLength}.`)
  if (text[0] === 'z') return base58btcDecode(text.slice(1), maxLength)
  if (text[0] === 'u') return base64urlDecode(text.slice(1))
  throw new CoreError('invalid_encoding', 'The multibase prefix is neither "z" nor "u".')
}

/** Unsigned varint of a number below 2^31. */
export function varintEncode(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80)
  bytes.push(rest)
  return Uint8Array.from(bytes)
}

/**
 * Reads the unsigned varint at the start of `bytes`, in its shortest form and of at most four bytes.
 * @throws {CoreError} `invalid_encoding`
 */
export function varintDecode(bytes: Uint8Array): { readonly value: number; readonly length: number } {
  let value = 0
  for (let i = 0; i < Math.min(4, bytes.length); i++) {
    const byte = bytes[i] as number
    value |= (byte & 0x7f) << (7 * i)
    if (byte < 0x80) {
      if (byte === 0 && i > 0) break
      return { value, length: i + 1 }
    }
  }
  throw new CoreError('invalid_encoding', 'The bytes do not start with a canonical varint.')
}

const SHA2_256 = Uint8Array.of(0x12, 0x20)

/** Multihash (sha2-256) of a 32-byte digest. */
export function multihashSha256(digest: Uint8Array): Uint8Array {
  if (digest.length !== 32) throw new TypeError('A SHA-256 digest has 32 bytes.')
  return concatBytes(SHA2_256, digest)
}
