import { readFileSync } from 'node:fs'
import { deflateSync, gzipSync } from 'node:zlib'
import { base64urlEncode } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bitsOf } from '../src/bits.ts'
import { lookUpTokenStatus, openTokenStatusList, parseTokenStatusClaim } from '../src/read-token-status.ts'
import {
  createTokenStatusClaim,
  createTokenStatusListClaims,
  decodeTokenStatusList,
  type EncodedTokenStatusList,
  encodeTokenStatusList,
} from '../src/token-status-list.ts'
import { createTokenStatuses, type StatusSize, tokenStatusesOf } from '../src/token-statuses.ts'

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

  test('§4.1: 0xB9 0xA3 is 1 0 0 1 1 1 0 1 · 1 1 0 0 0 1 0 1, the reverse of a bitstring', () => {
    const bytes = Uint8Array.of(0xb9, 0xa3)
    const expected = [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]
    expect(expected.map((_, i) => tokenStatusesOf(bytes, 1).get(i))).toEqual(expected)
    expect(expected.map((_, i) => Number(bitsOf(bytes).get(i)))).not.toEqual(expected)
  })

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

  test('what is set is got, and its neighbours stay', () => {
    const sizes = fc.constantFrom<StatusSize>(1, 2, 4, 8)
    fc.assert(
      fc.property(sizes, fc.array(fc.tuple(fc.nat(63), fc.nat(255))), (size, changes) => {
        const statuses = createTokenStatuses(64, size)
        const model = new Array<number>(64).fill(0)
        for (const [index, value] of changes) {
          const fitting = value % 2 ** size
          expect(statuses.set(index, fitting)).toBe(model[index] !== fitting)
          model[index] = fitting
        }
        expect(model.map((_, i) => statuses.get(i))).toEqual(model)
      }),
    )
  })

  test.each([
    ['no whole byte', () => createTokenStatuses(7, 1)],
    ['no length', () => createTokenStatuses(0, 8)],
    ['too many', () => createTokenStatuses(2 ** 26 + 8, 1)],
    ['3 bits', () => tokenStatusesOf(new Uint8Array(1), 3 as StatusSize)],
    ['an index beyond the end', () => createTokenStatuses(8, 1).get(8)],
    ['a fraction', () => createTokenStatuses(8, 1).get(0.5)],
    ['a status too large', () => createTokenStatuses(8, 2).set(0, 4)],
  ])('%s is misuse', (_, act) => {
    expect(act).toThrow(TypeError)
  })

  test.each([
    ['a zlib bomb', base64urlEncode(deflateSync(new Uint8Array(9 * 1024 * 1024))), 'list_too_large'],
    ['gzip in place of zlib', base64urlEncode(gzipSync(new Uint8Array(16))), 'malformed_list'],
    ['a stream cut short', base64urlEncode(deflateSync(new Uint8Array(4096)).subarray(0, -3)), 'malformed_list'],
    ['padding', 'eNrbuRgAAhcBXQ==', 'malformed_list'],
  ])('%s is refused', (_, lst, code) => {
    expect(() => decodeTokenStatusList({ bits: 1, lst })).toThrow(withCode(code))
  })
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

  test('misuse is a TypeError', () => {
    expect(() => createTokenStatusClaim({ url: 'x', index: 0 })).toThrow(TypeError)
    expect(() => createTokenStatusClaim({ url: URL_1, index: -1 })).toThrow(TypeError)
    expect(() => createTokenStatusListClaims({ url: 'x', statuses, issuedAt: NOW })).toThrow(TypeError)
    expect(() => createTokenStatusListClaims({ url: URL_1, statuses, issuedAt: NOW, ttlSeconds: 0 })).toThrow(TypeError)
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
