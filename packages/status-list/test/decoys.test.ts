import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDecoys } from '../src/decoys.ts'
import { MAX_STATUS_LIST_LENGTH } from '../src/limits.ts'

const secret = new Uint8Array(32).fill(7)
const length = 131_072
const good = { secret, length, share: 0.05, setShare: 0.2 }
const positionsOf = (options: typeof good) => {
  const { isDecoy } = createDecoys(options)
  return Array.from({ length: options.length }, (_, i) => i).filter(isDecoy)
}

test('the share of decoys is that asked for, and of them the share that is set in the end', () => {
  const decoys = positionsOf(good)
  expect(decoys.length / length).toBeCloseTo(0.05, 2)
  expect(createDecoys(good).setAt(1).length / decoys.length).toBeCloseTo(0.2, 1)
})

test('the same secret draws the same decoys, in every version of this package', () => {
  expect(positionsOf({ ...good, length: 200 })).toEqual(positionsOf({ ...good, length: 200 }))
  expect(positionsOf({ ...good, length: 200 })).toMatchInlineSnapshot(`
    [
      9,
      27,
      42,
      45,
      64,
      72,
      83,
      97,
      100,
      111,
      117,
      123,
      126,
      127,
      149,
      175,
      177,
      195,
    ]
  `)
  expect(positionsOf({ ...good, length: 200, secret: new Uint8Array(32) })).not.toEqual(
    positionsOf({ ...good, length: 200 }),
  )
})

test('what is set stays set as time passes, and only decoys are', () => {
  const { isDecoy, setAt } = createDecoys(good)
  expect(setAt(0)).toHaveLength(0)
  const moment = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(moment, moment, (a, b) => {
      const [earlier, later] = [setAt(Math.min(a, b)), new Set(setAt(Math.max(a, b)))]
      expect(earlier.every((position) => later.has(position) && isDecoy(position))).toBe(true)
    }),
    { numRuns: 20 },
  )
})

test.each([
  ['a short secret', { secret: new Uint8Array(31) }],
  ['no length', { length: 0 }],
  ['too long a list', { length: MAX_STATUS_LIST_LENGTH + 1 }],
  ['no share', { share: 0 }],
  ['decoys only', { share: 1 }],
  ['more set than there are', { setShare: 1.1 }],
  ['a share that is no number', { setShare: Number.NaN }],
])('%s is misuse', (_, part) => {
  expect(() => createDecoys({ ...good, ...part })).toThrow(TypeError)
})

test('a position outside the list, or a moment outside its life, is misuse', () => {
  const { isDecoy, setAt } = createDecoys({ ...good, length: 100 })
  for (const position of [-1, 100, 0.5]) expect(() => isDecoy(position)).toThrow(TypeError)
  for (const elapsed of [-0.1, 1.1, Number.NaN]) expect(() => setAt(elapsed)).toThrow(TypeError)
})
