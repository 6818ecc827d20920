/** Reads the status of a credential from a status list (Bitstring Status List 1.0 §3.2). */
import { isObject, parseDateTimeStamp, refused, type Verification, verified } from '@energy-ssi/core'
import { type Bits, MIN_STATUS_LIST_LENGTH } from './bits.ts'
import { decodeBitstring } from './bitstring.ts'
import { StatusListError } from './errors.ts'
import { includesType, parseStatusEntry } from './parse-entry.ts'

/** When and how strictly a list is read. */
export interface ReadStatusOptions {
  readonly now: Date
  /** Difference of clocks that is tolerated; 60 by default. */
  readonly skewSeconds?: number
  /** Fewest entries of a list; 131,072 by default, another number only where an ecosystem specification sets it. */
  readonly minimumLength?: number
  /** Most bytes of an expanded list; 8 MiB by default. */
  readonly maxBytes?: number
}

/** A list that was opened once and can be looked up many times. */
export interface OpenStatusList {
  /** The id of the list's credential, if it has one. */
  readonly id: string | undefined
  readonly purposes: readonly string[]
  readonly bits: Bits
  readonly validFrom: Date | undefined
  readonly validUntil: Date | undefined
  /** Time after which the list should be fetched again, as its issuer says. */
  readonly ttlMs: number | undefined
}

/** What a list says about a credential. */
export interface Status {
  readonly purpose: string
  /** Whether the bit is set: for `revocation`, the credential is revoked; for `suspension`, suspended. */
  readonly value: boolean
  /** The entry's own text for the value, where the purpose is `message`. For developers, not for end users. */
  readonly message?: string
}

/**
 * Reads the status that an entry points to.
 *
 * @param entry - one `credentialStatus` of type BitstringStatusListEntry, of a credential already verified
 * @param listCredential - the BitstringStatusListCredential found at the entry's `statusListCredential`. **Its proof
 *   and the trust in its issuer are the caller's to check first**; so is the retrieval (`STATUS_RETRIEVAL_ERROR`).
 * @returns refused with
 *   - `MALFORMED_VALUE_ERROR` where a member breaks a MUST of §2 (pointers are relative to the entry),
 *   - `STATUS_VERIFICATION_ERROR` for another purpose, another list, a list outside its validity period or over the
 *     size limit, and for entries of more than one bit,
 *   - `STATUS_LIST_LENGTH_ERROR` for a list that is too short, `RANGE_ERROR` for an index beyond its end.
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm
 */
export function readStatus(entry: unknown, listCredential: unknown, options: ReadStatusOptions): Verification<Status> {
  const list = openStatusList(listCredential, options)
  return list.verified ? lookUpStatus(entry, list.value, options) : list
}

/**
 * Checks and expands a list once, so that {@link lookUpStatus} can read many entries from it. The trust contract is
 * that of {@link readStatus}.
 */
export function openStatusList(listCredential: unknown, options: ReadStatusOptions): Verification<OpenStatusList> {
  if (!isObject(listCredential)) return malformed('The status list credential is not an object.')
  const { id, type, credentialSubject: subject } = listCredential
  if (id !== undefined && typeof id !== 'string') return malformed('The id of the status list is not a string.')
  if (!includesType(type, 'BitstringStatusListCredential')) {
    return malformed('The status list credential is not of type BitstringStatusListCredential.')
  }
  const period = parsePeriod(listCredential)
  if (period === undefined) return malformed('The validity period of the status list is malformed.')
  if (!isObject(subject) || !includesType(subject.type, 'BitstringStatusList')) {
    return malformed('The subject of the status list credential is not one BitstringStatusList.')
  }
  const purposes = parsePurposes(subject.statusPurpose)
  if (purposes === undefined) return malformed('"statusPurpose" of the status list is not one or more strings.')
  const ttlMs = subject.ttl
  if (ttlMs !== undefined && (typeof ttlMs !== 'number' || !(ttlMs >= 0))) {
    return malformed('"ttl" of the status list is not a number of milliseconds.')
  }
  if (typeof subject.encodedList !== 'string') return malformed('"encodedList" of the status list is not a string.')

  const bits = expand(subject.encodedList, options.maxBytes)
  if (!bits.verified) return bits
  const minimum = options.minimumLength ?? MIN_STATUS_LIST_LENGTH
  if (bits.value.length < minimum) {
    return refused('STATUS_LIST_LENGTH_ERROR', `The status list has less than ${minimum} entries.`)
  }
  const list = { id, purposes, bits: bits.value, ...period, ttlMs }
  return checkPeriod(list, options) ?? verified(list)
}

