import type { Verification } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBitstring } from '../src/bitstring.ts'
import { createBitstringStatuses } from '../src/bitstring-statuses.ts'
import { checkStatuses, OUT_OF_RANGE, readMany } from '../src/check-statuses.ts'
import { createStatusListCredential } from '../src/create-status-list.ts'
import { MIN_STATUS_LIST_LENGTH } from '../src/limits.ts'
import { openStatusList } from '../src/open-status-list.ts'
import { openTokenStatusList } from '../src/read-token-status.ts'
import { createTokenStatusListClaims } from '../src/token-status-list.ts'
import { createTokenStatuses } from '../src/token-statuses.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const LATER = new Date('2026-11-22T14:00:00Z')
const url = 'https://issuer.example/status-lists/1'
const options = { now: NOW, purpose: 'revocation' }
const opened = <T>(verdict: Verification<T>): T => {
  if (!verdict.verified) throw new Error(verdict.problems[0].detail)
  return verdict.value
}

const bits = createBitstringStatuses(MIN_STATUS_LIST_LENGTH)
bits.set(5, 1)
const messages = ['in service', 'withdrawn', 'recalled', 'unknown']
const pairs = createBitstringStatuses(MIN_STATUS_LIST_LENGTH, 2)
pairs.set(7, 3)
const tokens = createTokenStatuses(MIN_STATUS_LIST_LENGTH, 4)
tokens.set(5, 9)

const times = { validFrom: NOW, validUntil: new Date('2026-11-22T13:00:00Z') }
const credential = { url, issuer: 'did:example:issuer', purpose: ['revocation'], ...times }
const open = (list: object) => opened(openStatusList(list, { now: NOW }))
const BITS = open(createStatusListCredential({ ...credential, encodedList: encodeBitstring(bits) }))
const PAIRS = open(createStatusListCredential({ ...credential, encodedList: encodeBitstring(pairs), messages }))
const TOKENS = opened(
  openTokenStatusList(
    createTokenStatusListClaims({ url, statuses: tokens, issuedAt: NOW, expiresAt: times.validUntil }),
    { now: NOW },
  ),
)
const LISTS = [BITS, PAIRS, TOKENS]
const places = (...pairsOf: readonly [number, number][]) => ({
  lists: Uint8Array.from(pairsOf, ([list]) => list),
  indexes: Uint32Array.from(pairsOf, ([, index]) => index),
})

describe('many statuses at once', () => {
  test('lists of all forms and sizes are read in one call, in the order asked', () => {
    const values = opened(checkStatuses(LISTS, places([1, 7], [2, 5], [0, 5], [0, 4], [2, 7]), options))
    expect([...values]).toEqual([3, 9, 1, 0, 0])
  })

  test('they are what one look-up after the other says', () => {
    const index = fc.nat(MIN_STATUS_LIST_LENGTH - 1)
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.oneof(index, fc.constantFrom(5, 7)))), (asked) => {
        const values = opened(checkStatuses(LISTS, places(...asked), options))
        const maps = [bits, pairs, tokens]
        expect([...values]).toEqual(asked.map(([list, at]) => maps[list]?.get(at)))
      }),
    )
  })

  test('an index beyond the end of its list is told apart from every status', () => {
    const beyond = MIN_STATUS_LIST_LENGTH
    expect([...opened(checkStatuses(LISTS, places([0, beyond], [1, beyond], [2, 2 ** 32 - 1]), options))]).toEqual([
      OUT_OF_RANGE,
      OUT_OF_RANGE,
      OUT_OF_RANGE,
    ])
    expect([...readMany(bits, Uint32Array.of(5, beyond, 6))]).toEqual([1, OUT_OF_RANGE, 0])
  })

  test.each([
    [
      'a list that does not serve the purpose',
      { ...options, purpose: 'suspension' },
      'STATUS_VERIFICATION_ERROR',
      '/0',
    ],
    ['a list that has expired', { ...options, now: LATER }, 'STATUS_VERIFICATION_ERROR', '/0'],
    ['a list that is too short for the size', { ...options, size: 2 }, 'STATUS_LIST_LENGTH_ERROR', '/0'],
  ])('%s is refused, by its number', (_, asked, code, pointer) => {
    expect(checkStatuses(LISTS, places([0, 5]), asked)).toMatchObject({ problems: [{ code, pointer }] })
  })

  test('a token list that has expired is refused', () => {
    expect(checkStatuses([TOKENS], places([0, 5]), { ...options, now: LATER })).toMatchObject({ verified: false })
  })

  test('a place without list, or lists without indexes, are misuse', () => {
    expect(() => checkStatuses(LISTS, places([3, 5]), options)).toThrow(TypeError)
    expect(() => checkStatuses(LISTS, { lists: new Uint8Array(2), indexes: new Uint32Array(1) }, options)).toThrow(
      TypeError,
    )
  })

  test('a million places in eight lists take four bytes each, and no memory besides', () => {
    const count = 1_000_000
    const asked = {
      lists: Uint8Array.from({ length: count }, (_, i) => i % 8),
      indexes: Uint32Array.from({ length: count }, (_, i) => (i * 7919) % MIN_STATUS_LIST_LENGTH),
    }
    const lists = Array.from({ length: 8 }, () => BITS)
    const before = process.memoryUsage()
    const values = opened(checkStatuses(lists, asked, options))
    const after = process.memoryUsage()
    expect(values.filter((value) => value === 1).length).toBe(asked.indexes.filter((index) => index === 5).length)
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(5 * count)
    expect(after.heapUsed - before.heapUsed).toBeLessThan(20_000_000)
  })
})
