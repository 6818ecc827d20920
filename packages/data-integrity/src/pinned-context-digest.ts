/** Digests of the pinned contexts, for whoever was told what they should be. */
import { base64urlDecode } from '@energy-ssi/core'
import { PINNED_DIGESTS } from './pinned-digests.ts'

/** The digest of the file that a pinned context was published as; undefined for any other URL. */
export function pinnedContextDigest(url: string, algorithm: 'SHA-256' | 'SHA-384' | 'SHA-512'): Uint8Array | undefined {
  return Object.hasOwn(PINNED_DIGESTS, url)
    ? base64urlDecode((PINNED_DIGESTS[url] as (typeof PINNED_DIGESTS)[string])[algorithm])
    : undefined
}
