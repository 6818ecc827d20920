/** The payload of a token whose claims stand beside the members of a document. */
import { CredentialError } from './errors.ts'

/**
 * JSON of a document and the claims added to it.
 * @throws {CredentialError} `conflicting_claim` - if the document has a member of the same name
 */
export function addClaims(
  document: Readonly<Record<string, unknown>>,
  claims: Readonly<Record<string, unknown>>,
): string {
  return JSON.stringify(withClaims(document, claims))
}

/**
 * A document with claims added to it.
 * @throws {CredentialError} `conflicting_claim` - if the document has a member of the same name
 */
export function withClaims<Document extends Readonly<Record<string, unknown>>>(
  document: Document,
  claims: Readonly<Record<string, unknown>>,
): Document {
  const names = Object.keys(claims)
  if (names.length === 0) return document
  const taken = names.find((name) => document[name] !== undefined)
  if (taken !== undefined) {
    throw new CredentialError('conflicting_claim', `The document has a member "${taken}" already.`)
  }
  return { ...document, ...claims }
}
