import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bind } from '../../src/sqlite/bind.ts'

test('strings, safe integers, 64-bit integers, bytes and null can be bound', () => {
  const buffer = Buffer.from([1, 2])
  expect(bind(['text', 5, -(2 ** 53 - 1), 2n ** 63n - 1n, buffer, new Uint8Array([3]), null])).toEqual([
    'text',
    5n,
    -(2n ** 53n - 1n),
    2n ** 63n - 1n,
    buffer,
    Buffer.from([3]),
    null,
  ])
})

test('part of a byte array is bound, not the whole of its memory', () => {
  expect(bind([new Uint8Array([1, 2, 3, 4]).subarray(1, 3)])).toEqual([Buffer.from([2, 3])])
})

test.each([
  ['a boolean, for which libsql aborts the process', true],
  ['a Date, likewise', new Date(0)],
  ['an object, likewise', { a: 1 }],
  ['an array', [1]],
  ['undefined, which libsql writes as NULL', undefined],
  ['NaN, likewise', Number.NaN],
  ['a fraction', 0.5],
  ['an integer that is not safe', 2 ** 53],
  ['an integer beyond 64 bits', 2n ** 63n],
  ['an integer below 64 bits', -(2n ** 63n) - 1n],
  ['a symbol', Symbol('x')],
  ['a function', () => 1],
  ['an ArrayBuffer', new ArrayBuffer(1)],
  ['a wider array', new Uint16Array(1)],
])('%s is refused', (_, value) => {
  expect(() => bind([value])).toThrow(TypeError)
})

test('whatever is bound is one of the four kinds libsql takes', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withTypedArray: true }), (value) => {
      try {
        const [bound] = bind([value])
        expect(bound === null || typeof bound === 'string' || typeof bound === 'bigint' || Buffer.isBuffer(bound)).toBe(
          true,
        )
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError)
      }
    }),
  )
})
