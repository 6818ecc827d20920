/** Integrity first: recognise how something is secured and verify exactly that. Nothing later trusts unsigned data. */
import {
  type Clock,
  isObject,
  type ResolveKey,
  type ResolveMultikey,
  refused,
  type Verification,
  verified,
} from '@energy-ssi/core'
import { CREDENTIALS_V2, recogniseSecuring, verifyVcJwtProof, verifyVpJwtProof } from '@energy-ssi/credential'
import type { DataIntegrity, LegacySuite } from '@energy-ssi/data-integrity'
import { nameProof } from './securing/securing-names.ts'
import { verifyToken } from './verify-token.ts'

/** A secured credential or presentation: a document with a proof, an enveloped one, or a compact token. */
export type Secured = Readonly<Record<string, unknown>> | string

/** What signatures made sure of. */
export interface Integrity {
  /** Exactly what was signed, without the proofs. */
  readonly document: Readonly<Record<string, unknown>>
  /** What kind of document that is: one of the W3C data model, or the claims of an SD-JWT VC. */
  readonly model: 'vcdm' | 'sd-jwt-vc'
  /** The value as it came, with its proofs, but without anything that no signature covers. */
  readonly secured: Secured
  /** Names of the forms of securing, one per proof. */
  readonly securings: readonly string[]
  /** Who controls the keys, one per proof. */
  readonly controllers: readonly string[]
  /** The challenge that was signed. */
  readonly challenge: string | undefined
  /** The `cnf` whose key a key binding was signed with. */
  readonly confirmed?: unknown
}

/** What a proof must have been made for, besides its purpose. */
export interface IntegrityExpectations {
  readonly challenge?: string
  readonly domain?: string
  readonly requireProofCreated?: boolean
  /** Suites of existing issuers that are accepted besides the current ones. */
  readonly legacySuites?: readonly LegacySuite[]
}

/**
 * Verifies whatever secures a value: all proofs that are understood, and at least one.
 *
 * A proof with another challenge or domain than expected, or without one, is refused. What could not be decided is thrown.
 */
export type IntegrityVerifier = (
  secured: Secured,
  purpose: 'assertionMethod' | 'authentication',
  expected?: IntegrityExpectations,
) => Promise<Verification<Integrity>>

/** What {@link createIntegrityVerifier} needs. */
export interface IntegrityParts {
  readonly resolveKey: ResolveKey
  /** Finds the keys of BBS proofs; without it they are refused. */
  readonly resolveMultikey?: ResolveMultikey
  readonly dataIntegrity: DataIntegrity
  readonly clock: Clock
}

/** Creates the verifier of integrity. */
export function createIntegrityVerifier(parts: IntegrityParts): IntegrityVerifier {
  return async (secured, purpose, expected = {}) => {
    const recognised = recogniseSecuring(secured)
    if (recognised.form === 'token' || recognised.form === 'cose') {
      return verifyToken(withoutExtras(secured), recognised, purpose, expected, parts)
    }
    if (recognised.form === 'embedded' && isObject(secured)) {
      const isJwt = recognised.proofs.every((proof) => proof === 'JwtProof2020')
      return (isJwt ? verifyJwtProof : verifyProofs)(secured, purpose, expected, parts)
    }
    if (recognised.form === 'unsupported') {
      return refused('SECURING_NOT_SUPPORTED', 'It is secured in a form that this verifier does not know.')
    }
    return refused('PROOF_MISSING', 'Nothing secures it: no proof, no envelope, no token.', '/proof')
  }
}

async function verifyProofs(
  secured: Readonly<Record<string, unknown>>,
  proofPurpose: 'assertionMethod' | 'authentication',
  { challenge, domain, requireProofCreated = false, legacySuites = [] }: IntegrityExpectations,
  { resolveKey, resolveMultikey, dataIntegrity, clock }: IntegrityParts,
): Promise<Verification<Integrity>> {
  const verdict = await dataIntegrity.verify(secured, {
    resolveKey,
    ...(resolveMultikey !== undefined && { resolveMultikey }),
    proofPurpose,
    now: clock(),
    requireCreated: requireProofCreated,
    legacySuites,
    ...(challenge !== undefined && { challenge }),
    ...(domain !== undefined && { domain }),
  })
  if (!verdict.verified) return verdict
  const { document, proofs } = verdict.value
  return verified({
    document,
    model: 'vcdm',
    secured: { ...document, proof: secured.proof },
    securings: proofs.map(({ cryptosuite, algorithm }) => nameProof(cryptosuite, algorithm)),
    controllers: proofs.map(({ controller }) => controller),
    challenge: proofs.find((proof) => proof.challenge !== undefined)?.challenge,
  })
}

/** The one proof is a VC-JWT or VP-JWT: what it says counts, and what stands around it must say the same. */
async function verifyJwtProof(
  secured: Readonly<Record<string, unknown>>,
  purpose: 'assertionMethod' | 'authentication',
  { challenge, domain }: IntegrityExpectations,
  { resolveKey, clock }: IntegrityParts,
): Promise<Verification<Integrity>> {
  const options = { resolveKey, now: clock(), requireControllerBinding: false }
  const presented = { ...options, nonce: challenge, audience: domain, requireNonce: false, requireAudience: false }
  const verdict =
    purpose === 'assertionMethod'
      ? await verifyVcJwtProof(secured, options)
      : await verifyVpJwtProof(secured, presented)
  if (!verdict.verified) return verdict
  const { controller, claims } = verdict.value
  const document = 'credential' in verdict.value ? verdict.value.credential : verdict.value.presentation
  return verified({
    document,
    model: 'vcdm',
    secured: { ...document, proof: secured.proof },
    securings: ['jwt-proof-2020'],
    controllers: [controller],
    challenge: claims.nonce,
  })
}

/** An envelope is its token: whatever else stands in it is nobody's word. */
function withoutExtras(secured: Secured): Secured {
  if (typeof secured === 'string') return secured
  const { '@context': context, type, id } = secured
  return { '@context': context === CREDENTIALS_V2 ? context : [CREDENTIALS_V2], type, id }
}
