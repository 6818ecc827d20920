/** Credentials of VCDM 1.1 as JSON Web Tokens (`jwt_vc_json`; VCDM 1.1 §6.3.1): the `vc` claim and its counterparts. */
import {
  type Awaitable,
  hasProblems,
  isObject,
  type JsonObject,
  parseDateTime,
  refused,
  type Signer,
  type Verification,
  verified,
} from '@energy-ssi/core'
import type { ModelVersion } from './base-contexts.ts'
import { checkIss, checkIssuerBinding } from './binding.ts'
import { checkIssuedAt, checkTimes, isProblem, readClaims, toSeconds } from './claims.ts'
import { checkModel, decodeCredential } from './decode-claims.ts'
import { CredentialError } from './errors.ts'
import { signJws, verifyJws } from './jws.ts'
import { type Credential, identifierOf, modelVersion, valuesOf } from './model.ts'
import { DEFAULT_SKEW_SECONDS, tokenProfile, type VerifyTokenOptions } from './options.ts'
import { refusedFor } from './report.ts'
import { validateCredential } from './validate-credential.ts'
import type { VerifiedCredential } from './vc-jose.ts'

/** Options of {@link signVcJwt}. */
export interface SignVcJwtOptions {
  /** Written as `iat`. */
  readonly issuedAt?: Date | undefined
}

/** Options of {@link verifyVcJwt} and `verifyVpJwt`. */
export interface VerifyJwtOptions extends VerifyTokenOptions {
  /** Versions of the data model accepted in the claim `vc` or `vp`. Default 1.1 only, as the specification has it. */
  readonly models?: readonly ModelVersion[] | undefined
}

/**
 * Signs a credential of VCDM 1.1: the whole credential in `vc`, and `iss`, `sub`, `jti`, `nbf`, `exp` beside it.
 *
 * @throws {CredentialError} `malformed_credential` - if it is not a credential of VCDM 1.1
 * @throws {CredentialError} `multiple_subjects`
 * @see https://www.w3.org/TR/vc-data-model/#jwt-encoding
 */
export function signVcJwt(credential: Credential, signer: Signer, options: SignVcJwtOptions = {}): Awaitable<string> {
  const problems = validateCredential(credential)
  if (problems.length > 0 || modelVersion(credential) !== '1.1') {
    throw new CredentialError('malformed_credential', 'The value is not a credential of VCDM 1.1.', problems)
  }
  const [subject, ...others] = valuesOf(credential.credentialSubject)
  if (others.length > 0) {
    throw new CredentialError('multiple_subjects', 'A JSON Web Token cannot express several subjects.')
  }
  const payload = {
    iss: identifierOf(credential.issuer),
    sub: subject?.id,
    jti: credential.id,
    nbf: numericDate(credential.issuanceDate),
    exp: numericDate(credential.expirationDate),
    iat: options.issuedAt && toSeconds(options.issuedAt),
    vc: credential,
  }
  return signJws(JSON.stringify(payload), signer, 'JWT')
}

function numericDate(text: string | undefined): number | undefined {
  const time = text === undefined ? undefined : parseDateTime(text)
  return time === undefined ? undefined : Math.floor(time / 1000)
}

/**
 * Verifies a VC-JWT: token profile (`typ` `JWT` or absent) and signature, then that the registered claims and the
 * members of `vc` agree, then the data model, then `iat`, then that the issuer controls the key.
 *
 * The credential returned is `vc` completed from `iss`, `sub`, `jti`, `nbf` and `exp`. In VCDM 1.1 the last two are
 * its validity period, which is not judged here: see {@link checkValidityPeriod}. Pointers of problems of the data
 * model start at the credential, not at the token.
 *
 * @see https://www.w3.org/TR/vc-data-model/#jwt-decoding
 */
export async function verifyVcJwt(token: string, options: VerifyJwtOptions): Promise<Verification<VerifiedCredential>> {
  const profile = tokenProfile({ typ: ['jwt'], typRequired: false, cty: [], relationship: 'assertionMethod' }, options)
  const jws = await verifyJws(token, options.resolveKey, profile)
  if (!jws.verified) return jws
  const { header, payload, keyId, controller, algorithm } = jws.value

  const vc = onlyClaim(payload, 'vc', 'vp')
  if (vc === undefined) return refused('MALFORMED_VALUE_ERROR', 'The token needs the claim "vc", and not "vp".', '/vc')
  const claims = readClaims(payload)
  if (isProblem(claims)) return refusedFor(claims)
  const unaccepted = checkModel(vc, options.models ?? ['1.1'], 'vc')
  if (unaccepted !== undefined) return refusedFor(unaccepted)
  const decoded = decodeCredential(vc, claims)
  if (!decoded.verified) return decoded
  const problems = validateCredential(decoded.value)
  if (hasProblems(problems)) return { verified: false, problems }
  const credential = decoded.value as Credential

  const skewSeconds = options.skewSeconds ?? DEFAULT_SKEW_SECONDS
  const check = modelVersion(credential) === '1.1' ? checkIssuedAt : checkTimes
  const refusal =
    checkIss(claims, header, identifierOf(credential.issuer)) ??
    check(claims, options.now, skewSeconds) ??
    checkIssuerBinding(credential, controller, options)
  if (refusal !== undefined) return refusedFor(refusal)
  return verified({ credential, keyId, controller, algorithm, claims }, jws.warnings)
}

/** The object in `wanted`, if `other` is absent: a token is of one class. */
export function onlyClaim(payload: JsonObject, wanted: string, other: string): JsonObject | undefined {
  const claim = payload[wanted]
  return isObject(claim) && payload[other] === undefined ? (claim as JsonObject) : undefined
}
