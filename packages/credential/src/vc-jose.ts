/** Credentials of VCDM 2.0 as `vc+jwt` (VC-JOSE-COSE §3.1.1): the payload is the credential. */
import {
  type Awaitable,
  hasProblems,
  type JsonObject,
  type Problem,
  problem,
  type Signer,
  type Verification,
  verified,
} from '@energy-ssi/core'
import { CREDENTIALS_V2 } from './base-contexts.ts'
import { checkIss, checkIssuerBinding } from './binding.ts'
import { checkTimes, isProblem, malformedClaim, type RegisteredClaims, readClaims } from './claims.ts'
import { CredentialError } from './errors.ts'
import { signJws, type VerifiedJws, verifyJws } from './jws.ts'
import { type Credential, identifierOf, modelVersion, valuesOf } from './model.ts'
import {
  DEFAULT_SKEW_SECONDS,
  type SignTokenOptions,
  signatureClaims,
  type TokenSignature,
  tokenProfile,
  type VerifyTokenOptions,
} from './options.ts'
import { addClaims } from './payload.ts'
import { refusedFor } from './report.ts'
import { validateCredential } from './validate-credential.ts'

/** A verified credential and who signed it. */
export interface VerifiedCredential extends TokenSignature {
  /** From the verified payload only. */
  readonly credential: Credential
}

/** Options of {@link verifyVcJose}. */
export interface VerifyVcJoseOptions extends VerifyTokenOptions {
  /** Default true. False: `typ` may be absent, as VC-JOSE-COSE allows; another `typ` is refused in any case. */
  readonly requireTyp?: boolean | undefined
}

/**
 * Signs a credential of VCDM 2.0 as `vc+jwt`. A synchronous signer gives a synchronous result.
 *
 * @throws {CredentialError} `malformed_credential` - if it is not a credential of VCDM 2.0 or has a member `vc` or `vp`
 * @throws {CredentialError} `conflicting_claim` - if a claim of `options` is a member of the credential already
 * @see https://www.w3.org/TR/vc-jose-cose/#securing-with-jose
 */
export function signVcJose(credential: Credential, signer: Signer, options: SignTokenOptions = {}): Awaitable<string> {
  const problems = credentialProblems(credential)
  if (hasProblems(problems)) {
    throw new CredentialError('malformed_credential', 'The value is not a credential of VCDM 2.0.', problems)
  }
  return signJws(addClaims(credential, signatureClaims(options)), signer, 'vc+jwt', 'vc')
}

/**
 * Verifies a `vc+jwt`: token profile and signature, then the data model, then the claims `iss`, `sub`, `jti`, `exp`,
 * `nbf` and `iat` where they are present, then that the issuer controls the key.
 *
 * `exp`, `nbf` and `iat` are the times of the signature. Whether the credential is in force is not judged here: see
 * {@link checkValidityPeriod}. Neither are its status, its schema, or whether its issuer is to be trusted.
 *
 * @see https://www.w3.org/TR/vc-jose-cose/#alg-jose
 */
export async function verifyVcJose(
  token: string,
  options: VerifyVcJoseOptions,
): Promise<Verification<VerifiedCredential>> {
  const profile = tokenProfile(
    { typ: ['vc+jwt'], typRequired: options.requireTyp ?? true, cty: ['vc'], relationship: 'assertionMethod' },
    options,
  )
  const jws = await verifyJws(token, options.resolveKey, profile)
  if (!jws.verified) return jws
  return judgeCredential(jws.value, readClaims(jws.value.payload), options, jws.warnings)
}

/** What follows a good signature of any form: data model, claims, times, and who controls the key. */
export function judgeCredential(
  { header, payload, keyId, controller, algorithm }: VerifiedJws,
  claims: RegisteredClaims | Problem,
  options: VerifyTokenOptions,
  warnings: readonly Problem[],
): Verification<VerifiedCredential> {
  const problems = credentialProblems(payload)
  if (hasProblems(problems)) return { verified: false, problems }
  const credential = payload as Readonly<Record<string, unknown>> as Credential

  if (isProblem(claims)) return refusedFor(claims)
  const refusal =
    checkAgreement(claims, header, credential) ??
    checkTimes(claims, options.now, options.skewSeconds ?? DEFAULT_SKEW_SECONDS) ??
    checkIssuerBinding(credential, controller, options)
  if (refusal !== undefined) return refusedFor(refusal)
  return verified({ credential, keyId, controller, algorithm, claims }, warnings)
}

/** What keeps a payload from being a credential of VCDM 2.0. */
export function credentialProblems(payload: Readonly<Record<string, unknown>>): readonly Problem[] {
  for (const name of ['vc', 'vp']) {
    if (payload[name] !== undefined) return [malformedClaim(name, 'must not be present: the payload is the credential')]
  }
  const problems = validateCredential(payload)
  if (problems.length > 0 || modelVersion(payload) === '2.0') return problems
  return [problem('MALFORMED_VALUE_ERROR', `The first item of "@context" must be ${CREDENTIALS_V2}.`, '/@context/0')]
}

/** Claims that name the same thing as a member must not contradict it (§3.1.3, §4.1.2). */
function checkAgreement(claims: RegisteredClaims, header: JsonObject, credential: Credential): Problem | undefined {
  if (claims.jti !== undefined && credential.id !== undefined && claims.jti !== credential.id) {
    return malformedClaim('jti', 'must be the "id" of the credential')
  }
  const subjects = valuesOf(credential.credentialSubject).flatMap(({ id }) => id ?? [])
  if (claims.sub !== undefined && subjects.length > 0 && !subjects.includes(claims.sub)) {
    return malformedClaim('sub', 'must be the "id" of a subject')
  }
  return checkIss(claims, header, identifierOf(credential.issuer))
}
