/** The claim `status` of a token in COSE, and the status it points to (Token Status List §6.3). */
import { refused, type Verification } from '@energy-ssi/core'
import type { ReadStatusOptions } from '../open-status-list.ts'
import {
  type OpenTokenStatusList,
  parsePlace,
  readTokenStatus,
  type TokenStatus,
  type TokenStatusPlace,
} from '../read-token-status.ts'
import { createTokenStatusClaim } from '../token-status-list.ts'
import { type CborMap, isCborMap } from './cbor.ts'

/** Claim key of `status` in a CWT, as the draft requests it. */
export const STATUS_CLAIM_KEY = 65_535

/**
 * Creates the value of claim {@link STATUS_CLAIM_KEY}, for the CBOR encoder of whoever signs the token.
 * @throws {TypeError} if `url` is not a URL, or `index` not one of 0 … 2^26 − 1
 */
export function createTokenStatusCborClaim(place: TokenStatusPlace): CborMap {
  const { idx, uri } = createTokenStatusClaim(place).status_list
  return new Map([['status_list', new Map<string, unknown>(Object.entries({ idx, uri }))]])
}

/**
 * The list and index that the value of claim {@link STATUS_CLAIM_KEY} names. Pointers are relative to it.
 * @param status - as decoded: maps are `Map`
 */
export function parseTokenStatusCborClaim(status: unknown, knownUrl?: string): Verification<TokenStatusPlace> {
  const list = isCborMap(status) ? status.get('status_list') : undefined
  if (!isCborMap(list)) return refused('MALFORMED_VALUE_ERROR', 'The status has no "status_list".', '/status_list')
  return parsePlace(list.get('idx'), list.get('uri'), knownUrl)
}

/** As `lookUpTokenStatus`, for a claim in CBOR. */
export function lookUpTokenStatusCbor(
  status: unknown,
  list: OpenTokenStatusList,
  options: Pick<ReadStatusOptions, 'now' | 'skewSeconds'>,
): Verification<TokenStatus> {
  const place = parseTokenStatusCborClaim(status, list.url)
  return place.verified ? readTokenStatus(place.value, list, options) : place
}
