import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { encodeBitstring } from '../src/bitstring.ts'
import { type BitstringStatuses, bitstringStatusesOf, createBitstringStatuses } from '../src/bitstring-statuses.ts'
import { StatusListError } from '../src/errors.ts'
import { MAX_STATUS_LIST_LENGTH, MAX_STATUS_SIZE, MIN_STATUS_LIST_LENGTH } from '../src/limits.ts'
import type { StatusMap } from '../src/status-map.ts'
import { encodeTokenStatusList } from '../src/token-status-list.ts'
import { createTokenStatuses, type StatusSize, type TokenStatuses, tokenStatusesOf } from '../src/token-statuses.ts'

const BITSTRING_SIZES = Array.from({ length: MAX_STATUS_SIZE }, (_, i) => i + 1)
const TOKEN_SIZES: readonly StatusSize[] = [1, 2, 4, 8]
const LENGTH = 64

/** A list of every order and size, by name. */
const MAPS: readonly [string, (length: number) => StatusMap][] = [
  ...BITSTRING_SIZES.map(
    (size) => [`msb, ${size}`, (length: number) => createBitstringStatuses(length, size)] as const,
  ),
  ...TOKEN_SIZES.map((size) => [`lsb, ${size}`, (length: number) => createTokenStatuses(length, size)] as const),
].map(([name, create]) => [name, create])

describe.each(MAPS)('order and bits: %s', (_, create) => {
  test('any changes leave what an array of numbers would hold, in bits written out one by one', () => {
    const change = fc.tuple(fc.nat(LENGTH - 1), fc.nat(2 ** 16 - 1))
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const map = create(LENGTH)
        const model = new Array<number>(LENGTH).fill(0)
        for (const [index, any] of changes) {
          const value = any % 2 ** map.size
          expect(map.set(index, value)).toBe(model[index] !== value)
          model[index] = value
        }
        expect(model.map((_, index) => map.get(index))).toEqual(model)
        expect([...map.bytes]).toEqual(packed(model, map))
      }),
      { numRuns: 40 },
    )
  })

  test('an index outside the list, or a status too large for its bits, is misuse', () => {
    const map = create(LENGTH)
    for (const index of [-1, LENGTH, 0.5, Number.NaN]) {
      expect(() => map.get(index)).toThrow(TypeError)
      expect(() => map.set(index, 0)).toThrow(TypeError)
    }
    for (const value of [-1, 0.5, 2 ** map.size]) expect(() => map.set(0, value)).toThrow(TypeError)
    expect(map.set(LENGTH - 1, 2 ** map.size - 1)).toBe(true)
    expect(() => create(0)).toThrow(TypeError)
    expect(() => create(8.5)).toThrow(TypeError)
    expect(() => create(-8)).toThrow(TypeError)
    expect(() => create(MAX_STATUS_LIST_LENGTH + 8)).toThrow(TypeError)
  })
})

test('§2.2: the first index is the left-most bit, the last index the right-most', () => {
  const bits = createBitstringStatuses(16)
  bits.set(0, 1)
  bits.set(15, 1)
  expect([...bits.bytes]).toEqual([0b1000_0000, 0b0000_0001])
})

test('§3.2: a status of several bits starts at its index times statusSize, its first bit most significant', () => {
  expect([0, 1, 2].map((i) => bitstringStatusesOf(Uint8Array.of(0b1100_1010, 0), 3).get(i))).toEqual([6, 2, 4])
})

test('§4.1: 0xB9 0xA3 is 1 0 0 1 1 1 0 1 · 1 1 0 0 0 1 0 1, the reverse of a bitstring', () => {
  const bytes = Uint8Array.of(0xb9, 0xa3)
  const expected = [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]
  expect(expected.map((_, i) => tokenStatusesOf(bytes, 1).get(i))).toEqual(expected)
  expect(expected.map((_, i) => bitstringStatusesOf(bytes).get(i))).not.toEqual(expected)
})

test('the two orders are different types, and encoders take their own only', () => {
  expectTypeOf<TokenStatuses>().not.toExtend<BitstringStatuses>()
  expectTypeOf<BitstringStatuses>().not.toExtend<TokenStatuses>()
  expectTypeOf(encodeBitstring).parameter(0).toEqualTypeOf<BitstringStatuses>()
  expectTypeOf(encodeTokenStatusList).parameter(0).toEqualTypeOf<TokenStatuses>()
  expect([createBitstringStatuses(8).order, createTokenStatuses(8, 1).order]).toEqual(['msb', 'lsb'])
})

test('statuses of given bytes share them, and leave bits alone that make no whole status', () => {
  const bytes = new Uint8Array(2)
  const statuses = bitstringStatusesOf(bytes, 3)
  expect(statuses.length).toBe(5)
  statuses.set(4, 7)
  expect([...bytes]).toEqual([0, 0b0000_1110])
})

test('what does not fill whole bytes, or is of another size, is misuse', () => {
  expect(() => createBitstringStatuses(7)).toThrow(TypeError)
  expect(() => createTokenStatuses(3, 2)).toThrow(TypeError)
  for (const size of [0, 17, 1.5]) expect(() => createBitstringStatuses(8, size)).toThrow(TypeError)
  expect(() => tokenStatusesOf(new Uint8Array(1), 3 as StatusSize)).toThrow(TypeError)
})

test('a list has at least 131,072 entries (§3.2), and the package has one error class', () => {
  expect(MIN_STATUS_LIST_LENGTH).toBe(16 * 1024 * 8)
  expect(new StatusListError('malformed_list', '').name).toBe('StatusListError')
})

/** The bytes of a list, bit by bit: the definition itself. */
function packed(model: readonly number[], { size, order }: StatusMap): number[] {
  const bits = model.flatMap((value) => {
    const digits = [...value.toString(2).padStart(size, '0')].map(Number)
    return order === 'msb' ? digits : digits.reverse()
  })
  return Array.from({ length: bits.length / 8 }, (_, i) => {
    const digits = bits.slice(8 * i, 8 * i + 8)
    return Number.parseInt((order === 'msb' ? digits : digits.reverse()).join(''), 2)
  })
}
