/** Presentations of VCDM 2.0 as `vp+jwt` (VC-JOSE-COSE §3.1.2): the payload is the presentation. */
import {
  type Awaitable,
  hasProblems,
  type Problem,
  problem,
  type Signer,
  type Verification,
  verified,
} from '@energy-ssi/core'
import { CREDENTIALS_V2 } from './base-contexts.ts'
import { checkHolderBinding, checkIss } from './binding.ts'
import {
  checkBinding,
  checkTimes,
  isProblem,
  malformedClaim,
  type PresentationExpectations,
  type RegisteredClaims,
  readClaims,
} from './claims.ts'
import { CredentialError } from './errors.ts'
import { signJws, type VerifiedJws, verifyJws } from './jws.ts'
import { identifierOf, modelVersion, type Presentation } from './model.ts'
import {
  DEFAULT_SKEW_SECONDS,
  presentationClaims,
  type SignPresentationOptions,
  type TokenSignature,
  tokenProfile,
  type VerifyTokenOptions,
} from './options.ts'
import { addClaims } from './payload.ts'
import { refusedFor } from './report.ts'
import { validatePresentation } from './validate-presentation.ts'

/** A verified presentation and who signed it. */
export interface VerifiedPresentation extends TokenSignature {
  /** From the verified payload only. */
  readonly presentation: Presentation
}

/** Options of {@link verifyVpJose}. */
export interface VerifyVpJoseOptions extends VerifyTokenOptions, PresentationExpectations {
  /** Default true. False: `typ` may be absent, as VC-JOSE-COSE allows; another `typ` is refused in any case. */
  readonly requireTyp?: boolean | undefined
}

/**
 * Signs a presentation of VCDM 2.0 as `vp+jwt`. A synchronous signer gives a synchronous result.
 *
 * @throws {CredentialError} `malformed_presentation` - if it is not a presentation of VCDM 2.0 or has a member `vc` or `vp`
 * @throws {CredentialError} `conflicting_claim` - if a claim of `options` is a member of the presentation already
 * @see https://www.w3.org/TR/vc-jose-cose/#securing-with-jose
 */
export function signVpJose(
  presentation: Presentation,
  signer: Signer,
  options: SignPresentationOptions = {},
): Awaitable<string> {
  const problems = presentationProblems(presentation)
  if (hasProblems(problems)) {
    throw new CredentialError('malformed_presentation', 'The value is not a presentation of VCDM 2.0.', problems)
  }
  return signJws(addClaims(presentation, presentationClaims(options)), signer, 'vp+jwt', 'vp')
}

/**
 * Verifies a `vp+jwt`: token profile and signature, then the data model, then `nonce`, `aud`, `exp`, `nbf` and `iat`,
 * then that the holder controls the key.
 *
 * The credentials in the presentation are validated as far as they lie open, but not verified: take them one by one.
 *
 * @see https://www.w3.org/TR/vc-jose-cose/#alg-jose
 */
export async function verifyVpJose(
  token: string,
  options: VerifyVpJoseOptions,
): Promise<Verification<VerifiedPresentation>> {
  const profile = tokenProfile(
    { typ: ['vp+jwt'], typRequired: options.requireTyp ?? true, cty: ['vp'], relationship: 'authentication' },
    options,
  )
  const jws = await verifyJws(token, options.resolveKey, profile)
  if (!jws.verified) return jws
  return judgePresentation(jws.value, readClaims(jws.value.payload), options, jws.warnings)
}

/** What follows a good signature of any form: data model, claims, binding, and who controls the key. */
export function judgePresentation(
  { header, payload, keyId, controller, algorithm }: VerifiedJws,
  claims: RegisteredClaims | Problem,
  options: VerifyVpJoseOptions,
  warnings: readonly Problem[],
): Verification<VerifiedPresentation> {
  const problems = presentationProblems(payload)
  if (hasProblems(problems)) return { verified: false, problems }
  const presentation = payload as Readonly<Record<string, unknown>> as Presentation

  if (isProblem(claims)) return refusedFor(claims)
  const refusal =
    checkIss(claims, header, identifierOf(presentation.holder)) ??
    checkBinding(claims, options) ??
    checkTimes(claims, options.now, options.skewSeconds ?? DEFAULT_SKEW_SECONDS) ??
    checkHolderBinding(presentation, claims, controller, options)
  if (refusal !== undefined) return refusedFor(refusal)
  return verified({ presentation, keyId, controller, algorithm, claims }, warnings)
}

/** What keeps a payload from being a presentation of VCDM 2.0. */
export function presentationProblems(payload: Readonly<Record<string, unknown>>): readonly Problem[] {
  for (const name of ['vc', 'vp']) {
    if (payload[name] !== undefined)
      return [malformedClaim(name, 'must not be present: the payload is the presentation')]
  }
  const problems = validatePresentation(payload)
  if (problems.length > 0 || modelVersion(payload) === '2.0') return problems
  return [problem('MALFORMED_VALUE_ERROR', `The first item of "@context" must be ${CREDENTIALS_V2}.`, '/@context/0')]
}
