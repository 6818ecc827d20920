/** Verifies a derived proof (vc-di-ecdsa §3.6.7, vc-di-bbs §3.3.7): the part in which the selective suites agree. */
import { hash } from 'node:crypto'
import { refused, type Verification, verified } from '@energy-ssi/core'
import type { Document, DocumentTransformation } from '../cryptosuite.ts'
import { DataIntegrityError } from '../errors.ts'
import type { Proof } from '../proof.ts'
import type { KeySearch, SelectiveSuite, VerifiedKey } from './selective-suite.ts'
import { splitStatements } from './statements.ts'

/** A derived proof and what it is over. */
export interface DerivedProof {
  readonly suite: SelectiveSuite
  readonly proof: Proof
  /** Where the proof stands in the document. */
  readonly pointer: string
  readonly document: Document
}

/** The key that a derived proof was verified with. What the resolvers throw passes through. */
export async function verifyDerivedProof(
  { suite, proof, pointer, document }: DerivedProof,
  search: KeySearch,
  transformation: DocumentTransformation,
): Promise<Verification<VerifiedKey>> {
  const { proofValue, ...proofOptions } = proof
  if (proof.previousProof !== undefined || proof['@context'] !== undefined)
    return refused('PROOF_VERIFICATION_ERROR', 'A derived proof names neither contexts nor other proofs.', pointer)
  const derived = suite.parseDerivedProof(proofValue, pointer)
  if (!derived.verified) return derived
  const canonical = await canonicalise(document, proofOptions, transformation, pointer)
  if (!canonical.verified) return canonical
  const { statements, configuration } = canonical.value
  const proofHash = hash('sha256', configuration, 'buffer')
  const { verificationMethod } = proof
  return derived.value({ verificationMethod, statements, proofHash, pointer }, search)
}

async function canonicalise(
  document: Document,
  proofOptions: Omit<Proof, 'proofValue'>,
  { transform, configure }: DocumentTransformation,
  pointer: string,
) {
  try {
    const statements = splitStatements(await transform(document, 'sha256'))
    return verified({ statements, configuration: await configure(proofOptions, document, 'sha256') })
  } catch (error) {
    if (!(error instanceof DataIntegrityError)) throw error
    return refused('PROOF_TRANSFORMATION_ERROR', error.message, pointer)
  }
}
