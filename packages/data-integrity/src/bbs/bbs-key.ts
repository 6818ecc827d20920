/** Keys for BBS signatures: a secret scalar, a public point of G2. */

import { concatBytes, multibaseEncode } from '@energy-ssi/core'
import type { BbsSigner } from '../selective/selective-suite.ts'
import { CIPHERSUITE, loadLibrary } from './load-library.ts'

/** The varint of the multicodec bls12_381-g2-pub. */
export const G2_MULTICODEC = Uint8Array.of(0xeb, 0x01)

/** A secret key and its public key. */
export interface BbsKeyPair {
  /** 96 bytes: a compressed point of G2. */
  readonly publicKey: Uint8Array
  /** The public key as Multikey, `zUC7…`. */
  readonly multikey: string
  /** 32 bytes. Not enumerable, so that logging, spreading or serialising a key pair does not show it. */
  readonly secretKey: Uint8Array
}

const ORDER = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n

/**
 * The key pair of a secret key.
 * @param secretKey - 32 bytes, a big-endian number above zero and below the order of the curve
 * @throws {TypeError} for other bytes
 */
export async function importBbsKey(secretKey: Uint8Array): Promise<BbsKeyPair> {
  const isScalar = secretKey.length === 32 && isBelowOrder(secretKey)
  if (!isScalar) throw new TypeError('A secret key for BBS is a number of 32 bytes below the order of BLS12-381.')
  const { secretKeyToPublicKey } = await loadLibrary()
  return bind(secretKey.slice(), await secretKeyToPublicKey({ secretKey, ciphersuite: CIPHERSUITE }))
}

/**
 * The key pair that grows from a seed, always the same: KeyGen of the BBS draft, without key info.
 * @param seed - at least 32 bytes, as secret as the key
 * @throws {TypeError} for a shorter seed
 * @see https://datatracker.ietf.org/doc/html/draft-irtf-cfrg-bbs-signatures#name-secret-key
 */
export async function bbsKeyFromSeed(seed: Uint8Array): Promise<BbsKeyPair> {
  if (seed.length < 32) throw new TypeError('A seed for a BBS key has at least 32 bytes.')
  const { generateKeyPair } = await loadLibrary()
  const { secretKey, publicKey } = await generateKeyPair({ seed, ciphersuite: CIPHERSUITE })
  return bind(secretKey, publicKey)
}

/** A signer over a key pair; `keyId` is the DID URL of the verification method that stands for it. */
export function createBbsSigner({ secretKey, publicKey }: BbsKeyPair, keyId: string): BbsSigner {
  const signBbs = async (header: Uint8Array, messages: readonly Uint8Array[]) => {
    const { sign } = await loadLibrary()
    return sign({ secretKey, publicKey, header, messages, ciphersuite: CIPHERSUITE })
  }
  return Object.freeze({ algorithm: 'BBS', keyId, publicKey, signBbs })
}

function bind(secretKey: Uint8Array, publicKey: Uint8Array): BbsKeyPair {
  const keyPair = { publicKey, multikey: multibaseEncode('z', concatBytes(G2_MULTICODEC, publicKey)) }
  Object.defineProperty(keyPair, 'secretKey', { value: secretKey, enumerable: false })
  return Object.freeze(keyPair) as BbsKeyPair
}

function isBelowOrder(bytes: Uint8Array): boolean {
  const value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  return value > 0n && value < ORDER
}
