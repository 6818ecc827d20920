/** Digests of SD-JWTs (RFC 9901 §4.1.1): which hash, and how it is written. */
import { hash } from 'node:crypto'

/** Hash algorithms by their name in the IANA registry. What is issued here uses `sha-256`. */
export type SdHashAlgorithm = 'sha-256' | 'sha-384' | 'sha-512'

const NODE_NAMES = { 'sha-256': 'sha256', 'sha-384': 'sha384', 'sha-512': 'sha512' } as const

/** The algorithm that `_sd_alg` names, `sha-256` without one; undefined for any other. Case matters. */
export function readHashAlgorithm(name: unknown): SdHashAlgorithm | undefined {
  if (name === undefined || name === 'sha-256') return 'sha-256'
  return name === 'sha-384' || name === 'sha-512' ? name : undefined
}

/** The digest of an ASCII text, base64url. */
export function digestOf(text: string, algorithm: SdHashAlgorithm): string {
  return hash(NODE_NAMES[algorithm], text, 'base64url')
}
