/** Rules of the store contract about one-time values and hosted DID documents. */
import assert from 'node:assert/strict'
import {
  assertOneWinner,
  assertSame,
  didDocument,
  durableRule,
  LATER,
  NOW,
  race,
  rule,
  type StoreRule,
  sharedRule,
} from './contract-rule.ts'

const TENANT = 'tenant'
const after = (time: Date, ms: number) => new Date(time.getTime() + ms)

export const oneTimeRules: readonly StoreRule[] = [
  rule('a one-time value is used once (X1, O8)', async (store) => {
    const tenant = store.forTenant(TENANT)
    assert.equal(await tenant.consumeOnce('challenge', 'key', LATER, NOW), true)
    assert.equal(await tenant.consumeOnce('challenge', 'key', LATER, NOW), false)
    assert.equal(await tenant.consumeOnce('challenge', 'Key', LATER, NOW), true)
    assert.equal(await tenant.consumeOnce('challenge', 'key ', LATER, NOW), true)
  }),

  rule('of racing uses of a one-time value exactly one succeeds (X1)', async (store) => {
    const tenant = store.forTenant(TENANT)
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      assertOneWinner(await race(() => tenant.consumeOnce('challenge', key, LATER, NOW)), true)
    }
  }),

  sharedRule('of racing uses through two stores exactly one succeeds (X1)', async (one, other) => {
    const tenants = [one.forTenant(TENANT), other.forTenant(TENANT)] as const
    assertOneWinner(await race((i) => tenants[i % 2 === 0 ? 0 : 1].consumeOnce('challenge', 'key', LATER, NOW)), true)
  }),

  rule('a one-time value cannot be used at or after its expiry', async (store) => {
    const tenant = store.forTenant(TENANT)
    assert.equal(await tenant.consumeOnce('challenge', 'a', LATER, LATER), false)
    assert.equal(await tenant.consumeOnce('challenge', 'a', LATER, after(LATER, 1)), false)
    assert.equal(await tenant.consumeOnce('challenge', 'a', LATER, after(LATER, -1)), true)
  }),

  rule('forgetting expired values never frees one that is still good', async (store) => {
    const tenant = store.forTenant(TENANT)
    const farAway = after(LATER, 86_400_000)
    assert.equal(await tenant.consumeOnce('challenge', 'good', farAway, NOW), true)
    await race((i) => tenant.consumeOnce('challenge', `old ${i}`, LATER, NOW), 100)
    const muchLater = after(LATER, 43_200_000)
    await race((i) => tenant.consumeOnce('challenge', `new ${i}`, farAway, muchLater), 100)
    assert.equal(await tenant.consumeOnce('challenge', 'good', farAway, muchLater), false)
    assert.equal(await tenant.consumeOnce('challenge', 'old 1', LATER, muchLater), false)
    assert.equal(await tenant.consumeOnce('challenge', 'new 1', farAway, muchLater), false)
  }),

  durableRule('a used value stays used when the store is opened again', async (store, reopen) => {
    assert.equal(await store.forTenant(TENANT).consumeOnce('challenge', 'key', LATER, NOW), true)
    assert.equal(await (await reopen()).forTenant(TENANT).consumeOnce('challenge', 'key', LATER, NOW), false)
  }),

  rule('a hosted DID document is found as it was added', async (store) => {
    const tenant = store.forTenant(TENANT)
    const document = didDocument('did:web:issuer.example')
    assert.equal(await tenant.addDidDocument(document), true)
    assertSame(await tenant.findDidDocument('did:web:issuer.example'), document)
    assert.equal(await tenant.findDidDocument('did:web:issuer.example:x'), undefined)
  }),

  rule('of racing additions of one DID exactly one succeeds, and its document stays', async (store) => {
    const tenant = store.forTenant(TENANT)
    const added = await race((i) => tenant.addDidDocument(didDocument('did:web:x', { document: `{"by":${i}}` })))
    assertOneWinner(added, true)
    assert.equal((await tenant.findDidDocument('did:web:x'))?.document, `{"by":${added.indexOf(true)}}`)
    assert.equal(await tenant.addDidDocument(didDocument('did:web:x')), false)
  }),

  durableRule('a hosted DID document outlives the store', async (store, reopen) => {
    await store.forTenant(TENANT).addDidDocument(didDocument('did:web:x'))
    assertSame(await (await reopen()).forTenant(TENANT).findDidDocument('did:web:x'), didDocument('did:web:x'))
  }),
]
