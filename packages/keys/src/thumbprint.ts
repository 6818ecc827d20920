/** JWK thumbprints (RFC 7638): one short name per public key. */
import { createHash } from 'node:crypto'
import type { PublicJwk } from './jwk.ts'
import { parsePublicJwk } from './parse-jwk.ts'

/**
 * SHA-256 thumbprint of a public JWK, base64url; the key is checked as by {@link parsePublicJwk}.
 * @throws {KeyError} `invalid_key`, `unsupported_key`
 * @see https://www.rfc-editor.org/rfc/rfc7638#section-3
 */
export function jwkThumbprint(jwk: unknown): string {
  return formatThumbprint(parsePublicJwk(jwk))
}

/** As {@link jwkThumbprint} for a JWK that was read already. */
export function formatThumbprint(jwk: PublicJwk): string {
  return createHash('sha256')
    .update(JSON.stringify(requiredMembers(jwk)))
    .digest('base64url')
}

/** RFC 7638 §3.2: the required members only, in lexicographic order. */
function requiredMembers(jwk: PublicJwk): object {
  if (jwk.kty === 'RSA') return { e: jwk.e, kty: jwk.kty, n: jwk.n }
  if (jwk.kty === 'EC') return { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }
  return { crv: jwk.crv, kty: jwk.kty, x: jwk.x }
}
