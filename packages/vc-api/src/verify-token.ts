/** Integrity of tokens: JOSE, SD-JWT and COSE, each verified as the class it says it is. */
import { refused, type Verification, verified } from '@energy-ssi/core'
import {
  CREDENTIALS_V2,
  envelopeCredential,
  type Securing as Recognised,
  type VerifiedCredential,
  type VerifiedPresentation,
  verifyVcJose,
  verifyVcJwt,
  verifyVpJose,
  verifyVpJwt,
} from '@energy-ssi/credential'
import { verifyVcCose, verifyVpCose } from '@energy-ssi/credential/cose'
import { parseSdJwt, verifySdJwtVc, verifyVcSdJwt, verifyVpSdJwt } from '@energy-ssi/credential/sd-jwt'
import { nameToken } from './securing/securing-names.ts'
import type { Integrity, IntegrityExpectations, IntegrityParts, Secured } from './verify-integrity.ts'

/** A token and its class, as recognised. */
export type RecognisedToken = Extract<Recognised, { readonly form: 'token' | 'cose' }>

/**
 * Verifies a token for a purpose. Whose key it must be, and whether it is in force, is the caller's policy, judged in
 * one place for all forms.
 */
export async function verifyToken(
  secured: Secured,
  recognised: RecognisedToken,
  purpose: 'assertionMethod' | 'authentication',
  expected: IntegrityExpectations,
  { resolveKey, clock }: IntegrityParts,
): Promise<Verification<Integrity>> {
  const options = { resolveKey, now: clock(), requireControllerBinding: false }
  if (purpose === 'assertionMethod') return verifyCredentialToken(secured, recognised, options)
  const isBound = recognised.tokenClass === 'dc+sd-jwt' || recognised.tokenClass === 'vc+sd-jwt'
  if (isBound) return verifyBoundSdJwt(secured, recognised, expected, options)
  return verifyPresentationToken(secured, recognised, expected, options)
}

type Options = Pick<IntegrityParts, 'resolveKey'> & { readonly now: Date; readonly requireControllerBinding: boolean }

// `typ` is a SHOULD of VC-JOSE-COSE §3.1.1, and documents of data model 2.0 are met inside `vc` and `vp` claims.
const LENIENT = { requireTyp: false } as const
const MODELS = { models: ['1.1', '2.0'] } as const

async function verifyCredentialToken(
  secured: Secured,
  recognised: RecognisedToken,
  options: Options,
): Promise<Verification<Integrity>> {
  const { tokenClass } = recognised
  // This is about the credential; whoever presents it is asked for with a presentation.
  const unbound = { ...options, keyBinding: 'none' } as const
  if (recognised.form === 'cose') {
    if (tokenClass !== 'vc+cose') return anotherClass()
    return integrityOf(await verifyVcCose(recognised.bytes, { ...options, ...LENIENT }), secured, tokenClass)
  }
  const { token } = recognised
  switch (tokenClass) {
    case 'vc+jwt':
      return integrityOf(await verifyVcJose(token, { ...options, ...LENIENT }), secured, tokenClass)
    case 'vc-jwt':
      return integrityOf(await verifyVcJwt(token, { ...options, ...MODELS }), secured, tokenClass)
    case 'vc+sd-jwt':
      return integrityOf(await verifyVcSdJwt(token, { ...unbound, ...LENIENT }), secured, tokenClass)
    case 'dc+sd-jwt': {
      const verdict = await verifySdJwtVc(token, { ...unbound, requireInForce: false })
      if (!verdict.verified) return verdict
      const { claims, issuer, controller, algorithm } = verdict.value
      const securings = [nameToken(tokenClass, algorithm)]
      const document = { ...claims, iss: issuer }
      const found = { document, model: 'sd-jwt-vc', secured, securings, challenge: undefined } as const
      return verified({ ...found, controllers: [controller] }, verdict.warnings)
    }
    default:
      return anotherClass()
  }
}

async function verifyPresentationToken(
  secured: Secured,
  recognised: RecognisedToken,
  { challenge, domain }: IntegrityExpectations,
  options: Options,
): Promise<Verification<Integrity>> {
  const { tokenClass } = recognised
  const presented = { ...options, nonce: challenge, audience: domain, requireNonce: false, requireAudience: false }
  if (recognised.form === 'cose') {
    if (tokenClass !== 'vp+cose') return anotherClass()
    return integrityOf(await verifyVpCose(recognised.bytes, { ...presented, ...LENIENT }), secured, tokenClass)
  }
  const { token } = recognised
  switch (tokenClass) {
    case 'vp+jwt':
      return integrityOf(await verifyVpJose(token, { ...presented, ...LENIENT }), secured, tokenClass)
    case 'vp-jwt':
      return integrityOf(await verifyVpJwt(token, { ...presented, ...MODELS }), secured, tokenClass)
    case 'vp+sd-jwt':
      return integrityOf(await verifyVpSdJwt(token, { ...presented, ...LENIENT }), secured, tokenClass)
    default:
      return anotherClass()
  }
}

/**
 * An SD-JWT with a key binding is a presentation of itself: its holder signed the challenge, and for whom it is. The
 * presentation that stands for it holds the credential without the binding.
 */
async function verifyBoundSdJwt(
  secured: Secured,
  recognised: RecognisedToken,
  { challenge, domain }: IntegrityExpectations,
  options: Options,
): Promise<Verification<Integrity>> {
  if (recognised.form !== 'token') return anotherClass()
  if (challenge === undefined) return refused('INVALID_CHALLENGE_ERROR', 'A key binding answers a challenge.')
  if (domain === undefined) return refused('INVALID_DOMAIN_ERROR', 'A key binding is made for a domain.')
  const { token, tokenClass } = recognised
  const bound = { ...options, keyBinding: { nonce: challenge, audience: domain } }
  const verdict =
    tokenClass === 'dc+sd-jwt'
      ? await verifySdJwtVc(token, { ...bound, requireInForce: false })
      : await verifyVcSdJwt(token, { ...bound, ...LENIENT })
  if (!verdict.verified) return verdict
  const { keyBindingJwt = '' } = parseSdJwt(token)
  const unbound = token.slice(0, token.length - keyBindingJwt.length)
  const document = {
    '@context': [CREDENTIALS_V2],
    type: ['VerifiablePresentation'],
    verifiableCredential: [{ ...envelopeCredential(`application/${tokenClass}`, unbound) }],
  }
  const securings = [nameToken(tokenClass, verdict.value.algorithm)]
  const { cnf: confirmed } = 'vct' in verdict.value ? verdict.value.claims : verdict.value.credential
  return verified(
    { document, model: 'vcdm', secured, securings, controllers: [], challenge, confirmed },
    verdict.warnings,
  )
}

function integrityOf(
  verdict: Verification<VerifiedCredential | VerifiedPresentation>,
  secured: Secured,
  tokenClass: RecognisedToken['tokenClass'],
): Verification<Integrity> {
  if (!verdict.verified) return verdict
  const { controller, claims, algorithm } = verdict.value
  const document = 'credential' in verdict.value ? verdict.value.credential : verdict.value.presentation
  return verified({
    document,
    model: 'vcdm',
    secured,
    securings: [nameToken(tokenClass, algorithm)],
    controllers: [controller],
    challenge: claims.nonce,
  })
}

function anotherClass(): Verification<never> {
  return refused('SECURING_NOT_SUPPORTED', 'The token is of another class than is asked for here.')
}
