/** The unsigned documents of Bitstring Status List 1.0: the list's credential and the entry of a credential in it. */
import { formatDateTimeStamp, isUrl } from '@energy-ssi/core'
import { MAX_STATUS_LIST_LENGTH } from './bits.ts'

/** Context that defines the terms of an entry where the credential is not VCDM 2.0, whose own context has them. */
export const STATUS_LIST_CONTEXT = 'https://www.w3.org/ns/credentials/status/v1'

/** What {@link createStatusListCredential} needs. */
export interface StatusListCredentialOptions {
  /** The URL the list is published under. */
  readonly url: string
  /** Id of the list's issuer, a DID or another URL. */
  readonly issuer: string
  /** `revocation`, `suspension`, … */
  readonly purpose: string
  /** What `encodeBitstring` returned. */
  readonly encodedList: string
  readonly validFrom: Date
  readonly validUntil?: Date
  /** Time after which a verifier should fetch the list again. */
  readonly ttlMs?: number
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
    readonly statusPurpose: string
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
}

/**
 * Creates the credential of a list, to be signed. Times are written in whole seconds.
 * @throws {TypeError} if `url` or `issuer` is not a URL, or `ttlMs` not a positive integer
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistcredential
 */
export function createStatusListCredential(options: StatusListCredentialOptions): StatusListCredential {
  const { url, issuer, purpose, encodedList, validFrom, validUntil, ttlMs } = options
  if (!isUrl(url) || !isUrl(issuer)) throw new TypeError('The url and the issuer of a status list are URLs.')
  if (ttlMs !== undefined && (!Number.isInteger(ttlMs) || ttlMs <= 0)) {
    throw new TypeError('The time to live is a positive integer.')
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
      encodedList,
      ...(ttlMs !== undefined && { ttl: ttlMs }),
    },
  }
}

/**
 * Creates the entry that ties a credential to one bit of a list.
 * @throws {TypeError} if `url` is not a URL, or `index` not one of 0 … 2^26 − 1
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry
 */
export function createStatusListEntry(options: {
  readonly url: string
  readonly purpose: string
  readonly index: number
}): StatusListEntry {
  const { url, purpose, index } = options
  if (!isUrl(url)) throw new TypeError('The url of a status list is a URL.')
  if (!Number.isInteger(index) || index < 0 || index >= MAX_STATUS_LIST_LENGTH) {
    throw new TypeError(`The index is one of 0 … ${MAX_STATUS_LIST_LENGTH - 1}.`)
  }
  return {
    id: `${url}#${index}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: purpose,
    statusListIndex: String(index),
    statusListCredential: url,
  }
}
