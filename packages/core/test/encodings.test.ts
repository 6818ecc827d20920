import {
  base58btcDecode,
  base58btcEncode,
  base64urlDecode,
  base64urlEncode,
  type CoreError,
  concatBytes,
  equalBytes,
  hexDecode,
  hexEncode,
  multibaseDecode,
  multibaseEncode,
  multihashSha256,
  utf8Decode,
  utf8Encode,
  varintDecode,
  varintEncode,
} from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const bytes = () => fc.uint8Array({ maxLength: 80 })
const refuses = (run: () => unknown) => {
  let code: string | undefined
  try {
    run()
  } catch (error) {
    code = (error as CoreError).code
  }
  expect(code).toBe('invalid_encoding')
}

/** base58btc as its specification says it, in whole numbers. */
function plainBase58(value: Uint8Array): string {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
  const zeros = value.findIndex((byte) => byte !== 0)
  let text = ''
  for (let rest = BigInt(`0x0${hexEncode(value)}`); rest > 0n; rest /= 58n) text = alphabet[Number(rest % 58n)] + text
  return '1'.repeat(zeros < 0 ? value.length : zeros) + text
}

describe('every encoding gives back what went in', () => {
  it.each([
    ['base58btc', base58btcEncode, base58btcDecode],
    ['base64url', base64urlEncode, base64urlDecode],
    ['hexadecimal', hexEncode, hexDecode],
    ['multibase z', (value: Uint8Array) => multibaseEncode('z', value), multibaseDecode],
    ['multibase u', (value: Uint8Array) => multibaseEncode('u', value), multibaseDecode],
  ] as const)('%s', (_, encode, decode) => {
    fc.assert(
      fc.property(bytes(), (value) => {
        expect(decode(encode(value))).toEqual(value)
      }),
    )
  })

  it('base58btc is the number in the bytes, written to the base 58, whatever its length', () => {
    const lengths = fc.constantFrom(0, 1, 2, 3, 31, 32, 33, 34, 63, 64, 65, 96, 97, 300)
    const values = lengths.chain((length) => fc.uint8Array({ minLength: length, maxLength: length }))
    fc.assert(
      fc.property(values, fc.nat(3), (value, zeros) => {
        const padded = concatBytes(new Uint8Array(zeros), value)
        expect(base58btcEncode(padded)).toBe(plainBase58(padded))
        expect(base58btcDecode(plainBase58(padded))).toEqual(padded)
      }),
      { numRuns: 500 },
    )
  })

  it.each([0x00, 0x01, 0x7f, 0x80, 0xff])('base58btc of a signature of %i only', (byte) => {
    for (const length of [64, 96]) {
      const value = new Uint8Array(length).fill(byte)
      expect(base58btcEncode(value)).toBe(plainBase58(value))
      expect(base58btcDecode(plainBase58(value))).toEqual(value)
    }
  })

  it('varint', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 28 - 1 }), (value) => {
        const encoded = varintEncode(value)
        expect(varintDecode(concatBytes(encoded, Uint8Array.of(0xff)))).toEqual({ value, length: encoded.length })
      }),
    )
  })

  it('UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Decode(utf8Encode(text))).toBe(text)
      }),
    )
  })
})

describe('every byte string has one spelling', () => {
  it('base64url: what decodes encodes to the same text again', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ABab01-_+/= \n'), maxLength: 12 }), (text) => {
        let decoded: Uint8Array
        try {
          decoded = base64urlDecode(text)
        } catch {
          return
        }
        expect(base64urlEncode(decoded)).toBe(text)
      }),
    )
  })

  it.each(['A', 'AB', 'AAB', 'AA==', 'A+A', 'A/A', 'AA A', 'ÄA'])('base64url refuses %j', (text) => {
    refuses(() => base64urlDecode(text))
  })

  it.each(['0', 'O', 'I', 'l', 'ab c', 'é'])('base58btc refuses %j', (text) => refuses(() => base58btcDecode(text)))
  it('base58btc refuses long texts before it decodes them', () => refuses(() => base58btcDecode('1'.repeat(2049))))
  it.each(['0', 'abc', 'zz', '0x'])('hexadecimal refuses %j', (text) => refuses(() => hexDecode(text)))
  it.each(['', 'm', 'fff', 'Zabc'])('multibase refuses %j', (text) => refuses(() => multibaseDecode(text)))
  it.each([[[]], [[0x80]], [[0x80, 0x00]], [[0xff, 0xff, 0xff, 0xff, 0x01]]])('varint refuses %j', (value) => {
    refuses(() => varintDecode(Uint8Array.from(value)))
  })
  it('UTF-8 refuses an overlong form', () => refuses(() => utf8Decode(Uint8Array.of(0xc0, 0x80))))
})

describe('known values', () => {
  it('base58btc (draft-msporny-base58-03 §5)', () => {
    expect(base58btcEncode(utf8Encode('Hello World!'))).toBe('2NEpo7TZRRrLZSi2U')
    expect(base58btcEncode(hexDecode('0000287fb4cd'))).toBe('11233QC4')
  })

  it('varint of the Ed25519 and P-256 codecs', () => {
    expect(hexEncode(varintEncode(0xed))).toBe('ed01')
    expect(hexEncode(varintEncode(0x1200))).toBe('8024')
  })

  it('multihash of a SHA-256 digest', () => {
    expect(hexEncode(multihashSha256(new Uint8Array(32)))).toBe(`1220${'00'.repeat(32)}`)
    expect(() => multihashSha256(new Uint8Array(31))).toThrow(TypeError)
  })

  it('compares bytes', () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true)
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false)
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 2))).toBe(false)
  })
})
