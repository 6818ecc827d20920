import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createIndexPermutation } from '../src/index-permutation.ts'
import { MIN_STATUS_LIST_LENGTH } from '../src/limits.ts'

const secretOf = (name: string) => new Uint8Array(createHash('sha256').update(`test secret ${name}`).digest())

function expectBijection(secret: Uint8Array, length: number): Uint32Array {
  const permutation = createIndexPermutation(secret, length)
  const seen = new Uint8Array(length)
  const order = Uint32Array.from({ length }, (_, position) => permutation(position))
  for (const index of order) seen[index] = 1
  expect(seen.every((mark) => mark === 1)).toBe(true)
  return order
}

test.each([MIN_STATUS_LIST_LENGTH, 200_000, 1_048_576])(
  'every index of a list of %d is given out exactly once',
  (length) => {
    expectBijection(secretOf('a'), length)
  },
)

test('every list up to 600 entries is a bijection', () => {
  for (let length = 1; length <= 600; length++) expectBijection(secretOf('b'), length)
})

test('any secret and length give a bijection', () => {
  const lengths = fc.integer({ min: 1, max: 5_000 })
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 64 }), lengths, (secret, length) => {
      expectBijection(secret, length)
    }),
    { numRuns: 60 },
  )
})

test('the permutation of a secret never changes between versions: issued indexes depend on it', () => {
  const permutation = createIndexPermutation(secretOf('pinned'), MIN_STATUS_LIST_LENGTH)
  expect([0, 1, 2, 3, 131_071].map(permutation)).toEqual([76_070, 50_126, 7_281, 55_299, 25_875])
})

test('A7: the index tells nothing about the order of issuance', () => {
  const length = MIN_STATUS_LIST_LENGTH
  const order = expectBijection(secretOf('c'), length)
  // Correlation of position and index, and of an index with the next one: each is 0 ± 1/√n for a random order.
  const bound = 5 / Math.sqrt(length)
  const positions = order.map((_, position) => position)
  expect(Math.abs(correlation(positions, order))).toBeLessThan(bound)
  expect(Math.abs(correlation(order.subarray(0, -1), order.subarray(1)))).toBeLessThan(bound)
})

test('another secret gives another order', () => {
  const first = createIndexPermutation(secretOf('d'), MIN_STATUS_LIST_LENGTH)
  const second = createIndexPermutation(secretOf('e'), MIN_STATUS_LIST_LENGTH)
  const equal = Array.from({ length: 1_000 }, (_, i) => i).filter((i) => first(i) === second(i))
  expect(equal.length).toBeLessThan(5)
})

test.each([-1, 131_072, 0.5, Number.NaN])('position %d outside the list is misuse', (position) => {
  const permutation = createIndexPermutation(secretOf('f'), MIN_STATUS_LIST_LENGTH)
  expect(() => permutation(position)).toThrow(TypeError)
})

test('a short secret and an impossible length are misuse', () => {
  expect(() => createIndexPermutation(new Uint8Array(31), 8)).toThrow(TypeError)
  expect(() => createIndexPermutation(secretOf('g'), 0)).toThrow(TypeError)
  expect(() => createIndexPermutation(secretOf('g'), 67_108_865)).toThrow(TypeError)
})

function correlation(a: Uint32Array, b: Uint32Array): number {
  const mean = (values: Uint32Array) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanA, meanB] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] as number) - meanA, (b[i] as number) - meanB]
    ab += x * y
    aa += x * x
    bb += y * y
  }
  return ab / Math.sqrt(aa * bb)
}
