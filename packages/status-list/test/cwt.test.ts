import { readFileSync } from 'node:fs'
import { deflateSync, inflateSync } from 'node:zlib'
import { hexDecode, hexEncode, type Verification } from '@energy-ssi/core'
import { decode, encode } from 'cborg'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createTokenStatusCborClaim,
  createTokenStatusListCwt,
  decodeTokenStatusListCbor,
  encodeTokenStatusListCbor,
  lookUpTokenStatusCbor,
  openTokenStatusListCwt,
  parseTokenStatusCborClaim,
  STATUS_CLAIM_KEY,
  STATUS_LIST_CWT_TYP,
} from '../src/cwt/index.ts'
import { createIncrementalEncoder } from '../src/incremental-encoder.ts'
import { MIN_STATUS_LIST_LENGTH } from '../src/limits.ts'
import { createTokenStatuses, tokenStatusesOf } from '../src/token-statuses.ts'

const vectors = new URL('../../../spec/vectors/token-status-list/', import.meta.url)
const text = (name: string) => readFileSync(new URL(name, vectors), 'utf8')
const bytesOf = (name: string) => hexDecode((text(name).match(/^[0-9a-f]+$/gm) ?? []).join(''))
const TEST_VECTORS = JSON.parse(text('test-vectors.json')) as Record<string, [number, number][]>
const withCode = (code: string) => expect.objectContaining({ code })
const codes = (verdict: Verification<unknown>) => (verdict.verified ? [] : verdict.problems.map(({ code }) => code))

/** The payload of a tagged COSE_Sign1. */
function payloadOf(message: Uint8Array): Uint8Array {
  const parts = decode(message, { useMaps: true, tags: { 18: (inner) => inner() } }) as [unknown, unknown, Uint8Array]
  return parts[2]
}

const NOW = new Date('2026-11-22T12:00:00Z')
const seconds = NOW.getTime() / 1000
const URL_1 = 'https://example.com/statuslists/1'
const statuses = createTokenStatuses(16, 2)
statuses.set(3, 1)
statuses.set(4, 2)
const OPTIONS = { url: URL_1, statuses, issuedAt: NOW, minimumLength: 16 }
const LST = deflateSync(statuses.bytes)
const LIST = new Map<string, unknown>([
  ['bits', 2],
  ['lst', LST],
])
const CLAIMS: readonly (readonly [number, unknown])[] = [
  [2, URL_1],
  [6, seconds],
  [4, seconds + 3600],
  [65_534, 60],
  [65_533, LIST],
]
/** A member `lst` with the bytes b9 a3. */
const GOOD_LST = '636c73744a789cdbb918000217015d'
/** The payload with one claim changed, or left out. */
const payload = (key?: number, value?: unknown) =>
  encode(new Map(CLAIMS.flatMap(([k, v]) => (k === key ? (value === undefined ? [] : [[k, value]]) : [[k, v]]))))
const openIt = (bytes: Uint8Array) => openTokenStatusListCwt(bytes, { now: NOW })

