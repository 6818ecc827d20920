/** Resolve, dereference, cache and create decentralised identifiers: did:key, did:jwk, did:web. */
export {
  createDidResolver,
  type DidCacheOptions,
  type DidResolver,
  type DidResolverParts,
} from './create-did-resolver.ts'
export { type CreatedDidWeb, createDidWeb, type DidWebDescription, type DidWebKey } from './create-did-web.ts'
export { type DereferenceOptions, dereference } from './dereference.ts'
export { createDidJwk, type DidJwkKey, type DidJwkOptions, didJwk, MAX_DID_JWK_LENGTH } from './did-jwk.ts'
export { type CreatedDid, createDidKey, type DidKeyOptions, didKey } from './did-key.ts'
export { MAX_DID_LENGTH, type ParsedDid, type ParsedDidUrl, parseDid, parseDidUrl } from './did-url.ts'
export { type DidWebOptions, didWeb } from './did-web.ts'
export {
  type DidWebIdentifier,
  didWebUrl,
  formatDidWeb,
  MAX_DID_WEB_LENGTH,
  parseDidWeb,
} from './did-web-identifier.ts'
export { DidError, type DidErrorCode } from './errors.ts'
export type { DidDocument, DidMethod, DidResolutionFailure, DidResolutionResult } from './resolution-result.ts'
export { createKeyResolver, type KeySource } from './resolve-key.ts'
export { createMultikeyResolver } from './resolve-multikey.ts'
export { documentProblem, isDidDocument, VERIFICATION_RELATIONSHIPS } from './validate-did-document.ts'
export { verificationMethodKey } from './verification-method-key.ts'
