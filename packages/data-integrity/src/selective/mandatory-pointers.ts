/** What a holder must never be able to leave out. */
import type { Document } from '../cryptosuite.ts'

/** Without these a verifier would judge another credential than the one that was issued. */
const ALWAYS_MANDATORY = [
  'issuer',
  'validFrom',
  'validUntil',
  'issuanceDate',
  'expirationDate',
  'type',
  'credentialStatus',
  'credentialSchema',
]

/**
 * The issuer's pointers, completed: issuer, period, types, status and schema are mandatory wherever the document has them, so
 * that leaving one out takes no decision.
 */
export function completeMandatoryPointers(pointers: readonly string[], document: Document): readonly string[] {
  const always = ALWAYS_MANDATORY.filter((name) => states(document, name)).map((name) => `/${name}`)
  return [...new Set([...always, ...pointers])]
}

/** An empty array states nothing, so there is nothing to be mandatory. */
function states(document: Document, name: string): boolean {
  const value = Object.hasOwn(document, name) ? document[name] : []
  return !Array.isArray(value) || value.length > 0
}