describe('§4.3: a Status List in CBOR', () => {
  test.each([
    ['status_list_encoding_cbor.md', 1, 'b9a3'],
    ['status_list_encoding2_cbor.md', 2, 'c944f9'],
  ] as const)('%s: the bytes of the specification are read, and written to be read so', (name, size, expected) => {
    const list = decodeTokenStatusListCbor(bytesOf(name))
    expect([list.size, list.order, hexEncode(list.bytes)]).toEqual([size, 'lsb', expected])
    expect(hexEncode(decodeTokenStatusListCbor(encodeTokenStatusListCbor(list)).bytes)).toBe(expected)
  })

  test.each([
    [1, 'status_list_encoding1_long_cbor.md'],
    [2, 'status_list_encoding2_long_cbor.md'],
    [4, 'status_list_encoding4_cbor.md'],
    [8, 'status_list_encoding8_cbor.md'],
  ] as const)('test vectors: 2^20 statuses of %i bits are read as listed', (size, name) => {
    const list = decodeTokenStatusListCbor(bytesOf(name))
    const mine = createTokenStatuses(2 ** 20, size)
    for (const [index, value] of TEST_VECTORS[size] ?? []) mine.set(index, value)
    expect(list.size).toBe(size)
    expect(Buffer.compare(list.bytes, mine.bytes)).toBe(0)
    expect(Buffer.compare(decodeTokenStatusListCbor(encodeTokenStatusListCbor(mine)).bytes, mine.bytes)).toBe(0)
  })

  test('it is written deterministically, with aggregation_uri where there is one', () => {
    const encoded = encodeTokenStatusListCbor(tokenStatusesOf(Uint8Array.of(0xb9, 0xa3), 1))
    expect(hexEncode(encoded)).toBe('a2636c73744a789cdbb918000217015d646269747301')
    const withUrl = encodeTokenStatusListCbor(statuses, { aggregationUrl: URL_1 })
    expect((decode(withUrl, { useMaps: true }) as typeof LIST).get('aggregation_uri')).toBe(URL_1)
  })

  test('it is read from any maps that say the same', () => {
    const read = decodeTokenStatusListCbor(hexDecode(`a3646269747301${GOOD_LST}646d6f726501`))
    expect(hexEncode(read.bytes)).toBe('b9a3')
  })

  test.each([
    ['no CBOR', Uint8Array.of(0xff)],
    ['no map', encode([1])],
    ['bytes after the map', Uint8Array.of(...encode(LIST), 0)],
    ['a list as text', encode(new Map<string, unknown>([...LIST, ['lst', 'eNrbuRgAAhcBXQ']]))],
    ['3 bits', encode(new Map<string, unknown>([...LIST, ['bits', 3]]))],
    [
      'bits that are a float',
      hexDecode(hexEncode(encode(LIST)).replace('646269747302', '6462697473fb4000000000000000')),
    ],
    ['a label twice', hexDecode(`a3646269747301646269747301${GOOD_LST}`)],
    ['an indefinite length', hexDecode(`bf646269747301${GOOD_LST}ff`)],
    ['a tag', hexDecode(`c1a2646269747301${GOOD_LST}`)],
    ['a stream cut short', encode(new Map<string, unknown>([...LIST, ['lst', LST.subarray(0, -1)]]))],
    ['a label that is not UTF-8', hexDecode(`a3646269747301${GOOD_LST}61ff01`)],
    [
      'more items than any list has',
      encode(new Map<string, unknown>([...LIST, ['more', new Array<number>(2000).fill(0)]])),
    ],
    ['too many levels', new Uint8Array(100_000).fill(0x81)],
  ])('%s is malformed', (_, bytes) => {
    expect(() => decodeTokenStatusListCbor(bytes)).toThrow(withCode('malformed_list'))
  })

  test('X7: what expands to more than the limit is refused', () => {
    const bomb = encode(new Map<string, unknown>([...LIST, ['lst', deflateSync(new Uint8Array(64 * 1024 * 1024))]]))
    expect(() => decodeTokenStatusListCbor(bomb)).toThrow(withCode('list_too_large'))
    expect(codes(openIt(payload(65_533, decode(bomb, { useMaps: true }))))).toEqual(['STATUS_VERIFICATION_ERROR'])
    // Not even a compressed stream: had it been expanded, the code would be another.
    const long = encode(new Map<string, unknown>([...LIST, ['lst', new Uint8Array(10 * 1024 * 1024)]]))
    expect(() => decodeTokenStatusListCbor(long)).toThrow(withCode('list_too_large'))
    expect(codes(openIt(new Uint8Array(10 * 1024 * 1024)))).toEqual(['STATUS_VERIFICATION_ERROR'])
  })
})

describe('§5.2: the payload of a Status List Token', () => {
  test('the example of the specification is read', () => {
    const opened = openTokenStatusListCwt(payloadOf(bytesOf('status_list_cwt.md')), {
      now: new Date(1_686_920_170_000),
    })
    expect(opened).toMatchObject({
      verified: true,
      value: { form: 'token', url: URL_1, ttlMs: 43_200_000, expiresAt: new Date(2_291_720_170_000) },
    })
    expect(opened.verified && hexEncode(opened.value.statuses.bytes)).toBe('b9a3')
  })

  test('the example of the specification is written with the same claims', () => {
    const theirs = decode(payloadOf(bytesOf('status_list_cwt.md')), { useMaps: true }) as Map<number, unknown>
    const mine = createTokenStatusListCwt({
      url: URL_1,
      statuses: tokenStatusesOf(Uint8Array.of(0xb9, 0xa3), 1),
      issuedAt: new Date(1_686_920_170_000),
      expiresAt: new Date(2_291_720_170_000),
      ttlSeconds: 43_200,
      minimumLength: 16,
    })
    const read = decode(mine, { useMaps: true }) as Map<number, unknown>
    // Compressed streams of the same bytes may differ.
    const expanded = (claims: Map<number, unknown>) => {
      const list = claims.get(65_533) as Map<string, unknown>
      const lst = hexEncode(inflateSync(list.get('lst') as Uint8Array))
      return new Map([...claims, [65_533, new Map([...list, ['lst', lst]])]])
    }
    expect(expanded(read)).toEqual(expanded(theirs))
    expect(STATUS_LIST_CWT_TYP).toBe('application/statuslist+cwt')
  })

  test('what is compressed already is taken as it is', () => {
    const large = createTokenStatuses(MIN_STATUS_LIST_LENGTH, 2)
    const encoder = createIncrementalEncoder(large)
    encoder.statuses.set(7, 3)
    const bytes = createTokenStatusListCwt({
      url: URL_1,
      statuses: large,
      issuedAt: NOW,
      compressed: encoder.compress(),
    })
    const opened = openIt(bytes)
    expect(opened.verified && opened.value.statuses.get(7)).toBe(3)
  })

  test('a list with less than 131,072 entries is not made unless that is asked for', () => {
    expect(() => createTokenStatusListCwt({ ...OPTIONS, minimumLength: 17 })).toThrow(withCode('list_too_short'))
    expect(openIt(createTokenStatusListCwt(OPTIONS)).verified).toBe(true)
  })

  test.each<[string, number, unknown, string]>([
    ['no sub', 2, undefined, 'MALFORMED_VALUE_ERROR'],
    ['a sub that is no URL', 2, 'list', 'MALFORMED_VALUE_ERROR'],
    ['no iat', 6, undefined, 'MALFORMED_VALUE_ERROR'],
    ['an exp that is a text', 4, '1', 'MALFORMED_VALUE_ERROR'],
    ['a ttl of 0', 65_534, 0, 'MALFORMED_VALUE_ERROR'],
    ['a ttl that is no integer', 65_534, 1.5, 'MALFORMED_VALUE_ERROR'],
    ['no list', 65_533, undefined, 'MALFORMED_VALUE_ERROR'],
    ['a list that is no map', 65_533, [1], 'MALFORMED_VALUE_ERROR'],
    ['a list without lst', 65_533, new Map([['bits', 1]]), 'MALFORMED_VALUE_ERROR'],
    ['an aggregation that is no URL', 65_533, new Map([...LIST, ['aggregation_uri', 'x']]), 'MALFORMED_VALUE_ERROR'],
    ['an expired list', 4, seconds - 61, 'STATUS_VERIFICATION_ERROR'],
    ['a list from the future', 6, seconds + 61, 'STATUS_VERIFICATION_ERROR'],
  ])('§8.3: %s is refused', (_, key, value, code) => {
    expect(openIt(payload()).verified).toBe(true)
    expect(codes(openIt(payload(key, value)))).toEqual([code])
  })

  test('claims that are not required may be absent, and others there', () => {
    expect(openIt(payload(4)).verified).toBe(true)
    expect(openIt(payload(65_534)).verified).toBe(true)
    expect(openIt(encode(new Map<number, unknown>([...CLAIMS, [1, 'https://issuer.example']]))).verified).toBe(true)
  })
})

