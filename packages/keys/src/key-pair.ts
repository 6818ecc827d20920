/** Key pairs in this process: generate, import, sign. For keys at rest see the key service. */
import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  type ED25519KeyPairOptions,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'
import {
  base64urlDecode,
  base64urlEncode,
  hexDecode,
  isObject,
  type SignatureAlgorithm,
  type Signer,
} from '@energy-ssi/core'
import { KeyError } from './errors.ts'
import { EC_CURVES, type EcPublicJwk, type OkpPublicJwk, type PrivateJwk, type SignaturePublicJwk } from './jwk.ts'
import { readPublicJwk } from './parse-jwk.ts'
import { importPublicJwk, type PublicKey, signatureJwk } from './public-key.ts'
import { bindSign } from './signature.ts'

const DER: ED25519KeyPairOptions<'der', 'der'> = {
  privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  publicKeyEncoding: { type: 'spki', format: 'der' },
}
/** RFC 8410 §7: everything of a PKCS#8 Ed25519 key before its 32-byte seed. */
const ED25519_PKCS8_PREFIX = hexDecode('302e020100300506032b657004220420')

/** A private key and its public key. */
export interface KeyPair {
  readonly publicKey: PublicKey
  /** The key itself. Not enumerable, so that logging, spreading or serialising a key pair does not show it. */
  readonly privateJwk: PrivateJwk
  /** The raw signature (64 bytes, 96 for ES384) over a message; ES256K signatures have the lower s. */
  sign(message: Uint8Array): Uint8Array
}

/** A signer that answers at once. */
export interface LocalSigner extends Signer {
  sign(message: Uint8Array): Uint8Array
}

/**
 * Generates a key pair with the operating system's randomness.
 * @throws TypeError for another algorithm
 */
export function generateKeyPair(algorithm: SignatureAlgorithm): KeyPair {
  return bindKeyPair(generatePrivateKey(algorithm))
}

/**
 * The key pair in a private JWK: all checks of {@link importPublicJwk}, and `d` must be the private key of `x` and `y`.
 * `key_ops`, if present, must hold `sign`.
 *
 * @throws {KeyError} `invalid_key`; `unsupported_key` - for a curve without one of the four algorithms
 */
export function importPrivateJwk(jwk: unknown): KeyPair {
  const publicJwk = signatureJwk(readPublicJwk(jwk, 'sign'))
  const d = readPrivateMember(jwk, publicJwk)
  const privateKey = publicJwk.kty === 'OKP' ? ed25519PrivateKey(publicJwk, d) : ecPrivateKey(publicJwk, d)
  return bindKeyPair(privateKey)
}

/**
 * A signer over a key pair; `keyId` is the DID URL of the verification method that stands for it.
 */
export function createSigner(keyPair: KeyPair, keyId: string): LocalSigner {
  const { publicKey, sign } = keyPair
  return Object.freeze({ algorithm: publicKey.algorithm, keyId, sign })
}

/** Generates a private key as Node holds it. */
export function generatePrivateKey(algorithm: SignatureAlgorithm): KeyObject {
  switch (algorithm) {
    case 'EdDSA':
      return imported(generateKeyPairSync('ed25519', DER))
    case 'ES256':
      return imported(generateKeyPairSync('ec', { namedCurve: EC_CURVES['P-256'].opensslName, ...DER }))
    case 'ES384':
      return imported(generateKeyPairSync('ec', { namedCurve: EC_CURVES['P-384'].opensslName, ...DER }))
    case 'ES256K':
      return imported(generateKeyPairSync('ec', { namedCurve: EC_CURVES.secp256k1.opensslName, ...DER }))
    default:
      throw new TypeError('The algorithm is not one of EdDSA, ES256, ES384 and ES256K.')
  }
}

/**
 * A key of its own, not the one of the job that generated it. Node 20 locks a key while it writes it as a JWK, and the
 * collection of its generating job locks it too: where the one triggers the other, the process waits for itself for ever.
 */
function imported({ privateKey }: { readonly privateKey: Buffer }): KeyObject {
  const key = createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' })
  privateKey.fill(0)
  return key
}

/** The key pair of a private key as Node holds it. */
export function bindKeyPair(privateKey: KeyObject): KeyPair {
  const publicKey = importPublicJwk(createPublicKey(privateKey).export({ format: 'jwk' }))
  const keyPair = { publicKey, sign: bindSign(publicKey.algorithm, privateKey) }
  Object.defineProperty(keyPair, 'privateJwk', {
    get: () => exportPrivateJwk(privateKey, publicKey),
    enumerable: false,
  })
  return Object.freeze(keyPair) as KeyPair
}

function exportPrivateJwk(privateKey: KeyObject, publicKey: PublicKey): PrivateJwk {
  const { d } = privateKey.export({ format: 'jwk' })
  if (d === undefined) throw new TypeError('The key is not a private key.')
  return { ...publicKey.jwk, d }
}

function readPrivateMember(jwk: unknown, publicJwk: SignaturePublicJwk): Uint8Array {
  const d = isObject(jwk) ? jwk.d : undefined
  const bytes = publicJwk.kty === 'OKP' ? 32 : EC_CURVES[publicJwk.crv].coordinateBytes
  if (typeof d !== 'string' || d.length !== Math.ceil((bytes * 4) / 3)) throw invalid('has no "d" of the right length')
  try {
    return base64urlDecode(d)
  } catch {
    throw invalid('has a "d" that is not canonical base64url')
  }
}

// Not every Node refuses a private JWK with the public part of another key, so that part is derived anew.

function ed25519PrivateKey(publicJwk: OkpPublicJwk, seed: Uint8Array): KeyObject {
  const pkcs8 = Buffer.concat([ED25519_PKCS8_PREFIX, seed])
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  pkcs8.fill(0)
  if (createPublicKey(privateKey).export({ format: 'jwk' }).x !== publicJwk.x) throw notOfPublicKey()
  return privateKey
}

function ecPrivateKey(publicJwk: EcPublicJwk, scalar: Uint8Array): KeyObject {
  const { opensslName, coordinateBytes } = EC_CURVES[publicJwk.crv]
  const ecdh = createECDH(opensslName)
  try {
    ecdh.setPrivateKey(scalar)
  } catch {
    throw invalid('has a "d" outside the order of its curve')
  }
  const point = ecdh.getPublicKey()
  const x = base64urlEncode(point.subarray(1, 1 + coordinateBytes))
  const y = base64urlEncode(point.subarray(1 + coordinateBytes))
  if (x !== publicJwk.x || y !== publicJwk.y) throw notOfPublicKey()
  return createPrivateKey({ format: 'jwk', key: { ...publicJwk, d: base64urlEncode(scalar) } })
}

function notOfPublicKey(): KeyError {
  return invalid('does not hold the private key of its public one')
}

function invalid(reason: string): KeyError {
  return new KeyError('invalid_key', `The private JWK ${reason}.`)
}
