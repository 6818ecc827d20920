import { base64urlDecode, base64urlEncode } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateKeyPair, importPrivateJwk, importPublicJwk, KeyError, parsePublicJwk } from '../src/index.ts'
import { ALGORITHMS, codeOf, freshJwk } from './support.ts'

const P256 = generateKeyPair('ES256').publicKey.jwk
const ED25519 = generateKeyPair('EdDSA').publicKey.jwk
const X25519 = freshJwk('x25519')
const P521 = freshJwk('P-521')
const RSA = freshJwk('rsa')

describe('a public JWK (RFC 7517 §4)', () => {
  it.each([
    ['EC', P256],
    ['OKP', ED25519],
    ['X25519', X25519],
    ['P-521', P521],
    ['RSA', RSA],
  ])('%s: is returned with the members of the key only', (_, jwk) => {
    const known = { kid: '#0', 'x5t#S256': 'AAAA', ext: true, unknown: { d: 1 } }
    expect(parsePublicJwk({ ...jwk, ...known })).toEqual(jwk)
  })

  it.each([undefined, null, 'jwk', 1, [], [P256]])('%j is refused', (value) => {
    expect(codeOf(() => parsePublicJwk(value))).toBe('invalid_key')
  })

  it.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])(
    'the private member "%s" is refused, whatever it holds',
    (member) => {
      for (const value of ['AAAA', '', 0, null, []]) {
        expect(codeOf(() => parsePublicJwk({ ...P256, [member]: value }))).toBe('invalid_key')
        expect(codeOf(() => importPublicJwk({ ...ED25519, [member]: value }))).toBe('invalid_key')
      }
    },
  )

  it('T1: a symmetric key is refused', () => {
    expect(codeOf(() => importPublicJwk({ kty: 'oct', k: 'c2VjcmV0', alg: 'HS256' }))).toBe('invalid_key')
    expect(codeOf(() => importPublicJwk({ kty: 'oct', alg: 'HS256' }))).toBe('invalid_key')
  })

  it.each([
    ['no kty', { ...P256, kty: undefined }, 'invalid_key'],
    ['kty of a wrong type', { ...P256, kty: 1 }, 'invalid_key'],
    ['an unknown kty', { ...P256, kty: 'AKP' }, 'unsupported_key'],
    ['kty in lower case', { ...P256, kty: 'ec' }, 'unsupported_key'],
    ['an unknown curve', { ...P256, crv: 'brainpoolP256r1' }, 'unsupported_key'],
    ['no curve', { ...P256, crv: undefined }, 'unsupported_key'],
    ['a member name of objects as curve', { ...P256, crv: 'constructor' }, 'unsupported_key'],
    ['Ed448', { ...ED25519, crv: 'Ed448' }, 'unsupported_key'],
    ['an EC curve in an OKP key', { ...ED25519, crv: 'P-256' }, 'unsupported_key'],
    ['an OKP curve in an EC key', { ...P256, crv: 'Ed25519' }, 'unsupported_key'],
    ['y in an OKP key', { ...ED25519, y: ED25519.x }, 'invalid_key'],
    ['n and e in an EC key', { ...P256, n: 'AQAB', e: 'AQAB' }, 'invalid_key'],
    ['a curve in an RSA key', { ...RSA, crv: 'P-256' }, 'invalid_key'],
    ['no x', { ...P256, x: undefined }, 'invalid_key'],
    ['no y', { ...P256, y: undefined }, 'invalid_key'],
    ['x of a wrong type', { ...P256, x: 1 }, 'invalid_key'],
    ['x that is a string object', { ...P256, x: Object('A'.repeat(43)) }, 'invalid_key'],
  ])('refused: %s', (_, jwk, code) => {
    expect(codeOf(() => parsePublicJwk(jwk))).toBe(code)
  })

  it('RFC 7518 §6.2.1.2: a coordinate has the full length of its curve', () => {
    const x = base64urlDecode(P256.x)
    for (const bytes of [x.slice(1), Uint8Array.from([0, ...x]), new Uint8Array(), new Uint8Array(48)]) {
      expect(codeOf(() => parsePublicJwk({ ...P256, x: base64urlEncode(bytes) }))).toBe('invalid_key')
      expect(codeOf(() => parsePublicJwk({ ...ED25519, x: base64urlEncode(bytes) }))).toBe('invalid_key')
      expect(codeOf(() => parsePublicJwk({ ...X25519, x: base64urlEncode(bytes) }))).toBe('invalid_key')
    }
  })

  it('only canonical base64url is accepted: no padding, no other alphabet, no white space, no stray bits', () => {
    const last = P256.x.slice(-1)
    for (const x of [
      `${P256.x}=`,
      ` ${P256.x.slice(1)}`,
      `+${P256.x.slice(1)}`,
      `${P256.x.slice(0, -1)}${stray(last)}`,
    ]) {
      expect(codeOf(() => parsePublicJwk({ ...P256, x }))).toBe('invalid_key')
      expect(codeOf(() => importPublicJwk({ ...P256, x }))).toBe('invalid_key')
    }
  })

  it.each([
    ['P-256', P256],
    ['P-384', generateKeyPair('ES384').publicKey.jwk],
    ['P-521', P521],
    ['secp256k1', generateKeyPair('ES256K').publicKey.jwk],
  ])('%s: a point off the curve is refused', (_, jwk) => {
    const { x, y } = jwk as { x: string; y: string }
    expect(codeOf(() => parsePublicJwk(jwk))).toBe('accepted')
    expect(codeOf(() => parsePublicJwk({ ...jwk, x: y, y: x }))).toBe('invalid_key')
    expect(codeOf(() => importPublicJwk({ ...jwk, x: y, y: x }))).not.toBe('accepted')
    const zero = 'A'.repeat(x.length)
    expect(codeOf(() => parsePublicJwk({ ...jwk, x: zero, y: zero }))).toBe('invalid_key')
    const outsideField = base64urlEncode(base64urlDecode(x).fill(0xff))
    expect(codeOf(() => parsePublicJwk({ ...jwk, x: outsideField }))).toBe('invalid_key')
  })

  it('a point of one curve is not a key of another', () => {
    expect(codeOf(() => importPublicJwk({ ...P256, crv: 'secp256k1' }))).toBe('invalid_key')
    expect(codeOf(() => importPublicJwk({ ...generateKeyPair('ES256K').publicKey.jwk, crv: 'P-256' }))).toBe(
      'invalid_key',
    )
  })

  it('no value makes it fail otherwise than with a KeyError', () => {
    const member = fc.oneof(
      fc.string(),
      fc.constantFrom('EC', 'OKP', 'RSA', 'P-256', 'Ed25519', 'sig', 'ES256'),
      fc.jsonValue(),
    )
    const names = fc.constantFrom('kty', 'crv', 'x', 'y', 'd', 'n', 'e', 'alg', 'use', 'key_ops')
    fc.assert(
      fc.property(fc.dictionary(names, member), fc.constantFrom({}, P256, ED25519), (members, key) => {
        for (const read of [parsePublicJwk, importPublicJwk, importPrivateJwk]) {
          try {
            read({ ...key, ...members })
          } catch (error) {
            expect(error).toBeInstanceOf(KeyError)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it('the value is not changed', () => {
    for (const algorithm of ALGORITHMS) {
      const jwk = Object.freeze({
        ...generateKeyPair(algorithm).publicKey.jwk,
        kid: 'a',
        key_ops: Object.freeze(['verify']),
      })
      const before = JSON.stringify(jwk)
      importPublicJwk(jwk)
      expect(JSON.stringify(jwk)).toBe(before)
    }
  })
})

/** The last of 43 characters carries two unused bits: the same byte with one of them set. */
function stray(last: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet.charAt(alphabet.indexOf(last) | 1)
}