describe('§6.3: the status claim of a token in COSE', () => {
  test('the example of the specification is read, and written with the same bytes', () => {
    const claims = decode(payloadOf(bytesOf('referenced_token_cwt.md')), { useMaps: true }) as Map<number, unknown>
    const status = claims.get(STATUS_CLAIM_KEY)
    expect(parseTokenStatusCborClaim(status)).toMatchObject({ value: { url: URL_1, index: 0 } })
    expect(createTokenStatusCborClaim({ url: URL_1, index: 0 })).toEqual(status)
  })

  const list = openIt(payload())
  const lookUp = (status: unknown) => (list.verified ? lookUpTokenStatusCbor(status, list.value, { now: NOW }) : list)

  test('the status is that at its index', () => {
    expect(lookUp(createTokenStatusCborClaim({ url: URL_1, index: 3 }))).toMatchObject({
      value: { value: 1, name: 'invalid' },
    })
  })

  const reference = (idx: unknown, uri: unknown) =>
    new Map([
      [
        'status_list',
        new Map([
          ['idx', idx],
          ['uri', uri],
        ]),
      ],
    ])
  test.each<[string, unknown, string]>([
    ['an index beyond the end', reference(16, URL_1), 'RANGE_ERROR'],
    ['another list', reference(0, `${URL_1}1`), 'STATUS_VERIFICATION_ERROR'],
    ['a negative index', reference(-1, URL_1), 'MALFORMED_VALUE_ERROR'],
    ['an index as text', reference('1', URL_1), 'MALFORMED_VALUE_ERROR'],
    ['an index beyond 2^53', reference(2n ** 60n, URL_1), 'MALFORMED_VALUE_ERROR'],
    ['no URL', reference(1, 'list'), 'MALFORMED_VALUE_ERROR'],
    ['another mechanism', new Map([['other', new Map()]]), 'MALFORMED_VALUE_ERROR'],
    ['an object in place of a map', { status_list: { idx: 0, uri: URL_1 } }, 'MALFORMED_VALUE_ERROR'],
  ])('%s is refused', (_, status, code) => {
    expect(codes(lookUp(status))).toEqual([code])
  })

  test('misuse is a TypeError', () => {
    expect(() => createTokenStatusCborClaim({ url: 'list', index: 0 })).toThrow(TypeError)
    expect(() => createTokenStatusCborClaim({ url: URL_1, index: -1 })).toThrow(TypeError)
  })
})

test('no bytes make decoding fail in another way', () => {
  const good = payload()
  const damaged = fc
    .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    .map((changes) => {
      const bytes = Uint8Array.from(good)
      for (const [position, byte] of changes) bytes[position] = byte
      return bytes
    })
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), damaged), (bytes) => {
      for (const code of codes(openIt(bytes))) expect(code).toMatch(/^(MALFORMED_VALUE|STATUS_VERIFICATION)_ERROR$/)
      try {
        decodeTokenStatusListCbor(bytes)
      } catch (error) {
        expect(error).toEqual(withCode('malformed_list'))
      }
    }),
    { numRuns: 1_000 },
  )
})
