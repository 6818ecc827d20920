/** The benchmark reports the fields that others rely on. It is run by `npm run bench`, never by a test. */
import { expect, test } from 'vitest'
import type { Measured, Timing } from './bench/load-peers.ts'
import { compare } from './bench/row.ts'

/** From the peers' own file, which needs nothing installed. */
const timing = (await import(new URL('bench/peers/timing.mjs', import.meta.url).href)) as Timing

const own = windows(20, 22, 30)
const floor = windows(10, 10, 10)
const peer = windows(60, 44, 60)

test('toFloor is own/floor and toPeer is peer/own, taken window by window', () => {
  const { result, toFloor } = compare('a/b/c', { own, floor, peer }, timing)
  expect(result).toEqual({ name: 'a/b/c', own: 22, floor: 10, peer: 60, toFloor: 2.2, toPeer: 2 })
  expect(toFloor).toEqual({ median: 2.2, min: 2, max: 3 })
})

test('without a peer there is neither peer nor toPeer', () => {
  const { result } = compare('a/b/c', { own, floor }, timing)
  expect(result).toEqual({ name: 'a/b/c', own: 22, floor: 10, toFloor: 2.2 })
})

test('a promise is awaited, so asynchronous work is timed whole', async () => {
  const slow = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  const contestants = { own: slow, floor: () => 1 }
  const measured = await timing.measure(contestants, { windows: 5, windowMs: 2, warmMs: 2 })
  expect(compare('a/b/c', measured, timing).result.toFloor).toBeGreaterThan(1)
})

function windows(...us: readonly [number, number, number]): Measured {
  const [min = 0, median = 0, max = 0] = [...us].sort((a, b) => a - b)
  return { us: median, min, max, windows: us }
}
