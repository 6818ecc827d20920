/** The payload of a Status List Token as a CWT, and the Status List in it (Token Status List §4.3, §5.2). */
import { refused, type Verification } from '@energy-ssi/core'
import { expandBytes, malformed } from '../compressed.ts'
import { MAX_STATUS_LIST_BYTES } from '../limits.ts'
import type { ReadStatusOptions } from '../open-status-list.ts'
import { type OpenTokenStatusList, openTokenList } from '../read-token-status.ts'
import {
  checkTokenStatusListOptions,
  compressStatuses,
  numericDate,
  type TokenStatusListOptions,
} from '../token-status-list.ts'
import { isStatusSize, type TokenStatuses, tokenStatusesOf } from '../token-statuses.ts'
import { type CborMap, decodeCborMap, encodeCbor, isCborMap } from './cbor.ts'

/** `typ` (header parameter 16) of a Status List Token as a CWT, and its media type. */
export const STATUS_LIST_CWT_TYP = 'application/statuslist+cwt'

/** Claim keys (RFC 8392 §4; the last two as the draft requests them). */
const SUB = 2
const EXP = 4
const IAT = 6
const STATUS_LIST = 65_533
const TTL = 65_534

/** Room for the claims beside the list. */
const MAX_CLAIMS_BYTES = 16_384

/** Statuses that are compressed already, by an incremental encoder. */
interface Compressed {
  readonly compressed?: Uint8Array
}

/** Encodes statuses as a Status List in CBOR. @see Token Status List §4.3 */
export function encodeTokenStatusListCbor(
  statuses: TokenStatuses,
  { aggregationUrl, compressed }: Pick<TokenStatusListOptions, 'aggregationUrl'> & Compressed = {},
): Uint8Array {
  return encodeCbor(statusListMap(statuses, aggregationUrl, compressed))
}

/**
 * Decodes a Status List in CBOR. Bytes that would expand to more than `maxBytes` cost no more than that much memory.
 *
 * @param options.maxBytes - most bytes of the expanded list; 8 MiB by default
 * @throws {StatusListError} `malformed_list` · `list_too_large`
 */
export function decodeTokenStatusListCbor(
  bytes: Uint8Array,
  { maxBytes = MAX_STATUS_LIST_BYTES }: { readonly maxBytes?: number } = {},
): TokenStatuses {
  const list = decodeCborMap(bytes)
  const size = list?.get('bits')
  const lst = list?.get('lst')
  if (!isStatusSize(size) || !(lst instanceof Uint8Array)) throw malformed('It is not a map of "bits" and "lst".')
  return tokenStatusesOf(expandBytes(lst, 'zlib', maxBytes), size)
}

/**
 * Creates the payload of a Status List Token as a CWT: to be signed as a tagged COSE_Sign1 with `typ`
 * {@link STATUS_LIST_CWT_TYP}, without the CWT tag. Times are written in whole seconds.
 *
 * @param options.compressed - the statuses, where they are compressed already (by an incremental encoder)
 * @throws {TypeError} if `url` or `aggregationUrl` is not a URL, or `ttlSeconds` not a positive integer
 * @throws {StatusListError} `list_too_short`
 */
export function createTokenStatusListCwt(options: TokenStatusListOptions & Compressed): Uint8Array {
  checkTokenStatusListOptions(options)
  const { url, statuses, issuedAt, expiresAt, ttlSeconds, aggregationUrl, compressed } = options
  const claims = new Map<number, unknown>([
    [SUB, url],
    [IAT, numericDate(issuedAt)],
    [STATUS_LIST, statusListMap(statuses, aggregationUrl, compressed)],
  ])
  if (expiresAt !== undefined) claims.set(EXP, numericDate(expiresAt))
  if (ttlSeconds !== undefined) claims.set(TTL, ttlSeconds)
  return encodeCbor(claims)
}

/**
 * Checks the payload of a Status List Token as a CWT and expands the list.
 *
 * @param payload - of a COSE message with `typ` {@link STATUS_LIST_CWT_TYP}. **Its signature and the trust in its signer
 *   are the caller's to check first.**
 * @returns as `openTokenStatusList`; also refused with `MALFORMED_VALUE_ERROR` for bytes that are no strict CBOR map
 */
export function openTokenStatusListCwt(
  payload: Uint8Array,
  options: ReadStatusOptions,
): Verification<OpenTokenStatusList> {
  if (payload.length > (options.maxBytes ?? MAX_STATUS_LIST_BYTES) * 1.1 + MAX_CLAIMS_BYTES) {
    return refused('STATUS_VERIFICATION_ERROR', 'The status list token is over the size limit.')
  }
  const claims = decodeCborMap(payload)
  const list = claims?.get(STATUS_LIST)
  if (claims === undefined || !isCborMap(list)) {
    return refused('MALFORMED_VALUE_ERROR', 'The status list token is not a CBOR map with a status list.')
  }
  const ttl = claims.get(TTL)
  if (ttl !== undefined && !Number.isSafeInteger(ttl)) {
    return refused('MALFORMED_VALUE_ERROR', 'The status list token has a time to live that is not an integer.')
  }
  const lst = list.get('lst')
  const parts = {
    sub: claims.get(SUB),
    iat: claims.get(IAT),
    exp: claims.get(EXP),
    ttl,
    bits: list.get('bits'),
    aggregationUrl: list.get('aggregation_uri'),
  }
  if (!(lst instanceof Uint8Array)) return openTokenList({ ...parts, expand: undefined }, options)
  return openTokenList(
    {
      ...parts,
      expand: (size, { maxBytes = MAX_STATUS_LIST_BYTES }) => tokenStatusesOf(expandBytes(lst, 'zlib', maxBytes), size),
    },
    options,
  )
}

function statusListMap(
  statuses: TokenStatuses,
  aggregationUrl: string | undefined,
  compressed: Uint8Array | undefined,
): CborMap {
  const list = new Map<string, unknown>([
    ['bits', statuses.size],
    ['lst', compressed ?? compressStatuses(statuses)],
  ])
  if (aggregationUrl !== undefined) list.set('aggregation_uri', aggregationUrl)
  return list
}
