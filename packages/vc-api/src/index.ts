/** The VC-API services: issue, verify, hold and revoke verifiable credentials, free of any framework. */
export { CHALLENGE_TTL_SECONDS, type Challenges, createChallenges } from './challenges.ts'
export { createPresentation, type PresentingParts } from './create-presentation.ts'
export { deriveCredential } from './derive-credential.ts'
export { VcApiError, type VcApiErrorCode } from './errors.ts'
export { createHolder, type Holder, type HolderParts } from './holder.ts'
export {
  type HolderInstance,
  type Identity,
  type InstanceAlgorithm,
  type InstanceSigner,
  type IssuerInstance,
  STRICT_POLICY,
  type VerifierPolicy,
} from './instances.ts'
export { createIssuer, type Issuer, type IssuerParts } from './issuer.ts'
export { PROBLEM_BASE, type ProblemDetails, problemDetails } from './problem-details.ts'
export type { CredentialResult, PresentationResult } from './report.ts'
export type {
  CreatePresentationRequest,
  CreateStatusListRequest,
  DeriveCredentialRequest,
  IssueCredentialRequest,
  UpdateStatusRequest,
  VerifyCredentialRequest,
  VerifyPresentationRequest,
} from './requests.ts'
export {
  hasPresentations,
  messageSigner,
  type PresentingForm,
  type PublishedDocument,
  type SecuredCredential,
  type SecuredPresentation,
  type SecuringForm,
} from './securing/form.ts'
export {
  createSecurings,
  DEFAULT_SECURINGS,
  PRESENTING_SECURINGS,
  SECURINGS,
  type Securing,
  type SecuringParts,
} from './securing/securings.ts'
export { signCredential } from './sign-credential.ts'
export type { StatusListContent } from './status/status-list-content.ts'
export { createStatusListSource, type StatusListSource } from './status/status-list-source.ts'
export {
  createStatusLists,
  type PublishedStatusList,
  type StatusLists,
  type StatusListsParts,
} from './status/status-lists.ts'
export { createMemoryStore } from './store/memory.ts'
export {
  type CommitOutcome,
  type CredentialStore,
  type DidDocumentStore,
  type HostedDidDocument,
  type IssuanceRecord,
  type OneTimeKind,
  type OneTimeStore,
  type StatusBlock,
  type StatusListPublication,
  type StatusListRecord,
  type StatusPurpose,
  type StatusReference,
  type StatusStore,
  type Store,
  type StoredIssuance,
  type StoredStatusList,
  StoreError,
  type StoreErrorCode,
  type TenantStore,
} from './store/port.ts'
export { createVerifier, type Verifier } from './verifier.ts'
export { createIntegrityVerifier, type IntegrityVerifier, type Secured } from './verify-integrity.ts'
