/** What a status list says, before it takes the form in which it is published. */
import {
  type Bits,
  createStatusListCredential,
  encodeBitstring,
  type StatusListCredential,
} from '@energy-ssi/status-list'
import type { StatusPurpose } from '../store/port.ts'

/** A list at one moment. */
export interface StatusListContent {
  /** The URL the list is published under. */
  readonly url: string
  readonly purpose: StatusPurpose
  readonly bits: Bits
  readonly validFrom: Date
  readonly validUntil: Date
  /** Time after which a verifier should fetch the list again. */
  readonly ttlSeconds: number
}

/** The list as a BitstringStatusListCredential: of VCDM 2.0, whatever refers to it (Bitstring Status List 1.0 §2.2). */
export function bitstringCredential(list: StatusListContent, issuer: string): StatusListCredential {
  const { url, purpose, bits, validFrom, validUntil, ttlSeconds } = list
  const encodedList = encodeBitstring(bits.bytes)
  return createStatusListCredential({
    url,
    issuer,
    purpose,
    encodedList,
    validFrom,
    validUntil,
    ttlMs: ttlSeconds * 1000,
  })
}
