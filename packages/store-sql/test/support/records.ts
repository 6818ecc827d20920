/** Records for tests of what the contract does not cover. */
import type { IssuanceRecord } from '@energy-ssi/vc-api/store'

export const NOW = new Date('2026-11-22T12:00:00Z')

/** An issuance whose ids derive from `recordId`. */
export function issuance(recordId: string, part: Partial<IssuanceRecord> = {}): IssuanceRecord {
  return {
    recordId,
    issuerId: 'issuer',
    credentialId: `urn:credential:${recordId}`,
    types: ['VerifiableCredential'],
    securing: 'vc-jose',
    requestDigest: 'request digest',
    credentialDigest: 'credential digest',
    subjectHash: undefined,
    status: [],
    issuedAt: NOW,
    retained: undefined,
    ...part,
  }
}
