/** JSON Web Keys (RFC 7517, RFC 7518 §6, RFC 8037 §2, RFC 8812 §3) of the curves DIDs use, with nothing but the key in them. */
import type { SignatureAlgorithm } from '@energy-ssi/core'

/** A curve of `kty: "EC"`. */
export type EcCurveName = 'P-256' | 'P-384' | 'P-521' | 'secp256k1'

/** A public key on an elliptic curve; `x` and `y` have the curve's full length. */
export interface EcPublicJwk<Crv extends EcCurveName = EcCurveName> {
  readonly kty: 'EC'
  readonly crv: Crv
  readonly x: string
  readonly y: string
}

/** An Ed25519 or X25519 public key. */
export interface OkpPublicJwk<Crv extends 'Ed25519' | 'X25519' = 'Ed25519' | 'X25519'> {
  readonly kty: 'OKP'
  readonly crv: Crv
  readonly x: string
}

/** An RSA public key. It can be named and converted here, but not verified with. */
export interface RsaPublicJwk {
  readonly kty: 'RSA'
  readonly n: string
  readonly e: string
}

/** A public key that one of the four signature algorithms belongs to. */
export type SignaturePublicJwk = OkpPublicJwk<'Ed25519'> | EcPublicJwk<'P-256' | 'P-384' | 'secp256k1'>

/** A public key of any type that has a JWK. */
export type PublicJwk = EcPublicJwk | OkpPublicJwk | RsaPublicJwk

/** A private signature key: keep it out of logs, messages and responses. */
export type PrivateJwk = SignaturePublicJwk & { readonly d: string }

/** Coordinate length in bytes and OpenSSL's name of each curve of `kty: "EC"`. */
export const EC_CURVES = {
  'P-256': { coordinateBytes: 32, opensslName: 'prime256v1' },
  'P-384': { coordinateBytes: 48, opensslName: 'secp384r1' },
  'P-521': { coordinateBytes: 66, opensslName: 'secp521r1' },
  secp256k1: { coordinateBytes: 32, opensslName: 'secp256k1' },
} as const satisfies Record<EcCurveName, { coordinateBytes: number; opensslName: string }>

/** The one signature algorithm of each curve: a key's algorithm is never a caller's choice. */
export const ALGORITHM_OF_CURVE = {
  Ed25519: 'EdDSA',
  'P-256': 'ES256',
  'P-384': 'ES384',
  secp256k1: 'ES256K',
} as const satisfies Record<SignaturePublicJwk['crv'], SignatureAlgorithm>

/** Whether a public key is on a curve that signs with one of the four algorithms. */
export function isSignatureJwk(jwk: PublicJwk): jwk is SignaturePublicJwk {
  return jwk.kty !== 'RSA' && Object.hasOwn(ALGORITHM_OF_CURVE, jwk.crv)
}
