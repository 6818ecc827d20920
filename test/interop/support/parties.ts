/** Test keys that everybody may know, made of their names, and the did:key identifiers they stand for. */
import { createECDH, createHash, createPrivateKey } from 'node:crypto'
import { type Clock, hexDecode, type SignatureAlgorithm } from '@energy-ssi/core'
import {
  createDidKey,
  createDidResolver,
  createKeyResolver,
  createMultikeyResolver,
  didJwk,
  didKey,
} from '@energy-ssi/did'
import { createSigner, importPrivateJwk, type KeyPair, type LocalSigner } from '@energy-ssi/keys'

/** Within the validity of every document here. */
export const NOW = new Date('2026-11-22T12:00:00Z')
export const clock: Clock = () => NOW

/** Somebody with one key, of which the key is no secret. */
export interface Party {
  readonly did: string
  /** DID URL of the verification method. */
  readonly keyId: string
  readonly keyPair: KeyPair
  readonly signer: LocalSigner
}

/** A party whose private key is the hash of `TEST ONLY`, its name and the algorithm. */
export function createParty(name: string, algorithm: SignatureAlgorithm): Party {
  const keyPair = importPrivateJwk(privateJwk(`TEST ONLY, NOT A SECRET: ${name}, ${algorithm}`, algorithm))
  const { did, keyId } = createDidKey(keyPair.publicKey)
  return { did, keyId, keyPair, signer: createSigner(keyPair, keyId) }
}

const CURVES = {
  ES256: { crv: 'P-256', opensslName: 'prime256v1', hash: 'sha256', bytes: 32 },
  ES384: { crv: 'P-384', opensslName: 'secp384r1', hash: 'sha384', bytes: 48 },
  ES256K: { crv: 'secp256k1', opensslName: 'secp256k1', hash: 'sha256', bytes: 32 },
} as const
/** RFC 8410 §7: everything of a PKCS#8 Ed25519 key before its 32-byte seed. */
const ED25519_PKCS8_PREFIX = hexDecode('302e020100300506032b657004220420')

function privateJwk(phrase: string, algorithm: SignatureAlgorithm): object {
  if (algorithm === 'EdDSA') {
    const key = Buffer.concat([ED25519_PKCS8_PREFIX, createHash('sha256').update(phrase).digest()])
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' })
  }
  const { crv, opensslName, hash, bytes } = CURVES[algorithm]
  const d = createHash(hash).update(phrase).digest()
  const ecdh = createECDH(opensslName)
  ecdh.setPrivateKey(d)
  const point = ecdh.getPublicKey()
  const [x, y] = [point.subarray(1, 1 + bytes), point.subarray(1 + bytes)]
  const text = (part: Buffer) => part.toString('base64url')
  return { kty: 'EC', crv, x: text(x), y: text(y), d: text(d) }
}

const resolver = createDidResolver({ methods: { key: didKey(), jwk: didJwk() }, clock })
/** Finds the keys of did:key and did:jwk, as an application would. */
export const resolveKey = createKeyResolver(resolver, { clock })
/** Finds those of types that have no algorithm here. */
export const resolveMultikey = createMultikeyResolver(resolver, { clock })
