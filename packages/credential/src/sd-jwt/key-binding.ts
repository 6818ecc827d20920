/** Key Binding JWTs (RFC 9901 §4.3): the holder's signature over what it presents, to whom, and for which transaction. */
import {
  type Awaitable,
  base64urlEncode,
  type JsonObject,
  type Problem,
  problem,
  type SignatureAlgorithm,
  type Signer,
  utf8Encode,
  type Verification,
  type VerificationKey,
  verified,
} from '@energy-ssi/core'
import { checkBinding, checkTimes, isProblem, malformedClaim, readClaims, toSeconds } from '../claims.ts'
import { signUnderHeader, verifyJwsWithKey } from '../jws.ts'
import { withClaims } from '../payload.ts'
import { refusedFor } from '../report.ts'
import { digestOf, type SdHashAlgorithm } from './hash.ts'

/** What a holder needs to bind a presentation to its key. */
export interface KeyBindingOptions {
  /** Of the key that the credential names in `cnf`. */
  readonly signer: Signer
  /** Who the presentation is for. */
  readonly audience: string
  /** The verifier's challenge. */
  readonly nonce: string
  /** Written as `iat`. */
  readonly now: Date
  /** Further claims, such as `transaction_data_hashes` of OpenID4VP. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined
}

/** What a verifier expects of a key binding. */
export interface KeyBindingExpectations {
  /** What the verifier calls itself (any of them). */
  readonly audience: string | readonly string[]
  /** The challenge given to the holder. */
  readonly nonce: string
  /** How long ago the holder may have signed, beyond the tolerance for clocks; default 300. */
  readonly maxAgeSeconds?: number | undefined
}

/** A key binding that verified. */
export interface KeyBinding {
  readonly audience: string
  readonly nonce: string
  /** Seconds since 1970. */
  readonly issuedAt: number
  /** The whole verified payload. */
  readonly claims: JsonObject
}

/** How a Key Binding JWT is judged. */
export interface KeyBindingChecks {
  readonly expected: KeyBindingExpectations
  readonly algorithms: readonly SignatureAlgorithm[]
  readonly now: Date
  readonly skewSeconds: number
}

const DEFAULT_MAX_AGE_SECONDS = 300
const MAX_KEY_BINDING_LENGTH = 65_536

/** The key is the one in `cnf`: a `kid` would only tell more about the holder than the credential does. */
const HEADERS: ReadonlyMap<SignatureAlgorithm, string> = new Map(
  (['EdDSA', 'ES256', 'ES384', 'ES256K'] as const).map((alg) => [
    alg,
    base64urlEncode(utf8Encode(JSON.stringify({ alg, typ: 'kb+jwt' }))),
  ]),
)

/**
 * Signs the Key Binding JWT for what is presented, up to and including the last `~`.
 * @throws {CredentialError} `conflicting_claim` - if `claims` holds one of `iat`, `aud`, `nonce`, `sd_hash`
 */
export function signKeyBinding(
  presented: string,
  hashAlgorithm: SdHashAlgorithm,
  { signer, audience, nonce, now, claims = {} }: KeyBindingOptions,
): Awaitable<string> {
  const header = HEADERS.get(signer.algorithm)
  if (header === undefined) throw new TypeError('The algorithm of the signer is not known.')
  const bound = { iat: toSeconds(now), aud: audience, nonce, sd_hash: digestOf(presented, hashAlgorithm) }
  return signUnderHeader(header, JSON.stringify(withClaims(bound, claims)), signer)
}

/**
 * Verifies a Key Binding JWT: `typ` and signature, then `sd_hash`, `nonce`, `aud` and `iat`, each of which is required,
 * and `exp` and `nbf` where they are there (§7.3 step 5).
 */
export async function verifyKeyBinding(
  token: string,
  key: Pick<VerificationKey, 'algorithm' | 'verify'>,
  presented: string,
  hashAlgorithm: SdHashAlgorithm,
  { expected, algorithms, now, skewSeconds }: KeyBindingChecks,
): Promise<Verification<KeyBinding>> {
  const profile = { algorithms, typ: ['kb+jwt'], typRequired: true, cty: [], maxLength: MAX_KEY_BINDING_LENGTH }
  const jws = await verifyJwsWithKey(token, key, profile)
  if (!jws.verified) return jws
  const payload = jws.value
  const claims = readClaims(payload)
  if (isProblem(claims)) return refusedFor(claims)
  const { iat, aud, nonce } = claims
  if (iat === undefined) return refusedFor(malformedClaim('iat', 'is missing'))
  if (typeof aud !== 'string') return refusedFor(malformedClaim('aud', 'must be one string'))
  if (nonce === undefined) return refusedFor(malformedClaim('nonce', 'is missing'))
  const { maxAgeSeconds = DEFAULT_MAX_AGE_SECONDS } = expected
  const refusal =
    checkPresented(payload.sd_hash, presented, hashAlgorithm) ??
    checkBinding({ aud, nonce }, { audience: expected.audience, nonce: expected.nonce }) ??
    checkTimes(claims, now, skewSeconds) ??
    checkAge(iat, now, maxAgeSeconds + skewSeconds)
  if (refusal !== undefined) return refusedFor(refusal)
  return verified({ audience: aud, nonce, issuedAt: iat, claims: payload })
}

function checkPresented(sdHash: unknown, presented: string, hashAlgorithm: SdHashAlgorithm): Problem | undefined {
  if (typeof sdHash !== 'string') return malformedClaim('sd_hash', 'must be a string')
  if (sdHash === digestOf(presented, hashAlgorithm)) return undefined
  return problem('CRYPTOGRAPHIC_SECURITY_ERROR', 'The key binding is for another presentation.', '/sd_hash')
}

function checkAge(issuedAt: number, now: Date, maxAgeSeconds: number): Problem | undefined {
  if (now.getTime() / 1000 <= issuedAt + maxAgeSeconds) return undefined
  return problem('PROOF_VERIFICATION_ERROR', 'The key binding is too old.', '/iat')
}
