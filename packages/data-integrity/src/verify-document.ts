/** Verifies the proofs of a document (Data Integrity 1.0 §4.5). */
import {
  type Awaitable,
  hasProblems,
  isObject,
  type Problem,
  type ProblemCode,
  type Problems,
  problem,
  refused,
  type Verification,
  verified,
} from '@energy-ssi/core'
import { checkContexts } from './check-contexts.ts'
import { checkJson } from './check-json.ts'
import type { Collaborators, Document, DocumentTransformation, Transformation } from './cryptosuite.ts'
import { DataIntegrityError } from './errors.ts'
import { quote } from './explain-json-ld-error.ts'
import { isLegacySuite, type LegacySuite } from './legacy-suites.ts'
import { matchPrevious, withPrevious } from './previous-proofs.ts'
import { checkLegacyMembers, checkProofMembers, type LegacyProof, MAX_PROOFS, type Proof } from './proof.ts'
import { type CanonicalForm, type Cryptosuite, isCryptosuite, type ProofHash, SUITES } from './suites.ts'
import { type VerifiedProof, type VerifyOptions, verifyProof } from './verify-proof.ts'
import type { UnderstoodProof } from './verify-signature.ts'

/** What the proofs of a document secure. */
export interface VerifiedDocument {
  /** The document without its proofs. Contexts that a JCS proof does not cover are left out. */
  readonly document: Document
  /** The proofs that were understood, every one of them verified, in document order. */
  readonly proofs: readonly VerifiedProof[]
}

/** See `DataIntegrity.verify`. */
export async function verifyDocument(
  input: unknown,
  options: VerifyOptions,
  { contexts, transformations, selective }: Collaborators,
): Promise<Verification<VerifiedDocument>> {
  let values = 0
  const malformed = ifRefused('PARSING_ERROR', () => {
    values = checkJson(input)
  })
  if (malformed !== undefined) return malformed
  if (!isObject(input)) return refused('PARSING_ERROR', 'The secured document is not a JSON object.')
  const { proof: value, ...unsecured } = input
  if (!hasExpectedContexts(unsecured, options)) {
    return refused('MALFORMED_VALUE_ERROR', 'The contexts of the document are not the expected ones.', '/@context')
  }
  const recognised = recogniseProofs(value, { ...options, selective })
  if (!recognised.verified) return recognised

  const misleading = ifRefused('PROOF_TRANSFORMATION_ERROR', () => checkContexts(unsecured, contexts))
  if (misleading !== undefined) return misleading

  const proofs = recognised.value
  const work = bindTransforms(transformations, values, proofs.length > 1)
  const results: VerifiedProof[] = []
  for (const understood of proofs) {
    const { proof, cryptosuite, pointer } = understood
    const previous = matchPrevious(
      'previousProof' in proof ? proof.previousProof : undefined,
      proofs.map((each) => each.proof),
    )
    if (previous === undefined) {
      return refused(
        'PROOF_VERIFICATION_ERROR',
        'A previousProof is not among the proofs that can be verified.',
        pointer,
      )
    }
    const document = withPrevious(unsecured, previous)
    const result = await verifyProof(
      { ...understood, document, selective: selective.get(cryptosuite) },
      options,
      work[canonicalFormOf(cryptosuite)],
    )
    if (!result.verified) return result
    results.push(result.value)
  }
  return verified({ document: withSignedContexts(unsecured, proofs), proofs: results })
}

/** Transformations for a document of this size. Several proofs over the same are worth one canonicalisation. */
function bindTransforms(
  { rdfc, jcs }: Collaborators['transformations'],
  values: number,
  areMany: boolean,
): Readonly<Record<CanonicalForm, DocumentTransformation>> {
  const bind = ({ transform, configure }: Transformation): DocumentTransformation => ({
    transform: (document, hash) => transform(document, hash, values),
    configure,
  })
  const remember = (transformation: Transformation): DocumentTransformation => {
    const knownBy = { sha256: new Map<Document, Awaitable<string>>(), sha384: new Map<Document, Awaitable<string>>() }
    const transform = (document: Document, hash: ProofHash): Awaitable<string> => {
      const known = knownBy[hash]
      const transformed = known.get(document) ?? transformation.transform(document, hash, values)
      known.set(document, transformed)
      return transformed
    }
    return { ...transformation, transform }
  }
  return areMany ? { rdfc: remember(rdfc), jcs: remember(jcs) } : { rdfc: bind(rdfc), jcs: bind(jcs) }
}

function canonicalFormOf(suite: Cryptosuite | LegacySuite): CanonicalForm {
  return isLegacySuite(suite) ? 'rdfc' : SUITES[suite].canonicalForm
}

