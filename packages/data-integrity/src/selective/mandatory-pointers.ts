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
 * that leaving one out takes no decision. Pointers below them fall away.
 */
export function completeMandatoryPointers(pointers: readonly string[], document: Document): readonly string[] {
  const always = ALWAYS_MANDATORY.filter((name) => Object.hasOwn(document, name)).map((name) => `/${name}`)
  const others = pointers.filter(
    (pointer) => !always.some((each) => pointer === each || pointer.startsWith(`${each}/`)),
  )
  return [...new Set([...always, ...others])]
}
