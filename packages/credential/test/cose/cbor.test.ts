/** RFC 8949, as strictly as COSE needs it. */
import { hexDecode } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeCbor,
  encodeByteString,
  encodeCbor,
  MAX_CBOR_DEPTH,
  MAX_CBOR_ITEMS,
  Tagged,
} from '../../src/cose/cbor.ts'

const decode = (hex: string, tag?: number) => decodeCbor(hexDecode(hex), tag)

describe('accepted', () => {
  test.each<[string, string, unknown]>([
    ['an integer', '1864', 100],
    ['a negative integer', '3822', -35],
    ['an integer longer than it needs to be', '1b0000000000000007', 7],
    ['a byte string', '420102', Uint8Array.of(1, 2)],
    ['a text', '63e282ac', '€'],
    ['an empty text', '60', ''],
    ['null and booleans', '83f6f5f4', [null, true, false]],
    ['a float', 'fb3ff8000000000000', 1.5],
  ])('%s', (_what, hex, value) => {
    expect(decode(hex)).toEqual(value)
  })

  test('a map is a map, whatever its labels', () => {
    expect(decode('a301022003695f5f70726f746f5f5f04')).toEqual(
      new Map<number | string, unknown>([
        [1, 2],
        [-1, 3],
        ['__proto__', 4],
      ]),
    )
  })

  test('the tag asked for, in front', () => {
    expect(decode('d280', 18)).toEqual(new Tagged(18, []))
    expect(decode('80', 18)).toEqual([])
  })
})

describe('refused', () => {
  test.each([
    ['nothing', ''],
    ['trailing bytes', '0000'],
    ['a truncated integer', '1b00000000'],
    ['an array that lacks items', '8201'],
    ['a map that lacks a value', 'a101'],
    ['RFC 8949 §3.2 an array of indefinite length', '9f01ff'],
    ['a map of indefinite length', 'bf0102ff'],
    ['a byte string of indefinite length', '5f4101ff'],
    ['a text of indefinite length', '7f6161ff'],
    ['a break', 'ff'],
    ['an array that claims 4 Gi items', '9affffffff'],
    ['an array that claims 2^63 items', '9b7fffffffffffffff'],
    ['a map that claims 4 Gi items', 'baffffffff'],
    ['a byte string that claims 4 GiB', '5affffffff'],
    ['a text that claims 4 GiB', '7affffffff'],
    ['§5.6 a label twice', 'a201010102'],
    ['a label twice, once longer than it needs to be', 'a20101180102'],
    ['a text label twice', 'a2616101616102'],
    ['a label twice, deeper', '81a201010102'],
    ['a byte string as a label', 'a1410101'],
    ['a float as a label', 'a1f93c0001'],
    ['an array as a label', 'a1810101'],
    ['null as a label', 'a1f601'],
    ['a label beyond the safe integers', 'a11bffffffffffffffff01'],
    ['undefined', 'f7'],
    ['NaN', 'f97e00'],
    ['infinity', 'f97c00'],
    ['minus infinity', 'fbfff0000000000000'],
    ['another simple value', 'e0'],
    ['a text that is not UTF-8', '62c328'],
    ['a long text that is not UTF-8', `7828${'61'.repeat(39)}ff`],
    ['a text with a byte order mark, which a decoder would lose', '66efbbbf616263'],
    ['a lone surrogate', '63eda080'],
    ['a tag', 'c101'],
    ['a tag inside', '81d201'],
    ['a tag inside the tag asked for', 'd2d280'],
    ['another tag than the one asked for', 'd380'],
    ['a tag around nothing', 'd2'],
  ])('%s', (_what, hex) => {
    expect(decode(hex, 18)).toBeUndefined()
  })

  test('a tag that was not asked for', () => {
    expect(decode('d280')).toBeUndefined()
  })

  test('more than 16 levels', () => {
    const nested = (levels: number) => `${'81'.repeat(levels)}01`
    expect(decode(nested(MAX_CBOR_DEPTH))).toBeDefined()
    expect(decode(nested(MAX_CBOR_DEPTH + 1))).toBeUndefined()
    expect(decode('81'.repeat(1_000_000))).toBeUndefined()
    expect(decode('a101'.repeat(1_000_000))).toBeUndefined()
    expect(decode('d2'.repeat(1_000_000), 18)).toBeUndefined()
  })

  test('more than 4,096 items', () => {
    const items = (count: number) => encodeCbor(Array.from({ length: count - 1 }, () => 0))
    expect(decodeCbor(items(MAX_CBOR_ITEMS))).toHaveLength(MAX_CBOR_ITEMS - 1)
    expect(decodeCbor(items(MAX_CBOR_ITEMS + 1))).toBeUndefined()
  })
})

describe('any input', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 50 }).filter((one) => !one.startsWith('\ufeff'))
  const label = fc.oneof(fc.integer(), text)
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      text,
      fc.uint8Array({ maxLength: 20 }).map((bytes) => new Uint8Array(bytes)),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(label, tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
    ),
  }))

  test('what was encoded decodes to the same', () => {
    fc.assert(
      fc.property(value, (item) => {
        expect(decodeCbor(encodeCbor(item))).toEqual(item)
      }),
    )
  })

  test.each([0, 1, 23, 24, 255, 256, 65_535, 65_536, 70_000])(
    'a byte string of %i bytes is written as any encoder does',
    (length) => {
      const bytes = new Uint8Array(length).fill(7)
      expect(Buffer.compare(encodeByteString(bytes), encodeCbor(bytes))).toBe(0)
    },
  )

  test('random bytes and damaged messages never throw', () => {
    const damaged = fc.tuple(value, fc.nat(), fc.nat(255)).map(([item, at, byte]) => {
      const bytes = encodeCbor(item)
      bytes[at % bytes.length] = byte
      return bytes
    })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), damaged), (bytes) => {
        decodeCbor(bytes, 18)
      }),
      { numRuns: 2_000 },
    )
  })
})
