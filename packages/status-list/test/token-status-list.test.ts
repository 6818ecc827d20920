import { readFileSync } from 'node:fs'
import { constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { base64urlEncode } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MIN_STATUS_LIST_LENGTH } from '../src/limits.ts'
import { lookUpTokenStatus, openTokenStatusList, parseTokenStatusClaim } from '../src/read-token-status.ts'
import {
  createTokenStatusClaim,
  createTokenStatusListClaims,
  decodeTokenStatusList,
  type EncodedTokenStatusList,
  encodeTokenStatusList,
} from '../src/token-status-list.ts'
import { createTokenStatuses } from '../src/token-statuses.ts'

const vectors = new URL('../../../spec/vectors/token-status-list/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, vectors), 'utf8')
const example = (name: string) =>
  JSON.parse(
    read(name)
      .replace(/^[^{]*/, '')
      .replace(/\n\s*(?=[A-Za-z0-9_-]+)/g, ''),
  ) as EncodedTokenStatusList
const TEST_VECTORS = JSON.parse(read('test-vectors.json')) as Record<string, [number, number][]>

const withCode = (code: string) => expect.objectContaining({ code })
const codes = (verdict: { verified: boolean; problems?: readonly { code: string }[] }) =>
  verdict.verified ? [] : verdict.problems?.map(({ code }) => code)

describe('encoding', () => {
  test.each([
    ['status_list_encoding_json.md', 1, [0xb9, 0xa3]],
    ['status_list_encoding2_json.md', 2, [0xc9, 0x44, 0xf9]],
  ] as const)(
    '§4.1 %s: the bytes of the specification are read and packed from the least significant bit',
    (name, size, bytes) => {
      const statuses = decodeTokenStatusList(example(name))
      expect(statuses.size).toBe(size)
      expect([...statuses.bytes]).toEqual(bytes)
      const again = createTokenStatuses(statuses.length, size)
      for (let i = 0; i < statuses.length; i++) again.set(i, statuses.get(i))
      expect([...again.bytes]).toEqual(bytes)
    },
  )

  test.each([1, 2, 4, 8] as const)(
    'test vectors: 2^20 statuses of %i bits are read as listed, and written to be read so',
    (size) => {
      const listed = new Map(TEST_VECTORS[size])
      const file =
        size === 1 || size === 2 ? `status_list_encoding${size}_long_json.md` : `status_list_encoding${size}_json.md`
      const statuses = decodeTokenStatusList(example(file))
      expect(statuses).toMatchObject({ size, length: 2 ** 20 })
      const mine = createTokenStatuses(2 ** 20, size)
      for (const [index, value] of listed) mine.set(index, value)
      expect(Buffer.compare(mine.bytes, statuses.bytes)).toBe(0)
      expect(Buffer.compare(decodeTokenStatusList(encodeTokenStatusList(mine)).bytes, mine.bytes)).toBe(0)
      for (const [index, value] of listed) expect(statuses.get(index)).toBe(value)
    },
  )

  test.each([
    ['a list over 8 MiB', base64urlEncode(deflateSync(new Uint8Array(8 * 1024 * 1024 + 1))), 'list_too_large'],
    ['a text too long for any list', '*'.repeat(13_000_000), 'list_too_large'],
    ['gzip in place of zlib', base64urlEncode(gzipSync(new Uint8Array(16))), 'malformed_list'],
    ['a stream cut short', base64urlEncode(deflateSync(new Uint8Array(4096)).subarray(0, -3)), 'malformed_list'],
    ['padding', 'eNrbuRgAAhcBXQ==', 'malformed_list'],
  ])('%s is refused', (_, lst, code) => {
    expect(() => decodeTokenStatusList({ bits: 1, lst })).toThrow(withCode(code))
  })
})

test('a short list does not keep the room in memory that a longer one might have needed', () => {
  const { bytes } = decodeTokenStatusList(encodeTokenStatusList(createTokenStatuses(1024, 1)))
  expect(bytes.buffer.byteLength).toBeLessThan(20_000)
})

test('X7: a zlib bomb of 512 MiB is refused in less than 50 ms, without memory for it', () => {
  const part = deflateRawSync(new Uint8Array(64 * 1024 * 1024), { finishFlush: constants.Z_SYNC_FLUSH })
  const parts = Array.from({ length: 8 }, () => part)
  const lst = base64urlEncode(Buffer.concat([Uint8Array.of(0x78, 0x9c), ...parts]))
  const before = process.memoryUsage().rss
  const start = process.cpuUsage().user
  expect(() => decodeTokenStatusList({ bits: 1, lst })).toThrow(withCode('list_too_large'))
  expect(process.cpuUsage().user - start).toBeLessThan(50_000)
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
})

const URL_1 = 'https://example.com/statuslists/1'
const NOW = new Date('2026-11-22T12:00:00Z')
const seconds = NOW.getTime() / 1000
const statuses = createTokenStatuses(16, 2)
statuses.set(3, 1)
statuses.set(4, 2)
statuses.set(5, 3)
const CLAIMS = createTokenStatusListClaims({
  url: URL_1,
  statuses,
  minimumLength: 16,
  issuedAt: NOW,
  expiresAt: new Date(NOW.getTime() + 3_600_000),
  ttlSeconds: 60,
})

describe('claims', () => {
  test('§5.1: the example of the specification is written with the same members', () => {
    const { exp, iat, status_list, sub, ttl } = JSON.parse(
      read('status_list_jwt.md').split('\n.\n')[1] as string,
    ) as typeof CLAIMS
    expect(
      createTokenStatusListClaims({
        url: sub,
        statuses: decodeTokenStatusList(status_list),
        minimumLength: 16,
        issuedAt: new Date(iat * 1000),
        expiresAt: new Date((exp as number) * 1000),
        ttlSeconds: ttl as number,
      }),
    ).toMatchObject({ sub, iat, exp, ttl, status_list: { bits: 1 } })
  })

  test.each([
    [0, { value: 0, name: 'valid' }],
    [3, { value: 1, name: 'invalid' }],
    [4, { value: 2, name: 'suspended' }],
    [5, { value: 3, name: 'application-specific' }],
  ])('§8.3: index %i reads %j', (index, status) => {
    expect(readFrom(CLAIMS, createTokenStatusClaim({ url: URL_1, index }))).toMatchObject({
      verified: true,
      value: status,
    })
  })

  test.each<[string, object, string]>([
    ['no sub', { sub: undefined }, 'MALFORMED_VALUE_ERROR'],
    ['no iat', { iat: undefined }, 'MALFORMED_VALUE_ERROR'],
    ['an exp that is a text', { exp: '1' }, 'MALFORMED_VALUE_ERROR'],
    ['a ttl of 0', { ttl: 0 }, 'MALFORMED_VALUE_ERROR'],
    ['no list', { status_list: undefined }, 'MALFORMED_VALUE_ERROR'],
    ['3 bits', { status_list: { ...CLAIMS.status_list, bits: 3 } }, 'MALFORMED_VALUE_ERROR'],
    ['a list that is no text', { status_list: { bits: 1, lst: 7 } }, 'MALFORMED_VALUE_ERROR'],
    ['a list that is not compressed', { status_list: { bits: 1, lst: 'AAAA' } }, 'MALFORMED_VALUE_ERROR'],
    ['another list', { sub: `${URL_1}1` }, 'STATUS_VERIFICATION_ERROR'],
    ['an expired list', { exp: seconds - 61 }, 'STATUS_VERIFICATION_ERROR'],
    ['a list from the future', { iat: seconds + 61 }, 'STATUS_VERIFICATION_ERROR'],
  ])('§8.3: %s is refused', (_, change, code) => {
    expect(codes(readFrom({ ...CLAIMS, ...change }, createTokenStatusClaim({ url: URL_1, index: 0 })))).toEqual([code])
  })

  test('§8.3: a list is within its limit of bytes', () => {
    expect(codes(openTokenStatusList(CLAIMS, { now: NOW, maxBytes: 3 }))).toEqual(['STATUS_VERIFICATION_ERROR'])
    expect(openTokenStatusList(CLAIMS, { now: NOW, maxBytes: 4 }).verified).toBe(true)
  })

  test('§8.3: a list expires after it was opened', () => {
    const list = openTokenStatusList(CLAIMS, { now: NOW })
    if (!list.verified) throw new Error('the list opens')
    const later = new Date(NOW.getTime() + 3_660_000)
    expect(
      codes(lookUpTokenStatus(createTokenStatusClaim({ url: URL_1, index: 0 }), list.value, { now: later })),
    ).toEqual(['STATUS_VERIFICATION_ERROR'])
  })

  test.each<[string, unknown, string]>([
    ['an index beyond the end', { status_list: { idx: 16, uri: URL_1 } }, 'RANGE_ERROR'],
    ['a negative index', { status_list: { idx: -1, uri: URL_1 } }, 'MALFORMED_VALUE_ERROR'],
    ['an index as text', { status_list: { idx: '1', uri: URL_1 } }, 'MALFORMED_VALUE_ERROR'],
    ['no URL', { status_list: { idx: 1 } }, 'MALFORMED_VALUE_ERROR'],
    ['another mechanism', { other: {} }, 'MALFORMED_VALUE_ERROR'],
    ['no object', null, 'MALFORMED_VALUE_ERROR'],
  ])('§6.2: %s is refused', (_, status, code) => {
    expect(codes(readFrom(CLAIMS, status))).toEqual([code])
  })

  test('§4.2: aggregation_uri is written, told, and refused if it is no URL', () => {
    const aggregationUrl = 'https://example.com/statuslists/aggregation'
    const claims = createTokenStatusListClaims({
      url: URL_1,
      statuses,
      issuedAt: NOW,
      minimumLength: 16,
      aggregationUrl,
    })
    expect(claims.status_list.aggregation_uri).toBe(aggregationUrl)
    expect(openTokenStatusList(claims, { now: NOW })).toMatchObject({ value: { aggregationUrl } })
    const other = { ...claims, status_list: { ...claims.status_list, aggregation_uri: 'aggregation' } }
    expect(codes(openTokenStatusList(other, { now: NOW }))).toEqual(['MALFORMED_VALUE_ERROR'])
  })

  test('a list with less than 131,072 entries is not made unless that is asked for, and read unless more are', () => {
    const options = { url: URL_1, issuedAt: NOW }
    expect(() => createTokenStatusListClaims({ ...options, statuses })).toThrow(withCode('list_too_short'))
    const large = createTokenStatuses(MIN_STATUS_LIST_LENGTH, 2)
    expect(createTokenStatusListClaims({ ...options, statuses: large }).status_list.bits).toBe(2)
    expect(openTokenStatusList(CLAIMS, { now: NOW, minimumLength: 16 }).verified).toBe(true)
    expect(codes(openTokenStatusList(CLAIMS, { now: NOW, minimumLength: 17 }))).toEqual(['STATUS_LIST_LENGTH_ERROR'])
  })

  test('a list that is encoded already is taken as it is', () => {
    const { lst } = CLAIMS.status_list
    const options = { url: URL_1, statuses, issuedAt: NOW, minimumLength: 16 }
    expect(createTokenStatusListClaims({ ...options, lst }).status_list).toEqual({ bits: 2, lst })
  })

  test('§8.4: a list asked for at a time is refused unless that time is within its own', () => {
    const at = (time: string) => codes(openTokenStatusList(CLAIMS, { now: new Date(time), skewSeconds: 0 }))
    expect(at('2026-11-22T11:59:59Z')).toEqual(['STATUS_VERIFICATION_ERROR'])
    expect(at('2026-11-22T12:00:00Z')).toEqual([])
    expect(at('2026-11-22T13:00:00Z')).toEqual(['STATUS_VERIFICATION_ERROR'])
  })

  test('misuse is a TypeError', () => {
    expect(() => createTokenStatusClaim({ url: 'x', index: 0 })).toThrow(TypeError)
    expect(() => createTokenStatusClaim({ url: URL_1, index: -1 })).toThrow(TypeError)
    expect(() => createTokenStatusListClaims({ url: 'x', statuses, issuedAt: NOW })).toThrow(TypeError)
    expect(() => createTokenStatusListClaims({ url: URL_1, statuses, issuedAt: NOW, ttlSeconds: 0 })).toThrow(TypeError)
    const aggregationUrl = 'aggregation'
    expect(() => createTokenStatusListClaims({ url: URL_1, statuses, issuedAt: NOW, aggregationUrl })).toThrow(
      TypeError,
    )
  })

  test('no text makes decoding fail in another way', () => {
    const good = deflateSync(new Uint8Array(64).fill(3))
    const damaged = fc.tuple(fc.nat(good.length - 1), fc.nat(255)).map(([position, byte]) => {
      const bytes = Uint8Array.from(good)
      bytes[position] = byte
      return base64urlEncode(bytes)
    })
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array().map(base64urlEncode), damaged), (lst) => {
        try {
          decodeTokenStatusList({ bits: 1, lst })
        } catch (error) {
          expect(error).toEqual(withCode('malformed_list'))
        }
      }),
      { numRuns: 500 },
    )
  })

  test('no value makes reading fail in another way', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (claims, status) => {
        expect(openTokenStatusList(claims, { now: NOW }).verified).toBe(false)
        expect(parseTokenStatusClaim(status).verified).toBe(false)
      }),
    )
  })
})

function readFrom(claims: unknown, status: unknown) {
  const list = openTokenStatusList(claims, { now: NOW })
  return list.verified ? lookUpTokenStatus(status, list.value, { now: NOW }) : list
}
