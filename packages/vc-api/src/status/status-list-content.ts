/** What a status list says, before it takes the form in which it is published. */
import {
  type BitstringStatuses,
  createStatusListCredential,
  createTokenStatuses,
  createTokenStatusListClaims,
  encodeBitstring,
  type StatusListCredential,
  type TokenStatusListClaims,
} from '@energy-ssi/status-list'
import type { StatusPurpose } from '../store/port.ts'

/** A list at one moment. */
export interface StatusListContent {
  /** The URL the list is published under. */
  readonly url: string
  readonly purpose: StatusPurpose
  readonly bits: BitstringStatuses
  readonly validFrom: Date
  readonly validUntil: Date
  /** Time after which a verifier should fetch the list again. */
  readonly ttlSeconds: number
}

/** The list as a BitstringStatusListCredential: of VCDM 2.0, whatever refers to it (Bitstring Status List 1.0 §2.2). */
export function bitstringCredential(list: StatusListContent, issuer: string): StatusListCredential {
  const { url, purpose, bits, validFrom, validUntil, ttlSeconds } = list
  const encodedList = encodeBitstring(bits)
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

/** The list as the claims of a Status List Token. A suspension needs two bits: its value is 2 (§7.1). */
export function tokenStatusList(list: StatusListContent): TokenStatusListClaims {
  const { url, purpose, bits, validFrom, validUntil, ttlSeconds } = list
  const statuses = createTokenStatuses(bits.length, purpose === 'revocation' ? 1 : 2)
  for (const index of setIndexes(bits)) statuses.set(index, purpose === 'revocation' ? 1 : 2)
  return createTokenStatusListClaims({ url, statuses, issuedAt: validFrom, expiresAt: validUntil, ttlSeconds })
}

function* setIndexes(bits: BitstringStatuses): Generator<number> {
  for (const [position, byte] of bits.bytes.entries()) {
    for (let index = position * 8; byte !== 0 && index < position * 8 + 8; index++) {
      if (bits.get(index) !== 0) yield index
    }
  }
}
