/** The key store in memory: for tests and for keys that need not outlive the process. */
import type { KeyStore, StoredKey } from './key-store.ts'

/** Creates an empty store. It keeps the whole contract of {@link KeyStore} except durability. */
export function createMemoryKeyStore(): KeyStore {
  const dataKeys = new Map<string, Uint8Array>()
  /** Versions of each (tenant, name), newest first. */
  const keys = new Map<string, readonly StoredKey[]>()
  return Object.freeze<KeyStore>({
    async addDataKey(tenantId, wrapped) {
      const kept = dataKeys.get(tenantId) ?? wrapped.slice()
      dataKeys.set(tenantId, kept)
      return kept.slice()
    },
    async addKey(row) {
      const id = keyId(row.tenantId, row.name)
      const versions = keys.get(id) ?? []
      if (versions.some(({ version }) => version === row.version)) return false
      keys.set(
        id,
        [...versions, copy(row)].sort((a, b) => b.version - a.version),
      )
      return true
    },
    async findKeys(tenantId, name) {
      return (keys.get(keyId(tenantId, name)) ?? []).map(copy)
    },
    async setKeyState(tenantId, name, version, state) {
      const versions = keys.get(keyId(tenantId, name)) ?? []
      const row = versions.find((candidate) => candidate.version === version)
      if (row === undefined || (row.state === 'destroyed' && state !== 'destroyed')) return false
      const wrappedPrivateKey = state === 'destroyed' ? undefined : row.wrappedPrivateKey
      keys.set(
        keyId(tenantId, name),
        versions.map((other) => (other === row ? { ...row, state, wrappedPrivateKey } : other)),
      )
      return true
    },
  })
}

function keyId(tenantId: string, name: string): string {
  return JSON.stringify([tenantId, name])
}

function copy(row: StoredKey): StoredKey {
  return { ...row, wrappedPrivateKey: row.wrappedPrivateKey?.slice(), createdAt: new Date(row.createdAt) }
}
