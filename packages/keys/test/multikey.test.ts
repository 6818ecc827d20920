import { base64urlDecode, concatBytes, multibaseDecode, multibaseEncode, varintEncode } from '@energy-ssi/core'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeMultikey,
  generateKeyPair,
  importPublicMultikey,
  jwkToMultikey,
  KeyError,
  MAX_MULTIKEY_LENGTH,
  multikeyToJwk,
} from '../src/index.ts'
import { ALGORITHMS, codeOf, freshJwk } from './support.ts'

const ED25519 = generateKeyPair('EdDSA').publicKey
const ED25519_BYTES = base64urlDecode(ED25519.jwk.x)

describe('Multikey (Controlled Identifiers 1.0 §2.2.2)', () => {
  it.each(ALGORITHMS)('%s: a key has one Multikey, and the Multikey one key', (algorithm) => {
    const { publicKey } = generateKeyPair(algorithm)
    expect(jwkToMultikey(publicKey.jwk)).toBe(publicKey.multikey)
    expect(multikeyToJwk(publicKey.multikey)).toEqual(publicKey.jwk)
    expect(importPublicMultikey(publicKey.multikey)).toBe(publicKey)
  })

  it.each([
    ['P-521', 'p521-pub', 67],
    ['P-256', 'p256-pub', 33],
  ] as const)('%s: coordinates that start with zeros keep their length', (namedCurve, codec, length) => {
    // About one coordinate in 256 starts with a zero byte; P-521's top byte is zero half the time.
    for (let i = 0; i < 8; i++) {
      const jwk = freshJwk(namedCurve)
      const multikey = jwkToMultikey(jwk)
      expect(decodeMultikey(multikey).codec).toBe(codec)
      expect(decodeMultikey(multikey).bytes).toHaveLength(length)
      expect(multikeyToJwk(multikey)).toEqual(jwk)
    }
  })

  it('X25519 keys round-trip', () => {
    const jwk = freshJwk('x25519')
    expect(multikeyToJwk(jwkToMultikey(jwk))).toEqual(jwk)
  })

  it('a codec outside the table is refused', () => {
    expect(codeOf(() => decodeMultikey(multikey(0x1203, ED25519_BYTES)))).toBe('unsupported_key')
    expect(codeOf(() => decodeMultikey(multikey(0x1300, ED25519_BYTES)))).toBe('unsupported_key')
  })

  it('a varint that is not the shortest is refused', () => {
    const long = concatBytes(Uint8Array.of(0xed, 0x81, 0x00), ED25519_BYTES)
    expect(codeOf(() => decodeMultikey(multibaseEncode('z', long)))).toBe('invalid_key')
    expect(codeOf(() => decodeMultikey('z'))).toBe('invalid_key')
  })

  it.each([
    ['one byte less', ED25519_BYTES.slice(1)],
    ['one byte more', concatBytes(ED25519_BYTES, Uint8Array.of(0))],
    ['no bytes', new Uint8Array()],
  ])('a key of the wrong length is refused: %s', (_, bytes) => {
    expect(codeOf(() => decodeMultikey(multikey(0xed, bytes)))).toBe('invalid_key')
  })

  it('every key type insists on its own length', () => {
    for (const code of [0xed, 0xec, 0xe7, 0x1200, 0x1201, 0x1202, 0x1205, 0xea, 0xeb, 0xee]) {
      for (const length of [0, 31, 34, 47, 97, 143]) {
        expect(codeOf(() => decodeMultikey(multikey(code, new Uint8Array(length).fill(2))))).toBe('invalid_key')
      }
    }
  })

  it('base58btc only: no other multibase, no foreign character, bounded length', () => {
    expect(codeOf(() => decodeMultikey(multibaseEncode('u', multibaseDecode(ED25519.multikey))))).toBe('invalid_key')
    expect(codeOf(() => decodeMultikey(`${ED25519.multikey}0`))).toBe('invalid_key')
    expect(codeOf(() => decodeMultikey(` ${ED25519.multikey}`))).toBe('invalid_key')
    expect(codeOf(() => decodeMultikey(''))).toBe('invalid_key')
    expect(codeOf(() => decodeMultikey(`z${'1'.repeat(MAX_MULTIKEY_LENGTH)}`))).toBe('invalid_key')
  })

  it('a point off its curve is refused, and so is a form that is not compressed', () => {
    const p256 = base64urlDecode(generateKeyPair('ES256').publicKey.jwk.x)
    for (const prefix of [0, 1, 4, 5, 6, 7]) {
      expect(codeOf(() => decodeMultikey(multikey(0x1200, concatBytes(Uint8Array.of(prefix), p256))))).toBe(
        'invalid_key',
      )
    }
    for (const [code, length] of [
      [0xe7, 32],
      [0x1200, 32],
      [0x1201, 48],
      [0x1202, 66],
    ] as const) {
      const refused = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].filter((last) => {
        const point = concatBytes(Uint8Array.of(2), new Uint8Array(length - 1), Uint8Array.of(last))
        return codeOf(() => decodeMultikey(multikey(code, point))) === 'invalid_key'
      })
      expect(refused.length).toBeGreaterThan(0)
      expect(refused.length).toBeLessThan(10)
      const outsideField = concatBytes(Uint8Array.of(2), new Uint8Array(length).fill(0xff))
      expect(codeOf(() => decodeMultikey(multikey(code, outsideField)))).toBe('invalid_key')
    }
  })

  it('only signature keys become public keys to verify with', () => {
    const x25519 = jwkToMultikey(freshJwk('x25519'))
    expect(codeOf(() => importPublicMultikey(x25519))).toBe('unsupported_key')
  })

  it('no text makes it fail otherwise than with a KeyError', () => {
    const multikeys = fc.oneof(
      fc.string(),
      fc.uint8Array({ maxLength: 160 }).map((bytes) => multibaseEncode('z', bytes)),
      fc
        .tuple(
          fc.constantFrom(0xed, 0xec, 0xe7, 0x1200, 0x1201, 0x1202, 0x1205, 0xea, 0xeb, 0xee),
          fc.uint8Array({ maxLength: 150 }),
        )
        .map(([code, bytes]) => multikey(code, bytes)),
    )
    fc.assert(
      fc.property(multikeys, (text) => {
        try {
          decodeMultikey(text)
        } catch (error) {
          expect(error).toBeInstanceOf(KeyError)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('a Multikey that decodes is the only spelling of its key', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0xec, 0xe7, 0x1200),
        fc.uint8Array({ minLength: 32, maxLength: 33 }),
        (code, bytes) => {
          const text = multikey(code, bytes)
          if (codeOf(() => decodeMultikey(text)) === 'accepted') expect(jwkToMultikey(multikeyToJwk(text))).toBe(text)
        },
      ),
    )
  })
})

describe('BLS12-381 keys', () => {
  const g1 = bls12_381.G1.Point.BASE.multiply(5n)
  const g2 = bls12_381.G2.Point.BASE.multiply(5n)

  it('compressed points of the groups are accepted', () => {
    expect(decodeMultikey(multikey(0xea, g1.toBytes(true))).codec).toBe('bls12_381-g1-pub')
    expect(decodeMultikey(multikey(0xeb, g2.toBytes(true))).codec).toBe('bls12_381-g2-pub')
    const both = concatBytes(g1.toBytes(true), g2.toBytes(true))
    expect(decodeMultikey(multikey(0xee, both)).codec).toBe('bls12_381-g1g2-pub')
  })

  it('the identity is refused', () => {
    const identity = (length: number) => concatBytes(Uint8Array.of(0xc0), new Uint8Array(length - 1))
    expect(codeOf(() => decodeMultikey(multikey(0xea, identity(48))))).toBe('invalid_key')
    expect(codeOf(() => decodeMultikey(multikey(0xeb, identity(96))))).toBe('invalid_key')
    expect(codeOf(() => decodeMultikey(multikey(0xee, concatBytes(g1.toBytes(true), identity(96)))))).toBe(
      'invalid_key',
    )
  })

  it('a point of the curve outside the prime-order group is refused', () => {
    // x = 4 lies on y² = x³ + 4 over the base field, but not in G1.
    const outside = concatBytes(Uint8Array.of(0x80), new Uint8Array(46), Uint8Array.of(4))
    expect(codeOf(() => decodeMultikey(multikey(0xea, outside)))).toBe('invalid_key')
  })

  it('the uncompressed form is refused', () => {
    expect(codeOf(() => decodeMultikey(multikey(0xeb, g1.toBytes(false))))).toBe('invalid_key')
  })
})

function multikey(code: number, bytes: Uint8Array): string {
  return multibaseEncode('z', concatBytes(varintEncode(code), bytes))
}
