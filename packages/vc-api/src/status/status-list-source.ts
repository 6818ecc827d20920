/**
 * Where a verifier gets status lists from: its own service's store, or the network through the guarded way out.
 *
 * A list is verified and expanded once per version and then kept: own lists by their entity tag, foreign ones for the
 * time their issuer allows, within bounds of number and memory. Who asks for a list that is being fetched waits for it.
 */
import { type Clock, type Fetch, refused, SsiError, type Verification } from '@energy-ssi/core'
import { MAX_STATUS_LIST_BYTES } from '@energy-ssi/status-list'
import { type OpenListParts, openPublishedList, type TrustedStatusList } from './open-published-list.ts'
import type { StatusLists } from './status-lists.ts'

/**
 * Reads the list at a URL. Refused with `STATUS_RETRIEVAL_ERROR` if it could not be had, so that "unreachable" is never
 * taken for "revoked".
 */
export type StatusListSource = (url: string) => Promise<Verification<TrustedStatusList>>

/** What {@link createStatusListSource} needs. */
export interface StatusListSourceParts extends OpenListParts {
  readonly own: Pick<StatusLists, 'publicationAt'>
  readonly fetch: Fetch
  readonly clock: Clock
}

interface Kept {
  readonly answer: Verification<TrustedStatusList>
  readonly etag: string | undefined
  readonly freshUntil: number
}

const MAX_KEPT = 256
/** Anybody can publish lists of the largest size, so their number alone is no bound. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024
const MIN_FRESH_MS = 5_000
const MAX_FRESH_MS = 5 * 60_000
const ACCEPT =
  'application/vc+jwt, application/vc, application/statuslist+jwt, application/vc+ld+json;q=0.8, application/json;q=0.7'

/** Creates the source of a verifier. */
export function createStatusListSource(parts: StatusListSourceParts): StatusListSource {
  const kept = new Map<string, Kept>()
  const underWay = new Map<string, Promise<Verification<TrustedStatusList>>>()
  let keptBytes = 0
  const drop = (url: string) => {
    keptBytes -= sizeOf(kept.get(url))
    kept.delete(url)
  }
  const keep = (url: string, entry: Kept) => {
    drop(url)
    kept.set(url, entry)
    keptBytes += sizeOf(entry)
    for (const oldest of kept.keys()) {
      if (kept.size <= MAX_KEPT && keptBytes <= MAX_KEPT_BYTES) break
      drop(oldest)
    }
    return entry.answer
  }

  return async (url) => {
    const known = kept.get(url)
    const own = await parts.own.publicationAt(url)
    if (own !== undefined) {
      if (known?.etag === own.etag) return known.answer
      const answer = await openPublishedList(own.body, own.mediaType, parts)
      return keep(url, { answer, etag: own.etag, freshUntil: 0 })
    }
    const now = parts.clock().getTime()
    if (known !== undefined && now < known.freshUntil) return known.answer
    const fetched =
      underWay.get(url) ??
      fetchList(url, parts)
        .then((answer) => keep(url, { answer, etag: undefined, freshUntil: now + freshMs(answer) }))
        .finally(() => underWay.delete(url))
    underWay.set(url, fetched)
    return fetched
  }
}

function sizeOf(entry: Kept | undefined): number {
  if (entry === undefined || !entry.answer.verified) return 0
  const trusted = entry.answer.value
  return (trusted.form === 'bitstring' ? trusted.list.bits : trusted.list.statuses).bytes.length
}

function freshMs(answer: Verification<TrustedStatusList>): number {
  const ttl = answer.verified ? (answer.value.list.ttlMs ?? MAX_FRESH_MS) : 0
  return Math.min(Math.max(ttl, MIN_FRESH_MS), MAX_FRESH_MS)
}

async function fetchList(url: string, parts: StatusListSourceParts): Promise<Verification<TrustedStatusList>> {
  let response: Awaited<ReturnType<Fetch>>
  try {
    response = await parts.fetch(url, { accept: ACCEPT, maxBytes: 2 * MAX_STATUS_LIST_BYTES })
  } catch (error) {
    if (!(error instanceof SsiError)) throw error
    return refused('STATUS_RETRIEVAL_ERROR', error.message)
  }
  if (response.status !== 200) {
    return refused('STATUS_RETRIEVAL_ERROR', `The server of the status list answered ${response.status}.`)
  }
  return openPublishedList(response.body, response.headers['content-type'] ?? '', parts)
}
