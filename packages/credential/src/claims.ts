/** The registered claims of a JSON Web Token (RFC 7519 §4.1, OpenID Connect `nonce`): shape, time, audience, nonce. */
import { type JsonObject, type Problem, problem } from '@energy-ssi/core'

/** The registered claims of a verified token, as they stood in its payload. */
export interface RegisteredClaims {
  readonly iss?: string
  readonly sub?: string
  readonly aud?: string | readonly string[]
  readonly jti?: string
  readonly nonce?: string
  /** Seconds since 1970, as are `nbf` and `iat`. */
  readonly exp?: number
  readonly nbf?: number
  readonly iat?: number
}

const TEXT_CLAIMS = ['iss', 'sub', 'jti', 'nonce'] as const
const TIME_CLAIMS = ['exp', 'nbf', 'iat'] as const
/** 9999-12-31T23:59:59Z: the last time a date-time can express. */
const LAST_TIME = 253_402_300_799
/** 0001-01-01T00:00:00Z. */
const FIRST_TIME = -62_135_596_800

/** The registered claims of a payload, or the first one that is not what RFC 7519 says. */
export function readClaims(payload: JsonObject): RegisteredClaims | Problem {
  const claims: { -readonly [K in keyof RegisteredClaims]: RegisteredClaims[K] } = {}
  for (const name of TEXT_CLAIMS) {
    const value = payload[name]
    if (value === undefined) continue
    if (typeof value !== 'string') return malformedClaim(name, 'must be a string')
    claims[name] = value
  }
  for (const name of TIME_CLAIMS) {
    const value = payload[name]
    if (value === undefined) continue
    if (typeof value !== 'number' || !(value >= FIRST_TIME && value <= LAST_TIME)) {
      return malformedClaim(name, 'must be a number of seconds since 1970')
    }
    claims[name] = value
  }
  const { aud } = payload
  if (aud === undefined) return claims
  if (typeof aud === 'string') claims.aud = aud
  else if (isTexts(aud)) claims.aud = aud
  else return malformedClaim('aud', 'must be a string or an array of strings')
  return claims
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

/** Whether {@link readClaims} found a problem. */
export function isProblem(claims: RegisteredClaims | Problem): claims is Problem {
  return 'code' in claims
}

/**
 * Judges `exp`, `nbf` and `iat`, those that are there, with a tolerance of `skewSeconds` at either end.
 *
 * In VC-JOSE-COSE they are the times of the signature, not of the credential (§3.1.3): a token outside them fails.
 */
export function checkTimes(claims: RegisteredClaims, now: Date, skewSeconds: number): Problem | undefined {
  const { exp, nbf, iat } = claims
  const seconds = now.getTime() / 1000
  if (Number.isNaN(seconds)) throw new TypeError('"now" is not a time.')
  if (exp !== undefined && exp < Math.max(nbf ?? exp, iat ?? exp)) {
    return malformedClaim('exp', 'must not be earlier than "nbf" and "iat"')
  }
  if (exp !== undefined && seconds >= exp + skewSeconds) {
    return problem('PROOF_VERIFICATION_ERROR', 'The token has expired.', '/exp')
  }
  if (nbf !== undefined && seconds < nbf - skewSeconds) {
    return problem('PROOF_VERIFICATION_ERROR', 'The token is not valid yet.', '/nbf')
  }
  return checkIssuedAt(claims, now, skewSeconds)
}

/** Refuses a token from the future. */
export function checkIssuedAt({ iat }: RegisteredClaims, now: Date, skewSeconds: number): Problem | undefined {
  if (iat === undefined || now.getTime() / 1000 >= iat - skewSeconds) return undefined
  return problem('PROOF_VERIFICATION_ERROR', 'The token was issued in the future.', '/iat')
}

/** What a verifier of presentations expects in `nonce` and `aud`. */
export interface PresentationExpectations {
  /** The challenge given to the holder; `nonce` must equal it. */
  readonly nonce?: string | undefined
  /** What the verifier calls itself (any of them); `aud` must name it. */
  readonly audience?: string | readonly string[] | undefined
  /** Default true: without an expected `nonce` nothing verifies. False: `nonce` is compared only if one is expected. */
  readonly requireNonce?: boolean | undefined
  /**
   * Default true: a presentation made for somebody is refused by a verifier that does not say who it is (RFC 7519
   * §4.1.3). False: `aud` is compared only if an audience is expected.
   */
  readonly requireAudience?: boolean | undefined
}

/** Judges `nonce` and `aud`: absent counts as different. */
export function checkBinding(claims: RegisteredClaims, expected: PresentationExpectations): Problem | undefined {
  if (expected.nonce === undefined) {
    if (expected.requireNonce ?? true) {
      return problem(
        'INVALID_CHALLENGE_ERROR',
        'A challenge is required, and none was given to compare with.',
        '/nonce',
      )
    }
  } else if (claims.nonce !== expected.nonce) {
    return problem('INVALID_CHALLENGE_ERROR', 'The "nonce" of the token is not the challenge expected.', '/nonce')
  }
  const audiences = typeof claims.aud === 'string' ? [claims.aud] : (claims.aud ?? [])
  if (expected.audience === undefined) {
    if (audiences.length === 0 || !(expected.requireAudience ?? true)) return undefined
    return problem('INVALID_DOMAIN_ERROR', 'The token names an audience, and none was given to compare with.', '/aud')
  }
  const own = typeof expected.audience === 'string' ? [expected.audience] : expected.audience
  if (own.some((name) => audiences.includes(name))) return undefined
  return problem('INVALID_DOMAIN_ERROR', 'The "aud" of the token does not name the audience expected.', '/aud')
}

/** A `MALFORMED_VALUE_ERROR` at a claim. */
export function malformedClaim(name: string, rule: string): Problem {
  return problem('MALFORMED_VALUE_ERROR', `"${name}" ${rule}.`, `/${name}`)
}

/** Whole seconds since 1970. */
export function toSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
