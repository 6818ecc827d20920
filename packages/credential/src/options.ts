/** Options and results that the four token formats share. */
import type { ResolveKey, SignatureAlgorithm } from '@energy-ssi/core'
import { type RegisteredClaims, toSeconds } from './claims.ts'
import { MAX_TOKEN_LENGTH, SIGNATURE_ALGORITHMS, type TokenProfile } from './jws.ts'

/** What every verification of a token needs and may be told. */
export interface VerifyTokenOptions {
  readonly resolveKey: ResolveKey
  readonly now: Date
  /** Tolerance for clocks that differ; default 60. */
  readonly skewSeconds?: number | undefined
  /** Default: EdDSA, ES256, ES384, ES256K. */
  readonly algorithms?: readonly SignatureAlgorithm[] | undefined
  /** In characters; default 16 Mi. */
  readonly maxLength?: number | undefined
  /** Default true: the controller of the key must be the issuer (of a presentation: the holder). */
  readonly requireControllerBinding?: boolean | undefined
}

/** Who signed a token that verified. */
export interface TokenSignature {
  /** DID URL of the verification method. */
  readonly keyId: string
  /** Who controls the verification method. */
  readonly controller: string
  readonly algorithm: SignatureAlgorithm
  /** The registered claims of the verified payload. */
  readonly claims: RegisteredClaims
}

/** Claims about the signature that a signer may add. */
export interface SignTokenOptions {
  /** Written as `iat`. */
  readonly issuedAt?: Date | undefined
  /** Written as `exp`. */
  readonly expiresAt?: Date | undefined
}

/** What a holder may add to a presentation. */
export interface SignPresentationOptions {
  /** The verifier's challenge, written as `nonce`. */
  readonly nonce?: string | undefined
  /** Who the presentation is for, written as `aud`. */
  readonly audience?: string | readonly string[] | undefined
  /** Written as `iat`. */
  readonly now?: Date | undefined
  /** With `now`: the presentation expires (`exp`) that much later. A presentation should be short-lived. */
  readonly expiresInSeconds?: number | undefined
}

/** Default tolerance for clocks that differ. */
export const DEFAULT_SKEW_SECONDS = 60

/** The profile of a token class under the given options. */
export function tokenProfile(
  tokenClass: Pick<TokenProfile, 'typ' | 'typRequired' | 'cty' | 'relationship'>,
  options: VerifyTokenOptions,
): TokenProfile {
  return {
    ...tokenClass,
    algorithms: options.algorithms ?? SIGNATURE_ALGORITHMS,
    maxLength: options.maxLength ?? MAX_TOKEN_LENGTH,
  }
}

/** The claims a presentation is signed with. */
export function presentationClaims(options: SignPresentationOptions): Readonly<Record<string, unknown>> {
  const { nonce, audience, now, expiresInSeconds } = options
  if (expiresInSeconds !== undefined && now === undefined) {
    throw new TypeError('"expiresInSeconds" needs "now".')
  }
  return {
    ...(nonce !== undefined && { nonce }),
    ...(audience !== undefined && { aud: audience }),
    ...(now !== undefined && { iat: toSeconds(now) }),
    ...(now !== undefined && expiresInSeconds !== undefined && { exp: toSeconds(now) + expiresInSeconds }),
  }
}

/** The claims about a signature. */
export function signatureClaims({ issuedAt, expiresAt }: SignTokenOptions): Readonly<Record<string, unknown>> {
  return {
    ...(issuedAt !== undefined && { iat: toSeconds(issuedAt) }),
    ...(expiresAt !== undefined && { exp: toSeconds(expiresAt) }),
  }
}