function ifRefused(code: ProblemCode, check: () => void): Verification<never> | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof DataIntegrityError) return refused(code, error.message)
    throw error
  }
}

function hasExpectedContexts(document: Document, { expectedContexts }: VerifyOptions): boolean {
  if (expectedContexts === undefined) return true
  const context = document['@context']
  const given: readonly unknown[] = Array.isArray(context) ? context : [context]
  return expectedContexts.some(
    (expected) => expected.length === given.length && expected.every((url, i) => url === given[i]),
  )
}

/** The proofs that can be checked. Others are passed over, as long as there is one of these; malformed ones are never. */
function recogniseProofs(value: unknown, options: Recognisable): Verification<readonly UnderstoodProof[]> {
  if (value === undefined) return refused('PROOF_MISSING', 'The document has no proof.')
  const proofs: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (proofs.length === 0) return refused('PROOF_MISSING', 'The document has no proof.', '/proof')
  if (proofs.length > MAX_PROOFS)
    return refused('RANGE_ERROR', `The document has more than ${MAX_PROOFS} proofs.`, '/proof')
  const understood: UnderstoodProof[] = []
  const foreign: Problem[] = []
  const malformed: Problem[] = []
  for (const [index, proof] of proofs.entries()) {
    const found = recogniseProof(proof, Array.isArray(value) ? `/proof/${index}` : '/proof', options)
    if (found.kind === 'understood') understood.push(found)
    else (found.kind === 'foreign' ? foreign : malformed).push(...found.problems)
  }
  if (hasProblems(malformed)) return { verified: false, problems: malformed }
  if (understood.length === 0 && hasProblems(foreign)) return { verified: false, problems: foreign }
  return verified(understood)
}

type Recognisable = VerifyOptions & Pick<Collaborators, 'selective'>

type Recognised =
  | ({ readonly kind: 'understood' } & UnderstoodProof)
  | { readonly kind: 'foreign' | 'malformed'; readonly problems: Problems }

function recogniseProof(value: unknown, pointer: string, options: Recognisable): Recognised {
  const because = (kind: 'foreign' | 'malformed', code: ProblemCode, detail: string): Recognised => ({
    kind,
    problems: [problem(code, detail, pointer)],
  })
  if (!isObject(value)) return because('malformed', 'PARSING_ERROR', 'A proof is not an object.')
  const { type } = value
  if (typeof type !== 'string') return because('malformed', 'PROOF_VERIFICATION_ERROR', 'A proof has no type.')
  if (isLegacySuite(type) && options.legacySuites?.includes(type) === true) {
    const problems = checkLegacyMembers(value, pointer)
    if (hasProblems(problems)) return { kind: 'malformed', problems }
    return { kind: 'understood', proof: value as Document & LegacyProof, cryptosuite: type, pointer }
  }
  if (type !== 'DataIntegrityProof' && type !== 'Ed25519Signature2020')
    return because('foreign', 'SECURING_NOT_SUPPORTED', `Proofs of type ${quote(type)} are not supported.`)
  const name = type === 'DataIntegrityProof' ? value.cryptosuite : type
  if (typeof name !== 'string') return because('malformed', 'PROOF_VERIFICATION_ERROR', 'A proof has no cryptosuite.')
  if (!isCryptosuite(name, type) || (SUITES[name].isSelective && !options.selective.has(name)))
    return because('foreign', 'SECURING_NOT_SUPPORTED', `The cryptosuite ${quote(name)} is not supported.`)
  if (options.acceptedCryptosuites?.includes(name) === false) {
    return because('foreign', 'SECURING_NOT_ACCEPTED', `The cryptosuite ${name} is not accepted here.`)
  }
  const problems = checkProofMembers(value, pointer)
  if (hasProblems(problems)) return { kind: 'malformed', problems }
  return { kind: 'understood', proof: value as Document & Proof, cryptosuite: name, pointer }
}

/** The contexts all JCS proofs cover: each names a beginning of the document's, so the shortest is common to all. */
function withSignedContexts(document: Document, proofs: readonly UnderstoodProof[]): Document {
  const length = (context: unknown) => (Array.isArray(context) ? context.length : 1)
  const [shortest] = proofs
    .filter(({ cryptosuite }) => canonicalFormOf(cryptosuite) === 'jcs')
    .flatMap(({ proof }) => ('@context' in proof && proof['@context'] !== undefined ? [proof['@context']] : []))
    .sort((a, b) => length(a) - length(b))
  return shortest === undefined ? document : { ...document, '@context': shortest }
}
