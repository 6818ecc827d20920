import { base64urlEncode, hexDecode, multibaseEncode } from '@energy-ssi/core'
import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeMultikey,
  ed25519ToX25519,
  generateKeyPair,
  importPublicJwk,
  importPublicMultikey,
  parsePublicJwk,
} from '../src/index.ts'
import { codeOf } from './support.ts'

/**
 * The eight points of order 1, 2, 4 and 8, in their canonical spelling.
 *
 * X6: under the identity, the signature (identity, 0) fits every message, and Node 20 takes it.
 */
const SMALL_ORDER = {
  'order 1, the identity': '0100000000000000000000000000000000000000000000000000000000000000',
  'order 2': 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'order 4': '0000000000000000000000000000000000000000000000000000000000000000',
  'order 4, negative': '0000000000000000000000000000000000000000000000000000000000000080',
  'order 8, a': '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'order 8, a negative': '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'order 8, b': 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'order 8, b negative': 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
}

/** Second spellings of points: RFC 8032 §5.1.3 decodes none of them. */
const NON_CANONICAL = {
  'y = p (is 0)': 'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'y = p, sign bit': 'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'y = p + 1 (is 1)': 'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'y = p + 1, sign bit': 'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'y = p + 3 (is 3, on the curve)': 'f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'y = 2^255 - 1': 'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'all ones': 'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'x = 0 with sign bit, y = 1': '0100000000000000000000000000000000000000000000000000000000000080',
  'x = 0 with sign bit, y = -1': 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
}

const OFF_CURVE = '0200000000000000000000000000000000000000000000000000000000000000'

describe.each(Object.entries({ ...SMALL_ORDER, ...NON_CANONICAL, 'off the curve (y = 2)': OFF_CURVE }))(
  'Ed25519 key %s',
  (_, hex) => {
    const bytes = hexDecode(hex)
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: base64urlEncode(bytes) }
    const multikey = multibaseEncode('z', Uint8Array.from([0xed, 0x01, ...bytes]))

    it('is refused in every spelling', () => {
      expect(codeOf(() => importPublicJwk(jwk))).toBe('invalid_key')
      expect(codeOf(() => parsePublicJwk(jwk))).toBe('invalid_key')
      expect(codeOf(() => importPublicMultikey(multikey))).toBe('invalid_key')
      expect(codeOf(() => decodeMultikey(multikey))).toBe('invalid_key')
      expect(codeOf(() => ed25519ToX25519(bytes))).toBe('invalid_key')
      expect(
        codeOf(() => ed25519ToX25519(bytes)),
        'asked again',
      ).toBe('invalid_key')
    })
  },
)

describe('Ed25519 to X25519 (RFC 7748 §4.1)', () => {
  it('the derived key is that of the derived private key', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (seed) => {
        const derived = ed25519ToX25519(ed25519.getPublicKey(seed))
        expect(derived).toEqual(x25519.getPublicKey(ed25519.utils.toMontgomerySecret(seed)))
      }),
      { numRuns: 10 },
    )
  })

  it('bytes of another length are refused', () => {
    const { x } = generateKeyPair('EdDSA').publicKey.jwk
    expect(codeOf(() => ed25519ToX25519(new TextEncoder().encode(x)))).toBe('invalid_key')
    expect(codeOf(() => ed25519ToX25519(new Uint8Array()))).toBe('invalid_key')
  })
})
