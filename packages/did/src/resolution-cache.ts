/** A bounded cache of resolution results: least recently used goes first, each entry lives for its own time. */
import type { Clock } from '@energy-ssi/core'
import type { DidResolutionResult } from './resolution-result.ts'

/** Keeps results by normalised DID URL. */
export interface ResolutionCache {
  get(key: string): DidResolutionResult | undefined
  /** Keeps a result for `ttlMs` milliseconds; `Infinity` until it is pushed out, 0 or less not at all. */
  set(key: string, result: DidResolutionResult, ttlMs: number): void
}

/** Longer keys are not kept, so that the number of entries bounds the memory. */
const MAX_KEY_LENGTH = 4_096

/** Creates a cache of at most `maxEntries` results. */
export function createResolutionCache(maxEntries: number, clock: Clock): ResolutionCache {
  const entries = new Map<string, { readonly result: DidResolutionResult; readonly until: number }>()
  return Object.freeze({
    get(key: string) {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      entries.delete(key)
      if (entry.until !== Number.POSITIVE_INFINITY && clock().getTime() >= entry.until) return undefined
      entries.set(key, entry)
      return entry.result
    },
    set(key: string, result: DidResolutionResult, ttlMs: number) {
      entries.delete(key)
      if (ttlMs <= 0 || maxEntries <= 0 || key.length > MAX_KEY_LENGTH) return
      if (entries.size >= maxEntries) entries.delete(entries.keys().next().value as string)
      entries.set(key, { result, until: ttlMs === Number.POSITIVE_INFINITY ? ttlMs : clock().getTime() + ttlMs })
    },
  })
}
