/** The store in memory: the whole contract except durability. For tests, examples and short-lived processes. */
import { createMemoryCredentials } from './memory-credentials.ts'
import { createMemoryStatus } from './memory-status.ts'
import {
  type DidDocumentStore,
  type HostedDidDocument,
  type OneTimeStore,
  type Store,
  StoreError,
  type TenantStore,
} from './port.ts'

/** Creates an empty store in memory. What is written is gone when the process ends. */
export function createMemoryStore(): Store {
  const tenants = new Map<string, TenantStore>()
  let closed = false
  const assertOpen = () => {
    if (closed) throw new StoreError('store_unavailable', 'The store is closed.')
  }
  return Object.freeze<Store>({
    forTenant(tenantId) {
      const tenant = tenants.get(tenantId) ?? refuseWhen(assertOpen, createTenant())
      tenants.set(tenantId, tenant)
      return tenant
    },
    async ping() {
      assertOpen()
    },
    async close() {
      closed = true
    },
  })
}

function createTenant(): TenantStore {
  return { ...createMemoryCredentials(), ...createMemoryStatus(), ...createMemoryOneTime(), ...createMemoryDids() }
}

/** The same operations, each preceded by a check. */
function refuseWhen<T extends object>(check: () => void, operations: T): T {
  const guarded = Object.entries(operations).map(([name, operation]) => [
    name,
    async (...args: unknown[]) => {
      check()
      return operation(...args)
    },
  ])
  return Object.freeze(Object.fromEntries(guarded))
}

/** Expired keys looked at in one call. */
const PURGE_LIMIT = 16

function createMemoryOneTime(): OneTimeStore {
  /** Expiry (ms) of each used key, in the order of use. */
  const used = new Map<string, number>()
  return {
    async consumeOnce(kind, key, expiresAt, now) {
      if (now.getTime() >= expiresAt.getTime()) return false
      let looked = 0
      for (const [old, expiry] of used) {
        if (++looked > PURGE_LIMIT) break
        if (expiry <= now.getTime()) used.delete(old)
      }
      const id = `${kind} ${key}`
      if (used.has(id)) return false
      used.set(id, expiresAt.getTime())
      return true
    },
  }
}

function createMemoryDids(): DidDocumentStore {
  const documents = new Map<string, HostedDidDocument>()
  const copy = (row: HostedDidDocument) => ({ ...row, createdAt: new Date(row.createdAt) })
  return {
    async addDidDocument(document) {
      if (documents.has(document.did)) return false
      documents.set(document.did, copy(document))
      return true
    },
    async findDidDocument(did) {
      const found = documents.get(did)
      return found && copy(found)
    },
  }
}
