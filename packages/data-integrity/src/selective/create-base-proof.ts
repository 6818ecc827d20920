/** Base proofs: what an issuer gives to the holder, and only to the holder (vc-di-ecdsa §3.6.1, vc-di-bbs §3.3.1). */
import { hash } from 'node:crypto'
import type { Signer } from '@energy-ssi/core'
import { MAX_JSON_LD_VALUES } from '../canonicalise.ts'
import { checkForm } from '../check-form.ts'
import { checkJson } from '../check-json.ts'
import type { Collaborators, Document, ProofOptions } from '../cryptosuite.ts'
import { DataIntegrityError } from '../errors.ts'
import type { Proof } from '../proof.ts'
import type { Cryptosuite } from '../suites.ts'
import { groupStatements } from './group-statements.ts'
import { parsePointers } from './json-pointer.ts'
import { completeMandatoryPointers } from './mandatory-pointers.ts'
import type { BbsSigner, SelectiveSuite } from './selective-suite.ts'

/** Who makes a base proof, and what it does not leave to the holder. */
export interface BaseProofMaker {
  readonly suite: SelectiveSuite
  readonly signer: Signer | BbsSigner
  /** Exactly these; see `completeMandatoryPointers`. */
  readonly mandatoryPointers: readonly string[]
}

/** What `SignOptions` says about base proofs. */
export interface BaseProofOptions {
  readonly cryptosuite: Cryptosuite
  readonly signer: Signer | BbsSigner
  readonly mandatoryPointers?: readonly string[]
  readonly previousProof?: string | readonly string[]
}

/**
 * A base proof over a document whose contexts were checked.
 *
 * @throws {DataIntegrityError} any of its codes
 * @throws {TypeError} for a cryptosuite that is not plugged in, and a signer of another algorithm
 */
export async function createBaseProof(
  document: Document,
  proof: ProofOptions,
  { cryptosuite, signer, mandatoryPointers = [], previousProof }: BaseProofOptions,
  collaborators: Collaborators,
): Promise<Proof> {
  const suite = collaborators.selective.get(cryptosuite)
  if (suite === undefined) throw new TypeError(`The cryptosuite ${cryptosuite} is not among the suites plugged in.`)
  suite.checkSigner(signer)
  if (previousProof !== undefined)
    throw new DataIntegrityError(
      'option_refused',
      'A base proof cannot follow another: what is derived from it is alone.',
    )
  const completed = completeMandatoryPointers(mandatoryPointers, document)
  const maker = { suite, signer, mandatoryPointers: completed }
  const proofValue = await createBaseProofValue(document, proof, maker, collaborators)
  return { ...proof, type: 'DataIntegrityProof', proofValue }
}

/**
 * The value of a base proof over a document whose contexts were checked.
 * @throws {DataIntegrityError} any of its codes
 */
export async function createBaseProofValue(
  document: Document,
  proof: ProofOptions,
  { suite, signer, mandatoryPointers }: BaseProofMaker,
  collaborators: Collaborators,
): Promise<string> {
  const { contexts, transformations, randomBytes, selfCheck } = collaborators
  checkJson(document, MAX_JSON_LD_VALUES)
  checkForm(document, contexts)
  const hmacKey = randomBytes(32)
  const request = { mandatory: parsePointers(mandatoryPointers), createLabels: suite.createLabels(hmacKey) }
  const groups = await groupStatements(document, request, contexts.load, { selfCheck })
  const configuration = await transformations.rdfc.configure(proof, document, 'sha256')
  const proofHash = hash('sha256', configuration, 'buffer')
  return suite.sign({ groups, proofHash, hmacKey, mandatoryPointers }, signer, randomBytes)
}
