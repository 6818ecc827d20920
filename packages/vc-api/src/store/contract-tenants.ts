/** Rules of the store contract about tenants (A2), and about the store as a whole. */
import assert from 'node:assert/strict'
import {
  assertSame,
  assertStoreError,
  didDocument,
  issuance,
  LATER,
  NOW,
  publication,
  rule,
  type StoreRule,
  statusList,
} from './contract-rule.ts'
import type { Store, TenantStore } from './port.ts'

async function twoTenants(store: Store): Promise<readonly [TenantStore, TenantStore]> {
  const one = store.forTenant('one')
  await one.commitIssuance(issuance('1', { status: [{ listId: 'list', index: 5, purpose: 'revocation' }] }))
  await one.addStatusList(statusList('list'))
  await one.leaseStatusBlock('list', 64)
  await one.setStatus('list', 5, true, NOW)
  await one.savePublication(publication('list', { version: 1 }))
  await one.addDidDocument(didDocument('did:web:x'))
  await one.consumeOnce('challenge', 'key', LATER, NOW)
  return [one, store.forTenant('two')]
}

export const tenantRules: readonly StoreRule[] = [
  rule('A2: a tenant sees no issuance of another', async (store) => {
    const [one, two] = await twoTenants(store)
    assert.equal(await two.findIssuance('issuer', 'urn:credential:1'), undefined)
    assert.equal(await two.deleteCredential('issuer', 'urn:credential:1', LATER), false)
    assertSame(await two.auditIssuances(), { issuances: 0, indexes: 0, conflicts: [] })
    assert.equal((await one.findIssuance('issuer', 'urn:credential:1'))?.deletedAt, undefined)
  }),

  rule('A2: a tenant may use the ids and indexes of another', async (store) => {
    const [one, two] = await twoTenants(store)
    const record = issuance('1', { status: [{ listId: 'list', index: 5, purpose: 'revocation' }], securing: 'other' })
    assert.equal(await two.commitIssuance(record), 'committed')
    assertSame(await two.findIssuance('issuer', 'urn:credential:1'), { ...record, deletedAt: undefined })
    assert.equal((await one.findIssuance('issuer', 'urn:credential:1'))?.securing, 'vc-jose')
    assert.equal(await two.addStatusList(statusList('list', { length: 64 })), true)
    assert.equal(await two.addDidDocument(didDocument('did:web:x', { document: '{}' })), true)
    assert.equal(await two.consumeOnce('challenge', 'key', LATER, NOW), true)
    assert.equal((await one.findDidDocument('did:web:x'))?.document, didDocument('did:web:x').document)
    assert.equal((await one.findStatusList('list'))?.length, 131_072)
  }),

  rule('A2: a tenant sees no status list of another', async (store) => {
    const [, two] = await twoTenants(store)
    assert.equal(await two.findStatusList('list'), undefined)
    assert.equal(await two.findStatusListByUrl(statusList('list').url), undefined)
    assert.deepEqual(await two.listStatusLists(), [])
    assert.equal(await two.findPublication('list'), undefined)
    await assert.rejects(two.readStatus('list'), TypeError)
  }),

  rule('A2: a tenant changes no status list of another', async (store) => {
    const [one, two] = await twoTenants(store)
    await assert.rejects(two.leaseStatusBlock('list', 64), TypeError)
    await assert.rejects(two.setStatus('list', 5, false, NOW), TypeError)
    await assert.rejects(two.savePublication(publication('list', { version: 9 })), TypeError)
    await two.addStatusList(statusList('list', { length: 64 }))
    assert.equal(await two.setStatus('list', 6, true, NOW), true)
    assertSame(await two.leaseStatusBlock('list', 10), { start: 0, count: 10 })
    await two.savePublication(publication('list', { version: 9 }))
    assertSame(await two.readStatus('list'), { version: 1, indexes: [6] })
    assertSame(await one.readStatus('list'), { version: 1, indexes: [5] })
    assertSame(await one.findPublication('list'), publication('list', { version: 1 }))
    assert.equal((await one.findStatusList('list'))?.leased, 64)
  }),

  rule('A2: a tenant sees no hosted DID document of another', async (store) => {
    const [, two] = await twoTenants(store)
    assert.equal(await two.findDidDocument('did:web:x'), undefined)
  }),

  rule('A2: tenant ids are taken literally', async (store) => {
    await twoTenants(store)
    for (const tenantId of ['One', 'one ', '%', 'o_e', '']) {
      assert.equal(await store.forTenant(tenantId).findDidDocument('did:web:x'), undefined)
    }
    assertSame(await store.forTenant('one').findDidDocument('did:web:x'), didDocument('did:web:x'))
  }),

  rule('what the caller changes afterwards changes nothing in the store', async (store) => {
    const tenant = store.forTenant('one')
    const retained = Uint8Array.of(1, 2, 3)
    const types = ['VerifiableCredential']
    const committed = tenant.commitIssuance(issuance('1', { retained, types }))
    retained.fill(0)
    types.push('Other')
    await committed
    const found = await tenant.findIssuance('issuer', 'urn:credential:1')
    assertSame([found?.retained, found?.types], [Uint8Array.of(1, 2, 3), ['VerifiableCredential']])
    found?.retained?.fill(9)
    assertSame((await tenant.findIssuance('issuer', 'urn:credential:1'))?.retained, Uint8Array.of(1, 2, 3))
  }),

  rule('an open store answers; a closed one is unavailable, and may be closed again', async (store) => {
    const tenant = store.forTenant('one')
    await store.ping()
    await store.close()
    await store.close()
    await assertStoreError(store.ping(), 'store_unavailable')
    await assertStoreError(tenant.findDidDocument('did:web:x'), 'store_unavailable')
    await assertStoreError(tenant.commitIssuance(issuance('1')), 'store_unavailable')
    await assertStoreError(store.forTenant('one').consumeOnce('challenge', 'key', LATER, NOW), 'store_unavailable')
  }),
]
