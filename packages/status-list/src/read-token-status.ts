/** Reads the status of a token from a Status List Token (Token Status List §8.3). */
import { isObject, isUrl, refused, type Verification, verified } from '@energy-ssi/core'
import { StatusListError } from './errors.ts'
import type { ReadStatusOptions } from './open-status-list.ts'
import { decodeTokenStatusList } from './token-status-list.ts'
import { isStatusSize, type StatusSize, type TokenStatuses } from './token-statuses.ts'

/** Names of registered status values (§7.1); 3 and 12 to 15 are the application's own. */
export type TokenStatusName = 'valid' | 'invalid' | 'suspended' | 'application-specific' | 'unknown'

/** What a list says about a token. */
export interface TokenStatus {
  readonly value: number
  readonly name: TokenStatusName
}

/** A Status List Token that was checked and expanded once, to read many statuses from. */
export interface OpenTokenStatusList {
  readonly form: 'token'
  readonly url: string
  readonly statuses: TokenStatuses
  readonly expiresAt: Date | undefined
  readonly ttlMs: number | undefined
  /** Where the list of all lists of this kind of token is published. */
  readonly aggregationUrl: string | undefined
}

/** The claims of a Status List Token, wherever they stood. */
export interface TokenListParts {
  readonly sub: unknown
  readonly iat: unknown
  readonly exp: unknown
  readonly ttl: unknown
  readonly bits: unknown
  readonly aggregationUrl: unknown
  /** Expands the list; undefined if it is not even of the right type. */
  readonly expand: ((size: StatusSize, limits: { readonly maxBytes?: number }) => TokenStatuses) | undefined
}

/**
 * Checks the claims of a Status List Token and expands the list.
 *
 * @param claims - of a token with `typ` `statuslist+jwt`. **Its signature and the trust in its signer are the caller's to
 *   check first.**
 * @returns refused with `MALFORMED_VALUE_ERROR` for a claim that breaks a rule of §5.1, `STATUS_VERIFICATION_ERROR` for a
 *   list that has expired, is from the future, or is over the size limit, `STATUS_LIST_LENGTH_ERROR` for one that is
 *   shorter than `minimumLength` (here, 0 by default)
 */
export function openTokenStatusList(claims: unknown, options: ReadStatusOptions): Verification<OpenTokenStatusList> {
  if (!isObject(claims) || !isObject(claims.status_list)) return malformed('has no "status_list"')
  const { sub, iat, exp, ttl, status_list: list } = claims
  const { bits, lst, aggregation_uri: aggregationUrl } = list
  const expand: TokenListParts['expand'] =
    typeof lst === 'string' ? (size, limits) => decodeTokenStatusList({ bits: size, lst }, limits) : undefined
  return openTokenList({ sub, iat, exp, ttl, bits, aggregationUrl, expand }, options)
}

/** As {@link openTokenStatusList}, for claims in JSON or CBOR. */
export function openTokenList(parts: TokenListParts, options: ReadStatusOptions): Verification<OpenTokenStatusList> {
  const { sub, iat, exp, ttl, bits, aggregationUrl, expand } = parts
  if (!isUrl(sub)) return malformed('has no "sub" that is a URL')
  if (!isNumericDate(iat)) return malformed('has no "iat" that is a time')
  if (exp !== undefined && !isNumericDate(exp)) return malformed('has an "exp" that is not a time')
  if (ttl !== undefined && !isPositive(ttl)) return malformed('has a "ttl" that is not positive')
  if (!isStatusSize(bits) || expand === undefined) return malformed('has no "bits" of 1, 2, 4 or 8, or no "lst"')
  if (aggregationUrl !== undefined && !isUrl(aggregationUrl))
    return malformed('has an "aggregation_uri" that is no URL')
  if (iat * 1000 > options.now.getTime() + skewMs(options)) return unverifiable('The status list is not valid yet.')
  const expiresAt = exp === undefined ? undefined : new Date(exp * 1000)
  const expired = checkExpiry({ expiresAt }, options)
  if (expired !== undefined) return expired
  try {
    const statuses = expand(bits, options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes })
    if (statuses.length < (options.minimumLength ?? 0)) {
      return refused('STATUS_LIST_LENGTH_ERROR', `The status list has less than ${options.minimumLength} entries.`)
    }
    return verified({
      form: 'token',
      url: sub,
      statuses,
      expiresAt,
      ttlMs: ttl === undefined ? undefined : ttl * 1000,
      aggregationUrl,
    })
  } catch (error) {
    if (!(error instanceof StatusListError)) throw error
    return error.code === 'list_too_large'
      ? unverifiable(error.message)
      : refused('MALFORMED_VALUE_ERROR', error.message)
  }
}

