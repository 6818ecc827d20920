/** The unsigned documents of Bitstring Status List 1.0: the list's credential and the entry of a credential in it. */
import { formatDateTimeStamp, isUrl } from '@energy-ssi/core'
import { MAX_STATUS_LIST_LENGTH, MAX_STATUS_SIZE } from './limits.ts'
import { type StatusMessage, writeMessages } from './status-messages.ts'

/** Context that defines the terms of an entry where the credential is not VCDM 2.0, whose own context has them. */
export const STATUS_LIST_CONTEXT = 'https://www.w3.org/ns/credentials/status/v1'

/** What {@link createStatusListCredential} needs. */
export interface StatusListCredentialOptions {
  /** The URL the list is published under. */
  readonly url: string
  /** Id of the list's issuer, a DID or another URL. */
  readonly issuer: string
  /** `revocation`, `suspension`, …, or several of them for one list of bits. */
  readonly purpose: string | readonly string[]
  /** What `encodeBitstring` returned. */
  readonly encodedList: string
  readonly validFrom: Date
  readonly validUntil?: Date
  /** Time after which a verifier should fetch the list again. */
  readonly ttlMs?: number
  /** What the values mean, in their order: 2, 4, 8 … texts. Required for the purpose `message`, as §2.2 has it. */
  readonly messages?: readonly string[]
}

/** A BitstringStatusListCredential without a proof. */
export type StatusListCredential = {
  readonly '@context': readonly string[]
  readonly id: string
  readonly type: readonly string[]
  readonly issuer: string
  readonly validFrom: string
  readonly validUntil?: string
  readonly credentialSubject: {
    readonly id: string
    readonly type: 'BitstringStatusList'
    readonly statusPurpose: string | readonly string[]
    readonly statusSize?: number
    readonly statusMessages?: readonly StatusMessage[]
    readonly encodedList: string
    readonly ttl?: number
  }
}

/** A `credentialStatus` of type BitstringStatusListEntry. */
export interface StatusListEntry {
  readonly id: string
  readonly type: 'BitstringStatusListEntry'
  readonly statusPurpose: string
  /** An integer in base 10, as text. */
  readonly statusListIndex: string
  readonly statusListCredential: string
  readonly statusSize?: number
  readonly statusMessage?: readonly StatusMessage[]
  readonly statusReference?: string | readonly string[]
}

/** What {@link createStatusListEntry} needs. */
export interface StatusListEntryOptions {
  /** URL of the list. */
  readonly url: string
  /** `revocation`, `suspension`, … */
  readonly purpose: string
  readonly index: number
  /**
   * What the values mean, in their order: 2, 4, 8 … texts. Their number says how many bits a status has; without them it
   * has one. For developers, not for end users.
   */
  readonly messages?: readonly string[]
  /** Where the meaning of the status is explained. */
  readonly reference?: string | readonly string[]
}

/**
 * Creates the credential of a list, to be signed. Times are written in whole seconds.
 * @throws {TypeError} if `url` or `issuer` is not a URL, there is no purpose, `ttlMs` is not a positive integer, or the
 *   messages are missing or not as many as bits have values
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistcredential
 */
export function createStatusListCredential(options: StatusListCredentialOptions): StatusListCredential {
  const { url, issuer, purpose, encodedList, validFrom, validUntil, ttlMs, messages } = options
  if (!isUrl(url) || !isUrl(issuer)) throw new TypeError('The url and the issuer of a status list are URLs.')
  if (purpose.length === 0) throw new TypeError('A status list has a purpose.')
  if (ttlMs !== undefined && (!Number.isInteger(ttlMs) || ttlMs <= 0)) {
    throw new TypeError('The time to live is a positive integer.')
  }
  if (messages === undefined && [purpose].flat().includes('message')) {
    throw new TypeError('A status list for messages says what its values mean.')
  }
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: url,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer,
    validFrom: formatDateTimeStamp(validFrom),
    ...(validUntil && { validUntil: formatDateTimeStamp(validUntil) }),
    credentialSubject: {
      id: `${url}#list`,
      type: 'BitstringStatusList',
      statusPurpose: purpose,
      ...(messages && { statusSize: sizeFor(messages), statusMessages: writeMessages(messages) }),
      encodedList,
      ...(ttlMs !== undefined && { ttl: ttlMs }),
    },
  }
}

/**
 * Creates the entry that ties a credential to one status of a list.
 * @throws {TypeError} if `url` or a reference is not a URL, the status at `index` ends beyond 2^26 bits, or the messages
 *   are not as many as bits have values
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry
 */
export function createStatusListEntry(options: StatusListEntryOptions): StatusListEntry {
  const { url, purpose, index, messages, reference } = options
  if (!isUrl(url)) throw new TypeError('The url of a status list is a URL.')
  const size = messages === undefined ? 1 : sizeFor(messages)
  checkIndex(index, size)
  if (reference !== undefined && ![reference].flat().every(isUrl)) throw new TypeError('A reference is a URL.')
  return {
    id: `${url}#${index}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: purpose,
    statusListIndex: String(index),
    statusListCredential: url,
    ...(size > 1 && { statusSize: size }),
    ...(messages && { statusMessage: writeMessages(messages) }),
    ...(reference !== undefined && { statusReference: reference }),
  }
}

/** @throws {TypeError} for an index that no list has */
export function checkIndex(index: number, size = 1): void {
  const length = Math.floor(MAX_STATUS_LIST_LENGTH / size)
  if (!Number.isInteger(index) || index < 0 || index >= length) {
    throw new TypeError(`The index is one of 0 … ${length - 1}.`)
  }
}

function sizeFor(messages: readonly string[]): number {
  const size = Math.log2(messages.length)
  if (!Number.isInteger(size) || size < 1 || size > MAX_STATUS_SIZE) {
    throw new TypeError('There is one message for each value: 2, 4, 8 … 65,536.')
  }
  return size
}
