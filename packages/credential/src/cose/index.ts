/** Credentials and presentations of VCDM 2.0 secured with COSE, and the COSE_Sign1 underneath. */
export { type CborMap, decodeCbor, encodeCbor, isCborMap } from './cbor.ts'
export {
  decodeSign1,
  type Sign1Header,
  type Sign1Parts,
  type Sign1Profile,
  signSign1,
  sigStructure,
  type VerifiedSign1,
  verifySign1,
} from './cose-sign1.ts'
export { signVcCose, type VerifyVcCoseOptions, verifyVcCose } from './vc-cose.ts'
export { type SignVpCoseOptions, signVpCose, type VerifyVpCoseOptions, verifyVpCose } from './vp-cose.ts'
