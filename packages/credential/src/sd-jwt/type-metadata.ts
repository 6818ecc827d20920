/** Type metadata of SD-JWT VC (§5 and §7): whether a document at hand is the one that a credential names. */
import { hash } from 'node:crypto'
import {
  equalBytes,
  isObject,
  type Json,
  type JsonObject,
  parseJson,
  refused,
  type Verification,
  verified,
} from '@energy-ssi/core'
import { type Digest, parseSri } from '../check-related-resources.ts'
import type { SdJwtVcClaims } from './sd-jwt-vc.ts'

const NODE_NAMES = { 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' } as const

/**
 * The type metadata in a document, if it fits a verified credential: it is a JSON object about the `vct` of the
 * credential and, where the credential has `vct#integrity`, made of the very bytes named there.
 *
 * Nothing is fetched, `extends` is not followed, and the claims are not held against the metadata.
 *
 * @param document the bytes as retrieved
 * @see https://www.ietf.org/archive/id/draft-ietf-oauth-sd-jwt-vc-19.html#section-5
 */
export function checkTypeMetadata(
  document: Uint8Array,
  claims: Pick<SdJwtVcClaims, 'vct' | 'vct#integrity'>,
): Verification<JsonObject> {
  const integrity = claims['vct#integrity']
  if (integrity !== undefined && !hasIntegrity(document, integrity)) {
    return refused('CRYPTOGRAPHIC_SECURITY_ERROR', 'The document is not the one that was signed.', '/vct#integrity')
  }
  const metadata = parse(document)
  if (metadata === undefined) return refused('PARSING_ERROR', 'The type metadata is not a JSON object.')
  if (metadata.vct !== claims.vct) {
    return refused('MALFORMED_VALUE_ERROR', 'The type metadata is about another type.', '/vct')
  }
  return verified(metadata)
}

/** §7: of the hash expressions that are understood the strongest count, and any one of those is enough. */
function hasIntegrity(document: Uint8Array, integrity: string): boolean {
  const digests = integrity
    .trim()
    .split(/\s+/)
    .flatMap((expression) => parseSri(expression) ?? [])
  const strongest = Math.max(...digests.map(({ bytes }) => bytes.length))
  return digests.some((digest) => digest.bytes.length === strongest && isDigestOf(digest, document))
}

function isDigestOf({ algorithm, bytes }: Digest, document: Uint8Array): boolean {
  return equalBytes(hash(NODE_NAMES[algorithm], document, 'buffer'), bytes)
}

function parse(document: Uint8Array): JsonObject | undefined {
  let json: Json
  try {
    json = parseJson(document)
  } catch {
    return undefined
  }
  return isObject(json) ? (json as JsonObject) : undefined
}
