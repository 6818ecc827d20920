/** Derived proofs: what a holder shows to a verifier (vc-di-ecdsa §3.6.6, vc-di-bbs §3.3.6). */
import { hasProblems, isObject } from '@energy-ssi/core'
import { MAX_JSON_LD_VALUES } from '../canonicalise.ts'
import { checkContexts } from '../check-contexts.ts'
import { checkForm } from '../check-form.ts'
import { checkJson } from '../check-json.ts'
import type { Collaborators, Document } from '../cryptosuite.ts'
import { DataIntegrityError } from '../errors.ts'
import { checkProofMembers, MAX_PROOFS, type Proof } from '../proof.ts'
import type { SelectiveCryptosuite } from '../suites.ts'
import { groupStatements } from './group-statements.ts'
import { parsePointers } from './json-pointer.ts'
import { selectMembers } from './select-members.ts'
import type { BaseProof, HolderOptions, SelectiveSuite } from './selective-suite.ts'

/** What to disclose. */
export interface DeriveOptions extends HolderOptions {
  /**
   * JSON Pointers (RFC 6901) to what is disclosed beyond what the issuer made mandatory. Every `id` and `type` on the way is
   * disclosed with it.
   */
  readonly selectivePointers: readonly string[]
  /** Which base proof to derive from, where there are several. */
  readonly cryptosuite?: SelectiveCryptosuite
}

/** A part of a document with a derived proof. */
export type DerivedDocument = Document & { readonly proof: Proof }

/** See `DataIntegrity.derive`. */
export async function deriveDocument(
  input: object,
  options: DeriveOptions,
  collaborators: Collaborators,
): Promise<DerivedDocument> {
  const { contexts, selfCheck } = collaborators
  checkJson(input, MAX_JSON_LD_VALUES)
  if (!isObject(input)) throw new DataIntegrityError('invalid_json', 'The document is not a JSON object.')
  const { proof: proofs, ...document } = input
  const { proof, base, createLabels } = findBaseProof(proofs, options, collaborators)
  checkContexts(document, contexts)
  checkForm(document, contexts)
  const mandatory = parsePointers(base.mandatoryPointers)
  const selective = parsePointers(options.selectivePointers)
  const revealed = selectMembers(document, [...mandatory, ...selective])
  if (revealed === undefined) throw new DataIntegrityError('option_refused', 'There is nothing to disclose.')
  const request = { mandatory, selective, createLabels: createLabels(base.hmacKey) }
  const groups = await groupStatements(document, request, contexts.load, { selfCheck })
  const proofValue = await base.derive(groups, options)
  if (proofValue === undefined) throw noBaseProof('The base proof is not one over this document.')
  return { ...revealed.document, proof: { ...proof, proofValue } }
}

interface Found {
  readonly proof: Proof
  readonly base: BaseProof
  readonly createLabels: SelectiveSuite['createLabels']
}

function findBaseProof(value: unknown, { cryptosuite }: DeriveOptions, { selective }: Collaborators): Found {
  const proofs: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (proofs.length > MAX_PROOFS)
    throw new DataIntegrityError('limit_exceeded', `There are more than ${MAX_PROOFS} proofs.`)
  const found = proofs.filter(isObject).flatMap((proof): readonly Found[] => {
    if (cryptosuite !== undefined && proof.cryptosuite !== cryptosuite) return []
    const suite = selective.get(String(proof.cryptosuite))
    if (suite === undefined || proof.type !== 'DataIntegrityProof' || hasProblems(checkProofMembers(proof, '')))
      return []
    const base = suite.parseBaseProof(String(proof.proofValue))
    return base === undefined ? [] : [{ proof: proof as Document & Proof, base, createLabels: suite.createLabels }]
  })
  const [first, second] = found
  if (first === undefined) throw noBaseProof('The document has no base proof: derived proofs cannot be derived from.')
  if (second !== undefined) throw noBaseProof('The document has several base proofs: name the cryptosuite.')
  return first
}

function noBaseProof(message: string): DataIntegrityError {
  return new DataIntegrityError('no_base_proof', message)
}