/**
 * Reads the status that an entry points to from a list that was opened before. The validity period of the list is
 * checked again.
 */
export function lookUpStatus(
  entry: unknown,
  list: OpenStatusList,
  options: Pick<ReadStatusOptions, 'now' | 'skewSeconds'>,
): Verification<Status> {
  const parsed = parseStatusEntry(entry)
  if (!parsed.verified) return parsed
  const { purpose, index, url, messages } = parsed.value
  if (list.id !== undefined && list.id !== url) {
    return unverifiable('The status list is not the one that the entry names.')
  }
  if (!list.purposes.includes(purpose)) return unverifiable('The status list does not serve the purpose of the entry.')
  const outside = checkPeriod(list, options)
  if (outside !== undefined) return outside
  if (index.length > 15 || Number(index) >= list.bits.length) {
    return refused('RANGE_ERROR', 'The index is beyond the end of the status list.', '/statusListIndex')
  }
  const value = list.bits.get(Number(index))
  if (purpose !== 'message') return verified({ purpose, value })
  return verified({ purpose, value, message: (messages ?? ['unset', 'set'])[value ? 1 : 0] })
}

type Period = Pick<OpenStatusList, 'validFrom' | 'validUntil'>

function parsePeriod(credential: Readonly<Record<string, unknown>>): Period | undefined {
  const validFrom = parseTime(credential.validFrom)
  const validUntil = parseTime(credential.validUntil)
  return validFrom === null || validUntil === null ? undefined : { validFrom, validUntil }
}

/** Undefined where there is none, null where it is not a time. */
function parseTime(value: unknown): Date | undefined | null {
  if (value === undefined) return undefined
  const time = typeof value === 'string' ? parseDateTimeStamp(value) : undefined
  return time === undefined ? null : new Date(time)
}

function checkPeriod(
  { validFrom, validUntil }: Period,
  { now, skewSeconds = 60 }: Pick<ReadStatusOptions, 'now' | 'skewSeconds'>,
): Verification<never> | undefined {
  const skewMs = skewSeconds * 1000
  if (validFrom !== undefined && now.getTime() + skewMs < validFrom.getTime()) {
    return unverifiable('The status list is not valid yet.')
  }
  if (validUntil !== undefined && now.getTime() - skewMs > validUntil.getTime()) {
    return unverifiable('The status list has expired.')
  }
  return undefined
}

function parsePurposes(value: unknown): readonly string[] | undefined {
  const purposes: readonly unknown[] = Array.isArray(value) ? value : [value]
  const isPurpose = (purpose: unknown): purpose is string => typeof purpose === 'string' && purpose !== ''
  return purposes.length > 0 && purposes.every(isPurpose) ? purposes : undefined
}

function expand(encodedList: string, maxBytes: number | undefined): Verification<Bits> {
  try {
    return verified(decodeBitstring(encodedList, maxBytes === undefined ? {} : { maxBytes }))
  } catch (error) {
    if (!(error instanceof StatusListError)) throw error
    return error.code === 'list_too_large' ? unverifiable(error.message) : malformed(error.message)
  }
}

function malformed(detail: string): Verification<never> {
  return refused('MALFORMED_VALUE_ERROR', detail)
}

function unverifiable(detail: string): Verification<never> {
  return refused('STATUS_VERIFICATION_ERROR', detail)
}
