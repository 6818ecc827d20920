/** The unsigned documents of StatusList2021 (W3C CCG), for verifiers that know nothing newer. */
import { formatDateTimeStamp, isUrl } from '@energy-ssi/core'
import { checkIndex } from './create-status-list.ts'

/** Context that defines the terms of StatusList2021. */
export const STATUS_LIST_2021_CONTEXT = 'https://w3id.org/vc/status-list/2021/v1'

/** A StatusList2021Credential without a proof: of VCDM 1.1. */
export interface StatusList2021Credential {
  readonly '@context': readonly string[]
  readonly id: string
  readonly type: readonly string[]
  readonly issuer: string
  readonly issuanceDate: string
  readonly expirationDate?: string
  readonly credentialSubject: {
    readonly id: string
    readonly type: 'StatusList2021'
    readonly statusPurpose: string
    readonly encodedList: string
  }
}

/** A `credentialStatus` of type StatusList2021Entry. */
export interface StatusList2021Entry {
  readonly id: string
  readonly type: 'StatusList2021Entry'
  readonly statusPurpose: string
  /** An integer in base 10, as text. */
  readonly statusListIndex: string
  readonly statusListCredential: string
}

/**
 * Creates the credential of a list, to be signed. Times are written in whole seconds.
 * @param options.encodedList - what `encodeStatusList2021` returned
 * @throws {TypeError} if `url` or `issuer` is not a URL
 */
export function createStatusList2021Credential(options: {
  readonly url: string
  readonly issuer: string
  readonly purpose: string
  readonly encodedList: string
  readonly issuedAt: Date
  readonly expiresAt?: Date
}): StatusList2021Credential {
  const { url, issuer, purpose, encodedList, issuedAt, expiresAt } = options
  if (!isUrl(url) || !isUrl(issuer)) throw new TypeError('The url and the issuer of a status list are URLs.')
  return {
    '@context': ['https://www.w3.org/2018/credentials/v1', STATUS_LIST_2021_CONTEXT],
    id: url,
    type: ['VerifiableCredential', 'StatusList2021Credential'],
    issuer,
    issuanceDate: formatDateTimeStamp(issuedAt),
    ...(expiresAt && { expirationDate: formatDateTimeStamp(expiresAt) }),
    credentialSubject: { id: `${url}#list`, type: 'StatusList2021', statusPurpose: purpose, encodedList },
  }
}

/**
 * Creates the entry that ties a credential to one bit of a list.
 * @throws {TypeError} if `url` is not a URL, or `index` not one of 0 … 2^26 − 1
 */
export function createStatusList2021Entry(options: {
  readonly url: string
  readonly purpose: string
  readonly index: number
}): StatusList2021Entry {
  const { url, purpose, index } = options
  if (!isUrl(url)) throw new TypeError('The url of a status list is a URL.')
  checkIndex(index)
  return {
    id: `${url}#${index}`,
    type: 'StatusList2021Entry',
    statusPurpose: purpose,
    statusListIndex: String(index),
    statusListCredential: url,
  }
}
