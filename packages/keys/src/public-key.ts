/** Public keys ready to verify with. Importing one again is a look-up. */
import { createPublicKey } from 'node:crypto'
import type { SignatureAlgorithm } from '@energy-ssi/core'
import { createBoundedCache } from './bounded-cache.ts'
import { KeyError } from './errors.ts'
import { ALGORITHM_OF_CURVE, isSignatureJwk, type PublicJwk, type SignaturePublicJwk } from './jwk.ts'
import { formatMultikey, multikeyToJwk } from './multikey.ts'
import { readPublicJwk } from './parse-jwk.ts'
import { bindVerify } from './signature.ts'
import { formatThumbprint } from './thumbprint.ts'

/** A public key of one of the four signature algorithms, in every spelling. */
export interface PublicKey {
  /** The only algorithm this key verifies. */
  readonly algorithm: SignatureAlgorithm
  /** `kty`, `crv`, `x` and, on the EC curves, `y`: nothing else. */
  readonly jwk: SignaturePublicJwk
  /** Base58btc Multikey, `z…`. */
  readonly multikey: string
  /** RFC 7638 thumbprint (SHA-256), base64url. */
  readonly thumbprint: string
  /**
   * Whether `signature` (raw: 64 bytes, 96 for ES384) is this key's over `message`. Never throws for a bad signature.
   *
   * An ECDSA signature has a second valid spelling (r, n − s): signature bytes are no identity and no key of a cache.
   */
  verify(message: Uint8Array, signature: Uint8Array): boolean
}

/** Results of a pure function, remembered: each at most 4,096 keys. */
const byCoordinates = createBoundedCache<PublicKey>(2048)
const byMultikey = createBoundedCache<PublicKey>(2048)

/**
 * The public key in a JWK, with all checks of {@link parsePublicJwk}; it must also be meant for signatures (`use`,
 * `key_ops`, `alg`, each if present).
 *
 * @throws {KeyError} `invalid_key`; `unsupported_key` - for a curve without one of the four algorithms
 */
export function importPublicJwk(jwk: unknown): PublicKey {
  return importReadJwk(signatureJwk(readPublicJwk(jwk, 'verify')))
}

/**
 * The public key in a Multikey, with all checks of {@link decodeMultikey}.
 * @throws {KeyError} `invalid_key`; `unsupported_key` - for a curve without one of the four algorithms
 */
export function importPublicMultikey(multikey: string): PublicKey {
  const known = byMultikey.get(multikey)
  if (known !== undefined) return known
  const key = importReadJwk(signatureJwk(multikeyToJwk(multikey)))
  byMultikey.set(multikey, key)
  return key
}

/**
 * Narrows to the keys that sign.
 * @throws {KeyError} `unsupported_key`
 */
export function signatureJwk(jwk: PublicJwk): SignaturePublicJwk {
  if (isSignatureJwk(jwk)) return jwk
  throw new KeyError('unsupported_key', 'The key is of a type without one of the four signature algorithms.')
}

function importReadJwk(jwk: SignaturePublicJwk): PublicKey {
  const coordinates = jwk.kty === 'EC' ? `${jwk.crv} ${jwk.x} ${jwk.y}` : `${jwk.crv} ${jwk.x}`
  const known = byCoordinates.get(coordinates)
  if (known !== undefined) return known
  const key = createKey(jwk)
  byCoordinates.set(coordinates, key)
  return key
}

function createKey(jwk: SignaturePublicJwk): PublicKey {
  // First, because it checks the point.
  const multikey = formatMultikey(jwk)
  const algorithm = ALGORITHM_OF_CURVE[jwk.crv]
  const verify = bindVerify(algorithm, createPublicKey({ format: 'jwk', key: { ...jwk } }))
  return Object.freeze({ algorithm, jwk: Object.freeze(jwk), multikey, thumbprint: formatThumbprint(jwk), verify })
}
