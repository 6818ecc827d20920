/** Presentations of VCDM 2.0 as `vp+sd-jwt` (VC-JOSE-COSE §3.2.2): the claims of the SD-JWT are the presentation. */
import { type Awaitable, hasProblems, refused, type Signer, type Verification } from '@energy-ssi/core'
import { mapAwaitable } from '../awaitable.ts'
import { readClaims } from '../claims.ts'
import { CredentialError } from '../errors.ts'
import { MAX_TOKEN_LENGTH, signJws } from '../jws.ts'
import type { Presentation } from '../model.ts'
import { presentationClaims, type SignPresentationOptions } from '../options.ts'
import { withClaims } from '../payload.ts'
import {
  judgePresentation,
  presentationProblems,
  type VerifiedPresentation,
  type VerifyVpJoseOptions,
} from '../vp-jose.ts'
import { checkClaims } from './check-claims.ts'
import { joinSdJwt, splitSdJwt } from './serialisation.ts'
import { verifySdJwt } from './verify-sd-jwt.ts'

/**
 * Signs a presentation of VCDM 2.0 as `vp+sd-jwt`, with everything in it open: what is to be hidden is hidden in the
 * credentials, before they are enveloped. A synchronous signer gives a synchronous result.
 *
 * @throws {CredentialError} `malformed_presentation` - if it is not a presentation of VCDM 2.0 or has a member `vc` or `vp`
 * @throws {CredentialError} `malformed_claims` - if it uses a name reserved for SD-JWTs
 * @throws {CredentialError} `conflicting_claim` - if a claim of `options` is a member of the presentation already
 * @see https://www.w3.org/TR/vc-jose-cose/#securing-vps-sd-jwt
 */
export function signVpSdJwt(
  presentation: Presentation,
  signer: Signer,
  options: SignPresentationOptions = {},
): Awaitable<string> {
  const problems = presentationProblems(presentation)
  if (hasProblems(problems)) {
    throw new CredentialError('malformed_presentation', 'The value is not a presentation of VCDM 2.0.', problems)
  }
  const claims = withClaims(presentation, presentationClaims(options))
  checkClaims(claims)
  return mapAwaitable(signJws(JSON.stringify(claims), signer, 'vp+sd-jwt', 'vp'), (jwt) => joinSdJwt(jwt, []))
}

/**
 * Verifies a `vp+sd-jwt`: token profile and signature, the disclosures, then the data model, `nonce`, `aud`, `exp`,
 * `nbf` and `iat`, then that the holder controls the key.
 *
 * The holder signed the presentation itself, `nonce` and `aud` included, so a Key Binding JWT has no place here and is
 * refused. The credentials in the presentation are not verified: take them one by one.
 *
 * @see https://www.w3.org/TR/vc-jose-cose/#alg-sd-jwt
 */
export async function verifyVpSdJwt(
  text: string,
  options: VerifyVpJoseOptions,
): Promise<Verification<VerifiedPresentation>> {
  if (splitSdJwt(text, options.maxLength ?? MAX_TOKEN_LENGTH)?.keyBindingJwt !== undefined) {
    return refused('SECURING_NOT_SUPPORTED', 'A presentation signed by its holder takes no key binding.')
  }
  const { requireTyp: typRequired = true } = options
  const profile = { typ: ['vp+sd-jwt'], typRequired, cty: ['vp'], relationship: 'authentication' } as const
  const sdJwt = await verifySdJwt(text, profile, { ...options, keyBinding: 'none' })
  if (!sdJwt.verified) return sdJwt
  const { claims: payload } = sdJwt.value
  return judgePresentation({ ...sdJwt.value, payload }, readClaims(payload), options, sdJwt.warnings)
}
