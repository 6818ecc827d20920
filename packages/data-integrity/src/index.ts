/** Data Integrity proofs over JSON-LD credentials, with pinned contexts only. */
export { type ContextLoader, canonicalise, MAX_JSON_LD_VALUES } from './canonicalise.ts'
export { createDataIntegrity, type DataIntegrity, type DataIntegrityOptions } from './data-integrity.ts'
export { DataIntegrityError, type DataIntegrityErrorCode } from './errors.ts'
export { PINNED_CONTEXTS } from './pinned-contexts.ts'
export type { Cryptosuite, Proof, ProofPurpose } from './proof.ts'
export type { Secured, SignOptions } from './sign-document.ts'
export type { VerifiedDocument } from './verify-document.ts'
export type { VerifiedProof, VerifyOptions } from './verify-proof.ts'
