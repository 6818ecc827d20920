/** Adds a Data Integrity proof to a document (Data Integrity 1.0 §4.2 and §4.3). */
import { formatDateTimeStamp, isObject, multibaseEncode, type Signer } from '@energy-ssi/core'
import { checkContexts } from './check-contexts.ts'
import { checkJson } from './check-json.ts'
import { type Collaborators, type Document, hashData, type ProofOptions } from './cryptosuite.ts'
import { DataIntegrityError } from './errors.ts'
import { matchPrevious, withPrevious } from './previous-proofs.ts'
import { checkProofMembers, MAX_PROOFS, type Proof, type ProofPurpose } from './proof.ts'
import { createBaseProof } from './selective/create-base-proof.ts'
import type { BbsSigner } from './selective/selective-suite.ts'
import { type Cryptosuite, hashOf, type ProofAlgorithm, type ProofType, SIGNATURE_BYTES, SUITES } from './suites.ts'

/** How to sign. */
export interface SignOptions {
  readonly cryptosuite: Cryptosuite
  /** A signer of the cryptosuite's algorithm: EdDSA, ES256, ES384 or BBS. Its `keyId` becomes `verificationMethod`. */
  readonly signer: Signer | BbsSigner
  readonly proofPurpose: ProofPurpose
  /** Written in whole seconds. Absent: the proof does not say when it was made. */
  readonly created?: Date
  /** Written in whole seconds. */
  readonly expires?: Date
  readonly challenge?: string
  readonly domain?: string | readonly string[]
  /** A document with a proof is refused unless the new proof is to stand beside the old ones. */
  readonly existingProofs?: 'refuse' | 'set'
  /** A URL by which later proofs can refer to this one. */
  readonly proofId?: string
  /** Ids of existing proofs that this one is made over: a proof chain. Needs `existingProofs: 'set'`. */
  readonly previousProof?: string | readonly string[]
  /**
   * Selective suites only: JSON Pointers to what the holder must disclose. Issuer, period, types, status and schema always are
   * mandatory, where the document has them.
   */
  readonly mandatoryPointers?: readonly string[]
}

/** A document with its proof: one object, or a list where there are several. */
export type Secured<D extends object> = Omit<D, 'proof'> & { readonly proof: Proof | readonly object[] }

/** See `DataIntegrity.sign`. */
export async function signDocument<D extends object>(
  input: D,
  options: SignOptions,
  collaborators: Collaborators,
): Promise<Secured<D>> {
  const { contexts, transformations } = collaborators
  const values = checkJson(input)
  if (!isObject(input)) throw new DataIntegrityError('invalid_json', 'The document is not a JSON object.')
  const { proof: existing, ...content } = input
  const existingProofs = readExisting(existing, options)
  const unsecured = addSuiteContext(content, SUITES[options.cryptosuite].proofType)
  checkContexts(unsecured, contexts)
  const previous = matchPrevious(options.previousProof, existingProofs)
  if (previous === undefined) {
    throw new DataIntegrityError('unknown_previous_proof', 'The document has no proof with the id of previousProof.')
  }
  if (SUITES[options.cryptosuite].isSelective) {
    const base = await createBaseProof(unsecured, createProofOptions(options, unsecured), options, collaborators)
    return withProofs<D>(unsecured, [...existingProofs, base])
  }
  const { algorithm, signer } = checkSigner(options)
  const hash = hashOf(algorithm)
  const proofOptions = createProofOptions(options, unsecured)
  const transformation = transformations[SUITES[options.cryptosuite].canonicalForm]
  const document = await transformation.transform(withPrevious(unsecured, previous), hash, values)
  const configuration = await transformation.configure(proofOptions, unsecured, hash)
  const signature = await signer.sign(hashData(configuration, document, hash))
  if (signature.length !== SIGNATURE_BYTES[algorithm]) {
    throw new DataIntegrityError('signing_failed', `The signer did not return a signature of ${algorithm}.`)
  }
  const proof = { ...proofOptions, proofValue: multibaseEncode('z', signature) }
  return withProofs<D>(unsecured, [...existingProofs, proof])
}

