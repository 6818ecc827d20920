/**
 * The status lists of a tenant, the issuer's side: allocate an index, change a bit, publish the list.
 *
 * Concurrency. Positions are leased from the store in blocks, so two nodes never hold the same position; a secret
 * permutation per list turns positions into indexes. A list that is full is followed by a new one; when two nodes open
 * one at once, both lists are used. A publication is made when it is asked for and the kept one is out of date: losing
 * the race to keep it means another node published the same bits.
 */
import { createHash } from 'node:crypto'
import { base64urlEncode, type Clock, isUrl, type RandomBytes } from '@energy-ssi/core'
import type { KeyService } from '@energy-ssi/keys'
import {
  createBitstringStatuses,
  createIndexAllocator,
  createIndexPermutation,
  MIN_STATUS_LIST_LENGTH,
} from '@energy-ssi/status-list'
import type { AllocatedStatus } from '../models/credential-model.ts'
import type { PublishedDocument } from '../securing/form.ts'
import type {
  StatusListPublication,
  StatusListRecord,
  StatusPurpose,
  StatusStore,
  StoredStatusList,
} from '../store/port.ts'
import type { StatusListContent } from './status-list-content.ts'

/** A publication with its entity tag. */
export interface PublishedStatusList extends StatusListPublication {
  readonly etag: string
  /** How long a cache may keep it. */
  readonly maxAgeSeconds: number
}

export interface StatusLists {
  /** An index that no other credential has or will ever have. */
  allocate(issuerId: string, purpose: StatusPurpose): Promise<AllocatedStatus>
  /** Opens a further list of an issuer instance. */
  open(issuerId: string, purpose: StatusPurpose): Promise<StatusListRecord>
  /** The list as it is now, signed; undefined if there is no such list. */
  publication(listId: string): Promise<PublishedStatusList | undefined>
  /** As {@link StatusLists.publication}, by the URL the list was created under. */
  publicationAt(url: string): Promise<PublishedStatusList | undefined>
  /** All lists, oldest first; without what would tell their order of allocation. */
  overview(): Promise<readonly Omit<StoredStatusList, 'secret'>[]>
}

/** What {@link createStatusLists} needs. */
export interface StatusListsParts {
  readonly store: StatusStore
  readonly keys: KeyService
  readonly clock: Clock
  readonly randomBytes: RandomBytes
  /** Lists are published under `${baseUrl}/status-lists/{id}`. */
  readonly baseUrl: string
  /** Signs a list as its issuer instance does. `publishedAs` is the media type of its last publication. */
  readonly signList: (
    issuerId: string,
    list: StatusListContent,
    at: Date,
    publishedAs: string | undefined,
  ) => Promise<PublishedDocument>
  /** Entries of a new list; 131,072 by default, which is also the least. */
  readonly listLength?: number
}

/** 16 bytes as base64url. Nothing else is looked up: not every store can be asked for any text. */
const LIST_ID = /^[A-Za-z0-9_-]{22}$/
const TTL_SECONDS = 60
const VALIDITY_SECONDS = 24 * 60 * 60
/** A kept publication that ends sooner than this is made anew. */
const RENEWAL_SECONDS = 60 * 60

/** Creates the status lists of a tenant. */
export function createStatusLists(parts: StatusListsParts): StatusLists {
  const { store, clock } = parts
  const allocator = createIndexAllocator({ lease: (listId, count) => store.leaseStatusBlock(listId, count) })
  const current = new Map<string, Promise<ListInUse>>()

  const use = (issuerId: string, purpose: StatusPurpose, full?: ListInUse): Promise<ListInUse> => {
    const key = `${purpose} ${issuerId}`
    const inUse = current.get(key)
    if (inUse !== undefined && full === undefined) return inUse
    const next = (inUse ?? Promise.resolve(undefined)).then(async (list) =>
      list !== undefined && list !== full ? list : nextList(issuerId, purpose, parts, full?.record.listId),
    )
    current.set(key, next)
    next.catch(() => {
      if (current.get(key) === next) current.delete(key)
    })
    return next
  }

  const publish = async (list: StoredStatusList | undefined): Promise<PublishedStatusList | undefined> => {
    if (list === undefined) return undefined
    const kept = await store.findPublication(list.listId)
    const goodUntil = clock().getTime() + RENEWAL_SECONDS * 1000
    if (kept?.version === list.version && kept.validUntil.getTime() > goodUntil) return withCaching(kept)
    return withCaching(await publishNow(list, parts, kept?.mediaType))
  }
  const publishOnce = coalesce(publish)

  return Object.freeze({
    async allocate(issuerId: string, purpose: StatusPurpose) {
      let list = await use(issuerId, purpose)
      for (;;) {
        const position = await allocator.allocate(list.record.listId)
        if (position !== undefined) return allocated(list, position)
        list = await use(issuerId, purpose, list)
      }
    },
    open: (issuerId: string, purpose: StatusPurpose) => openList(issuerId, purpose, parts),
    publication: async (listId: string) =>
      LIST_ID.test(listId) ? publishOnce(await store.findStatusList(listId)) : undefined,
    publicationAt: async (url: string) => (isUrl(url) ? publishOnce(await store.findStatusListByUrl(url)) : undefined),
    overview: async () => (await store.listStatusLists()).map(({ secret: _, ...list }) => list),
  } satisfies StatusLists)
}

