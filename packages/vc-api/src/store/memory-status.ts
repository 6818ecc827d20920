/** Status lists in memory. */
import type { StatusListPublication, StatusStore, StoredStatusList } from './port.ts'

interface List {
  record: StoredStatusList
  readonly bits: Set<number>
  publication: StatusListPublication | undefined
}

/** Creates the empty status lists of one tenant. */
export function createMemoryStatus(): StatusStore {
  const lists = new Map<string, List>()
  const get = (listId: string): List => {
    const list = lists.get(listId)
    if (list === undefined) throw new TypeError('There is no such status list.')
    return list
  }
  return {
    async addStatusList(list) {
      if (lists.has(list.listId) || [...lists.values()].some(({ record }) => record.url === list.url)) return false
      const record = copyList({ ...list, leased: 0, version: 0 })
      lists.set(list.listId, { record, bits: new Set(), publication: undefined })
      return true
    },
    async findStatusList(listId) {
      const list = lists.get(listId)
      return list && copyList(list.record)
    },
    async findStatusListByUrl(url) {
      const list = [...lists.values()].find(({ record }) => record.url === url)
      return list && copyList(list.record)
    },
    async listStatusLists() {
      const records = [...lists.values()].map(({ record }) => copyList(record))
      return records.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.listId < b.listId ? -1 : 1))
    },
    async leaseStatusBlock(listId, count) {
      if (!Number.isSafeInteger(count) || count < 1)
        throw new TypeError('A lease is for a positive number of positions.')
      const list = get(listId)
      const { leased: start, length } = list.record
      if (start >= length) return undefined
      const leased = Math.min(length, start + count)
      list.record = { ...list.record, leased }
      return { start, count: leased - start }
    },
    async setStatus(listId, index, value) {
      const list = get(listId)
      if (!Number.isInteger(index) || index < 0 || index >= list.record.length) {
        throw new TypeError('The index is outside the status list.')
      }
      if (list.bits.has(index) === value) return false
      if (value) list.bits.add(index)
      else list.bits.delete(index)
      list.record = { ...list.record, version: list.record.version + 1 }
      return true
    },
    async readStatus(listId) {
      const { record, bits } = get(listId)
      return { version: record.version, indexes: [...bits].sort((a, b) => a - b) }
    },
    async savePublication(publication) {
      const list = get(publication.listId)
      if (list.publication !== undefined && isLater(list.publication, publication)) return
      list.publication = copyPublication(publication)
    },
    async findPublication(listId) {
      const publication = lists.get(listId)?.publication
      return publication && copyPublication(publication)
    },
  }
}

function isLater(kept: StatusListPublication, other: StatusListPublication): boolean {
  if (kept.version !== other.version) return kept.version > other.version
  return kept.publishedAt.getTime() > other.publishedAt.getTime()
}

function copyList(list: StoredStatusList): StoredStatusList {
  return { ...list, secret: list.secret.slice(), createdAt: new Date(list.createdAt) }
}

function copyPublication(publication: StatusListPublication): StatusListPublication {
  return {
    ...publication,
    body: publication.body.slice(),
    publishedAt: new Date(publication.publishedAt),
    validUntil: new Date(publication.validUntil),
  }
}
