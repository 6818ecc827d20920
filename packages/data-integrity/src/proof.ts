/** Data Integrity proofs as they stand in a document (Data Integrity 1.0 §2.1), and reading them strictly. */
import { isObject, isUrl, type Problem, parseDateTime, problem, type VerificationRelationship } from '@energy-ssi/core'
import { quote } from './explain-json-ld-error.ts'
import { isDetachedJws, type LegacySuite } from './legacy-suites.ts'
import type { ProofType } from './suites.ts'

/** What a proof may be made for: a verification relationship that signs. */
export type ProofPurpose = Exclude<VerificationRelationship, 'keyAgreement'>

/** A proof on the wire. */
export interface Proof {
  readonly type: ProofType
  readonly id?: string
  /** Of a `DataIntegrityProof` only. */
  readonly cryptosuite?: string
  /** `xsd:dateTimeStamp`. */
  readonly created?: string
  /** `xsd:dateTimeStamp`. */
  readonly expires?: string
  readonly verificationMethod: string
  readonly proofPurpose: string
  readonly domain?: string | readonly string[]
  readonly challenge?: string
  readonly nonce?: string
  readonly previousProof?: string | readonly string[]
  /** JCS suites only: the contexts the signer saw. */
  readonly '@context'?: unknown
  readonly proofValue: string
}

/** A proof of a legacy suite on the wire. */
export interface LegacyProof extends Omit<Proof, 'type' | 'cryptosuite' | 'previousProof' | '@context' | 'proofValue'> {
  readonly type: LegacySuite
  readonly jws: string
}

/** More proofs on one document are refused. */
export const MAX_PROOFS = 20

/** Longest value of a selective proof, in characters: more than the signatures of the largest document need. */
export const MAX_PROOF_VALUE_LENGTH = 512 * 1024

/** Longest `domain`, `challenge`, `nonce`, in UTF-16 code units. */
const MAX_OPTION_LENGTH = 4096

/**
 * Checks the members of a proof whose type and cryptosuite are already known. An unknown member is a problem: what nobody
 * understands must not look signed.
 */
export function checkProofMembers(proof: Readonly<Record<string, unknown>>, pointer: string): readonly Problem[] {
  return checkMembers(proof, pointer, REQUIRED)
}

/** As {@link checkProofMembers}, for a proof that has no value yet. */
export function checkProofOptions(proof: Readonly<Record<string, unknown>>): readonly Problem[] {
  return checkMembers(proof, '', REQUIRED_OPTIONS)
}

function checkMembers(
  proof: Readonly<Record<string, unknown>>,
  pointer: string,
  required: readonly string[],
): readonly Problem[] {
  const problems: Problem[] = []
  for (const name of Object.keys(proof)) {
    const value = proof[name]
    const isKnown = Object.hasOwn(MEMBERS, name) && !(proof.type === 'Ed25519Signature2020' && NOT_IN_2020.has(name))
    const isSelective = name === 'proofValue' && SELECTIVE.has(proof.cryptosuite)
    const rule = isSelective ? SELECTIVE_VALUE : isKnown ? MEMBERS[name] : undefined
    if (rule === undefined) {
      problems.push(problem('MALFORMED_VALUE_ERROR', `The proof has an unknown member ${quote(name)}.`, pointer))
    } else if (!rule.accepts(value)) {
      problems.push(problem(rule.code, `The proof's ${name} is not ${rule.form}.`, `${pointer}/${name}`))
    }
  }
  for (const name of required) {
    if (!Object.hasOwn(proof, name))
      problems.push(problem('PROOF_VERIFICATION_ERROR', `The proof has no ${name}.`, pointer))
  }
  return problems
}

/** As {@link checkProofMembers}, for a proof of a legacy suite: `jws` in place of `proofValue`, and no chains. */
export function checkLegacyMembers(proof: Readonly<Record<string, unknown>>, pointer: string): readonly Problem[] {
  const { type: _type, jws, ...others } = proof
  const wrong = checkProofMembers({ ...others, type: 'DataIntegrityProof', proofValue: 'z1' }, pointer)
  const added = NOT_IN_LEGACY.filter((name) => Object.hasOwn(proof, name))
  const unknown = added.map((name) =>
    problem('MALFORMED_VALUE_ERROR', `The proof has an unknown member ${quote(name)}.`, pointer),
  )
  if (isDetachedJws(jws)) return [...wrong, ...unknown]
  const detail = jws === undefined ? 'The proof has no jws.' : "The proof's jws is not a detached JWS."
  return [...wrong, ...unknown, problem('PROOF_VERIFICATION_ERROR', detail, pointer)]
}

/** The values of a member that may be one string or several. */
export function toList(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

interface Rule {
  readonly accepts: (value: unknown) => boolean
  readonly form: string
  readonly code: 'MALFORMED_VALUE_ERROR' | 'PROOF_VERIFICATION_ERROR' | 'INVALID_VERIFICATION_METHOD_URL'
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= MAX_OPTION_LENGTH && value.isWellFormed()
const isDate = (value: unknown): boolean => typeof value === 'string' && parseDateTime(value) !== undefined
const oneOrMore = (accepts: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) ? value.length > 0 && value.length <= MAX_PROOFS && value.every(accepts) : accepts(value)
const malformed = (form: string, accepts: Rule['accepts']): Rule => ({ accepts, form, code: 'MALFORMED_VALUE_ERROR' })

const MEMBERS: Readonly<Record<string, Rule>> = {
  type: malformed('a known type', (value) => value === 'DataIntegrityProof' || value === 'Ed25519Signature2020'),
  id: malformed('a URL', isUrl),
  cryptosuite: malformed('a string', isText),
  created: malformed('a dateTimeStamp', isDate),
  expires: malformed('a dateTimeStamp', isDate),
  verificationMethod: { accepts: isUrl, form: 'a URL', code: 'INVALID_VERIFICATION_METHOD_URL' },
  proofPurpose: malformed('a string', isText),
  domain: malformed('a string or a set of strings', oneOrMore(isText)),
  challenge: malformed('a string', isText),
  nonce: malformed('a string', isText),
  previousProof: malformed('a URL or a set of URLs', oneOrMore(isUrl)),
  '@context': malformed('a context', (value) => typeof value === 'string' || isObject(value) || Array.isArray(value)),
  // 96 bytes are at most 132 characters of base58btc; longer ones are not worth decoding.
  proofValue: malformed(
    'a base58btc multibase',
    (value) => typeof value === 'string' && /^z[1-9A-HJ-NP-Za-km-z]{1,132}$/.test(value),
  ),
}

/** Cryptosuites whose proof values hold more than a signature. */
const SELECTIVE: ReadonlySet<unknown> = new Set(['ecdsa-sd-2023', 'bbs-2023'])

const SELECTIVE_VALUE = malformed(
  `a base64url multibase of at most ${MAX_PROOF_VALUE_LENGTH} characters`,
  (value) => typeof value === 'string' && value.length <= MAX_PROOF_VALUE_LENGTH && /^u[A-Za-z0-9_-]+$/.test(value),
)

/** Members the context of `Ed25519Signature2020` has no terms for. */
const NOT_IN_2020 = new Set(['cryptosuite', 'expires', 'previousProof'])

/** Members that legacy proofs do not have. */
const NOT_IN_LEGACY = ['cryptosuite', 'previousProof', 'proofValue', '@context']

const REQUIRED_OPTIONS = ['verificationMethod', 'proofPurpose']
const REQUIRED = [...REQUIRED_OPTIONS, 'proofValue']
