/** The claims of a Status List Token: statuses compressed with zlib, and whose list they are (Token Status List §4, §5.1). */
import { deflateSync, inflateSync } from 'node:zlib'
import { base64urlEncode, isUrl } from '@energy-ssi/core'
import { MAX_STATUS_LIST_LENGTH } from './bits.ts'
import { MAX_STATUS_LIST_BYTES } from './bitstring.ts'
import { expandText } from './compressed.ts'
import { type StatusSize, type TokenStatuses, tokenStatusesOf } from './token-statuses.ts'

/** `typ` of a Status List Token as a JWT. Its media type is `application/statuslist+jwt`. */
export const STATUS_LIST_TOKEN_TYP = 'statuslist+jwt'

/** The claim `status_list` of a Status List Token. */
export interface EncodedTokenStatusList {
  readonly bits: StatusSize
  readonly lst: string
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

/** Encodes statuses as a Status List in JSON. @see Token Status List §4.2 */
export function encodeTokenStatusList(statuses: TokenStatuses): EncodedTokenStatusList {
  return { bits: statuses.size, lst: base64urlEncode(deflateSync(statuses.bytes, { level: 6 })) }
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
  return tokenStatusesOf(expandText(lst, inflateSync, maxBytes), bits)
}

/**
 * Creates the claims of a Status List Token. Times are written in whole seconds.
 * @throws {TypeError} if `url` is not a URL, or `ttlSeconds` not a positive integer
 */
export function createTokenStatusListClaims(options: {
  /** The URL the list is published under. */
  readonly url: string
  readonly statuses: TokenStatuses
  readonly issuedAt: Date
  readonly expiresAt?: Date
  /** Time after which a verifier should fetch the list again. */
  readonly ttlSeconds?: number
}): TokenStatusListClaims {
  const { url, statuses, issuedAt, expiresAt, ttlSeconds } = options
  if (!isUrl(url)) throw new TypeError('The url of a status list is a URL.')
  if (ttlSeconds !== undefined && (!Number.isInteger(ttlSeconds) || ttlSeconds <= 0)) {
    throw new TypeError('The time to live is a positive integer.')
  }
  return {
    sub: url,
    iat: Math.floor(issuedAt.getTime() / 1000),
    ...(expiresAt !== undefined && { exp: Math.floor(expiresAt.getTime() / 1000) }),
    ...(ttlSeconds !== undefined && { ttl: ttlSeconds }),
    status_list: encodeTokenStatusList(statuses),
  }
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
  if (!Number.isInteger(index) || index < 0 || index >= MAX_STATUS_LIST_LENGTH) {
    throw new TypeError(`The index is one of 0 … ${MAX_STATUS_LIST_LENGTH - 1}.`)
  }
  return { status_list: { idx: index, uri: url } }
}
