/** Verifies one proof over one document (Data Integrity 1.0 §4.4). */
import {
  type Problem,
  parseDateTime,
  problem,
  type ResolveKey,
  type ResolveMultikey,
  type Verification,
  verified,
} from '@energy-ssi/core'
import type { DocumentTransformation } from './cryptosuite.ts'
import type { LegacySuite } from './legacy-suites.ts'
import { type LegacyProof, type Proof, type ProofPurpose, toList } from './proof.ts'
import type { Cryptosuite, ProofAlgorithm, SelectiveAlgorithm } from './suites.ts'
import { type Signed, type UnderstoodProof, verifySigner } from './verify-signature.ts'

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
