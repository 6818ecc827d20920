/** The contract of a key store as tests: every implementation runs all of them. */
import assert from 'node:assert/strict'
import type { KeyStore, StoredKey } from './key-store.ts'

/** One rule of the contract. */
export interface KeyStoreRule {
  readonly title: string
  /** Fails with an `AssertionError` if the store breaks the rule. */
  run(open: () => Promise<KeyStore>): Promise<void>
}

const RACERS = 32
const CREATED = new Date('2026-01-02T03:04:05.678Z')
const LATER = new Date('2026-02-03T04:05:06.789Z')
const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, i) => i)

/**
 * The rules every {@link KeyStore} keeps, for any test runner:
 * `for (const { title, run } of keyStoreContract) it(title, () => run(open))`.
 *
 * Each rule works in tenants of its own (`contract-…`), so `open` may resolve to a new store each time or to another
 * handle of the same one, as long as those tenants hold nothing at the start of the suite.
 */
export const keyStoreContract: readonly KeyStoreRule[] = [
  rule('addDataKey keeps the first data key of a tenant', async (store, tenantId) => {
    assert.deepEqual(bytes(await store.addDataKey(tenantId, ALL_BYTES, CREATED)), bytes(ALL_BYTES))
    assert.deepEqual(bytes(await store.addDataKey(tenantId, Uint8Array.of(7), LATER)), bytes(ALL_BYTES))
    assert.deepEqual(bytes(await store.addDataKey(tenantId, Uint8Array.of(8), LATER)), bytes(ALL_BYTES))
  }),
  rule('addDataKey keeps the data keys of two tenants apart', async (store, tenantId) => {
    await store.addDataKey(tenantId, Uint8Array.of(1), CREATED)
    const other = await store.addDataKey(`${tenantId}|`, Uint8Array.of(2), CREATED)
    assert.deepEqual(bytes(other), [2])
    assert.deepEqual(bytes(await store.addDataKey(tenantId, Uint8Array.of(3), CREATED)), [1])
  }),
  rule('addDataKey resolves to the same bytes for all of many racing calls', async (store, tenantId) => {
    const kept = await Promise.all(race((i) => store.addDataKey(tenantId, Uint8Array.of(i), CREATED)))
    assert.equal(new Set(kept.map((wrapped) => bytes(wrapped)?.join())).size, 1)
    assert.deepEqual(bytes(await store.addDataKey(tenantId, Uint8Array.of(99), LATER)), bytes(kept[0]))
  }),
  rule('findKeys gives back every member as it was added', async (store, tenantId) => {
    const row = key(tenantId, 'Schlüssel "1" | %_\\ 鍵 🔑', 1, { publicJwk: '{"kty":"EC", "x":"ü\\u0000"}' })
    assert.equal(await store.addKey(row), true)
    const [found, ...others] = await store.findKeys(tenantId, row.name)
    assert.deepEqual(plain(found), plain(row))
    assert.equal(others.length, 0)
  }),
  rule('findKeys is empty for an unknown name and an unknown tenant', async (store, tenantId) => {
    await store.addKey(key(tenantId, 'known', 1))
    assert.deepEqual(await store.findKeys(tenantId, 'unknown'), [])
    assert.deepEqual(await store.findKeys(`${tenantId}-unknown`, 'known'), [])
  }),
  rule('findKeys takes names literally: no pattern, no case folding, no trimming', async (store, tenantId) => {
    await store.addKey(key(tenantId, 'Name', 1))
    for (const name of ['name', 'Name ', ' Name', 'N_me', '%', 'Nam', '']) {
      assert.deepEqual(await store.findKeys(tenantId, name), [])
    }
  }),
  rule('findKeys orders versions as numbers, newest first', async (store, tenantId) => {
    for (const version of [2, 10, 1, 9, 11, 3]) assert.equal(await store.addKey(key(tenantId, 'k', version)), true)
    const versions = (await store.findKeys(tenantId, 'k')).map((row) => row.version)
    assert.deepEqual(versions, [11, 10, 9, 3, 2, 1])
  }),
  rule('addKey refuses a taken version and leaves it unchanged', async (store, tenantId) => {
    const row = key(tenantId, 'k', 1)
    assert.equal(await store.addKey(row), true)
    const other = key(tenantId, 'k', 1, { publicJwk: '{}', wrappedPrivateKey: Uint8Array.of(9), createdAt: LATER })
    assert.equal(await store.addKey(other), false)
    assert.deepEqual((await store.findKeys(tenantId, 'k')).map(plain), [plain(row)])
  }),
  rule('addKey refuses the version of a destroyed key', async (store, tenantId) => {
    await store.addKey(key(tenantId, 'k', 1))
    await store.setKeyState(tenantId, 'k', 1, 'destroyed', LATER)
    assert.equal(await store.addKey(key(tenantId, 'k', 1)), false)
    assert.equal((await store.findKeys(tenantId, 'k'))[0]?.state, 'destroyed')
  }),
  rule('addKey resolves to true for exactly one of many racing calls', async (store, tenantId) => {
    const rows = race((i) => key(tenantId, 'k', 1, { publicJwk: `{"racer":${i}}` }))
    const added = await Promise.all(rows.map((row) => store.addKey(row)))
    assert.equal(added.filter((won) => won).length, 1)
    const winner = rows[added.indexOf(true)]
    assert.deepEqual((await store.findKeys(tenantId, 'k')).map(plain), [plain(winner)])
  }),
  rule('addKey keeps tenants and names apart, whatever characters they hold', async (store, tenantId) => {
    assert.equal(await store.addKey(key(`${tenantId}|a`, 'b', 1)), true)
    assert.equal(await store.addKey(key(tenantId, 'a|b', 1)), true)
    assert.equal((await store.findKeys(`${tenantId}|a`, 'b')).length, 1)
    assert.equal((await store.findKeys(tenantId, 'a|b')).length, 1)
  }),
  rule('setKeyState retires one version of one tenant and touches no other', async (store, tenantId) => {
    const other = `${tenantId}-other`
    for (const tenant of [tenantId, other]) for (const version of [1, 2]) await store.addKey(key(tenant, 'k', version))
    assert.equal(await store.setKeyState(tenantId, 'k', 1, 'retired', LATER), true)
    const retired = { ...key(tenantId, 'k', 1), state: 'retired' } as const
    assert.deepEqual((await store.findKeys(tenantId, 'k')).map(plain), [plain(key(tenantId, 'k', 2)), plain(retired)])
    assert.deepEqual(
      (await store.findKeys(other, 'k')).map(plain),
      [2, 1].map((v) => plain(key(other, 'k', v))),
    )
  }),
  rule(
    'setKeyState erases the private key of a destroyed version and keeps the public one',
    async (store, tenantId) => {
      const row = key(tenantId, 'k', 1)
      await store.addKey(row)
      assert.equal(await store.setKeyState(tenantId, 'k', 1, 'destroyed', LATER), true)
      const [found] = await store.findKeys(tenantId, 'k')
      assert.deepEqual(plain(found), plain({ ...row, state: 'destroyed', wrappedPrivateKey: undefined }))
    },
  ),
  rule('setKeyState destroys a retired version', async (store, tenantId) => {
    await store.addKey(key(tenantId, 'k', 1))
    await store.setKeyState(tenantId, 'k', 1, 'retired', CREATED)
    assert.equal(await store.setKeyState(tenantId, 'k', 1, 'destroyed', LATER), true)
    assert.equal((await store.findKeys(tenantId, 'k'))[0]?.wrappedPrivateKey, undefined)
  }),
  rule('setKeyState resolves to false for retiring a destroyed version, which is final', async (store, tenantId) => {
    await store.addKey(key(tenantId, 'k', 1))
    await store.setKeyState(tenantId, 'k', 1, 'destroyed', CREATED)
    assert.equal(await store.setKeyState(tenantId, 'k', 1, 'retired', LATER), false)
    assert.equal((await store.findKeys(tenantId, 'k'))[0]?.state, 'destroyed')
  }),
  rule('setKeyState resolves to true when the version has the state already', async (store, tenantId) => {
    await store.addKey(key(tenantId, 'k', 1))
    for (const state of ['retired', 'retired', 'destroyed', 'destroyed'] as const) {
      assert.equal(await store.setKeyState(tenantId, 'k', 1, state, LATER), true)
    }
  }),
  rule('setKeyState resolves to false for an unknown tenant, name or version', async (store, tenantId) => {
    await store.addKey(key(tenantId, 'k', 1))
    assert.equal(await store.setKeyState(`${tenantId}-unknown`, 'k', 1, 'retired', LATER), false)
    assert.equal(await store.setKeyState(tenantId, 'unknown', 1, 'destroyed', LATER), false)
    assert.equal(await store.setKeyState(tenantId, 'k', 2, 'retired', LATER), false)
    assert.deepEqual((await store.findKeys(tenantId, 'k')).map(plain), [plain(key(tenantId, 'k', 1))])
  }),
  rule('setKeyState leaves a version destroyed after any race of retire and destroy', async (store, tenantId) => {
    await store.addKey(key(tenantId, 'k', 1))
    const states = race((i) => (i % 2 === 0 ? 'retired' : 'destroyed'))
    await Promise.all(states.map((state) => store.setKeyState(tenantId, 'k', 1, state, LATER)))
    const [row] = await store.findKeys(tenantId, 'k')
    assert.equal(row?.state, 'destroyed')
    assert.equal(row?.wrappedPrivateKey, undefined)
  }),
  rule(
    'a stored key changes neither with the bytes that went in nor with those that came out',
    async (store, tenantId) => {
      const wrapped = ALL_BYTES.slice()
      await store.addDataKey(tenantId, wrapped, CREATED)
      await store.addKey(key(tenantId, 'k', 1, { wrappedPrivateKey: wrapped }))
      wrapped.fill(0)
      ;(await store.addDataKey(tenantId, Uint8Array.of(1), CREATED)).fill(0)
      for (const row of await store.findKeys(tenantId, 'k')) row.wrappedPrivateKey?.fill(0)
      assert.deepEqual(bytes(await store.addDataKey(tenantId, Uint8Array.of(1), CREATED)), bytes(ALL_BYTES))
      assert.deepEqual(bytes((await store.findKeys(tenantId, 'k'))[0]?.wrappedPrivateKey), bytes(ALL_BYTES))
    },
  ),
]

