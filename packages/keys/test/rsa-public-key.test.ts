import { generateKeyPairSync } from 'node:crypto'
import { base64urlEncode, concatBytes, hexDecode, multibaseEncode } from '@energy-ssi/core'
import { describe, expect, it } from 'vitest'
import { decodeMultikey, importPublicJwk, jwkToMultikey, multikeyToJwk, parsePublicJwk } from '../src/index.ts'
import { formatRsaPublicKey, parseRsaPublicKey } from '../src/rsa-public-key.ts'
import { codeOf } from './support.ts'

const DER_2048 = rsaDer(2048)
const DER_3072 = rsaDer(3072)

describe('RSAPublicKey in DER (RFC 8017 §A.1.1)', () => {
  it.each([
    ['2048 bits', DER_2048],
    ['3072 bits', DER_3072],
  ])('a key of %s is read and written back', (_, der) => {
    expect(formatRsaPublicKey(parseRsaPublicKey(der))).toEqual(der)
  })

  it('the Multikey and the JWK are two spellings of one key', () => {
    const jwk = { kty: 'RSA', ...encoded(parseRsaPublicKey(DER_2048)) }
    const multikey = multibaseEncode('z', concatBytes(Uint8Array.of(0x85, 0x24), DER_2048))
    expect(multikeyToJwk(multikey)).toEqual(jwk)
    expect(jwkToMultikey(jwk)).toBe(multikey)
    expect(decodeMultikey(multikey)).toEqual({ codec: 'rsa-pub', bytes: DER_2048 })
  })

  it('an RSA key cannot be verified with', () => {
    const jwk = { kty: 'RSA', ...encoded(parseRsaPublicKey(DER_2048)) }
    expect(codeOf(() => importPublicJwk(jwk))).toBe('unsupported_key')
  })

  it.each([
    ['a byte after the end', concatBytes(DER_2048, Uint8Array.of(0))],
    ['a sequence that ends before its content', shorterSequence(DER_2048)],
    ['a byte missing', DER_2048.slice(0, -1)],
    ['nothing', new Uint8Array()],
    ['only a header', Uint8Array.of(0x30, 0x82)],
    ['the indefinite length', concatBytes(Uint8Array.of(0x30, 0x80), DER_2048.slice(4), new Uint8Array(2))],
    ['a length with a leading zero', concatBytes(Uint8Array.of(0x30, 0x83, 0), DER_2048.slice(2))],
    ['another outer tag', concatBytes(Uint8Array.of(0x31), DER_2048.slice(1))],
    ['a third integer inside', sequence(modulus(256), hexDecode('020103'), hexDecode('020103'))],
    ['a modulus that is negative', sequence(integer(new Uint8Array(256).fill(0xff)), hexDecode('020103'))],
    [
      'a modulus with two leading zeros',
      sequence(integer(concatBytes(new Uint8Array(2), odd(256))), hexDecode('020103')),
    ],
    ['an exponent with an unneeded zero', sequence(modulus(256), hexDecode('02020003'))],
    ['an exponent in a long length', sequence(modulus(256), hexDecode('02810103'))],
    ['an empty exponent', sequence(modulus(256), hexDecode('0200'))],
    ['exponent 0', sequence(modulus(256), hexDecode('020100'))],
    ['exponent 1', sequence(modulus(256), hexDecode('020101'))],
    ['an even exponent', sequence(modulus(256), hexDecode('0203010000'))],
    ['an exponent above 32 bits', sequence(modulus(256), hexDecode('02050100000001'))],
    ['a modulus below 2,048 bits', sequence(integer(concatBytes(Uint8Array.of(0x7f), odd(255))), hexDecode('020103'))],
    ['a modulus above 8,192 bits', sequence(integer(concatBytes(Uint8Array.of(1), odd(1024))), hexDecode('020103'))],
    [
      'an even modulus',
      sequence(integer(concatBytes(Uint8Array.of(0), odd(255), Uint8Array.of(0xf0))), hexDecode('020103')),
    ],
  ])('refused: %s', (_, der) => {
    expect(codeOf(() => parseRsaPublicKey(der))).toBe('invalid_key')
  })

  it('the limits themselves are accepted: 2,048 and 8,192 bits, exponent 3 and 2^32 - 1', () => {
    expect(parseRsaPublicKey(sequence(modulus(256), hexDecode('020103'))).n).toHaveLength(256)
    expect(parseRsaPublicKey(sequence(modulus(1024), hexDecode('020500ffffffff'))).n).toHaveLength(1024)
    const multikey = jwkToMultikey({ kty: 'RSA', n: base64urlEncode(odd(1024)), e: 'AQAB' })
    expect(jwkToMultikey(multikeyToJwk(multikey))).toBe(multikey)
  })

  it('a JWK number with a leading zero is refused (RFC 7518 §6.3.1.1)', () => {
    const { n, e } = encoded(parseRsaPublicKey(DER_2048))
    const padded = base64urlEncode(concatBytes(Uint8Array.of(0), parseRsaPublicKey(DER_2048).n))
    expect(codeOf(() => parsePublicJwk({ kty: 'RSA', n, e }))).toBe('accepted')
    expect(codeOf(() => parsePublicJwk({ kty: 'RSA', n: padded, e }))).toBe('invalid_key')
    expect(codeOf(() => parsePublicJwk({ kty: 'RSA', n, e: 'AAEAAQ' }))).toBe('invalid_key')
    expect(codeOf(() => parsePublicJwk({ kty: 'RSA', n, e: '' }))).toBe('invalid_key')
    expect(codeOf(() => parsePublicJwk({ kty: 'RSA', n }))).toBe('invalid_key')
    expect(codeOf(() => parsePublicJwk({ kty: 'RSA', n: 'A'.repeat(100_000), e }))).toBe('invalid_key')
  })
})

function rsaDer(modulusLength: number): Uint8Array {
  return new Uint8Array(
    generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'der', type: 'pkcs1' }),
  )
}

/** The outer length is one too small; the integers inside run on to the end of the bytes. */
function shorterSequence(der: Uint8Array): Uint8Array {
  const shorter = der.slice()
  shorter[3] = (shorter[3] as number) - 1
  return shorter
}

function encoded({ n, e }: { readonly n: Uint8Array; readonly e: Uint8Array }): { n: string; e: string } {
  return { n: base64urlEncode(n), e: base64urlEncode(e) }
}

/** An odd number with its top bit set. */
function odd(bytes: number): Uint8Array {
  return new Uint8Array(bytes).fill(0xf1)
}

function modulus(bytes: number): Uint8Array {
  return integer(concatBytes(Uint8Array.of(0), odd(bytes)))
}

function integer(content: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(0x02, ...longLength(content.length)), content)
}

function sequence(...elements: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...elements)
  return concatBytes(Uint8Array.of(0x30, ...longLength(content.length)), content)
}

function longLength(length: number): number[] {
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}
