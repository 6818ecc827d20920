/** The claims of a Status List Token: statuses compressed with zlib, and whose list they are (Token Status List §4, §5.1). */
import { deflateSync } from 'node:zlib'
import { base64urlEncode, isUrl } from '@energy-ssi/core'
import { expandText, tooShort } from './compressed.ts'
import { checkIndex } from './create-status-list.ts'
import { MAX_STATUS_LIST_BYTES, MIN_STATUS_LIST_LENGTH } from './limits.ts'
import { type StatusSize, type TokenStatuses, tokenStatusesOf } from './token-statuses.ts'

/** `typ` of a Status List Token as a JWT. Its media type is `application/statuslist+jwt`. */
export const STATUS_LIST_TOKEN_TYP = 'statuslist+jwt'

/** The claim `status_list` of a Status List Token. */
export interface EncodedTokenStatusList {
  readonly bits: StatusSize
  readonly lst: string
  /** Where the list of all lists of this kind of token is published (§9). */
  readonly aggregation_uri?: string
}

/** The claims of a Status List Token as a JWT, to be signed. */
export interface TokenStatusListClaims {
  readonly sub: string
  readonly iat: number
  readonly exp?: number
  readonly ttl?: number
  readonly status_list: EncodedTokenStatusList
}

/** The claim `status` of a token whose status stands in a list. */
export interface TokenStatusClaim {
  readonly status_list: { readonly idx: number; readonly uri: string }
}

/** What the claims of a Status List Token are made of. */
export interface TokenStatusListOptions {
  /** The URL the list is published under. */
  readonly url: string
  readonly statuses: TokenStatuses
  readonly issuedAt: Date
  readonly expiresAt?: Date
  /** Time after which a verifier should fetch the list again. */
  readonly ttlSeconds?: number
  /** Where the list of all lists of this kind of token is published. */
  readonly aggregationUrl?: string
  /** Fewest entries; 131,072 by default. In a shorter list, everybody can tell whose status is asked for. */
  readonly minimumLength?: number
}

/** Encodes statuses as a Status List in JSON. @see Token Status List §4.2 */
export function encodeTokenStatusList(statuses: TokenStatuses): EncodedTokenStatusList {
  return { bits: statuses.size, lst: base64urlEncode(compressStatuses(statuses)) }
}

/** The statuses as a zlib stream (§4.1). */
export function compressStatuses(statuses: TokenStatuses): Uint8Array {
  return deflateSync(statuses.bytes, { level: 6 })
}

/**
 * Decodes a Status List in JSON. A text that would expand to more than `maxBytes` costs no more than that much memory.
 *
 * @param options.maxBytes - most bytes of the expanded list; 8 MiB by default
 * @throws {StatusListError} `malformed_list` · `list_too_large`
 */
export function decodeTokenStatusList(
  { bits, lst }: EncodedTokenStatusList,
  { maxBytes = MAX_STATUS_LIST_BYTES }: { readonly maxBytes?: number } = {},
): TokenStatuses {
  return tokenStatusesOf(expandText(lst, 'zlib', maxBytes), bits)
}

/**
 * Creates the claims of a Status List Token. Times are written in whole seconds.
 *
 * @param options.lst - the statuses, where they are encoded already (by an incremental encoder)
 * @throws {TypeError} if `url` or `aggregationUrl` is not a URL, or `ttlSeconds` not a positive integer
 * @throws {StatusListError} `list_too_short`
 */
export function createTokenStatusListClaims(
  options: TokenStatusListOptions & { readonly lst?: string },
): TokenStatusListClaims {
  checkTokenStatusListOptions(options)
  const { url, statuses, lst, issuedAt, expiresAt, ttlSeconds, aggregationUrl } = options
  return {
    sub: url,
    iat: numericDate(issuedAt),
    ...(expiresAt !== undefined && { exp: numericDate(expiresAt) }),
    ...(ttlSeconds !== undefined && { ttl: ttlSeconds }),
    status_list: {
      ...(lst === undefined ? encodeTokenStatusList(statuses) : { bits: statuses.size, lst }),
      ...(aggregationUrl !== undefined && { aggregation_uri: aggregationUrl }),
    },
  }
}

/** The rules that JSON and CBOR share. @throws as {@link createTokenStatusListClaims} */
export function checkTokenStatusListOptions(options: TokenStatusListOptions): void {
  const { url, statuses, ttlSeconds, aggregationUrl, minimumLength = MIN_STATUS_LIST_LENGTH } = options
  if (!isUrl(url)) throw new TypeError('The url of a status list is a URL.')
  if (aggregationUrl !== undefined && !isUrl(aggregationUrl)) throw new TypeError('The aggregation is at a URL.')
  if (ttlSeconds !== undefined && (!Number.isInteger(ttlSeconds) || ttlSeconds <= 0)) {
    throw new TypeError('The time to live is a positive integer.')
  }
  if (statuses.length < minimumLength) throw tooShort(minimumLength)
}

/** Whole seconds since 1970 (RFC 7519 §2). */
export function numericDate(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}

/**
 * Creates the claim that ties a token to one status of a list.
 * @throws {TypeError} if `url` is not a URL, or `index` not one of 0 … 2^26 − 1
 * @see Token Status List §6.2
 */
export function createTokenStatusClaim({
  url,
  index,
}: {
  readonly url: string
  readonly index: number
}): TokenStatusClaim {
  if (!isUrl(url)) throw new TypeError('The url of a status list is a URL.')
  checkIndex(index)
  return { status_list: { idx: index, uri: url } }
}
