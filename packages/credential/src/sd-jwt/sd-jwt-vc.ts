/** SD-JWT VC (`dc+sd-jwt`; draft-ietf-oauth-sd-jwt-vc-19): credentials whose payload is plain claims. */
import {
  type Awaitable,
  isObject,
  type JsonObject,
  type Problem,
  problem,
  type SignatureAlgorithm,
  type Signer,
  type Verification,
  verified,
} from '@energy-ssi/core'
import { checkIssuedAt, isProblem, malformedClaim, type RegisteredClaims, readClaims } from '../claims.ts'
import { CredentialError } from '../errors.ts'
import { DEFAULT_SKEW_SECONDS } from '../options.ts'
import { refusedFor } from '../report.ts'
import type { HolderKey } from './confirmation.ts'
import type { KeyBinding } from './key-binding.ts'
import { type SignSdJwtOptions, signSdJwt } from './sign-sd-jwt.ts'
import { type VerifySdJwtOptions, verifySdJwt } from './verify-sd-jwt.ts'

/** Claims of an SD-JWT VC. Times are in seconds since 1970. */
export interface SdJwtVcClaims {
  /** The type of the credential: a collision-resistant name, such as a URL. */
  readonly vct: string
  readonly 'vct#integrity'?: string
  readonly aka_vcts?: readonly string[]
  readonly iss?: string
  readonly sub?: string
  readonly iat?: number
  readonly nbf?: number
  readonly exp?: number
  /** Where the status stands, such as `status_list` with `idx` and `uri`. */
  readonly status?: Readonly<Record<string, unknown>>
  readonly [claim: string]: unknown
}

/** Options of {@link verifySdJwtVc}. */
export interface VerifySdJwtVcOptions extends VerifySdJwtOptions {
  /** Default false. True: the `typ` `vc+sd-jwt` of drafts before November 2024 is accepted besides `dc+sd-jwt`. */
  readonly acceptFormerTyp?: boolean | undefined
  /** Default true. False: `nbf` and `exp` are left to the caller. */
  readonly requireInForce?: boolean | undefined
}

/** A verified SD-JWT VC. */
export interface VerifiedSdJwtVc {
  /** The processed payload: what was signed in the open, and what was disclosed. */
  readonly claims: SdJwtVcClaims & JsonObject
  readonly vct: string
  /** `iss`, or without it who controls the key. */
  readonly issuer: string
  /** DID URL of the verification method. */
  readonly keyId: string
  /** Who controls the verification method. */
  readonly controller: string
  readonly algorithm: SignatureAlgorithm
  /** JSON pointers to the claims that came out of disclosures. */
  readonly disclosed: readonly string[]
  /** Where the status stands. Nobody has asked there yet. */
  readonly status: JsonObject | undefined
  /** From `cnf`; proven to be the presenter's only if there is a `keyBinding`. */
  readonly holderKey: HolderKey | undefined
  readonly keyBinding: KeyBinding | undefined
}

/** §2.2.2.3: they and what is in them must not be disclosed selectively. */
const FIXED_CLAIMS = ['iss', 'nbf', 'exp', 'cnf', 'vct', 'vct#integrity', 'aka_vcts', 'status'] as const

/**
 * Signs claims as an SD-JWT VC. A synchronous signer gives a synchronous result.
 *
 * @throws {CredentialError} `malformed_claims` - if `vct` is missing or a claim of SD-JWT VC is malformed
 * @throws {CredentialError} `not_disclosable` - for `iss`, `nbf`, `exp`, `cnf`, `vct`, `vct#integrity`, `aka_vcts`,
 *   `status`, `aud` and whatever is in them
 * @throws {CredentialError} `claim_not_found`, `conflicting_claim`, as {@link signSdJwt}
 * @throws {KeyError} `invalid_key`, `unsupported_key` - for the holder's key
 * @see https://www.ietf.org/archive/id/draft-ietf-oauth-sd-jwt-vc-19.html#section-2.2
 */
export function signSdJwtVc(claims: SdJwtVcClaims, signer: Signer, options: SignSdJwtOptions): Awaitable<string> {
  const registered = readSdJwtVcClaims(claims)
  if (isProblem(registered)) {
    throw new CredentialError('malformed_claims', 'The claims are not those of an SD-JWT VC.', [registered])
  }
  return signSdJwt(claims, signer, { typ: 'dc+sd-jwt', fixed: FIXED_CLAIMS }, options)
}

