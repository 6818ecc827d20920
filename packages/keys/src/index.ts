/** Keys for credentials: JWK, Multikey, thumbprints, signatures, and a service that keeps private keys. */
export { KeyError, type KeyErrorCode } from './errors.ts'
export type {
  EcCurveName,
  EcPublicJwk,
  OkpPublicJwk,
  PrivateJwk,
  PublicJwk,
  RsaPublicJwk,
  SignaturePublicJwk,
} from './jwk.ts'
export { createSigner, generateKeyPair, importPrivateJwk, type KeyPair, type LocalSigner } from './key-pair.ts'
export type { KeyService, KeyVersion } from './key-service.ts'
export type { KeyState, KeyStore, StoredKey } from './key-store.ts'
export { createLocalKeyService, type LocalKeyServiceParts } from './local-key-service.ts'
export { createMemoryKeyStore } from './memory-key-store.ts'
export {
  type DecodedMultikey,
  decodeMultikey,
  jwkToMultikey,
  MAX_MULTIKEY_LENGTH,
  type MultikeyCodec,
  multikeyToJwk,
} from './multikey.ts'
export { parsePublicJwk } from './parse-jwk.ts'
export { ed25519ToX25519 } from './point.ts'
export { importPublicJwk, importPublicMultikey, type PublicKey } from './public-key.ts'
export { jwkThumbprint } from './thumbprint.ts'
