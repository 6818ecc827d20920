/** Reads the status of a credential from a status list (Bitstring Status List 1.0 §3.2). */
import { refused, type Verification, verified } from '@energy-ssi/core'
import { bitstringStatusesOf } from './bitstring-statuses.ts'
import {
  checkLength,
  checkPeriod,
  type OpenStatusList,
  openStatusList,
  type ReadStatusOptions,
} from './open-status-list.ts'
import { parseStatusEntry } from './parse-entry.ts'
import { DEFAULT_MESSAGES } from './status-messages.ts'

/** What a list says about a credential. */
export interface Status {
  readonly purpose: string
  /** The status: 0 or 1 where `statusSize` is 1. For `revocation`, 1 is revoked; for `suspension`, suspended. */
  readonly value: number
  /** Whether the value is 0. Of the purposes `refresh` and `message`, another value says nothing against the credential. */
  readonly valid: boolean
  /** The text for the value, where the purpose is `message`. For developers, not for end users. */
  readonly message?: string
  /** Where the entry says the meaning of its status is explained. Never to be fetched while verifying. */
  readonly references?: readonly string[]
}

/**
 * Reads the status that an entry points to.
 *
 * @param entry - one `credentialStatus` of type BitstringStatusListEntry or StatusList2021Entry, of a credential already
 *   verified
 * @param listCredential - the list found at the entry's `statusListCredential`, of the corresponding type. **Its proof
 *   and the trust in its issuer are the caller's to check first**; so is the retrieval (`STATUS_RETRIEVAL_ERROR`).
 * @returns refused with
 *   - `MALFORMED_VALUE_ERROR` where a member breaks a MUST of §2 (pointers are relative to the entry),
 *   - `STATUS_VERIFICATION_ERROR` for another purpose, another list or form of lists, another `statusSize` than the
 *     list's, a list outside its validity period or over the size limit, and for entries of more than 16 bits,
 *   - `STATUS_LIST_LENGTH_ERROR` for a list that is too short, `RANGE_ERROR` for an index beyond its end.
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm
 */
export function readStatus(entry: unknown, listCredential: unknown, options: ReadStatusOptions): Verification<Status> {
  const list = openStatusList(listCredential, options)
  return list.verified ? lookUpStatus(entry, list.value, options) : list
}

/**
 * Reads the status that an entry points to from a list that was opened before. The validity period of the list is
 * checked again.
 */
export function lookUpStatus(
  entry: unknown,
  list: OpenStatusList,
  options: Pick<ReadStatusOptions, 'now' | 'skewSeconds' | 'minimumLength'>,
): Verification<Status> {
  const parsed = parseStatusEntry(entry, list.id)
  if (!parsed.verified) return parsed
  const { form, purpose, index, url, size, messages, references } = parsed.value
  if (list.form !== form || (list.id !== undefined && list.id !== url)) {
    return unverifiable('The status list is not the one that the entry names.')
  }
  if (!list.purposes.includes(purpose)) return unverifiable('The status list does not serve the purpose of the entry.')
  if (list.size !== undefined && list.size !== size) {
    return unverifiable('The status list has another size of statuses than the entry.')
  }
  const refusal = checkPeriod(list, options) ?? checkLength(list, size, options)
  if (refusal !== undefined) return refusal
  const statuses = size === 1 ? list.bits : bitstringStatusesOf(list.bits.bytes, size)
  if (index >= statuses.length) {
    return refused('RANGE_ERROR', 'The index is beyond the end of the status list.', '/statusListIndex')
  }
  const value = statuses.get(index)
  const status: Status = { purpose, value, valid: value === 0 }
  if (purpose !== 'message') return verified(references.length === 0 ? status : { ...status, references })
  const message = (messages ?? list.messages ?? DEFAULT_MESSAGES)[value] as string
  return verified({ ...status, message, ...(references.length > 0 && { references }) })
}

function unverifiable(detail: string): Verification<never> {
  return refused('STATUS_VERIFICATION_ERROR', detail)
}
