import { describe, expect, it } from 'vitest'
import { createMemoryKeyStore, type KeyStore, type StoredKey } from '../src/index.ts'
import { keyStoreContract } from '../src/store-contract.ts'

describe('the contract of a key store, in memory', () => {
  for (const { title, run } of keyStoreContract) it(title, () => run(async () => createMemoryKeyStore()))

  it('each rule works in tenants of its own: one store can run all of them', async () => {
    const store = createMemoryKeyStore()
    for (const { run } of keyStoreContract) await run(async () => store)
  })
})

describe('the contract finds a store that breaks it', () => {
  const broken: Record<string, (store: KeyStore) => Partial<KeyStore>> = {
    'keeps the last data key': () => ({ addDataKey: async (_, wrapped) => wrapped.slice() }),
    'shares one data key between tenants': (store) => ({
      addDataKey: (_, wrapped, at) => store.addDataKey('one', wrapped, at),
    }),
    'overwrites a version': (store) => ({
      addKey: async (row) => {
        await store.addKey(row)
        return true
      },
    }),
    'checks first and acts later': (store) => ({
      addKey: async (row) => {
        const isFree = (await store.findKeys(row.tenantId, row.name)).every(({ version }) => version !== row.version)
        await store.addKey(row)
        return isFree
      },
    }),
    'orders versions as texts': (store) => ({
      findKeys: async (tenantId, name) =>
        [...(await store.findKeys(tenantId, name))].sort((a, b) => (String(a.version) < String(b.version) ? 1 : -1)),
    }),
    'keeps the private key of a destroyed version': (store) => {
      const rows: StoredKey[] = []
      return {
        addKey: (row) => {
          rows.push(row)
          return store.addKey(row)
        },
        findKeys: async (tenantId, name) =>
          (await store.findKeys(tenantId, name)).map((row) => ({
            ...row,
            wrappedPrivateKey: rows.find(({ version }) => version === row.version)?.wrappedPrivateKey,
          })),
      }
    },
    'says yes to every state': (store) => ({
      setKeyState: async (...args) => {
        await store.setKeyState(...args)
        return true
      },
    }),
    'loses milliseconds': (store) => ({
      findKeys: async (tenantId, name) =>
        (await store.findKeys(tenantId, name)).map((row) => ({
          ...row,
          createdAt: new Date(Math.floor(row.createdAt.getTime() / 1000) * 1000),
        })),
    }),
    'finds names by pattern': (store) => ({
      findKeys: (tenantId, name) => store.findKeys(tenantId, name === 'N_me' ? 'Name' : name),
    }),
  }

  it.each(Object.entries(broken))('%s', async (_, breakStore) => {
    const failures: unknown[] = []
    for (const { run } of keyStoreContract) {
      const store = createMemoryKeyStore()
      await run(async () => ({ ...store, ...breakStore(store) })).catch((error: unknown) => failures.push(error))
    }
    expect(failures.length).toBeGreaterThan(0)
  })
})