function rule(title: string, check: (store: KeyStore, tenantId: string) => Promise<void>): KeyStoreRule {
  const tenantId = `contract-${title.replaceAll(/[^A-Za-z]+/g, '-')}`
  return { title, run: async (open) => check(await open(), tenantId) }
}

function key(tenantId: string, name: string, version: number, members: Partial<StoredKey> = {}): StoredKey {
  return {
    tenantId,
    name,
    version,
    algorithm: 'ES256K',
    state: 'active',
    publicJwk: `{"version":${version}}`,
    wrappedPrivateKey: ALL_BYTES.slice(),
    createdAt: CREATED,
    ...members,
  }
}

/** A row as plain values: stores may give back a Buffer for a Uint8Array. */
function plain(row: StoredKey | undefined): object | undefined {
  if (row === undefined) return undefined
  const { tenantId, name, version, algorithm, state, publicJwk, wrappedPrivateKey, createdAt } = row
  const wrapped = bytes(wrappedPrivateKey)
  return { tenantId, name, version, algorithm, state, publicJwk, wrapped, createdAt: createdAt.toISOString() }
}

function bytes(value: Uint8Array | undefined): readonly number[] | undefined {
  return value === undefined ? undefined : [...value]
}

function race<T>(entry: (i: number) => T): T[] {
  return Array.from({ length: RACERS }, (_, i) => entry(i))
}
