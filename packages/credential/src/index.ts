/** Verifiable Credentials Data Model 1.1 and 2.0: validate, sign and verify as VC-JWT and VC-JOSE; COSE is a subpath. */
export { CREDENTIALS_V1, CREDENTIALS_V2, type ModelVersion } from './base-contexts.ts'
export { compareRelatedResources, type DigestAlgorithm } from './check-related-resources.ts'
export { checkValidityPeriod } from './check-validity-period.ts'
export type { PresentationExpectations, RegisteredClaims } from './claims.ts'
export type { BinaryTokenClass } from './cose/recognise-cose.ts'
export {
  envelopeCredential,
  envelopePresentation,
  type OpenedBinaryEnvelope,
  type OpenedEnvelope,
  openBinaryEnvelope,
  openEnvelope,
} from './envelope.ts'
export { CredentialError, type CredentialErrorCode } from './errors.ts'
export {
  MAX_TOKEN_LENGTH,
  SIGNATURE_ALGORITHMS,
  signJws,
  type TokenProfile,
  type VerifiedJws,
  verifyJws,
} from './jws.ts'
export {
  type JwtProof,
  signVcJwtProof,
  signVpJwtProof,
  verifyVcJwtProof,
  verifyVpJwtProof,
} from './jwt-proof.ts'
export {
  type Credential,
  type CredentialSubject,
  type EnvelopedCredential,
  type EnvelopedPresentation,
  type IdentifiedObject,
  identifierOf,
  isEnvelopedCredential,
  isEnvelopedPresentation,
  type LanguageValue,
  modelVersion,
  type OneOrMany,
  type Presentation,
  type RelatedResource,
  type TypedObject,
  valuesOf,
} from './model.ts'
export type { SignPresentationOptions, SignTokenOptions, TokenSignature, VerifyTokenOptions } from './options.ts'
export { recogniseSecuring, type Securing, type TokenClass } from './recognise-securing.ts'
export { validateCredential } from './validate-credential.ts'
export { validatePresentation } from './validate-presentation.ts'
export { signVcJose, type VerifiedCredential, type VerifyVcJoseOptions, verifyVcJose } from './vc-jose.ts'
export { type SignVcJwtOptions, signVcJwt, type VerifyJwtOptions, verifyVcJwt } from './vc-jwt.ts'
export { signVpJose, type VerifiedPresentation, type VerifyVpJoseOptions, verifyVpJose } from './vp-jose.ts'
export { signVpJwt, type VerifyVpJwtOptions, verifyVpJwt } from './vp-jwt.ts'
