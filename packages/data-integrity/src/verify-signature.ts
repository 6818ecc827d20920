/** Verifies the signature of one proof over one document (vc-di-eddsa and vc-di-ecdsa §3.2.2 and §3.3.2). */
import { canonicalJson, multibaseDecode, refused, type Verification, verified } from '@energy-ssi/core'
import { type Document, type DocumentTransformation, hashData, type ProofOptions } from './cryptosuite.ts'
import { DataIntegrityError } from './errors.ts'
import { isLegacySuite, LEGACY_HASH, type LegacySuite, verifyLegacySignature } from './legacy-suites.ts'
import type { LegacyProof, Proof } from './proof.ts'
import type { SelectiveSuite } from './selective/selective-suite.ts'
import { verifyDerivedProof } from './selective/verify-derived-proof.ts'
import { algorithmOf, type Cryptosuite, hashOf, type ProofHash, SUITES } from './suites.ts'
import type { VerifiedProof, VerifyOptions } from './verify-proof.ts'

/** A proof this package can check. */
export type UnderstoodProof = CurrentProof | LegacyProofOfSuite

interface CurrentProof {
  readonly proof: Proof
  readonly cryptosuite: Cryptosuite
  /** Where the proof stands in the document. */
  readonly pointer: string
}

interface LegacyProofOfSuite {
  readonly proof: LegacyProof
  readonly cryptosuite: LegacySuite
  readonly pointer: string
}

/** What a proof is over. */
export interface Signed {
  /** The document without its proofs, except those named by `previousProof`. */
  readonly document: Document
  /** The suite of a selective proof. */
  readonly selective?: SelectiveSuite | undefined
}

/** Who signed. What the resolvers throw passes through. */
export function verifySigner(
  input: UnderstoodProof & Signed,
  options: VerifyOptions,
  transformation: DocumentTransformation,
): Promise<Verification<Signer>> {
  if (isLegacy(input)) return verifyLegacy(input, options, transformation)
  const suite = input.selective
  if (suite !== undefined) return verifyDerivedProof({ ...input, suite }, options, transformation)
  return verifySignature(input, options, transformation)
}

function isLegacy<T extends UnderstoodProof>(input: T): input is T & LegacyProofOfSuite {
  return isLegacySuite(input.cryptosuite)
}

type Signer = Pick<VerifiedProof, 'algorithm' | 'controller'>

async function verifySignature(
  { proof, cryptosuite, pointer, document }: CurrentProof & Signed,
  options: VerifyOptions,
  transformation: DocumentTransformation,
): Promise<Verification<Signer>> {
  const signature = multibaseDecode(proof.proofValue)
  const algorithm = algorithmOf(cryptosuite, signature.length)
  if (algorithm === undefined) {
    const detail = 'The proofValue has not the length of a signature of its cryptosuite.'
    return refused('PROOF_VERIFICATION_ERROR', detail, `${pointer}/proofValue`)
  }
  const signed = signedContexts(proof, cryptosuite, document)
  if (signed === undefined) {
    return refused(
      'PROOF_VERIFICATION_ERROR',
      'The contexts of the proof are not those of the document.',
      `${pointer}/@context`,
    )
  }
  const data = await hash({ proof, pointer, document: signed }, hashOf(algorithm), transformation)
  if (!data.verified) return data
  const key = await options.resolveKey(proof.verificationMethod, options.proofPurpose)
  if (!key.verified) return key
  if (key.value.algorithm !== algorithm) {
    const detail = `The verification method is not a key for ${algorithm}.`
    return refused('INVALID_VERIFICATION_METHOD', detail, `${pointer}/verificationMethod`)
  }
  if (!(await key.value.verify(data.value, signature))) {
    return refused('PROOF_VERIFICATION_ERROR', 'The signature does not match the document.', pointer)
  }
  return verified({ algorithm, controller: key.value.controller })
}

async function verifyLegacy(
  { proof, cryptosuite, pointer, document }: LegacyProofOfSuite & Signed,
  options: VerifyOptions,
  transformation: DocumentTransformation,
): Promise<Verification<Signer>> {
  const data = await hash({ proof, pointer, document }, LEGACY_HASH, transformation)
  if (!data.verified) return data
  return verifyLegacySignature(cryptosuite, proof, data.value, options)
}

/**
 * The document with the contexts the signer saw, undefined if the proof contradicts the document.
 *
 * A JCS proof names its contexts and covers them; later ones may have been added behind them (vc-di-eddsa §3.3.2). An RDFC proof
 * takes those of the document; if it names contexts at all, they must be the same.
 */
function signedContexts(proof: Proof, cryptosuite: Cryptosuite, document: Document): Document | undefined {
  const named = proof['@context']
  if (named === undefined) return document
  const all = toEntries(document['@context'])
  const first = toEntries(named)
  const isPrefix =
    first.length <= all.length && first.every((entry, i) => canonicalJson(entry) === canonicalJson(all[i]))
  if (!isPrefix) return undefined
  if (SUITES[cryptosuite].canonicalForm === 'jcs') return { ...document, '@context': named }
  return first.length === all.length ? document : undefined
}

function toEntries(context: unknown): readonly unknown[] {
  if (context === undefined) return []
  return Array.isArray(context) ? context : [context]
}

async function hash(
  { proof, document, pointer }: Pick<UnderstoodProof, 'proof' | 'pointer'> & Signed,
  name: ProofHash,
  { transform, configure }: DocumentTransformation,
): Promise<Verification<Uint8Array>> {
  const proofOptions = withoutSignature(proof)
  try {
    const transformed = await transform(document, name)
    return verified(hashData(await configure(proofOptions, document, name), transformed, name))
  } catch (error) {
    if (!(error instanceof DataIntegrityError)) throw error
    return refused('PROOF_TRANSFORMATION_ERROR', error.message, pointer)
  }
}

function withoutSignature(proof: Proof | LegacyProof): ProofOptions {
  if ('jws' in proof) {
    const { jws: _, ...proofOptions } = proof
    return proofOptions
  }
  const { proofValue: _, ...proofOptions } = proof
  return proofOptions
}
