/** Verifies one proof over one document (Data Integrity 1.0 §4.4, vc-di-eddsa and vc-di-ecdsa §3.2.2 and §3.3.2). */
import {
  canonicalJson,
  multibaseDecode,
  type Problem,
  parseDateTime,
  problem,
  type ResolveKey,
  type ResolveMultikey,
  refused,
  type Verification,
  verified,
} from '@energy-ssi/core'
import { type Document, type DocumentTransformation, hashData, type ProofOptions } from './cryptosuite.ts'
import { DataIntegrityError } from './errors.ts'
import { isLegacySuite, LEGACY_HASH, type LegacySuite, verifyLegacySignature } from './legacy-suites.ts'
import { type LegacyProof, type Proof, type ProofPurpose, toList } from './proof.ts'
import type { SelectiveSuite } from './selective/selective-suite.ts'
import { verifyDerivedProof } from './selective/verify-derived-proof.ts'
import {
  algorithmOf,
  type Cryptosuite,
  hashOf,
  type ProofAlgorithm,
  type ProofHash,
  type SelectiveAlgorithm,
  SUITES,
} from './suites.ts'

/** How to verify. */
export interface VerifyOptions {
  readonly resolveKey: ResolveKey
  /** Needed for `bbs-2023` only. */
  readonly resolveMultikey?: ResolveMultikey
  /** What every proof must have been made for; also the relationship its key must stand in. */
  readonly proofPurpose: ProofPurpose
  /** `created` and `expires` are judged at this time. */
  readonly now: Date
  /** How far the signer's clock may be off. Default 60. */
  readonly skewSeconds?: number
  /** The challenge every proof must carry. Absent: not checked. */
  readonly challenge?: string
  /** The domain, or the very set of domains, every proof must carry. Absent: not checked. */
  readonly domain?: string | readonly string[]
  /** Refuses proofs that do not say when they were made. */
  readonly requireCreated?: boolean
  /** Default: all of this package. Proofs of others count as not understood. */
  readonly acceptedCryptosuites?: readonly Cryptosuite[]
  /**
   * Legacy suites to verify as well. Default: none. Both rest on contexts that applications seldom mean to accept, and have no
   * proof chains.
   */
  readonly legacySuites?: readonly LegacySuite[]
  /** The `@context` sequences an application understands; a document with another one is refused. Absent: any known contexts. */
  readonly expectedContexts?: readonly (readonly string[])[]
}

/** A proof that verified. Whether its controller may speak for the issuer or holder is for the caller to decide. */
export interface VerifiedProof {
  readonly cryptosuite: Cryptosuite | LegacySuite
  /** The algorithm of the key; with ECDSA it tells the curve. */
  readonly algorithm: ProofAlgorithm | SelectiveAlgorithm | 'ES256K'
  readonly verificationMethod: string
  /** The DID that controls the verification method. */
  readonly controller: string
  readonly proofPurpose: ProofPurpose
  readonly id?: string
  readonly created?: string
  readonly expires?: string
  readonly challenge?: string
  readonly domain?: string | readonly string[]
}

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

interface Signed {
  /** The document without its proofs, except those named by `previousProof`. */
  readonly document: Document
  /** The suite of a selective proof. */
  readonly selective?: SelectiveSuite | undefined
}

/** Verdict on one proof. What `resolveKey` throws passes through. */
export async function verifyProof(
  input: UnderstoodProof & Signed,
  options: VerifyOptions,
  transformation: DocumentTransformation,
): Promise<Verification<VerifiedProof>> {
  const { proof, pointer } = input
  const wrong =
    checkPurpose(proof, options, pointer) ?? checkBinding(proof, options, pointer) ?? checkTime(proof, options, pointer)
  if (wrong !== undefined) return { verified: false, problems: [wrong] }
  const signer = await verifySigner(input, options, transformation)
  if (!signer.verified) return signer
  const { cryptosuite } = input
  return verified({ cryptosuite, ...signer.value, proofPurpose: options.proofPurpose, ...describe(proof) })
}

function verifySigner(
  input: UnderstoodProof & Signed,
  options: VerifyOptions,
  transformation: DocumentTransformation,
): Promise<Verification<Signer>> {
  if (isLegacy(input)) return verifyLegacy(input, options, transformation)
  const { selective: suite, ...selected } = input
  if (suite !== undefined) return verifyDerivedProof({ ...selected, suite }, options, transformation)
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

function checkPurpose(
  proof: Proof | LegacyProof,
  { proofPurpose }: VerifyOptions,
  pointer: string,
): Problem | undefined {
  if (proof.proofPurpose === proofPurpose) return undefined
  return problem('PROOF_VERIFICATION_ERROR', `The proof was not made for ${proofPurpose}.`, `${pointer}/proofPurpose`)
}

function checkBinding(
  proof: Proof | LegacyProof,
  { challenge, domain }: VerifyOptions,
  pointer: string,
): Problem | undefined {
  if (domain !== undefined && !sameSet(toList(domain), toList(proof.domain))) {
    return problem('INVALID_DOMAIN_ERROR', 'The proof is not bound to the expected domain.', `${pointer}/domain`)
  }
  if (challenge !== undefined && proof.challenge !== challenge) {
    return problem(
      'INVALID_CHALLENGE_ERROR',
      'The proof does not carry the expected challenge.',
      `${pointer}/challenge`,
    )
  }
  return undefined
}

function sameSet(expected: readonly string[], given: readonly string[]): boolean {
  const left = new Set(expected)
  const right = new Set(given)
  return left.size === right.size && [...left].every((value) => right.has(value))
}

function checkTime(proof: Proof | LegacyProof, options: VerifyOptions, pointer: string): Problem | undefined {
  const { now, skewSeconds = 60, requireCreated = false } = options
  const skew = skewSeconds * 1000
  const created = proof.created === undefined ? undefined : parseDateTime(proof.created)
  const expires = proof.expires === undefined ? undefined : parseDateTime(proof.expires)
  if (created === undefined && requireCreated)
    return problem('PROOF_VERIFICATION_ERROR', 'The proof has no created.', pointer)
  if (created !== undefined && created > now.getTime() + skew) {
    return problem('PROOF_VERIFICATION_ERROR', 'The proof was created in the future.', `${pointer}/created`)
  }
  if (expires !== undefined && expires < now.getTime() - skew) {
    return problem('PROOF_VERIFICATION_ERROR', 'The proof has expired.', `${pointer}/expires`)
  }
  return undefined
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

function describe({ verificationMethod, id, created, expires, challenge, domain }: Proof | LegacyProof) {
  return {
    verificationMethod,
    ...(id !== undefined && { id }),
    ...(created !== undefined && { created }),
    ...(expires !== undefined && { expires }),
    ...(challenge !== undefined && { challenge }),
    ...(domain !== undefined && { domain }),
  }
}
