/** Runs both store contracts against one database. */
import { keyStoreContract } from '@energy-ssi/keys/store-contract'
import { storeContract } from '@energy-ssi/vc-api/store-contract'
import { describe, onTestFinished, test } from 'vitest'
import type { OpenedStores } from '../../src/index.ts'

/** Prepares empty data and returns how to open it, any number of times. */
export type Prepare = (options: { readonly groupCommit: boolean }) => Promise<() => Promise<OpenedStores>>

/** One test for each rule of each contract. */
export function describeContracts(name: string, prepare: Prepare): void {
  const openWith = async (groupCommit: boolean) => {
    const open = await prepare({ groupCommit })
    return async () => {
      const stores = await open()
      onTestFinished(() => stores.close())
      return stores
    }
  }

  describe.each([true, false])(`${name} keeps the store contract (group commit: %s)`, (groupCommit) => {
    // Issuances are all that the option concerns.
    const rules = storeContract.filter(({ title }) => groupCommit || /issuance|commit|credential/.test(title))
    for (const { title, run } of rules) {
      test(title, async () => {
        const open = await openWith(groupCommit)
        await run(async () => {
          const { store, close } = await open()
          const another = async () => (await open()).store
          const reopen = async () => {
            await close()
            return another()
          }
          return { store, another, reopen }
        })
      })
    }
  })

  describe(`${name} keeps the key store contract`, () => {
    for (const { title, run } of keyStoreContract) {
      test(title, async () => {
        const open = await openWith(true)
        await run(async () => (await open()).keyStore)
      })
    }

    test('a closed key store is unavailable', async ({ expect }) => {
      const { keyStore, close } = await (await openWith(true))()
      await close()
      await expect(keyStore.findKeys('tenant', 'key')).rejects.toMatchObject({ code: 'store_unavailable' })
    })

    test('keys outlive the store', async ({ expect }) => {
      const open = await openWith(true)
      const first = await open()
      await first.keyStore.addDataKey('tenant', Uint8Array.of(1, 2, 3), new Date(0))
      await first.close()
      const kept = await (await open()).keyStore.addDataKey('tenant', Uint8Array.of(4), new Date(0))
      expect([...kept]).toEqual([1, 2, 3])
    })
  })
}
