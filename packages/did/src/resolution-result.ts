/** Resolution results, in the form every did-resolver method and resolver shares. */
import { isObject } from '@energy-ssi/core'
import type { DIDDocument, DIDResolutionResult, DIDResolver } from 'did-resolver'

/** How one DID method resolves: did-resolver's `DIDResolver`, so that methods plug in both ways. */
export type DidMethod = DIDResolver

/** A DID document; those this package returns are frozen. */
export type DidDocument = DIDDocument

/** What resolving a DID gives: a document, or null and the reason in `didResolutionMetadata.error`. */
export type DidResolutionResult = DIDResolutionResult

/** Reasons this package gives in `didResolutionMetadata.error` (DID Resolution §4.1, in did-resolver's spelling). */
export type DidResolutionFailure =
  | 'invalidDid'
  | 'invalidDidDocument'
  | 'methodNotSupported'
  | 'notFound'
  | 'unsupportedPublicKeyType'

/** The result that holds a document. `maxAgeSeconds` bounds how long a cache may keep it. */
export function resolved(didDocument: DidDocument, maxAgeSeconds?: number): DidResolutionResult {
  return {
    didResolutionMetadata: { contentType: 'application/did', ...(maxAgeSeconds !== undefined && { maxAgeSeconds }) },
    didDocument,
    didDocumentMetadata: {},
  }
}

/** The result that says no. `message` is safe to show. */
export function unresolved(error: DidResolutionFailure, message: string): DidResolutionResult {
  return { didResolutionMetadata: { error, message }, didDocument: null, didDocumentMetadata: {} }
}

/** Makes a JSON value and everything in it unchangeable. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const member of Object.values(value)) deepFreeze(member)
  }
  return value
}

/** A result nobody can change: the given one if it is so already, as those of our methods are; else a frozen copy. */
export function frozen(result: DidResolutionResult): DidResolutionResult {
  if (Object.isFrozen(result) && Object.isFrozen(result.didDocument)) return result
  return deepFreeze(JSON.parse(JSON.stringify(result)) as DidResolutionResult)
}

/**
 * The reason a result gives, spelt alike for all resolvers: `notFound`, `NOT_FOUND` and the error object of DID
 * Resolution 1.0 (`{type: 'https://www.w3.org/ns/did#NOT_FOUND'}`) are all `notfound`.
 */
export function failureOf(result: DidResolutionResult): string | undefined {
  const error: unknown = result.didResolutionMetadata.error
  if (error === undefined || error === null) return undefined
  return String(isObject(error) ? error.type : error)
    .replace(/^.*#/, '')
    .replaceAll('_', '')
    .toLowerCase()
}
