import { randomBytes } from 'node:crypto'
import { crc32, gunzipSync, inflateSync } from 'node:zlib'
import { base64urlDecode } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBitstring } from '../src/bitstring.ts'
import { bitstringStatusesOf, createBitstringStatuses } from '../src/bitstring-statuses.ts'
import { adler32, crcShift, joinAdler32, joinCrc32 } from '../src/checksums.ts'
import { createIncrementalEncoder } from '../src/incremental-encoder.ts'
import { MIN_STATUS_LIST_LENGTH } from '../src/limits.ts'
import { decodeTokenStatusList } from '../src/token-status-list.ts'
import { createTokenStatuses, tokenStatusesOf } from '../src/token-statuses.ts'

const withCode = (code: string) => expect.objectContaining({ code })
const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

/** Lengths in bytes around the borders of chunks. */
const LENGTHS = [16_384, 16_385, 20_479, 20_480, 40_000]

describe.each(LENGTHS)('%i bytes', (length) => {
  test('a bitstring is read by gunzip after any changes, and so is its text', () => {
    const changes = fc.array(fc.tuple(fc.nat(length * 8 - 1), fc.nat(1)), { maxLength: 20 })
    fc.assert(
      fc.property(fc.array(changes, { minLength: 1, maxLength: 4 }), (rounds) => {
        const bytes = new Uint8Array(length)
        const { statuses, encode, compress } = createIncrementalEncoder(bitstringStatusesOf(bytes))
        for (const round of rounds) {
          for (const [index, value] of round) statuses.set(index, value)
          expect(isSame(gunzipSync(compress()), bytes)).toBe(true)
          expect(isSame(decodeBitstring(encode()).bytes, bytes)).toBe(true)
        }
      }),
      { numRuns: 10 },
    )
  })

  test('a token list is read by inflate, its text is that of its bytes', () => {
    const bytes = new Uint8Array(randomBytes(length)).fill(0, 5000, 9000)
    const { statuses, encode, compress } = createIncrementalEncoder(tokenStatusesOf(bytes, 1))
    statuses.set(length * 8 - 1, 1 - statuses.get(length * 8 - 1))
    expect(isSame(inflateSync(compress()), bytes)).toBe(true)
    expect(isSame(base64urlDecode(encode()), compress())).toBe(true)
    expect(isSame(decodeTokenStatusList({ bits: 1, lst: encode() }).bytes, bytes)).toBe(true)
  })
})

test('a status that lies across two chunks changes both', () => {
  const { statuses, encode } = createIncrementalEncoder(createBitstringStatuses(MIN_STATUS_LIST_LENGTH, 3))
  encode()
  const index = Math.floor((4096 * 8) / 3)
  expect((index * 3) % (4096 * 8)).toBeGreaterThan(4096 * 8 - 3)
  statuses.set(index, 7)
  expect(decodeBitstring(encode(), { size: 3 }).get(index)).toBe(7)
})

test('only chunks in which a status changed are compressed again', () => {
  const bytes = new Uint8Array(16_384)
  const { statuses, encode } = createIncrementalEncoder(bitstringStatusesOf(bytes))
  const first = encode()
  // Past the encoder's back: a chunk that is not compressed again cannot show it.
  bytes[0] = 0xff
  bytes[8192] = 0xff
  expect(encode()).toBe(first)
  expect(statuses.set(1, 1)).toBe(false)
  expect(encode()).toBe(first)
  statuses.set(1, 0)
  const { bytes: read } = decodeBitstring(encode())
  expect([read[0], read[8192]]).toEqual([0b1011_1111, 0])
})

test('a list with too few entries is refused', () => {
  expect(() => createIncrementalEncoder(createTokenStatuses(MIN_STATUS_LIST_LENGTH - 8, 1))).toThrow(
    withCode('list_too_short'),
  )
  expect(() => createIncrementalEncoder(bitstringStatusesOf(new Uint8Array(8 * 1_048_576 + 1)))).toThrow(
    withCode('list_too_large'),
  )
})

test('checksums of parts join to that of the whole', () => {
  const part = fc.uint8Array({ maxLength: 4096 })
  fc.assert(
    fc.property(part, part, (a, b) => {
      const whole = Buffer.concat([a, b])
      expect(joinCrc32(crc32(a), crc32(b), crcShift(b.length))).toBe(crc32(whole))
      expect(joinAdler32(adler32(a), adler32(b), b.length)).toBe(adler32(new Uint8Array(whole)))
    }),
  )
})

test('Adler-32 at its borders: of nothing, and where a sum is zero', () => {
  expect(adler32(new Uint8Array())).toBe(1)
  // 65,520 in bytes brings the low sum to 65,521, that is to zero.
  const zeroSum = new Uint8Array(257).fill(255, 0, 256).fill(240, 256)
  expect(adler32(zeroSum) & 0xffff).toBe(0)
  const twice = Uint8Array.from([...zeroSum, ...zeroSum])
  expect(joinAdler32(adler32(zeroSum), adler32(zeroSum), 257)).toBe(adler32(twice))
})
