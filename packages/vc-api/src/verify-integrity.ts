/** Integrity first: recognise how something is secured and verify exactly that. Nothing later trusts unsigned data. */
import { type Clock, isObject, type ResolveKey, refused, type Verification, verified } from '@energy-ssi/core'
import {
  CREDENTIALS_V2,
  recogniseSecuring,
  type TokenClass,
  type VerifiedCredential,
  type VerifiedPresentation,
  verifyVcJose,
  verifyVcJwt,
  verifyVpJose,
  verifyVpJwt,
} from '@energy-ssi/credential'
import type { DataIntegrity } from '@energy-ssi/data-integrity'
import { nameProof, nameToken } from './securing/securing-names.ts'

/** A secured credential or presentation: a document with a proof, an enveloped one, or a compact token. */
export type Secured = Readonly<Record<string, unknown>> | string

/** What signatures made sure of. */
export interface Integrity {
  /** Exactly what was signed, without the proofs. */
  readonly document: Readonly<Record<string, unknown>>
  /** The value as it came, with its proofs, but without anything that no signature covers. */
  readonly secured: Secured
  /** Names of the forms of securing, one per proof. */
  readonly securings: readonly string[]
  /** Who controls the keys, one per proof. */
  readonly controllers: readonly string[]
  /** The challenge that was signed. */
  readonly challenge: string | undefined
}

/** What a proof must have been made for, besides its purpose. */
export interface IntegrityExpectations {
  readonly challenge?: string
  readonly domain?: string
  readonly requireProofCreated?: boolean
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
  readonly dataIntegrity: DataIntegrity
  readonly clock: Clock
}

/** Creates the verifier of integrity. */
export function createIntegrityVerifier(parts: IntegrityParts): IntegrityVerifier {
  return async (secured, purpose, expected = {}) => {
    const recognised = recogniseSecuring(secured)
    if (recognised.form === 'token') return verifyToken(withoutExtras(secured), recognised, purpose, expected, parts)
    if (recognised.form === 'embedded' && isObject(secured)) return verifyProofs(secured, purpose, expected, parts)
    if (recognised.form === 'unsupported' || recognised.form === 'cose') {
      return refused('SECURING_NOT_SUPPORTED', 'It is secured in a form that this verifier does not know.')
    }
    return refused('PROOF_MISSING', 'Nothing secures it: no proof, no envelope, no token.', '/proof')
  }
}

async function verifyProofs(
  secured: Readonly<Record<string, unknown>>,
  proofPurpose: 'assertionMethod' | 'authentication',
  { challenge, domain, requireProofCreated = false }: IntegrityExpectations,
  { resolveKey, dataIntegrity, clock }: IntegrityParts,
): Promise<Verification<Integrity>> {
  const verdict = await dataIntegrity.verify(secured, {
    resolveKey,
    proofPurpose,
    now: clock(),
    requireCreated: requireProofCreated,
    ...(challenge !== undefined && { challenge }),
    ...(domain !== undefined && { domain }),
  })
  if (!verdict.verified) return verdict
  const { document, proofs } = verdict.value
  return verified({
    document,
    secured: { ...document, proof: secured.proof },
    securings: proofs.map(({ cryptosuite, algorithm }) => nameProof(cryptosuite, algorithm)),
    controllers: proofs.map(({ controller }) => controller),
    challenge: proofs.find((proof) => proof.challenge !== undefined)?.challenge,
  })
}

type TokenVerdict = Verification<VerifiedCredential | VerifiedPresentation>

async function verifyToken(
  secured: Secured,
  { token, tokenClass }: { readonly token: string; readonly tokenClass: TokenClass },
  purpose: 'assertionMethod' | 'authentication',
  { challenge, domain }: IntegrityExpectations,
  { resolveKey, clock }: IntegrityParts,
): Promise<Verification<Integrity>> {
  // Whose key it must be is the caller's policy, judged in one place for all forms.
  const options = { resolveKey, now: clock(), requireControllerBinding: false }
  const presented = { ...options, nonce: challenge, audience: domain, requireNonce: false, requireAudience: false }
  // `typ` is a SHOULD of VC-JOSE-COSE §3.1.1, and documents of data model 2.0 are met inside `vc` and `vp` claims.
  const jose = { requireTyp: false }
  const jwt = { models: ['1.1', '2.0'] as const }
  const verify: Readonly<Record<string, () => Promise<TokenVerdict>>> = {
    'assertionMethod vc+jwt': () => verifyVcJose(token, { ...options, ...jose }),
    'assertionMethod vc-jwt': () => verifyVcJwt(token, { ...options, ...jwt }),
    'authentication vp+jwt': () => verifyVpJose(token, { ...presented, ...jose }),
    'authentication vp-jwt': () => verifyVpJwt(token, { ...presented, ...jwt }),
  }
  const verdict = await verify[`${purpose} ${tokenClass}`]?.()
  if (verdict === undefined) {
    return refused('SECURING_NOT_SUPPORTED', 'The token is of another class than is asked for here.')
  }
  if (!verdict.verified) return verdict
  const { controller, claims, algorithm } = verdict.value
  const document = 'credential' in verdict.value ? verdict.value.credential : verdict.value.presentation
  return verified({
    document,
    secured,
    securings: [nameToken(tokenClass, algorithm)],
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