/**
 * Reads the status that the claim `status` of a verified token points to. The time of the list is checked again.
 *
 * @returns refused with `MALFORMED_VALUE_ERROR` for a claim that breaks a rule of §6.2, `STATUS_VERIFICATION_ERROR` for
 *   another list or one that has expired, `RANGE_ERROR` for an index beyond its end
 */
export function lookUpTokenStatus(
  status: unknown,
  list: OpenTokenStatusList,
  options: Pick<ReadStatusOptions, 'now' | 'skewSeconds'>,
): Verification<TokenStatus> {
  const parsed = parseTokenStatusClaim(status, list.url)
  return parsed.verified ? readTokenStatus(parsed.value, list, options) : parsed
}

/** The list and index that a token names. */
export interface TokenStatusPlace {
  readonly url: string
  readonly index: number
}

/** As {@link lookUpTokenStatus}, for a claim that was parsed before. */
export function readTokenStatus(
  { url, index }: TokenStatusPlace,
  list: OpenTokenStatusList,
  options: Pick<ReadStatusOptions, 'now' | 'skewSeconds'>,
): Verification<TokenStatus> {
  if (url !== list.url) return unverifiable('The status list is not the one that the token names.')
  const expired = checkExpiry(list, options)
  if (expired !== undefined) return expired
  if (index >= list.statuses.length) {
    return refused('RANGE_ERROR', 'The index is beyond the end of the status list.', '/status_list/idx')
  }
  const value = list.statuses.get(index)
  return verified({ value, name: nameOf(value) })
}

/**
 * The list and index that the claim `status` of a token names (§6.2). Pointers are relative to the claim.
 *
 * @param knownUrl - a text of which it is known that it is a URL, so that it need not be parsed again
 */
export function parseTokenStatusClaim(status: unknown, knownUrl?: string): Verification<TokenStatusPlace> {
  const list = isObject(status) ? status.status_list : undefined
  if (!isObject(list)) return refused('MALFORMED_VALUE_ERROR', 'The status has no "status_list".', '/status_list')
  return parsePlace(list.idx, list.uri, knownUrl)
}

/** The members of a reference to a list. */
export function parsePlace(idx: unknown, uri: unknown, knownUrl?: string): Verification<TokenStatusPlace> {
  if (typeof idx !== 'number' || !Number.isSafeInteger(idx) || idx < 0) {
    return refused('MALFORMED_VALUE_ERROR', '"idx" is an integer of at least 0.', '/status_list/idx')
  }
  if (knownUrl !== undefined && uri === knownUrl) return verified({ url: knownUrl, index: idx })
  if (!isUrl(uri)) return refused('MALFORMED_VALUE_ERROR', '"uri" is a URL.', '/status_list/uri')
  return verified({ url: uri, index: idx })
}

function nameOf(value: number): TokenStatusName {
  if (value === 0) return 'valid'
  if (value === 1) return 'invalid'
  if (value === 2) return 'suspended'
  return value === 3 || (value >= 12 && value <= 15) ? 'application-specific' : 'unknown'
}

/** Refuses a list that has expired. */
export function checkExpiry(
  { expiresAt }: Pick<OpenTokenStatusList, 'expiresAt'>,
  options: Pick<ReadStatusOptions, 'now' | 'skewSeconds'>,
): Verification<never> | undefined {
  if (expiresAt === undefined || options.now.getTime() - skewMs(options) < expiresAt.getTime()) return undefined
  return unverifiable('The status list has expired.')
}

function skewMs({ skewSeconds = 60 }: Pick<ReadStatusOptions, 'skewSeconds'>): number {
  return skewSeconds * 1000
}

function isNumericDate(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0
}

function malformed(rule: string): Verification<never> {
  return refused('MALFORMED_VALUE_ERROR', `The status list token ${rule}.`)
}

function unverifiable(detail: string): Verification<never> {
  return refused('STATUS_VERIFICATION_ERROR', detail)
}