function withProofs<D extends object>(unsecured: Document, proofs: readonly object[]): Secured<D> {
  return { ...unsecured, proof: proofs.length === 1 ? proofs[0] : proofs } as Secured<D>
}

function readExisting(proof: unknown, { existingProofs = 'refuse' }: SignOptions): readonly Document[] {
  if (proof === undefined) return []
  if (existingProofs === 'refuse') throw new DataIntegrityError('existing_proof', 'The document already has a proof.')
  const proofs: readonly unknown[] = Array.isArray(proof) ? proof : [proof]
  if (!proofs.every(isObject)) throw new DataIntegrityError('invalid_json', 'A proof of the document is not an object.')
  if (proofs.length >= MAX_PROOFS)
    throw new DataIntegrityError('limit_exceeded', `A document has at most ${MAX_PROOFS} proofs.`)
  return proofs
}

/** The contexts that define a type of proof. The first is added where there is none. */
const CONTEXTS_OF: Readonly<Record<ProofType, readonly [string, ...string[]]>> = {
  DataIntegrityProof: [
    'https://w3id.org/security/data-integrity/v2',
    'https://w3id.org/security/data-integrity/v1',
    'https://www.w3.org/ns/credentials/v2',
  ],
  Ed25519Signature2020: ['https://w3id.org/security/suites/ed25519-2020/v1'],
}

/** A document whose contexts do not define the type of the proof gets one that does, at the end. */
function addSuiteContext(document: Document, proofType: ProofType): Document {
  const context = document['@context']
  if (context === undefined) return document
  const entries: readonly unknown[] = Array.isArray(context) ? context : [context]
  const defining = CONTEXTS_OF[proofType]
  if (entries.some((entry) => typeof entry === 'string' && defining.includes(entry))) return document
  return { ...document, '@context': [...entries, defining[0]] }
}

function checkSigner(options: SignOptions): { readonly algorithm: ProofAlgorithm; readonly signer: Signer } {
  const { cryptosuite, signer, mandatoryPointers } = options
  const { algorithms } = SUITES[cryptosuite]
  const algorithm = algorithms.find((each) => each === signer.algorithm)
  if (algorithm === undefined || signer.algorithm === 'BBS')
    throw new TypeError(`The cryptosuite ${cryptosuite} signs with ${algorithms.join(', ')}.`)
  if (mandatoryPointers !== undefined) throw new TypeError(`The cryptosuite ${cryptosuite} discloses everything.`)
  return { algorithm, signer }
}

function createProofOptions(options: SignOptions, document: Document): ProofOptions {
  const { signer, cryptosuite, created, expires, proofPurpose, domain, challenge, proofId, previousProof } = options
  const { proofType, canonicalForm, isSelective } = SUITES[cryptosuite]
  const withContext = canonicalForm === 'jcs' && document['@context'] !== undefined
  const proof: ProofOptions = {
    type: proofType,
    ...(proofId === undefined ? {} : { id: proofId }),
    ...(proofType === 'DataIntegrityProof' ? { cryptosuite } : {}),
    ...(created === undefined ? {} : { created: formatDateTimeStamp(created) }),
    ...(expires === undefined ? {} : { expires: formatDateTimeStamp(expires) }),
    verificationMethod: signer.keyId,
    proofPurpose,
    ...(domain === undefined ? {} : { domain }),
    ...(challenge === undefined ? {} : { challenge }),
    ...(previousProof === undefined ? {} : { previousProof }),
    ...(withContext ? { '@context': document['@context'] } : {}),
  }
  const [wrong] = checkProofMembers({ ...proof, proofValue: isSelective ? 'uA' : 'z1' }, '')
  if (wrong !== undefined) throw new DataIntegrityError('option_refused', wrong.detail)
  return proof
}
