import { StoreError } from '@energy-ssi/vc-api/store'
import { expect, test } from 'vitest'
import { createGroupCommit } from '../src/group-commit.ts'

/** Remembers how items were committed; an item named "bad …" spoils a group. */
function recorder(weigh: (item: string) => number = () => 1) {
  const groups: string[][] = []
  const alone: string[] = []
  const commit = createGroupCommit<string, string>({
    weigh,
    many: async (items) => {
      groups.push([...items])
      await new Promise((resolve) => setImmediate(resolve))
      if (items.some((item) => item.startsWith('away'))) throw new StoreError('store_unavailable', '')
      if (items.some((item) => item.startsWith('bad'))) throw new TypeError('spoilt')
      return items.map((item) => (item.startsWith('undecided') ? undefined : `group ${item}`))
    },
    one: async (item) => {
      alone.push(item)
      if (item.startsWith('bad')) throw new TypeError('bad')
      return `alone ${item}`
    },
  })
  return { commit, groups, alone }
}

const names = (count: number, prefix = 'item') => Array.from({ length: count }, (_, i) => `${prefix} ${i}`)

test('callers of one turn share one group, outcomes in their order', async () => {
  const { commit, groups, alone } = recorder()
  expect(await Promise.all(names(3).map(commit))).toEqual(['group item 0', 'group item 1', 'group item 2'])
  expect([groups, alone]).toEqual([[names(3)], []])
})

test('a caller alone is committed alone', async () => {
  const { commit, groups, alone } = recorder()
  expect(await commit('item')).toBe('alone item')
  expect([groups, alone]).toEqual([[], ['item']])
})

test('callers that come while a group is written form the next one', async () => {
  const { commit, groups } = recorder()
  const first = names(2, 'first').map(commit)
  await new Promise((resolve) => setImmediate(resolve))
  const second = names(3, 'second').map(commit)
  await Promise.all([...first, ...second])
  expect(groups).toEqual([names(2, 'first'), names(3, 'second')])
})

test('members of a spoilt group are committed one by one, each with its own outcome', async () => {
  const { commit, alone } = recorder()
  const outcomes = await Promise.allSettled(['a', 'bad', 'c'].map(commit))
  expect(outcomes).toMatchObject([
    { value: 'alone a' },
    { status: 'rejected', reason: { message: 'bad' } },
    { value: 'alone c' },
  ])
  expect(alone).toEqual(['a', 'bad', 'c'])
})

test('only undecided members are committed again', async () => {
  const { commit, alone } = recorder()
  expect(await Promise.all(['a', 'undecided', 'c'].map(commit))).toEqual(['group a', 'alone undecided', 'group c'])
  expect(alone).toEqual(['undecided'])
})

test('an unavailable store fails the whole group: nobody knows, so nothing is tried again', async () => {
  const { commit, alone } = recorder()
  const outcomes = await Promise.allSettled(['a', 'away', 'c'].map(commit))
  expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code)).toEqual([
    'store_unavailable',
    'store_unavailable',
    'store_unavailable',
  ])
  expect(alone).toEqual([])
})

test('a group ends at 256 members', async () => {
  const { commit, groups } = recorder()
  await Promise.all(names(600).map(commit))
  expect(groups.map((group) => group.length)).toEqual([256, 256, 88])
})

test('a group ends at 4 MiB, but has at least one member', async () => {
  const { commit, groups, alone } = recorder((item) => (item.startsWith('huge') ? 10 : 1.5) * 1024 * 1024)
  await Promise.all(['a', 'b', 'c', 'huge', 'd', 'e'].map(commit))
  expect([groups, alone]).toEqual([
    [
      ['a', 'b'],
      ['d', 'e'],
    ],
    ['c', 'huge'],
  ])
})