interface ListInUse {
  readonly record: StatusListRecord
  readonly indexAt: (position: number) => number
}

function allocated({ record, indexAt }: ListInUse, position: number): AllocatedStatus {
  const { listId, purpose, url } = record
  return { reference: { listId, index: indexAt(position), purpose }, url }
}

/**
 * The newest list of the instance that has positions left, or a new one. It is published before a credential refers to
 * it: its form must be known even if the instance is gone before anybody asks for the list.
 */
async function nextList(
  issuerId: string,
  purpose: StatusPurpose,
  parts: StatusListsParts,
  fullListId: string | undefined,
): Promise<ListInUse> {
  const lists = await parts.store.listStatusLists()
  const open = lists.findLast(
    (list) =>
      list.issuerId === issuerId && list.purpose === purpose && list.leased < list.length && list.listId !== fullListId,
  )
  const record = open ?? (await openList(issuerId, purpose, parts))
  if ((await parts.store.findPublication(record.listId)) === undefined) await publishNow(record, parts, undefined)
  const secret = await parts.keys.unwrap(secretContext(record.listId), record.secret)
  return { record, indexAt: createIndexPermutation(secret, record.length) }
}

async function openList(issuerId: string, purpose: StatusPurpose, parts: StatusListsParts): Promise<StatusListRecord> {
  const { store, keys, clock, randomBytes, baseUrl, listLength = MIN_STATUS_LIST_LENGTH } = parts
  for (;;) {
    const listId = base64urlEncode(randomBytes(16))
    const record = {
      listId,
      issuerId,
      purpose,
      length: listLength,
      url: `${baseUrl}/status-lists/${listId}`,
      secret: await keys.wrap(secretContext(listId), randomBytes(32)),
      createdAt: clock(),
    }
    if (await store.addStatusList(record)) return record
  }
}

async function publishNow(
  list: StatusListRecord,
  parts: StatusListsParts,
  publishedAs: string | undefined,
): Promise<StatusListPublication> {
  const { version, indexes } = await parts.store.readStatus(list.listId)
  const publishedAt = parts.clock()
  const validUntil = new Date(publishedAt.getTime() + VALIDITY_SECONDS * 1000)
  const bits = createBitstringStatuses(list.length)
  for (const index of indexes) bits.set(index, 1)
  const content = {
    url: list.url,
    purpose: list.purpose,
    bits,
    validFrom: publishedAt,
    validUntil,
    ttlSeconds: TTL_SECONDS,
  }
  const { mediaType, body } = await parts.signList(list.issuerId, content, publishedAt, publishedAs)
  const publication = { listId: list.listId, version, mediaType, body, publishedAt, validUntil }
  await parts.store.savePublication(publication)
  return publication
}

function withCaching(publication: StatusListPublication): PublishedStatusList {
  const etag = `"${createHash('sha256').update(publication.body).digest('base64url')}"`
  return { ...publication, etag, maxAgeSeconds: TTL_SECONDS }
}

/** Racing calls for the same version of a list share one publication. */
function coalesce(
  publish: (list: StoredStatusList | undefined) => Promise<PublishedStatusList | undefined>,
): (list: StoredStatusList | undefined) => Promise<PublishedStatusList | undefined> {
  const underWay = new Map<string, Promise<PublishedStatusList | undefined>>()
  return (list) => {
    const key = `${list?.listId} ${list?.version}`
    const shared = underWay.get(key) ?? publish(list).finally(() => underWay.delete(key))
    underWay.set(key, shared)
    return shared
  }
}

function secretContext(listId: string): string {
  return `status list ${listId}`
}
