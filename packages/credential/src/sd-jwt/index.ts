/** Selective disclosure: SD-JWT (RFC 9901), SD-JWT VC, and VCDM 2.0 secured with SD-JWT. */
export { MAX_POINTER_LENGTH } from './claim-pointers.ts'
export type { HolderKey, HolderKeyOptions } from './confirmation.ts'
export { type CreatedSdJwt, type CreateSdJwtOptions, createSdJwt } from './create-sd-jwt.ts'
export type { SdHashAlgorithm } from './hash.ts'
export type { KeyBinding, KeyBindingExpectations, KeyBindingOptions } from './key-binding.ts'
export { type HeldSdJwt, type PresentSdJwtOptions, presentSdJwt, readSdJwt } from './present-sd-jwt.ts'
export {
  type SdJwtVcClaims,
  signSdJwtVc,
  type VerifiedSdJwtVc,
  type VerifySdJwtVcOptions,
  verifySdJwtVc,
} from './sd-jwt-vc.ts'
export {
  type FlattenedSdJwt,
  MAX_DISCLOSURES,
  parseSdJwt,
  type SdJwtParts,
  sdJwtFromJson,
  sdJwtToJson,
} from './serialisation.ts'
export { type SdJwtClass, type SignSdJwtOptions, signSdJwt } from './sign-sd-jwt.ts'
export { checkTypeMetadata } from './type-metadata.ts'
export { type DisclosedClaim, type UnpackedSdJwt, unpackSdJwt } from './unpack-sd-jwt.ts'
export {
  type SignVcSdJwtOptions,
  signVcSdJwt,
  type VerifiedVcSdJwt,
  type VerifyVcSdJwtOptions,
  verifyVcSdJwt,
} from './vc-sd-jwt.ts'
export { type SdJwtProfile, type VerifiedSdJwt, type VerifySdJwtOptions, verifySdJwt } from './verify-sd-jwt.ts'
export { signVpSdJwt, verifyVpSdJwt } from './vp-sd-jwt.ts'
