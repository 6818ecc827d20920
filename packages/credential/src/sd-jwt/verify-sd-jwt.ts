/** Verifies an SD-JWT of any class (RFC 9901 §7.1 and §7.3). */
import { type JsonObject, refused, type SignatureAlgorithm, type Verification, verified } from '@energy-ssi/core'
import { malformedClaim } from '../claims.ts'
import { MAX_TOKEN_LENGTH, SIGNATURE_ALGORITHMS, type TokenProfile, type VerifiedJws, verifyJws } from '../jws.ts'
import { DEFAULT_SKEW_SECONDS, tokenProfile, type VerifyTokenOptions } from '../options.ts'
import { refusedFor } from '../report.ts'
import { findHolderKey, type HolderKey, readConfirmation } from './confirmation.ts'
import { type KeyBinding, type KeyBindingExpectations, verifyKeyBinding } from './key-binding.ts'
import { type SdJwtParts, splitSdJwt } from './serialisation.ts'
import { type UnpackedSdJwt, unpackSdJwt } from './unpack-sd-jwt.ts'

/** What every verification of an SD-JWT needs and may be told. */
export interface VerifySdJwtOptions extends VerifyTokenOptions {
  /**
   * Whether the presenter must prove that it holds the key in `cnf`: a policy of the verifier, which the presentation
   * itself cannot change (§7.3 step 1).
   *
   * - expectations: it must, and a credential without `cnf` is refused
   * - absent: only a credential without `cnf`, made for any bearer, is accepted
   * - `none`: it need not. For a holder that takes a credential from its issuer; a key binding is not looked at
   */
  readonly keyBinding?: KeyBindingExpectations | 'none' | undefined
}

/** A verified SD-JWT. Its claims are judged by nobody yet: not its issuer, not its time. */
export interface VerifiedSdJwt extends UnpackedSdJwt {
  readonly header: JsonObject
  /** The payload as signed. */
  readonly payload: JsonObject
  /** DID URL of the verification method. */
  readonly keyId: string
  /** Who controls the verification method. */
  readonly controller: string
  readonly algorithm: SignatureAlgorithm
  /** From `cnf`; proven to be the presenter's only if there is a `keyBinding`. */
  readonly holderKey: HolderKey | undefined
  readonly keyBinding: KeyBinding | undefined
}

/** The classes of tokens that are accepted. */
export type SdJwtProfile = Pick<TokenProfile, 'typ' | 'typRequired' | 'cty' | 'relationship'>

/**
 * Verifies an SD-JWT: token profile and signature of the issuer, then the disclosures, then the key binding.
 *
 * What the claims say is left to the caller, except `cnf`, which must not have been disclosed selectively. What
 * `resolveKey` throws is passed on.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9901#section-7
 */
export async function verifySdJwt(
  text: string,
  profile: SdJwtProfile,
  options: VerifySdJwtOptions,
): Promise<Verification<VerifiedSdJwt>> {
  const parts = splitSdJwt(text, options.maxLength ?? MAX_TOKEN_LENGTH)
  if (parts === undefined) return refused('PARSING_ERROR', 'The token is not an SD-JWT within the size limit.')
  const jws = await verifyJws(parts.jwt, options.resolveKey, tokenProfile(profile, options))
  if (!jws.verified) return jws
  const { header, payload, keyId, controller, algorithm }: VerifiedJws = jws.value

  const unpacked = unpackSdJwt(payload, parts.disclosures)
  if (!unpacked.verified) return unpacked
  const { claims, disclosed, hashAlgorithm } = unpacked.value
  if (claims.cnf !== payload.cnf) return refusedFor(malformedClaim('cnf', 'must not be selectively disclosable'))

  const bound = await verifyHolder(parts, unpacked.value, options)
  if (!bound.verified) return bound
  return verified({ header, payload, claims, disclosed, hashAlgorithm, keyId, controller, algorithm, ...bound.value }, [
    ...jws.warnings,
    ...bound.warnings,
  ])
}

type Bound = Pick<VerifiedSdJwt, 'holderKey' | 'keyBinding'>

async function verifyHolder(
  { keyBindingJwt, presented }: SdJwtParts,
  { claims: { cnf }, hashAlgorithm }: UnpackedSdJwt,
  options: VerifySdJwtOptions,
): Promise<Verification<Bound>> {
  const { keyBinding: expected, resolveKey, now, algorithms = SIGNATURE_ALGORITHMS } = options
  const named = cnf === undefined ? undefined : readConfirmation(cnf)
  if (expected === 'none') {
    return verified({ holderKey: named?.verified ? named.value : undefined, keyBinding: undefined })
  }
  if (expected === undefined) {
    if (named === undefined && keyBindingJwt === undefined)
      return verified({ holderKey: undefined, keyBinding: undefined })
    return refused('INVALID_CHALLENGE_ERROR', 'A key binding is due, and nothing was given to compare it with.', '/cnf')
  }
  if (named === undefined) return refused('HOLDER_MISMATCH', 'The credential names no key of its holder.', '/cnf')
  if (keyBindingJwt === undefined) return refused('PROOF_MISSING', 'The presentation has no key binding.')
  if (!named.verified) return named
  const key = await findHolderKey(named.value, resolveKey)
  if (!key.verified) return key
  const skewSeconds = options.skewSeconds ?? DEFAULT_SKEW_SECONDS
  const checks = { expected, algorithms, now, skewSeconds }
  const binding = await verifyKeyBinding(keyBindingJwt, key.value, presented, hashAlgorithm, checks)
  if (!binding.verified) return binding
  return verified({ holderKey: named.value, keyBinding: binding.value }, key.warnings)
}
