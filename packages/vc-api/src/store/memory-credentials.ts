/** Issuances in memory. */
import type { CredentialStore, IssuanceRecord, StatusReference, StoredIssuance } from './port.ts'

/** Creates the empty issuances of one tenant. */
export function createMemoryCredentials(): CredentialStore {
  const records = new Map<string, StoredIssuance>()
  /** recordId by issuer and credential id. */
  const credentialIds = new Map<string, string>()
  /** recordId by list and index. */
  const indexes = new Map<string, string>()

  const find = (issuerId: string, credentialId: string): StoredIssuance | undefined =>
    records.get(credentialIds.get(key(issuerId, credentialId)) ?? '')

  return {
    async commitIssuance(record) {
      const { recordId, issuerId, credentialId } = record
      const credentialKey = credentialId === undefined ? undefined : key(issuerId, credentialId)
      const indexKeys = record.status.map(({ listId, index }) => key(listId, index))
      if (credentialKey !== undefined && credentialIds.has(credentialKey)) return 'credential_id_taken'
      if (Number.isNaN(record.issuedAt.getTime())) throw new TypeError('The time of the issuance is invalid.')
      if (records.has(recordId)) throw new TypeError('The recordId was used before.')
      const isTaken = indexKeys.some((indexKey, i) => indexes.has(indexKey) || indexKeys.indexOf(indexKey) !== i)
      if (isTaken) return 'status_index_taken'
      records.set(recordId, copy({ ...record, deletedAt: undefined }))
      if (credentialKey !== undefined) credentialIds.set(credentialKey, recordId)
      for (const indexKey of indexKeys) indexes.set(indexKey, recordId)
      return 'committed'
    },
    async findIssuance(issuerId, credentialId) {
      const found = find(issuerId, credentialId)
      return found && copy(found)
    },
    async deleteCredential(issuerId, credentialId, at) {
      const found = find(issuerId, credentialId)
      if (found === undefined || found.deletedAt !== undefined) return false
      records.set(found.recordId, { ...found, retained: undefined, deletedAt: new Date(at) })
      return true
    },
    async auditIssuances() {
      const references = [...records.values()].flatMap(({ status }) => status)
      const seen = new Set<string>()
      const conflicts = references.filter(({ listId, index }) => seen.size === seen.add(key(listId, index)).size)
      return { issuances: records.size, indexes: references.length, conflicts }
    },
  }
}

function key(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts)
}

function copy(record: StoredIssuance): StoredIssuance {
  return {
    ...record,
    types: [...record.types],
    status: record.status.map((reference: StatusReference) => ({ ...reference })),
    issuedAt: new Date(record.issuedAt),
    retained: record.retained?.slice(),
    deletedAt: record.deletedAt && new Date(record.deletedAt),
  } satisfies IssuanceRecord & StoredIssuance
}
