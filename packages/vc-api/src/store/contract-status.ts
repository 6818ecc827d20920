/** Rules of the store contract about status lists. */
import assert from 'node:assert/strict'
import {
  assertOneWinner,
  assertSame,
  durableRule,
  LATER,
  NOW,
  publication,
  RACERS,
  race,
  rule,
  type StoreRule,
  sharedRule,
  statusList,
} from './contract-rule.ts'
import type { StatusBlock, Store, TenantStore } from './port.ts'

const TENANT = 'tenant'

async function withList(store: Store, length = 131_072): Promise<TenantStore> {
  const tenant = store.forTenant(TENANT)
  assert.equal(await tenant.addStatusList(statusList('list', { length })), true)
  return tenant
}

/** Asserts that blocks cover 0 … length − 1 without gap or overlap. */
function assertPartition(blocks: readonly (StatusBlock | undefined)[], length: number): void {
  const sorted = blocks.filter((block) => block !== undefined).sort((a, b) => a.start - b.start)
  let next = 0
  for (const { start, count } of sorted) {
    assert.equal(start, next)
    assert.ok(count > 0)
    next = start + count
  }
  assert.equal(next, length)
}

export const statusRules: readonly StoreRule[] = [
  rule('a status list is found by id and by url as it was added', async (store) => {
    const tenant = await withList(store)
    const expected = { ...statusList('list'), leased: 0, version: 0 }
    assertSame(await tenant.findStatusList('list'), expected)
    assertSame(await tenant.findStatusListByUrl('https://issuer.example/status-lists/list'), expected)
    assert.equal(await tenant.findStatusList('other'), undefined)
    assert.equal(await tenant.findStatusListByUrl('https://issuer.example/status-lists/'), undefined)
  }),

  rule('the id and the url of a status list are taken once', async (store) => {
    const tenant = await withList(store)
    assert.equal(await tenant.addStatusList(statusList('list', { url: 'https://issuer.example/other' })), false)
    assert.equal(await tenant.addStatusList(statusList('other', { url: statusList('list').url })), false)
    assert.equal((await tenant.listStatusLists()).length, 1)
  }),

  rule('of racing additions of one id exactly one succeeds', async (store) => {
    const tenant = store.forTenant(TENANT)
    const url = (i: number) => `https://issuer.example/${i}`
    assertOneWinner(await race((i) => tenant.addStatusList(statusList('list', { url: url(i) }))), true)
    assert.equal((await tenant.listStatusLists()).length, 1)
  }),

  rule('of racing additions of one url exactly one succeeds', async (store) => {
    const tenant = store.forTenant(TENANT)
    const url = 'https://issuer.example/one'
    assertOneWinner(await race((i) => tenant.addStatusList(statusList(`list${i}`, { url }))), true)
    assert.equal((await tenant.listStatusLists()).length, 1)
  }),

  rule('status lists are listed oldest first', async (store) => {
    const tenant = store.forTenant(TENANT)
    await tenant.addStatusList(statusList('a', { createdAt: LATER }))
    await tenant.addStatusList(statusList('c', { createdAt: NOW, purpose: 'suspension' }))
    await tenant.addStatusList(statusList('b', { createdAt: NOW }))
    assert.deepEqual(
      (await tenant.listStatusLists()).map(({ listId }) => listId),
      ['b', 'c', 'a'],
    )
    assert.equal((await tenant.listStatusLists())[1]?.purpose, 'suspension')
  }),

  rule('leased blocks follow each other until the list is full', async (store) => {
    const tenant = await withList(store, 200)
    assertSame(await tenant.leaseStatusBlock('list', 64), { start: 0, count: 64 })
    assertSame(await tenant.leaseStatusBlock('list', 100), { start: 64, count: 100 })
    assertSame(await tenant.leaseStatusBlock('list', 64), { start: 164, count: 36 })
    assert.equal(await tenant.leaseStatusBlock('list', 64), undefined)
    assert.equal(await tenant.leaseStatusBlock('list', 1), undefined)
    assert.equal((await tenant.findStatusList('list'))?.leased, 200)
  }),

  rule('racing leases never overlap and leave no gap', async (store) => {
    const tenant = await withList(store, 1_000)
    const blocks = await race((i) => tenant.leaseStatusBlock('list', 20 + i))
    assertPartition(blocks, 1_000)
  }),

  sharedRule('racing leases through two stores never overlap', async (one, other) => {
    const tenants = [await withList(one, 1_000), other.forTenant(TENANT)] as const
    assertPartition(await race((i) => tenants[i % 2 === 0 ? 0 : 1].leaseStatusBlock('list', 20 + i)), 1_000)
  }),

  rule('a lease of no positions is misuse', async (store) => {
    const tenant = await withList(store)
    for (const count of [0, -1, 0.5, Number.NaN])
      await assert.rejects(tenant.leaseStatusBlock('list', count), TypeError)
    assert.equal((await tenant.findStatusList('list'))?.leased, 0)
  }),

  rule('a bit is set and cleared, each change one version', async (store) => {
    const tenant = await withList(store)
    assertSame(await tenant.readStatus('list'), { version: 0, indexes: [] })
    assert.equal(await tenant.setStatus('list', 131_071, true, NOW), true)
    assert.equal(await tenant.setStatus('list', 131_071, true, LATER), false)
    assert.equal(await tenant.setStatus('list', 5, false, NOW), false)
    assertSame(await tenant.readStatus('list'), { version: 1, indexes: [131_071] })
    assert.equal(await tenant.setStatus('list', 131_071, false, LATER), true)
    assertSame(await tenant.readStatus('list'), { version: 2, indexes: [] })
    assert.equal((await tenant.findStatusList('list'))?.version, 2)
  }),

  rule('racing changes of different bits are all kept', async (store) => {
    const tenant = await withList(store)
    const changed = await race((i) => tenant.setStatus('list', i * 7, true, NOW))
    assert.ok(changed.every(Boolean))
    const indexes = Array.from({ length: RACERS }, (_, i) => i * 7)
    assertSame(await tenant.readStatus('list'), { version: RACERS, indexes })
  }),

  sharedRule('racing changes through two stores are all kept', async (one, other) => {
    const tenants = [await withList(one), other.forTenant(TENANT)] as const
    await race((i) => tenants[i % 2 === 0 ? 0 : 1].setStatus('list', i, true, NOW))
    const indexes = Array.from({ length: RACERS }, (_, i) => i)
    assertSame(await tenants[1].readStatus('list'), { version: RACERS, indexes })
  }),

  rule('of racing changes of one bit exactly one changes it', async (store) => {
    const tenant = await withList(store)
    assertOneWinner(await race(() => tenant.setStatus('list', 9, true, NOW)), true)
    assertSame(await tenant.readStatus('list'), { version: 1, indexes: [9] })
    assertOneWinner(await race(() => tenant.setStatus('list', 9, false, NOW)), true)
    assertSame(await tenant.readStatus('list'), { version: 2, indexes: [] })
  }),

  rule('the bits and the version are read in one snapshot', async (store) => {
    const tenant = await withList(store)
    // Each change sets a further bit, so the version of a snapshot is the number of its bits.
    const writes = race((i) => tenant.setStatus('list', i, true, NOW))
    const snapshots = await race(() => tenant.readStatus('list'))
    await writes
    for (const { version, indexes } of snapshots) assert.equal(indexes.length, version)
  }),

  rule('an operation on a list that does not exist, or an index outside it, is misuse', async (store) => {
    const tenant = await withList(store, 64)
    await assert.rejects(tenant.leaseStatusBlock('other', 1), TypeError)
    await assert.rejects(tenant.readStatus('other'), TypeError)
    await assert.rejects(tenant.savePublication(publication('other')), TypeError)
    await assert.rejects(tenant.setStatus('other', 0, true, NOW), TypeError)
    for (const index of [64, -1, 0.5, Number.NaN])
      await assert.rejects(tenant.setStatus('list', index, true, NOW), TypeError)
    assertSame(await tenant.readStatus('list'), { version: 0, indexes: [] })
  }),

  rule('a publication is found as it was saved', async (store) => {
    const tenant = await withList(store)
    assert.equal(await tenant.findPublication('list'), undefined)
    await tenant.savePublication(publication('list'))
    assertSame(await tenant.findPublication('list'), publication('list'))
  }),

  rule('publications never go backwards', async (store) => {
    const tenant = await withList(store)
    const second = publication('list', { version: 2, body: Uint8Array.of(2) })
    await tenant.savePublication(second)
    await tenant.savePublication(publication('list', { version: 1, publishedAt: LATER }))
    assertSame(await tenant.findPublication('list'), second)
    const renewed = publication('list', { version: 2, publishedAt: LATER, body: Uint8Array.of(3) })
    await tenant.savePublication(renewed)
    await tenant.savePublication(second)
    assertSame(await tenant.findPublication('list'), renewed)
    const third = publication('list', { version: 3, body: Uint8Array.of(4) })
    await tenant.savePublication(third)
    assertSame(await tenant.findPublication('list'), third)
  }),

  rule('of racing publications the latest version is kept', async (store) => {
    const tenant = await withList(store)
    const bodyOf = (version: number) => publication('list', { version, body: Uint8Array.of(version) })
    await race((i) => tenant.savePublication(bodyOf((i * 7) % RACERS)))
    assertSame(await tenant.findPublication('list'), bodyOf(RACERS - 1))
  }),

  durableRule('lists, leases, bits and publications outlive the store', async (store, reopen) => {
    const tenant = await withList(store, 1_000)
    await tenant.leaseStatusBlock('list', 64)
    await tenant.setStatus('list', 5, true, NOW)
    await tenant.savePublication(publication('list', { version: 1 }))
    const again = (await reopen()).forTenant(TENANT)
    assertSame(await again.findStatusList('list'), { ...statusList('list', { length: 1_000 }), leased: 64, version: 1 })
    assertSame(await again.readStatus('list'), { version: 1, indexes: [5] })
    assertSame(await again.findPublication('list'), publication('list', { version: 1 }))
    assertSame(await again.leaseStatusBlock('list', 64), { start: 64, count: 64 })
  }),
]
