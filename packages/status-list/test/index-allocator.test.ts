import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createIndexAllocator, type LeaseBlock } from '../src/index-allocator.ts'

/** Leases from one counter, as a store does, and answers in a later turn. */
function leaseFrom(length: number): { lease: LeaseBlock; counts: number[] } {
  let leased = 0
  const counts: number[] = []
  const lease: LeaseBlock = async (_, count) => {
    const block = { start: leased, count: Math.min(count, length - leased) }
    leased += block.count
    counts.push(block.count)
    await new Promise((resolve) => setImmediate(resolve))
    return block.count === 0 ? undefined : block
  }
  return { lease, counts }
}

const times = <T>(count: number, make: () => Promise<T>) => Promise.all(Array.from({ length: count }, make))

test('racing callers get different positions and share each lease', async () => {
  const { lease, counts } = leaseFrom(10_000)
  const allocator = createIndexAllocator({ lease })
  const positions = await times(200, () => allocator.allocate('list'))
  expect(new Set(positions).size).toBe(200)
  expect(counts).toEqual([64, 64, 64, 64])
})

test('any mixture of callers, allocators and block sizes gives each position once, until the list is full', async () => {
  const counts = fc.record({ length: fc.integer({ min: 1, max: 300 }), blockSize: fc.integer({ min: 1, max: 70 }) })
  await fc.assert(
    fc.asyncProperty(counts, async ({ length, blockSize }) => {
      const { lease } = leaseFrom(length)
      const nodes = [createIndexAllocator({ lease, blockSize }), createIndexAllocator({ lease, blockSize })]
      const got = (await Promise.all(nodes.map((node) => times(length + 3, () => node.allocate('list'))))).flat()
      const positions = got.filter((position) => position !== undefined)
      expect(positions.sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i))
    }),
    { numRuns: 50 },
  )
})

test('lists do not share blocks', async () => {
  const a = leaseFrom(100)
  const b = leaseFrom(100)
  const allocator = createIndexAllocator({ lease: (listId, count) => (listId === 'a' ? a : b).lease(listId, count) })
  expect(await Promise.all([allocator.allocate('a'), allocator.allocate('b'), allocator.allocate('a')])).toEqual([
    0, 0, 1,
  ])
})

test('a failed lease fails its callers, and the next call leases again', async () => {
  const { lease } = leaseFrom(100)
  let failures = 1
  const allocator = createIndexAllocator({
    lease: (listId, count) => (failures-- > 0 ? Promise.reject(new Error('store away')) : lease(listId, count)),
  })
  const outcomes = await Promise.allSettled([allocator.allocate('list'), allocator.allocate('list')])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await allocator.allocate('list')).toBe(0)
})

test('a block without positions is refused, not asked for forever', async () => {
  const allocator = createIndexAllocator({ lease: async () => ({ start: 0, count: 0 }) })
  await expect(allocator.allocate('list')).rejects.toEqual(expect.objectContaining({ code: 'lease_refused' }))
})

test('decoys are passed over, and the other positions given once each', async () => {
  const { lease } = leaseFrom(300)
  const isDecoy = (listId: string, position: number) => listId === 'list' && position % 3 === 0
  const allocator = createIndexAllocator({ lease, isDecoy })
  const got = await times(210, () => allocator.allocate('list'))
  const positions = got.filter((position) => position !== undefined)
  const real = Array.from({ length: 300 }, (_, i) => i).filter((position) => position % 3 !== 0)
  expect(positions.sort((a, b) => a - b)).toEqual(real)
})

test('that a list is running low is told once, before it is full', async () => {
  const { lease } = leaseFrom(256)
  const told: [string, number][] = []
  let given = 0
  const allocator = createIndexAllocator({
    lease: async (listId, count) => {
      const block = await lease(listId, count)
      return block && { ...block, remaining: 256 - block.start - block.count }
    },
    lowMark: 128,
    onLow: (listId) => told.push([listId, given]),
  })
  for (let i = 0; i < 256; i++) {
    await allocator.allocate('list')
    given++
  }
  expect(told).toEqual([['list', 128]])
  expect(await allocator.allocate('list')).toBeUndefined()
})

test('a store that does not tell what remains is not asked to', async () => {
  const { lease } = leaseFrom(64)
  const told: string[] = []
  const allocator = createIndexAllocator({ lease, onLow: (listId) => told.push(listId) })
  await times(65, () => allocator.allocate('list'))
  expect(told).toEqual([])
})

test.each([0, -1, 1.5])('block size %d is misuse', (blockSize) => {
  expect(() => createIndexAllocator({ lease: async () => undefined, blockSize })).toThrow(TypeError)
})
