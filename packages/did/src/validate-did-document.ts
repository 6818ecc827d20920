/** The shape of a DID document (DID 1.1 §4, Controlled Identifiers 1.0 §2). */
import { isObject, type VerificationRelationship } from '@energy-ssi/core'
import type { DidDocument } from './resolution-result.ts'

/** The verification relationships (Controlled Identifiers 1.0 §2.3). */
export const VERIFICATION_RELATIONSHIPS = [
  'assertionMethod',
  'authentication',
  'keyAgreement',
  'capabilityInvocation',
  'capabilityDelegation',
] as const satisfies readonly VerificationRelationship[]

/** A document holds at most so many verification methods, embedded ones included. */
const MAX_VERIFICATION_METHODS = 1_000

/** Members that hold a private key: a published one is worth nothing to anybody but an attacker. */
const SECRET_MEMBER = /^(secretKey|privateKey)/

/** Whether a value has the shape of a DID document with a DID as its id. */
export function isDidDocument(value: unknown): value is DidDocument {
  return documentProblem(value) === undefined
}

/**
 * What makes a value no DID document, or undefined if it is one. Looks at the members key look-up depends on: `id`,
 * `verificationMethod` and the relationships; the rest is left as it is.
 */
export function documentProblem(value: unknown): string | undefined {
  if (!isObject(value)) return 'The document is not a JSON object.'
  if (typeof value.id !== 'string' || !value.id.startsWith('did:')) return 'The document has no DID as its id.'
  const methods = value.verificationMethod ?? []
  if (!Array.isArray(methods) || !methods.every(isObject)) return 'verificationMethod is not a list of objects.'
  const embedded: unknown[] = []
  for (const name of VERIFICATION_RELATIONSHIPS) {
    const entries = value[name] ?? []
    if (!Array.isArray(entries)) return `${name} is not a list.`
    if (!entries.every((entry) => typeof entry === 'string' || isObject(entry))) {
      return `${name} holds something that is neither a URL nor a verification method.`
    }
    embedded.push(...entries)
  }
  if (methods.length + embedded.length > MAX_VERIFICATION_METHODS)
    return 'The document holds too many verification methods.'
  if ([...methods, ...embedded].some(holdsSecret)) return 'A verification method holds a private key.'
  return undefined
}

function holdsSecret(method: unknown): boolean {
  if (!isObject(method)) return false
  const jwk = method.publicKeyJwk
  return Object.keys(method).some((name) => SECRET_MEMBER.test(name)) || (isObject(jwk) && Object.hasOwn(jwk, 'd'))
}
