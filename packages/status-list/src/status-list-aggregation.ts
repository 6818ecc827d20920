/** The list of all Status List Tokens of an issuer, as `application/json` (Token Status List §9.3). */
import { isObject, isUrl, refused, type Verification, verified } from '@energy-ssi/core'

/** A Status List Aggregation. */
export interface StatusListAggregation {
  readonly status_lists: readonly string[]
}

/** Creates an aggregation. @throws {TypeError} if one of the lists is not named by a URL */
export function createStatusListAggregation(urls: readonly string[]): StatusListAggregation {
  if (!urls.every(isUrl)) throw new TypeError('Status lists are named by URLs.')
  return { status_lists: [...urls] }
}

/** The URLs in an aggregation; refused with `MALFORMED_VALUE_ERROR` if it is none. */
export function parseStatusListAggregation(value: unknown): Verification<readonly string[]> {
  const urls: unknown = isObject(value) ? value.status_lists : undefined
  if (Array.isArray(urls) && urls.every(isUrl)) return verified(urls)
  return refused('MALFORMED_VALUE_ERROR', '"status_lists" is an array of URLs.', '/status_lists')
}
