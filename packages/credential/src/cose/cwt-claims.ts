/** Registered claims as CWT claims in the protected header (RFC 8392 §3.1, RFC 9597), read as their JSON counterparts. */
import { type JsonObject, type Problem, utf8Decode, utf8Encode } from '@energy-ssi/core'
import { isProblem, malformedClaim, type RegisteredClaims, readClaims } from '../claims.ts'
import { type CborMap, isCborMap } from './cbor.ts'
import { CWT_CLAIMS } from './cose-sign1.ts'

/** Claim keys; `nonce` is key 10 (RFC 9711 §4.1), a byte string. */
const CLAIM_KEYS = { iss: 1, sub: 2, aud: 3, exp: 4, nbf: 5, iat: 6, nonce: 10 } as const
type ClaimName = keyof typeof CLAIM_KEYS

/** The claims by their keys; undefined if there are none. */
export function cwtClaims(claims: Readonly<Partial<Record<ClaimName, unknown>>>): CborMap | undefined {
  const entries = (Object.keys(CLAIM_KEYS) as ClaimName[]).flatMap((name) => {
    const value = claims[name]
    if (value === undefined) return []
    return [[CLAIM_KEYS[name], name === 'nonce' ? utf8Encode(value as string) : value] as const]
  })
  return entries.length === 0 ? undefined : new Map(entries)
}

/**
 * The registered claims of a verified message: CWT claims of its protected header, and members of its payload. What
 * both say must be the same.
 */
export function readCwtClaims(header: CborMap, payload: JsonObject): RegisteredClaims | Problem {
  const members = readClaims(payload)
  if (isProblem(members)) return members
  const claims = readHeader(header)
  if (isProblem(claims)) return claims
  const differing = (Object.keys(members) as (keyof RegisteredClaims)[]).find((name) => {
    return claims[name] !== undefined && !isSame(claims[name], members[name])
  })
  if (differing !== undefined) return malformedClaim(differing, 'must be the same in the header and in the payload')
  return { ...members, ...claims }
}

function readHeader(header: CborMap): RegisteredClaims | Problem {
  const map = header.get(CWT_CLAIMS)
  if (map === undefined) return {}
  if (!isCborMap(map)) return malformedClaim('claims', 'must be a map')
  const claims: Record<string, unknown> = {}
  for (const [name, key] of Object.entries(CLAIM_KEYS)) {
    const value = map.get(key)
    if (value !== undefined) claims[name] = name === 'nonce' ? textOfNonce(value) : value
  }
  if (claims.aud !== undefined && typeof claims.aud !== 'string') return malformedClaim('aud', 'must be a text string')
  return readClaims(claims as JsonObject)
}

/** The text behind a nonce; null, which is no claim of that kind, for anything but bytes of UTF-8. */
function textOfNonce(value: unknown): string | null {
  if (!(value instanceof Uint8Array)) return null
  try {
    return utf8Decode(value)
  } catch {
    return null
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
