import { inspect } from 'node:util'
import { base64urlDecode, base64urlEncode, hexEncode, utf8Encode } from '@energy-ssi/core'
import { p256, p384 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { describe, expect, it } from 'vitest'
import { decodeMultikey, generateKeyPair, importPrivateJwk, importPublicJwk } from '../src/index.ts'
import { ALGORITHMS, codeOf } from './support.ts'

const MESSAGE = utf8Encode('message')

describe.each(ALGORITHMS)('a private JWK of %s', (algorithm) => {
  const pair = generateKeyPair(algorithm)
  const jwk = pair.privateJwk

  it('makes the same key pair again', () => {
    const again = importPrivateJwk(JSON.parse(JSON.stringify(jwk)))
    expect(again.publicKey).toBe(pair.publicKey)
    expect(again.privateJwk).toEqual(jwk)
    expect(pair.publicKey.verify(MESSAGE, again.sign(MESSAGE))).toBe(true)
  })

  it('is refused with the public key of another one', () => {
    const other = generateKeyPair(algorithm)
    expect(codeOf(() => importPrivateJwk({ ...other.publicKey.jwk, d: jwk.d }))).toBe('invalid_key')
  })

  it('is refused without "d", or with one of a wrong length or spelling', () => {
    const d = base64urlDecode(jwk.d)
    expect(codeOf(() => importPrivateJwk(pair.publicKey.jwk))).toBe('invalid_key')
    for (const wrong of [d.slice(1), Uint8Array.from([0, ...d]), new Uint8Array()]) {
      expect(codeOf(() => importPrivateJwk({ ...jwk, d: base64urlEncode(wrong) }))).toBe('invalid_key')
    }
    for (const wrong of [`${jwk.d}=`, `${jwk.d.slice(0, -1)}=`, `${jwk.d.slice(0, -1)}+`, 1, null]) {
      expect(codeOf(() => importPrivateJwk({ ...jwk, d: wrong }))).toBe('invalid_key')
    }
  })

  it('does not show when the key pair is printed, spread or serialised', () => {
    expect(jwk.d.length).toBeGreaterThan(42)
    for (const text of [inspect(pair, { depth: 9 }), JSON.stringify(pair), JSON.stringify({ ...pair })]) {
      expect(text).not.toContain(jwk.d)
      expect(text).not.toContain('"d"')
    }
    expect(inspect(pair, { depth: 9, showHidden: true })).not.toContain(jwk.d)
  })
})

describe('a private JWK', () => {
  it.each(['ES256', 'ES384', 'ES256K'] as const)('%s: "d" of zero or above the order is refused', (algorithm) => {
    const { privateJwk } = generateKeyPair(algorithm)
    for (const fill of [0, 0xff]) {
      const d = base64urlEncode(base64urlDecode(privateJwk.d).fill(fill))
      expect(codeOf(() => importPrivateJwk({ ...privateJwk, d }))).toBe('invalid_key')
    }
  })

  it.each([
    ['ES256', p256],
    ['ES384', p384],
    ['ES256K', secp256k1],
  ] as const)('%s: is refused with the mirrored public key (x, -y)', (algorithm, curve) => {
    const { privateJwk, publicKey } = generateKeyPair(algorithm)
    const point = curve.Point.fromHex(hexEncode(decodeMultikey(publicKey.multikey).bytes)).negate()
    const y = base64urlEncode(point.toBytes(false).subarray(1 + base64urlDecode(privateJwk.d).length))
    expect(codeOf(() => importPublicJwk({ ...publicKey.jwk, y }))).toBe('accepted')
    expect(codeOf(() => importPrivateJwk({ ...privateJwk, y }))).toBe('invalid_key')
  })

  it.each(['ES256', 'ES384', 'ES256K'] as const)('%s: is refused with one coordinate of another key', (algorithm) => {
    const { privateJwk } = generateKeyPair(algorithm)
    const { x, y } = generateKeyPair(algorithm).privateJwk as { readonly x: string; readonly y: string }
    expect(codeOf(() => importPrivateJwk({ ...privateJwk, x }))).toBe('invalid_key')
    expect(codeOf(() => importPrivateJwk({ ...privateJwk, y }))).toBe('invalid_key')
  })

  it('is refused with private members of another key type', () => {
    const { privateJwk } = generateKeyPair('ES256')
    for (const member of ['p', 'k', 'oth'])
      expect(codeOf(() => importPrivateJwk({ ...privateJwk, [member]: 'AAAA' }))).toBe('invalid_key')
  })

  it('its refusal does not repeat the key', () => {
    const { privateJwk } = generateKeyPair('EdDSA')
    const other = generateKeyPair('EdDSA').publicKey.jwk
    let message = ''
    try {
      importPrivateJwk({ ...other, d: privateJwk.d })
    } catch (error) {
      message = inspect(error)
    }
    expect(message).toContain('KeyError')
    expect(message).not.toContain(privateJwk.d)
  })

  it('no two generated ones are equal', () => {
    for (const algorithm of ALGORITHMS) {
      const keys = Array.from({ length: 8 }, () => generateKeyPair(algorithm).privateJwk.d)
      expect(new Set(keys).size).toBe(8)
    }
  })

  it('an algorithm outside the four is a programming error', () => {
    for (const algorithm of ['none', 'HS256', 'RS256', 'ES512', '']) {
      expect(() => generateKeyPair(algorithm as 'EdDSA')).toThrow(TypeError)
    }
  })
})
