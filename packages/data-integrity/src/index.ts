/** Data Integrity proofs over JSON-LD credentials, with pinned contexts only. */
export { type ContextLoader, canonicalise, MAX_JSON_LD_VALUES } from './canonicalise.ts'
export { createDataIntegrity, type DataIntegrity, type DataIntegrityOptions } from './data-integrity.ts'
export { DataIntegrityError, type DataIntegrityErrorCode } from './errors.ts'
export type { LegacySuite } from './legacy-suites.ts'
export { pinnedContextDigest } from './pinned-context-digest.ts'
export { PINNED_CONTEXTS } from './pinned-contexts.ts'
export type { Proof, ProofPurpose } from './proof.ts'
export type { DerivedDocument, DeriveOptions } from './selective/derive-document.ts'
export type { BbsSigner, SelectiveSuite } from './selective/selective-suite.ts'
export type { Secured, SignOptions } from './sign-document.ts'
export type {
  Cryptosuite,
  ProofAlgorithm,
  ProofHash,
  ProofType,
  SelectiveAlgorithm,
  SelectiveCryptosuite,
} from './suites.ts'
export type { VerifiedDocument } from './verify-document.ts'
export type { VerifiedProof, VerifyOptions } from './verify-proof.ts'
