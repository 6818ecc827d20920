import { StatusListError } from '@energy-ssi/status-list'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bitsOf, createBits, MAX_STATUS_LIST_LENGTH, MIN_STATUS_LIST_LENGTH } from '../src/bits.ts'

test('§2.2: the first index is the left-most bit, the last index the right-most', () => {
  const bits = createBits(16, [0, 15])
  expect([...bits.bytes]).toEqual([0b1000_0000, 0b0000_0001])
  expect([...createBits(8, [1, 6]).bytes]).toEqual([0b0100_0010])
})

test('bits read back as they were set, and nothing else changes', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(1023), { maxLength: 60 }), (indexes) => {
      const bits = createBits(1024, indexes)
      const set = new Set(indexes)
      const wrong = Array.from({ length: 1024 }, (_, i) => i).filter((i) => bits.get(i) !== set.has(i))
      expect(wrong).toEqual([])
      expect(indexes.every((index) => bits.set(index, false))).toBe(true)
      expect(bits.bytes.every((byte) => byte === 0)).toBe(true)
    }),
  )
})

test('setting a bit tells whether it changed', () => {
  const bits = createBits(8)
  expect([bits.set(3, true), bits.set(3, true), bits.set(3, false), bits.set(3, false)]).toEqual([
    true,
    false,
    true,
    false,
  ])
})

test('bits of given bytes share them', () => {
  const bytes = new Uint8Array(2)
  bitsOf(bytes).set(8, true)
  expect(bytes[1]).toBe(0x80)
})

test.each([-1, 8, 0.5, Number.NaN])('index %d outside eight bits is misuse', (index) => {
  expect(() => createBits(8).get(index)).toThrow(TypeError)
  expect(() => createBits(8).set(index, true)).toThrow(TypeError)
  expect(() => createBits(8, [index])).toThrow(TypeError)
})

test.each([0, -8, 7, 8.5, MAX_STATUS_LIST_LENGTH + 8])('length %d is misuse', (length) => {
  expect(() => createBits(length)).toThrow(TypeError)
})

test('a list has at least 131,072 entries (§3.2), and the package has one error class', () => {
  expect(MIN_STATUS_LIST_LENGTH).toBe(16 * 1024 * 8)
  expect(new StatusListError('malformed_list', '').name).toBe('StatusListError')
})