/**
 * Verifies an SD-JWT VC: token profile and signature, the disclosures, the key binding, then the claims: those that
 * must not be disclosed selectively were not, `vct` is there, `iss` controls the key, `nbf` and `exp` (±60 s) say that
 * the credential is in force.
 *
 * Without `keyBinding` only credentials without `cnf` are accepted. Status, type metadata and trust in the issuer are
 * not judged; nothing is fetched but the key.
 *
 * @see https://www.ietf.org/archive/id/draft-ietf-oauth-sd-jwt-vc-19.html#section-2.4
 */
export async function verifySdJwtVc(
  text: string,
  options: VerifySdJwtVcOptions,
): Promise<Verification<VerifiedSdJwtVc>> {
  const typ = options.acceptFormerTyp === true ? ['dc+sd-jwt', 'vc+sd-jwt'] : ['dc+sd-jwt']
  const profile = { typ, typRequired: true, cty: [], relationship: 'assertionMethod' } as const
  const sdJwt = await verifySdJwt(text, profile, options)
  if (!sdJwt.verified) return sdJwt
  const { header, claims, payload, disclosed, keyId, controller, algorithm, holderKey, keyBinding } = sdJwt.value

  // Unpacking keeps what held no digest: anything else was disclosed, or has parts that can be.
  const concealed = FIXED_CLAIMS.find((name) => claims[name] !== payload[name])
  if (concealed !== undefined) return refusedFor(malformedClaim(concealed, 'must not be selectively disclosable'))
  if (claims['@context'] !== undefined && isFormerTyp(header.typ)) {
    return refusedFor(malformedClaim('@context', 'belongs to credentials of another class'))
  }
  const registered = readSdJwtVcClaims(claims)
  if (isProblem(registered)) return refusedFor(registered)
  const refusal = checkIssuer(registered, controller, options) ?? checkInForce(registered, options)
  if (refusal !== undefined) return refusedFor(refusal)
  return verified(
    {
      claims: claims as SdJwtVcClaims & JsonObject,
      vct: claims.vct as string,
      issuer: registered.iss ?? controller,
      keyId,
      controller,
      algorithm,
      disclosed: disclosed.map(({ pointer }) => pointer),
      status: claims.status as JsonObject | undefined,
      holderKey,
      keyBinding,
    },
    sdJwt.warnings,
  )
}

/** The `typ` that credentials of VCDM 2.0 have now. */
function isFormerTyp(typ: unknown): boolean {
  return typeof typ === 'string' && typ.toLowerCase().endsWith('vc+sd-jwt')
}

/** §2.2.2: the registered claims, or the first claim that is not what SD-JWT VC says. */
function readSdJwtVcClaims(claims: Readonly<Record<string, unknown>>): RegisteredClaims | Problem {
  const { vct, aka_vcts: otherTypes, status } = claims
  const integrity = claims['vct#integrity']
  if (typeof vct !== 'string' || vct === '') return malformedClaim('vct', 'must be a string')
  if (integrity !== undefined && typeof integrity !== 'string')
    return malformedClaim('vct#integrity', 'must be a string')
  if (otherTypes !== undefined && !areOtherTypes(otherTypes, vct)) {
    return malformedClaim('aka_vcts', 'must be an array of one or more other types')
  }
  if (status !== undefined && !isObject(status)) return malformedClaim('status', 'must be an object')
  return readClaims(claims as JsonObject)
}

function areOtherTypes(value: unknown, vct: string): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((type) => typeof type === 'string' && type !== vct)
}

function checkIssuer(
  { iss }: RegisteredClaims,
  controller: string,
  { requireControllerBinding = true }: VerifySdJwtVcOptions,
): Problem | undefined {
  if (!requireControllerBinding || iss === undefined || iss === controller) return undefined
  return problem('CONTROLLER_MISMATCH', 'The key of the token is not controlled by the issuer.', '/iss')
}

/** Here `nbf` and `exp` are the validity of the credential itself (§2.2.2.3). */
function checkInForce(
  claims: RegisteredClaims,
  { now, skewSeconds = DEFAULT_SKEW_SECONDS, requireInForce = true }: VerifySdJwtVcOptions,
): Problem | undefined {
  const seconds = now.getTime() / 1000
  if (Number.isNaN(seconds)) throw new TypeError('"now" is not a time.')
  const { exp, nbf } = requireInForce ? claims : {}
  if (exp !== undefined && seconds >= exp + skewSeconds) {
    return problem('CREDENTIAL_EXPIRED', 'The credential has expired.', '/exp')
  }
  if (nbf !== undefined && seconds < nbf - skewSeconds) {
    return problem('CREDENTIAL_NOT_YET_VALID', 'The credential is not valid yet.', '/nbf')
  }
  return checkIssuedAt(claims, now, skewSeconds)
}
