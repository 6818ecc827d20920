/** The resolver: one registry of DID methods, one cache, one promise per DID under way. */
import { type Clock, SsiError } from '@energy-ssi/core'
import type { DIDResolutionOptions, ParsedDID, Resolvable } from 'did-resolver'
import { split } from './did-url.ts'
import { DidError } from './errors.ts'
import { createResolutionCache } from './resolution-cache.ts'
import { type DidMethod, type DidResolutionResult, failureOf, frozen, unresolved } from './resolution-result.ts'

/** Resolves DIDs; goes wherever did-resolver's `Resolvable` is asked for. Its results are frozen. */
export interface DidResolver extends Resolvable {
  /**
   * Resolves the DID of a DID URL. Resolves to a null document and a reason when the answer is no.
   *
   * `options.cache: false` asks the method again; options other than `accept` and `cache` go to the method, uncached.
   *
   * @throws {DidError} `did_unreachable` - when there is no answer; nothing is known about the DID
   */
  readonly resolve: (didUrl: string, options?: DIDResolutionOptions) => Promise<DidResolutionResult>
  /** What is known about a DID without asking anybody. */
  readonly cached: (did: string) => DidResolutionResult | undefined
}

/** How long results are kept. */
export interface DidCacheOptions {
  /** Largest number of results; 1,000 by default, 0 for no cache. */
  readonly maxEntries?: number
  /** Longest time a document that may change is kept; 60,000 ms by default. A server's `Cache-Control` may shorten it. */
  readonly ttlMs?: number
  /** Time for which "not found" and "not a document" are kept; 5,000 ms by default. Other failures are never kept. */
  readonly failureTtlMs?: number
  /** Methods whose documents never change; `key` and `jwk` by default. */
  readonly immutableMethods?: readonly string[]
}

/** Collaborators of {@link createDidResolver}. */
export interface DidResolverParts {
  /** By method name: ours, or any written for did-resolver. */
  readonly methods: Readonly<Record<string, DidMethod>>
  readonly clock: Clock
  readonly cache?: DidCacheOptions
}

const CACHED_FAILURES = new Set(['notfound', 'invaliddiddocument'])

/**
 * Creates a resolver over DID methods.
 *
 * @see https://www.w3.org/TR/did-resolution/#resolving
 */
export function createDidResolver({ methods, clock, cache: limits = {} }: DidResolverParts): DidResolver {
  const { maxEntries = 1_000, ttlMs = 60_000, failureTtlMs = 5_000, immutableMethods = ['key', 'jwk'] } = limits
  const cache = createResolutionCache(maxEntries, clock)
  const underWay = new Map<string, Promise<DidResolutionResult>>()
  const immutable = new Set(immutableMethods)

  function lifetimeMs(method: string, result: DidResolutionResult): number {
    const failure = failureOf(result)
    if (failure !== undefined) return CACHED_FAILURES.has(failure) && !immutable.has(method) ? failureTtlMs : 0
    const stated: unknown = result.didResolutionMetadata.maxAgeSeconds
    const longest = immutable.has(method) ? Number.POSITIVE_INFINITY : ttlMs
    return typeof stated === 'number' ? Math.min(longest, stated * 1_000) : longest
  }

  async function ask(
    method: DidMethod,
    parsed: ParsedDID,
    options: DIDResolutionOptions,
  ): Promise<DidResolutionResult> {
    try {
      return frozen(await method(parsed.did, parsed, resolver, options))
    } catch (cause) {
      if (cause instanceof SsiError) throw cause
      throw new DidError('did_unreachable', `The DID method "${parsed.method}" failed.`, { cause })
    }
  }

  async function askAndKeep(key: string, method: DidMethod, parsed: ParsedDID, options: DIDResolutionOptions) {
    const result = await ask(method, parsed, options)
    cache.set(key, result, lifetimeMs(parsed.method, result))
    return result
  }

  async function resolve(didUrl: string, options: DIDResolutionOptions = {}): Promise<DidResolutionResult> {
    const isDid = typeof didUrl === 'string' && !/[/?#]/.test(didUrl)
    const known = isDid && isPlain(options) ? cache.get(cacheKey(didUrl, options)) : undefined
    if (known !== undefined) return known

    const parsed = split(didUrl)
    if (parsed === undefined) return unresolved('invalidDid', 'The text is not a DID.')
    const method = Object.hasOwn(methods, parsed.method) ? methods[parsed.method] : undefined
    if (method === undefined) return unresolved('methodNotSupported', 'The DID method is not supported.')
    const refined = method.parser === undefined ? parsed : method.parser(parsed)
    if (refined === null) return unresolved('invalidDid', 'The DID breaks the rules of its method.')
    if (!isCacheable(options)) return ask(method, refined, options)

    const key = cacheKey(
      parsed.did + (parsed.path ?? '') + (parsed.query === undefined ? '' : `?${parsed.query}`),
      options,
    )
    if (options.cache === false) return askAndKeep(key, method, refined, options)
    return cache.get(key) ?? underWay.get(key) ?? share(key, askAndKeep(key, method, refined, options))
  }

  /** Lets later callers wait for the same answer. */
  function share(key: string, answer: Promise<DidResolutionResult>): Promise<DidResolutionResult> {
    const done = () => underWay.delete(key)
    underWay.set(key, answer)
    answer.then(done, done)
    return answer
  }

  const resolver: DidResolver = Object.freeze({ resolve, cached: (did: string) => cache.get(did) })
  return resolver
}

function isCacheable(options: DIDResolutionOptions): boolean {
  return Object.keys(options).every((name) => name === 'accept' || name === 'cache')
}

function isPlain(options: DIDResolutionOptions): boolean {
  return options.cache !== false && isCacheable(options)
}

function cacheKey(didUrl: string, { accept }: DIDResolutionOptions): string {
  return accept === undefined ? didUrl : `${didUrl} ${accept}`
}
