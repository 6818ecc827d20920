import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { base64urlEncode } from '@energy-ssi/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBitstring, decodeStatusList2021, encodeBitstring, encodeStatusList2021 } from '../src/bitstring.ts'
import { bitstringStatusesOf, createBitstringStatuses } from '../src/bitstring-statuses.ts'
import { MAX_STATUS_LIST_BYTES, MIN_STATUS_LIST_LENGTH } from '../src/limits.ts'

const vectors = new URL('../../../spec/vectors/bitstring-status-list/', import.meta.url)
const example = JSON.parse(readFileSync(new URL('example-status-list-credential.json', vectors), 'utf8')) as {
  credentialSubject: { encodedList: string }
}
const EXAMPLE_LIST = example.credentialSubject.encodedList

const withCode = (code: string) => expect.objectContaining({ code })

test('§2.2 example: the all-zero list of the specification is written byte for byte', () => {
  expect(encodeBitstring(createBitstringStatuses(MIN_STATUS_LIST_LENGTH))).toBe(EXAMPLE_LIST)
})

test('§2.2 example: it is read as 131,072 zeros', () => {
  const bits = decodeBitstring(EXAMPLE_LIST)
  expect(bits.length).toBe(MIN_STATUS_LIST_LENGTH)
  expect(bits.bytes.every((byte) => byte === 0)).toBe(true)
})

test('§3.3 and §3.4: what is encoded is decoded to the same bits', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(MIN_STATUS_LIST_LENGTH - 1), { maxLength: 500 }), (indexes) => {
      const bits = createBitstringStatuses(MIN_STATUS_LIST_LENGTH)
      for (const index of indexes) bits.set(index, 1)
      expect(Buffer.compare(decodeBitstring(encodeBitstring(bits)).bytes, bits.bytes)).toBe(0)
    }),
    { numRuns: 25 },
  )
})

test('a list that does not compress is read too', () => {
  const bytes = new Uint8Array(randomBytes(20_000))
  expect(
    Buffer.compare(
      decodeBitstring(encodeBitstring(bitstringStatusesOf(bytes)), { maxBytes: bytes.length }).bytes,
      bytes,
    ),
  ).toBe(0)
})

test('§2.2: a list under 16 KiB is not written', () => {
  const encode = (bytes: number, size: number) => encodeBitstring(bitstringStatusesOf(new Uint8Array(bytes), size))
  expect(() => encode(16_383, 1)).toThrow(withCode('list_too_short'))
  expect(encode(16_384, 1)).toMatch(/^u/)
  expect(() => encode(32_767, 2)).toThrow(withCode('list_too_short'))
  expect(encode(32_768, 2)).toMatch(/^u/)
})

test('a list over 8 MiB is neither written nor read', () => {
  const bytes = new Uint8Array(MAX_STATUS_LIST_BYTES + 1)
  expect(() => encodeBitstring(bitstringStatusesOf(bytes))).toThrow(withCode('list_too_large'))
  expect(() => decodeBitstring(`u${base64urlEncode(gzipSync(bytes))}`)).toThrow(withCode('list_too_large'))
  expect(decodeBitstring(encodeBitstring(bitstringStatusesOf(bytes.subarray(1)))).length).toBe(
    MAX_STATUS_LIST_BYTES * 8,
  )
})

test('StatusList2021: the same stream without the multibase prefix', () => {
  expect(encodeStatusList2021(createBitstringStatuses(MIN_STATUS_LIST_LENGTH))).toBe(EXAMPLE_LIST.slice(1))
  expect(decodeStatusList2021(EXAMPLE_LIST.slice(1)).length).toBe(MIN_STATUS_LIST_LENGTH)
  expect(() => decodeStatusList2021(EXAMPLE_LIST)).toThrow(withCode('malformed_list'))
})

test('a stream that lies about its length is read to its end, and what is kept is not larger for it', () => {
  const bytes = new Uint8Array(randomBytes(20_000))
  const members = Buffer.concat([gzipSync(bytes), gzipSync(new Uint8Array(1))])
  expect(decodeBitstring(`u${base64urlEncode(members)}`).bytes.length).toBe(20_001)
  const kept = decodeBitstring(encodeBitstring(bitstringStatusesOf(bytes))).bytes
  expect(kept.buffer.byteLength).toBeLessThan(20_100)
})

test('X7: a gzip bomb is refused after its first bytes, without memory for the rest', () => {
  const member = gzipSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 })
  const bomb = `u${base64urlEncode(Buffer.concat(Array.from({ length: 8 }, () => member)))}`
  const before = process.memoryUsage()
  const start = process.cpuUsage().user
  expect(() => decodeBitstring(bomb)).toThrow(withCode('list_too_large'))
  expect(process.cpuUsage().user - start).toBeLessThan(50_000)
  expect(() => decodeBitstring(bomb, { maxBytes: 16_384 })).toThrow(withCode('list_too_large'))
  const after = process.memoryUsage()
  expect(after.rss - before.rss).toBeLessThan(64 * 1024 * 1024)
})

test('a text too long for the largest list is refused before it is decoded', () => {
  // Not even base64url: had it been decoded, the code would be another.
  const text = `u${'*'.repeat(60_000)}`
  expect(() => decodeBitstring(text, { maxBytes: 16_384 })).toThrow(withCode('list_too_large'))
  expect(() => decodeBitstring(text, { maxBytes: 65_536 })).toThrow(withCode('malformed_list'))
})

test.each([
  ['the empty text', ''],
  ['a list without the multibase prefix', EXAMPLE_LIST.slice(1)],
  ['another multibase', `z${EXAMPLE_LIST.slice(1)}`],
  ['padding', `${EXAMPLE_LIST}=`],
  ['base64 with plus and slash', EXAMPLE_LIST.replaceAll('-', '+')],
  ['an empty stream', 'u'],
  ['bytes that are not gzip', `u${base64urlEncode(new Uint8Array(64))}`],
  ['a stream cut short', `u${base64urlEncode(gzipSync(new Uint8Array(16_384)).subarray(0, -6))}`],
  ['a stream with a wrong checksum', `u${base64urlEncode(wrongChecksum())}`],
])('§2.2: %s is malformed', (_, text) => {
  expect(() => decodeBitstring(text)).toThrow(withCode('malformed_list'))
})

test('no text makes the decoder fail in another way', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.uint8Array({ maxLength: 200 }).map((b) => `u${base64urlEncode(b)}`),
        fc.tuple(fc.nat(30), fc.nat(255)).map(([position, byte]) => `u${base64urlEncode(damaged(position, byte))}`),
      ),
      (text) => {
        try {
          decodeBitstring(text)
        } catch (error) {
          expect(error).toEqual(withCode('malformed_list'))
        }
      },
    ),
    { numRuns: 500 },
  )
})

function damaged(position: number, byte: number): Uint8Array {
  const bytes = new Uint8Array(gzipSync(new Uint8Array(64)))
  bytes[position] = byte
  return bytes
}

function wrongChecksum(): Uint8Array {
  const bytes = gzipSync(new Uint8Array(16_384))
  bytes.writeUInt32LE((bytes.readUInt32LE(bytes.length - 8) ^ 1) >>> 0, bytes.length - 8)
  return bytes
}
