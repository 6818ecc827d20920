/** The cryptosuites of this package, as one table: everything that tells one from another. */
import type { SignatureAlgorithm } from '@energy-ssi/core'

/** The cryptosuites this package signs and verifies. The legacy suite `Ed25519Signature2020` is named by the type of its proofs. */
export type Cryptosuite =
  | 'eddsa-rdfc-2022'
  | 'eddsa-jcs-2022'
  | 'ecdsa-rdfc-2019'
  | 'ecdsa-jcs-2019'
  | 'Ed25519Signature2020'
  | SelectiveCryptosuite

/** Cryptosuites of selective disclosure; `bbs-2023` must be plugged in. */
export type SelectiveCryptosuite = 'ecdsa-sd-2023' | 'bbs-2023'

/** Algorithms of their signatures. */
export type SelectiveAlgorithm = 'ES256' | 'BBS'

/** Types of proof. Those of the second have no `cryptosuite`. */
export type ProofType = 'DataIntegrityProof' | 'Ed25519Signature2020'

/** Algorithms of the signatures in proofs. */
export type ProofAlgorithm = Exclude<SignatureAlgorithm, 'ES256K'>

/** What signatures are made over: canonical N-Quads (RDFC-1.0) or canonical JSON (RFC 8785). */
export type CanonicalForm = 'rdfc' | 'jcs'

/** What tells a cryptosuite from the others. */
export interface SuiteTraits {
  readonly proofType: ProofType
  readonly canonicalForm: CanonicalForm
  /** Each has signatures of another length. */
  readonly algorithms: readonly ProofAlgorithm[]
  /** Signs statements one by one, in base proofs from which others are derived. */
  readonly isSelective?: true
}

const EDDSA = ['EdDSA'] as const
const ECDSA = ['ES256', 'ES384'] as const

const PROOF = { proofType: 'DataIntegrityProof' } as const

/**
 * All of them.
 * @see https://www.w3.org/TR/vc-di-eddsa/#algorithms
 * @see https://www.w3.org/TR/vc-di-ecdsa/#algorithms
 */
export const SUITES: Readonly<Record<Cryptosuite, SuiteTraits>> = {
  'eddsa-rdfc-2022': { ...PROOF, canonicalForm: 'rdfc', algorithms: EDDSA },
  'eddsa-jcs-2022': { ...PROOF, canonicalForm: 'jcs', algorithms: EDDSA },
  'ecdsa-rdfc-2019': { ...PROOF, canonicalForm: 'rdfc', algorithms: ECDSA },
  'ecdsa-jcs-2019': { ...PROOF, canonicalForm: 'jcs', algorithms: ECDSA },
  Ed25519Signature2020: { proofType: 'Ed25519Signature2020', canonicalForm: 'rdfc', algorithms: EDDSA },
  'ecdsa-sd-2023': { ...PROOF, canonicalForm: 'rdfc', algorithms: ['ES256'], isSelective: true },
  'bbs-2023': { ...PROOF, canonicalForm: 'rdfc', algorithms: [], isSelective: true },
}

/** Hashes of proofs. */
export type ProofHash = 'sha256' | 'sha384'

/** The hash that goes with an algorithm, in canonicalisation too (vc-di-ecdsa §3.2.3): P-384 has SHA-384. */
export function hashOf(algorithm: ProofAlgorithm): ProofHash {
  return algorithm === 'ES384' ? 'sha384' : 'sha256'
}

/** Bytes of a signature. */
export const SIGNATURE_BYTES: Readonly<Record<ProofAlgorithm, number>> = { EdDSA: 64, ES256: 64, ES384: 96 }

/** Whether a string from outside is the name of a cryptosuite that makes proofs of this type. */
export function isCryptosuite(name: string, proofType: ProofType): name is Cryptosuite {
  return Object.hasOwn(SUITES, name) && SUITES[name as Cryptosuite].proofType === proofType
}

/** The algorithm of the suite whose signatures have this length; undefined if there is none. */
export function algorithmOf(cryptosuite: Cryptosuite, signatureBytes: number): ProofAlgorithm | undefined {
  return SUITES[cryptosuite].algorithms.find((algorithm) => SIGNATURE_BYTES[algorithm] === signatureBytes)
}
