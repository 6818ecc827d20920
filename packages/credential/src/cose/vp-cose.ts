/** Presentations of VCDM 2.0 as `vp+cose` (VC-JOSE-COSE §3.3.2): the payload of the COSE_Sign1 is the presentation as JSON. */
import { type Awaitable, hasProblems, refused, type Signer, type Verification } from '@energy-ssi/core'
import { CredentialError } from '../errors.ts'
import type { Presentation } from '../model.ts'
import { presentationClaims, type SignPresentationOptions } from '../options.ts'
import {
  judgePresentation,
  presentationProblems,
  type VerifiedPresentation,
  type VerifyVpJoseOptions,
} from '../vp-jose.ts'
import { verifySign1 } from './cose-sign1.ts'
import { readCwtClaims } from './cwt-claims.ts'
import { parsePayload, sign1Profile, signDocument } from './vc-cose.ts'

/** What a holder may add to a presentation; a CWT names one audience (RFC 8392 §3.1.3). */
export interface SignVpCoseOptions extends SignPresentationOptions {
  readonly audience?: string | undefined
}

/** Options of {@link verifyVpCose}: those of `verifyVpJose`; `maxLength` is in bytes. */
export type VerifyVpCoseOptions = VerifyVpJoseOptions

/**
 * Signs a presentation of VCDM 2.0 as `vp+cose`, a tagged COSE_Sign1. Challenge, audience and times become CWT claims
 * of the protected header: `nonce` (10, bytes), `aud` (3), `iat` (6), `exp` (4). A synchronous signer gives a
 * synchronous result.
 *
 * @throws {CredentialError} `malformed_presentation` - if it is not a presentation of VCDM 2.0 or has a member `vc` or `vp`
 * @throws {CredentialError} `conflicting_claim` - if a claim of `options` is a member of the presentation already
 * @see https://www.w3.org/TR/vc-jose-cose/#securing-vps-with-cose
 */
export function signVpCose(
  presentation: Presentation,
  signer: Signer,
  options: SignVpCoseOptions = {},
): Awaitable<Uint8Array> {
  const problems = presentationProblems(presentation)
  if (hasProblems(problems)) {
    throw new CredentialError('malformed_presentation', 'The value is not a presentation of VCDM 2.0.', problems)
  }
  return signDocument(presentation, signer, 'vp', presentationClaims(options))
}

/**
 * Verifies a `vp+cose`: profile and signature, then the data model, then `nonce`, `aud`, `exp`, `nbf` and `iat`, in the
 * header or in the payload, then that the holder controls the key.
 *
 * The credentials in the presentation are validated as far as they lie open, but not verified: take them one by one.
 *
 * @see https://www.w3.org/TR/vc-jose-cose/#alg-cose
 */
export async function verifyVpCose(
  bytes: Uint8Array,
  options: VerifyVpCoseOptions,
): Promise<Verification<VerifiedPresentation>> {
  const profile = sign1Profile('vp', options.requireTyp ?? true, options)
  const message = await verifySign1(bytes, options.resolveKey, profile)
  if (!message.verified) return message
  const { header, keyId, controller, algorithm } = message.value
  const payload = parsePayload(message.value.payload)
  if (payload === undefined) return refused('PARSING_ERROR', 'The payload of the message is not a JSON object.')
  const signed = { header: {}, payload, keyId, controller, algorithm }
  return judgePresentation(signed, readCwtClaims(header, payload), options, message.warnings)
}
