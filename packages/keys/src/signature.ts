/** Raw signatures (IEEE P1363, r ‖ s) with Node's crypto: the algorithm is fixed by the key, never by the caller. */
import { type KeyObject, sign, verify } from 'node:crypto'
import type { SignatureAlgorithm } from '@energy-ssi/core'

/** Ed25519 hashes for itself. */
const DIGESTS = {
  EdDSA: undefined,
  ES256: 'sha256',
  ES384: 'sha384',
  ES256K: 'sha256',
} as const satisfies Record<SignatureAlgorithm, string | undefined>

const SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** Signs messages with one private key. */
export type SignBytes = (message: Uint8Array) => Uint8Array
/** Verifies signatures with one public key; false for whatever is not a signature of it. */
export type VerifyBytes = (message: Uint8Array, signature: Uint8Array) => boolean

/** Binds a private key to its algorithm. The key must be on that algorithm's curve. */
export function bindSign(algorithm: SignatureAlgorithm, privateKey: KeyObject): SignBytes {
  const digest = DIGESTS[algorithm]
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const
  if (algorithm === 'ES256K') return (message) => lowS(sign(digest, message, key))
  return (message) => view(sign(digest, message, key))
}

/** Binds a public key to its algorithm. The key must be on that algorithm's curve. */
export function bindVerify(algorithm: SignatureAlgorithm, publicKey: KeyObject): VerifyBytes {
  const digest = DIGESTS[algorithm]
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const
  return (message, signature) => verify(digest, message, key, signature)
}

/** Both s and n − s fit a message. Many secp256k1 verifiers take only the smaller one, so that is what is sent out. */
function lowS(signature: Buffer): Uint8Array {
  const s = BigInt(`0x${signature.toString('hex', 32)}`)
  if (2n * s > SECP256K1_ORDER) signature.write((SECP256K1_ORDER - s).toString(16).padStart(64, '0'), 32, 'hex')
  return view(signature)
}

/** A plain Uint8Array over the same bytes: a Buffer's `slice` and `toString` would surprise. */
function view(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length)
}
