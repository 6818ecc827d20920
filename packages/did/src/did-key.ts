/** did:key v0.9: the DID is the public key, the document is worked out from it. */
import { concatBytes, multibaseEncode, varintEncode } from '@energy-ssi/core'
import {
  decodeMultikey,
  ed25519ToX25519,
  jwkToMultikey,
  multikeyToJwk,
  type PublicJwk,
  type PublicKey,
} from '@energy-ssi/keys'
import type { VerificationMethod } from 'did-resolver'
import { keyFailure } from './key-failure.ts'
import { type DidDocument, type DidMethod, deepFreeze, resolved, unresolved } from './resolution-result.ts'

/** How did:key documents are written. */
export interface DidKeyOptions {
  /** Form of the key in its verification method; `Multikey` by default. BLS12-381 keys have no JsonWebKey form. */
  readonly publicKeyFormat?: 'Multikey' | 'JsonWebKey'
  /** Whether an Ed25519 key also gets the X25519 key derived from it under `keyAgreement`; true by default. */
  readonly enableEncryptionKeyDerivation?: boolean
}

/** A DID, the id of its first verification method, and its document. */
export interface CreatedDid {
  readonly did: string
  /** DID URL of the verification method: what a signature names. */
  readonly keyId: string
  readonly document: DidDocument
}

const DID_KEY = /^did:key:(z[1-9A-HJ-NP-Za-km-z]+)$/
const X25519_CODEC = varintEncode(0xec)

/**
 * The did:key method: Ed25519, X25519, secp256k1, P-256, P-384, P-521, RSA and BLS12-381 keys of at most 1,500
 * characters (`MAX_MULTIKEY_LENGTH` of `@energy-ssi/keys`), no network.
 *
 * Refused as `invalidDid`: another base than base58btc, a codec in a longer form than necessary, a wrong key length, a
 * point that is not on its curve; as `unsupportedPublicKeyType`: another codec. There is no checksum: a mistyped DID may be another valid one.
 *
 * @see https://w3c-ccg.github.io/did-key-spec/#document-creation-algorithm
 */
export function didKey(options: DidKeyOptions = {}): DidMethod {
  return async (did) => {
    const multibase = DID_KEY.exec(did)?.[1]
    if (multibase === undefined) return unresolved('invalidDid', 'The DID is not a base58btc did:key.')
    try {
      return deepFreeze(resolved(expand(did, multibase, options)))
    } catch (error) {
      return keyFailure(error)
    }
  }
}

/**
 * The did:key of a public key, with its document.
 *
 * @throws KeyError `invalid_key`, `unsupported_key` - if the key is not one, or has not the form asked for
 * @see https://w3c-ccg.github.io/did-key-spec/#create
 */
export function createDidKey(key: PublicJwk | Pick<PublicKey, 'multikey'>, options: DidKeyOptions = {}): CreatedDid {
  const multibase = 'multikey' in key ? key.multikey : jwkToMultikey(key)
  const did = `did:key:${multibase}`
  return { did, keyId: `${did}#${multibase}`, document: deepFreeze(expand(did, multibase, options)) }
}

function expand(did: string, multibase: string, options: DidKeyOptions): DidDocument {
  const { codec, bytes } = decodeMultikey(multibase)
  const method = verificationMethod(did, multibase, options)
  const document = { '@context': ['https://www.w3.org/ns/did/v1.1'], id: did, verificationMethod: [method] }
  // An X25519 key cannot sign: the relationships of the algorithm would promise what the key cannot do.
  if (codec === 'x25519-pub') return { ...document, keyAgreement: [method.id] }
  return {
    ...document,
    authentication: [method.id],
    assertionMethod: [method.id],
    capabilityDelegation: [method.id],
    capabilityInvocation: [method.id],
    ...(codec === 'ed25519-pub' &&
      options.enableEncryptionKeyDerivation !== false && {
        keyAgreement: [verificationMethod(did, derivedMultibase(bytes), options)],
      }),
  }
}

function verificationMethod(did: string, multibase: string, options: DidKeyOptions): VerificationMethod {
  const id = `${did}#${multibase}`
  if (options.publicKeyFormat === 'JsonWebKey') {
    return { id, type: 'JsonWebKey', controller: did, publicKeyJwk: { ...multikeyToJwk(multibase) } }
  }
  return { id, type: 'Multikey', controller: did, publicKeyMultibase: multibase }
}

function derivedMultibase(ed25519: Uint8Array): string {
  return multibaseEncode('z', concatBytes(X25519_CODEC, ed25519ToX25519(ed25519)))
}
