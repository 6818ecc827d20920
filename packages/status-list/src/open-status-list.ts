/** Checks and expands a list that is a credential (Bitstring Status List 1.0 §2.2, §3.2; StatusList2021). */
import { isObject, isUrl, parseDateTimeStamp, refused, type Verification, verified } from '@energy-ssi/core'
import type { BitstringStatuses } from './bitstring-statuses.ts'
import { StatusListError } from './errors.ts'
import { MAX_STATUS_SIZE, MIN_STATUS_LIST_LENGTH } from './limits.ts'
import { isStatusListSize } from './parse-entry.ts'
import { FORMS, formOf, includesType, type StatusListForm } from './status-list-forms.ts'
import { parseMessages } from './status-messages.ts'

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
  readonly form: StatusListForm
  /** The id of the list's credential, if it has one. */
  readonly id: string | undefined
  readonly purposes: readonly string[]
  /** The list as statuses of one bit. For entries of another size, `bitstringStatusesOf(bits.bytes, size)`. */
  readonly bits: BitstringStatuses
  /** Bits per status, where the list itself says it. */
  readonly size: number | undefined
  /** The text for each value, where the list itself brings them. */
  readonly messages: readonly string[] | undefined
  readonly validFrom: Date | undefined
  readonly validUntil: Date | undefined
  /** Time after which the list should be fetched again, as its issuer says. It does not override the validity period. */
  readonly ttlMs: number | undefined
}

/**
 * Checks and expands a list once, so that `lookUpStatus` can read many entries from it. The trust contract and the codes
 * are those of `readStatus`.
 */
export function openStatusList(listCredential: unknown, options: ReadStatusOptions): Verification<OpenStatusList> {
  if (!isObject(listCredential)) return malformed('The status list credential is not an object.')
  const { id, type, credentialSubject: subject } = listCredential
  if (id !== undefined && !isUrl(id)) return malformed('The id of the status list is not a URL.')
  const form = formOf(type, 'credentialType')
  if (form === undefined) return malformed('The credential is of no type of status lists.')
  const period = parsePeriod(listCredential, form)
  if (period === undefined) return malformed('The validity period of the status list is malformed.')
  if (!isObject(subject) || !includesType(subject.type, FORMS[form].subjectType)) {
    return malformed(`The subject of the status list credential is not one ${FORMS[form].subjectType}.`)
  }
  const purposes = parsePurposes(subject.statusPurpose)
  if (purposes === undefined) return malformed('"statusPurpose" of the status list is not one or more strings.')
  const ttlMs = subject.ttl
  if (ttlMs !== undefined && (typeof ttlMs !== 'number' || !(ttlMs >= 0))) {
    return malformed('"ttl" of the status list is not a number of milliseconds.')
  }
  const values = form === 'bitstring' ? parseValues(subject, purposes) : verified(NO_VALUES)
  if (!values.verified) return values
  if (typeof subject.encodedList !== 'string') return malformed('"encodedList" of the status list is not a string.')

  const bits = expand(subject.encodedList, form, options.maxBytes)
  if (!bits.verified) return bits
  const list = { form, id, purposes, bits: bits.value, ...values.value, ...period, ttlMs }
  return checkLength(list, list.size ?? 1, options) ?? checkPeriod(list, options) ?? verified(list)
}

/** Refuses a list with less entries than it must have. */
export function checkLength(
  { bits }: Pick<OpenStatusList, 'bits'>,
  size: number,
  { minimumLength = MIN_STATUS_LIST_LENGTH }: Pick<ReadStatusOptions, 'minimumLength'>,
): Verification<never> | undefined {
  if (bits.length / size >= minimumLength) return undefined
  return refused('STATUS_LIST_LENGTH_ERROR', `The status list has less than ${minimumLength} entries.`)
}

/** Refuses a list outside its validity period. */
export function checkPeriod(
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

type Members = Readonly<Record<string, unknown>>
type Period = Pick<OpenStatusList, 'validFrom' | 'validUntil'>
type Values = Pick<OpenStatusList, 'size' | 'messages'>
const NO_VALUES: Values = { size: undefined, messages: undefined }

function parsePeriod(credential: Members, form: StatusListForm): Period | undefined {
  const timeOf = (names: readonly string[]) =>
    parseTime(names.map((name) => credential[name]).find((value) => value !== undefined))
  const validFrom = timeOf(FORMS[form].validFrom)
  const validUntil = timeOf(FORMS[form].validUntil)
  return validFrom === null || validUntil === null ? undefined : { validFrom, validUntil }
}

/** Undefined where there is none, null where it is not a time. */
function parseTime(value: unknown): Date | undefined | null {
  if (value === undefined) return undefined
  const time = typeof value === 'string' ? parseDateTimeStamp(value) : undefined
  return time === undefined ? null : new Date(time)
}

function parsePurposes(value: unknown): readonly string[] | undefined {
  const purposes: readonly unknown[] = Array.isArray(value) ? value : [value]
  const isPurpose = (purpose: unknown): purpose is string => typeof purpose === 'string' && purpose !== ''
  return purposes.length > 0 && purposes.every(isPurpose) ? purposes : undefined
}

/** §2.2: a list for messages says how many bits a status has, and what its values mean. */
function parseValues(subject: Members, purposes: readonly string[]): Verification<Values> {
  const { statusSize, statusMessages } = subject
  const required = purposes.includes('message')
  if (statusSize === undefined && statusMessages === undefined && !required) return verified(NO_VALUES)
  if (!(isStatusListSize(statusSize) || (statusSize === undefined && !required))) {
    return malformed('"statusSize" of the status list is not an integer greater than zero.')
  }
  const size = statusSize ?? 1
  if (size > MAX_STATUS_SIZE) {
    return unverifiable(`Status lists of more than ${MAX_STATUS_SIZE} bits per status are not supported.`)
  }
  if (statusMessages === undefined && !required) return verified({ size: statusSize, messages: undefined })
  const messages = parseMessages(statusMessages, size)
  if (messages === undefined) return malformed('"statusMessages" of the status list is not one message for each value.')
  return verified({ size: statusSize, messages })
}

function expand(
  encodedList: string,
  form: StatusListForm,
  maxBytes: number | undefined,
): Verification<BitstringStatuses> {
  try {
    return verified(FORMS[form].decode(encodedList, maxBytes === undefined ? {} : { maxBytes }))
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
