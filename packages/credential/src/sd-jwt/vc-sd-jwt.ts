/** Credentials of VCDM 2.0 as `vc+sd-jwt` (VC-JOSE-COSE §3.2.1): the claims of the SD-JWT are the credential. */
import { type Awaitable, hasProblems, type Signer, type Verification, verified } from '@energy-ssi/core'
import { readClaims } from '../claims.ts'
import { CredentialError } from '../errors.ts'
import type { Credential } from '../model.ts'
import { type SignTokenOptions, signatureClaims } from '../options.ts'
import { withClaims } from '../payload.ts'
import { credentialProblems, judgeCredential, type VerifiedCredential } from '../vc-jose.ts'
import type { HolderKey } from './confirmation.ts'
import type { KeyBinding } from './key-binding.ts'
import { type SignSdJwtOptions, signSdJwt } from './sign-sd-jwt.ts'
import { type VerifySdJwtOptions, verifySdJwt } from './verify-sd-jwt.ts'

/** Options of {@link signVcSdJwt}. */
export interface SignVcSdJwtOptions extends SignSdJwtOptions, SignTokenOptions {}

/** Options of {@link verifyVcSdJwt}. */
export interface VerifyVcSdJwtOptions extends VerifySdJwtOptions {
  /** Default true. False: `typ` may be absent, as VC-JOSE-COSE allows; another `typ` is refused in any case. */
  readonly requireTyp?: boolean | undefined
}

/** A verified credential, who signed it, and what of it was disclosed. */
export interface VerifiedVcSdJwt extends VerifiedCredential {
  /** JSON pointers to the members that came out of disclosures. */
  readonly disclosed: readonly string[]
  /** From `cnf`; proven to be the presenter's only if there is a `keyBinding`. */
  readonly holderKey: HolderKey | undefined
  readonly keyBinding: KeyBinding | undefined
}

/** What a verifier needs to judge the credential (§3.2.1), and the members no credential goes without. */
const FIXED_MEMBERS = [
  '@context',
  'type',
  'issuer',
  'validFrom',
  'validUntil',
  'credentialStatus',
  'credentialSchema',
  'relatedResource',
  'termsOfUse',
  'sub',
  'jti',
  'iat',
]
const WHOLE_SUBJECT = /^\/credentialSubject(?:\/(?:0|[1-9][0-9]*))?$/

/**
 * Signs a credential of VCDM 2.0 as `vc+sd-jwt`. A synchronous signer gives a synchronous result.
 *
 * @throws {CredentialError} `malformed_credential` - if it is not a credential of VCDM 2.0 or has a member `vc` or `vp`
 * @throws {CredentialError} `not_disclosable` - for `@context`, `type`, `issuer`, `validFrom`, `validUntil`,
 *   `credentialStatus`, `credentialSchema`, `relatedResource`, `termsOfUse`, whatever is in them, a whole subject, and
 *   the registered claims
 * @throws {CredentialError} `malformed_claims`, `claim_not_found`, `conflicting_claim`, as {@link signSdJwt}
 * @throws {KeyError} `invalid_key`, `unsupported_key` - for the holder's key
 * @see https://www.w3.org/TR/vc-jose-cose/#securing-with-sd-jwt
 */
export function signVcSdJwt(credential: Credential, signer: Signer, options: SignVcSdJwtOptions): Awaitable<string> {
  const problems = credentialProblems(credential)
  if (hasProblems(problems)) {
    throw new CredentialError('malformed_credential', 'The value is not a credential of VCDM 2.0.', problems)
  }
  if (options.disclose.some((pointer) => WHOLE_SUBJECT.test(pointer))) {
    throw new CredentialError('not_disclosable', 'A subject cannot be hidden as a whole, only its claims.')
  }
  const claims = withClaims(credential, signatureClaims(options))
  return signSdJwt(claims, signer, { typ: 'vc+sd-jwt', cty: 'vc', fixed: FIXED_MEMBERS }, options)
}

/**
 * Verifies a `vc+sd-jwt`: token profile and signature, the disclosures, the key binding, then, for what was disclosed,
 * the data model, the claims `iss`, `sub`, `jti`, `exp`, `nbf` and `iat` where they are present, and that the issuer
 * controls the key.
 *
 * Without `keyBinding` only credentials without `cnf` are accepted. As with `vc+jwt`, the validity period of the
 * credential, its status, its schema and trust in its issuer are not judged.
 *
 * @see https://www.w3.org/TR/vc-jose-cose/#alg-sd-jwt
 */
export async function verifyVcSdJwt(
  text: string,
  options: VerifyVcSdJwtOptions,
): Promise<Verification<VerifiedVcSdJwt>> {
  const { requireTyp: typRequired = true } = options
  const profile = { typ: ['vc+sd-jwt'], typRequired, cty: ['vc'], relationship: 'assertionMethod' } as const
  const sdJwt = await verifySdJwt(text, profile, options)
  if (!sdJwt.verified) return sdJwt
  const { claims: payload, disclosed, holderKey, keyBinding } = sdJwt.value
  const judged = judgeCredential({ ...sdJwt.value, payload }, readClaims(payload), options, sdJwt.warnings)
  if (!judged.verified) return judged
  const pointers = disclosed.map(({ pointer }) => pointer)
  return verified({ ...judged.value, disclosed: pointers, holderKey, keyBinding }, judged.warnings)
}
