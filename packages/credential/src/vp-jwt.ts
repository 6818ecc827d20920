/** Presentations of VCDM 1.1 as JSON Web Tokens (`jwt_vp_json`; VCDM 1.1 §6.3.1): the `vp` claim and its counterparts. */
import { type Awaitable, hasProblems, refused, type Signer, type Verification, verified } from '@energy-ssi/core'
import { checkHolderBinding, checkIss } from './binding.ts'
import { checkBinding, checkTimes, isProblem, type PresentationExpectations, readClaims } from './claims.ts'
import { checkModel, decodePresentation } from './decode-claims.ts'
import { CredentialError } from './errors.ts'
import { signJws, verifyJws } from './jws.ts'
import { identifierOf, modelVersion, type Presentation } from './model.ts'
import { DEFAULT_SKEW_SECONDS, presentationClaims, type SignPresentationOptions, tokenProfile } from './options.ts'
import { refusedFor } from './report.ts'
import { validatePresentation } from './validate-presentation.ts'
import { onlyClaim, type VerifyJwtOptions } from './vc-jwt.ts'
import type { VerifiedPresentation } from './vp-jose.ts'

/** Options of {@link verifyVpJwt}. */
export interface VerifyVpJwtOptions extends VerifyJwtOptions, PresentationExpectations {}

/**
 * Signs a presentation of VCDM 1.1: the whole presentation in `vp`, and `iss`, `jti`, `aud`, `nonce` beside it. `iss`
 * is the holder; where the presentation names none, the DID of the signer's key.
 *
 * @throws {CredentialError} `malformed_presentation` - if it is not a presentation of VCDM 1.1
 * @see https://www.w3.org/TR/vc-data-model/#jwt-encoding
 */
export function signVpJwt(
  presentation: Presentation,
  signer: Signer,
  options: SignPresentationOptions = {},
): Awaitable<string> {
  const problems = validatePresentation(presentation)
  if (problems.length > 0 || modelVersion(presentation) !== '1.1') {
    throw new CredentialError('malformed_presentation', 'The value is not a presentation of VCDM 1.1.', problems)
  }
  const payload = {
    iss: identifierOf(presentation.holder) ?? signer.keyId.replace(/#.*$/, ''),
    jti: presentation.id,
    ...presentationClaims(options),
    vp: presentation,
  }
  return signJws(JSON.stringify(payload), signer, 'JWT')
}

/**
 * Verifies a VP-JWT: token profile (`typ` `JWT` or absent) and signature, then that the registered claims and the
 * members of `vp` agree, then the data model, then `nonce`, `aud`, `exp`, `nbf` and `iat`, then that the holder
 * controls the key.
 *
 * The presentation returned is `vp` completed from `iss` and `jti`. The credentials in it are not verified: take them
 * one by one.
 *
 * @see https://www.w3.org/TR/vc-data-model/#jwt-decoding
 */
export async function verifyVpJwt(
  token: string,
  options: VerifyVpJwtOptions,
): Promise<Verification<VerifiedPresentation>> {
  const profile = tokenProfile({ typ: ['jwt'], typRequired: false, cty: [], relationship: 'authentication' }, options)
  const jws = await verifyJws(token, options.resolveKey, profile)
  if (!jws.verified) return jws
  const { header, payload, keyId, controller, algorithm } = jws.value

  const vp = onlyClaim(payload, 'vp', 'vc')
  if (vp === undefined) return refused('MALFORMED_VALUE_ERROR', 'The token needs the claim "vp", and not "vc".', '/vp')
  const claims = readClaims(payload)
  if (isProblem(claims)) return refusedFor(claims)
  const unaccepted = checkModel(vp, options.models ?? ['1.1'], 'vp')
  if (unaccepted !== undefined) return refusedFor(unaccepted)
  const decoded = decodePresentation(vp, claims)
  if (!decoded.verified) return decoded
  const problems = validatePresentation(decoded.value)
  if (hasProblems(problems)) return { verified: false, problems }
  const presentation = decoded.value as Presentation

  const refusal =
    checkIss(claims, header, identifierOf(presentation.holder)) ??
    checkBinding(claims, options) ??
    checkTimes(claims, options.now, options.skewSeconds ?? DEFAULT_SKEW_SECONDS) ??
    checkHolderBinding(presentation, claims, controller, options)
  if (refusal !== undefined) return refusedFor(refusal)
  return verified({ presentation, keyId, controller, algorithm, claims }, jws.warnings)
}
