/** did:web: the document lies on a web server, or is hosted here. */
import { type Fetch, type FetchResponse, isObject, parseJson, SsiError } from '@energy-ssi/core'
import { type DidWebIdentifier, didWebUrl, isLocalName, parseDidWeb } from './did-web-identifier.ts'
import { DidError } from './errors.ts'
import {
  type DidDocument,
  type DidMethod,
  type DidResolutionResult,
  deepFreeze,
  resolved,
  unresolved,
} from './resolution-result.ts'
import { documentProblem } from './validate-did-document.ts'

/** Collaborators and limits of {@link didWeb}. */
export interface DidWebOptions {
  /** The guarded way out (`createOutboundFetch` of `@energy-ssi/core/outbound`). */
  readonly fetch: Fetch
  /**
   * Documents hosted here: the document of a DID, or undefined if the DID is not one of ours. Asked first; what it
   * knows is never fetched over the network.
   */
  readonly hosted?: (did: string) => Promise<unknown | undefined>
  /** Largest document in bytes; 262,144 by default. */
  readonly maxBytes?: number
  /** Time for fetching a document; 5,000 ms by default. */
  readonly timeoutMs?: number
  /** For tests only: hosts (`name:port`) that may be asked although their name is a local one. */
  readonly dangerouslyAllowedHosts?: readonly string[]
}

const ACCEPT = 'application/did, application/did+json, application/did+ld+json, application/json'
const JSON_TYPE = /^application\/(did|json|[\w!#$&^.+-]+\+json)$/

/**
 * The did:web method.
 *
 * Refused as `invalidDid`: what {@link parseDidWeb} refuses, local names, and hosts the guarded `fetch` does not ask.
 * `notFound`: a 404 or 410 answer, and a domain name that does not exist. `invalidDidDocument`: an answer that is not a
 * DID document, or one of another DID. All other trouble says nothing about the DID and is thrown.
 *
 * @throws {DidError} `did_unreachable` - from the method: the server could not be asked, or did not answer acceptably
 * @see https://w3c-ccg.github.io/did-method-web/#read-resolve
 */
export function didWeb(options: DidWebOptions): DidMethod {
  const allowed = new Set(options.dangerouslyAllowedHosts)
  return async (did) => {
    const identifier = parsed(did)
    if (identifier === undefined) return unresolved('invalidDid', 'The did:web breaks the rules of its method.')
    const hosted = await options.hosted?.(did)
    // Never cached: the store is as near as the cache, and knows when the document changes.
    if (hosted !== undefined) return documentResult(did, structuredClone(hosted), 0)
    if (isLocalName(identifier.host) && !allowed.has(`${identifier.host}:${identifier.port ?? 443}`)) return notAsked()
    const answer = await ask(did, options)
    return 'status' in answer ? answerResult(did, answer) : answer
  }
}

function parsed(did: string): DidWebIdentifier | undefined {
  try {
    return parseDidWeb(did)
  } catch (error) {
    if (error instanceof DidError) return undefined
    throw error
  }
}

async function ask(did: string, options: DidWebOptions): Promise<FetchResponse | DidResolutionResult> {
  const { fetch, maxBytes = 262_144, timeoutMs = 5_000 } = options
  try {
    return await fetch(didWebUrl(did), { accept: ACCEPT, maxBytes, timeoutMs })
  } catch (cause) {
    const code = cause instanceof SsiError ? cause.code : undefined
    if (code === 'outbound_blocked') return notAsked()
    if (code === 'outbound_unknown_host') return unresolved('notFound', 'The domain of the did:web does not exist.')
    throw unreachable('could not be asked', cause)
  }
}

function answerResult(did: string, answer: FetchResponse): DidResolutionResult {
  const { status, headers, body } = answer
  if (status === 404 || status === 410)
    return unresolved('notFound', 'There is no document at the place of the did:web.')
  if (status !== 200) throw unreachable(`answered with status ${status}`)
  const mediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (mediaType !== undefined && !JSON_TYPE.test(mediaType)) {
    return unresolved('invalidDidDocument', 'The answer for the did:web is not declared to be JSON.')
  }
  try {
    return documentResult(did, parseJson(body), maxAgeSeconds(headers['cache-control']))
  } catch (error) {
    if (!(error instanceof SsiError)) throw error
    return unresolved('invalidDidDocument', 'The answer for the did:web is not acceptable JSON.')
  }
}

function documentResult(did: string, value: unknown, maxAge: number | undefined): DidResolutionResult {
  const problem = documentProblem(value)
  if (problem !== undefined || !isObject(value)) return unresolved('invalidDidDocument', problem ?? 'It is no object.')
  if (value.id !== did) return unresolved('invalidDidDocument', 'The document is that of another DID.')
  return deepFreeze(resolved(value as DidDocument, maxAge))
}

/** Seconds the answer may be kept (RFC 9111 §5.2.2), undefined if it does not say. */
function maxAgeSeconds(cacheControl: string | undefined): number | undefined {
  if (cacheControl === undefined) return undefined
  if (/(^|[\s,])(no-store|no-cache)\b/i.test(cacheControl)) return 0
  const seconds = /(?:^|[\s,])max-age="?(\d{1,9})/i.exec(cacheControl)?.[1]
  return seconds === undefined ? undefined : Number(seconds)
}

function notAsked(): DidResolutionResult {
  return unresolved('invalidDid', 'The did:web points to a place this resolver does not ask.')
}

function unreachable(what: string, cause?: unknown): DidError {
  return new DidError('did_unreachable', `The web server of the did:web ${what}.`, cause === undefined ? {} : { cause })
}
