/** The text form of a bitstring: multibase base64url of its gzip stream (Bitstring Status List 1.0 §3.3, §3.4). */
import { gunzipSync, gzipSync } from 'node:zlib'
import { multibaseEncode } from '@energy-ssi/core'
import { type Bits, bitsOf, MAX_STATUS_LIST_LENGTH, MIN_STATUS_LIST_LENGTH } from './bits.ts'
import { expandText, malformed, tooLarge } from './compressed.ts'
import { StatusListError } from './errors.ts'

/** Expanded lists longer than this are refused where nothing else is said: 8 MiB. */
export const MAX_STATUS_LIST_BYTES = MAX_STATUS_LIST_LENGTH / 8

/**
 * Encodes a bitstring as `encodedList`.
 * @throws {StatusListError} `list_too_short` - under 16 KiB · `list_too_large` - over 8 MiB
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstring-generation-algorithm
 */
export function encodeBitstring(bytes: Uint8Array): string {
  if (bytes.length * 8 < MIN_STATUS_LIST_LENGTH) {
    throw new StatusListError('list_too_short', `A status list has at least ${MIN_STATUS_LIST_LENGTH} entries.`)
  }
  if (bytes.length > MAX_STATUS_LIST_BYTES) throw tooLarge(MAX_STATUS_LIST_BYTES)
  return multibaseEncode('u', gzipSync(bytes, { level: 6 }))
}

/**
 * Decodes an `encodedList`.
 *
 * A text that would expand to more than `maxBytes` costs no more than that much memory.
 *
 * @param options.maxBytes - most bytes of the expanded bitstring; 8 MiB by default
 * @throws {StatusListError} `malformed_list` · `list_too_large`
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstring-expansion-algorithm
 */
export function decodeBitstring(encodedList: string, options: { readonly maxBytes?: number } = {}): Bits {
  const maxBytes = options.maxBytes ?? MAX_STATUS_LIST_BYTES
  if (encodedList[0] !== 'u') throw malformed('It does not start with the multibase prefix "u".')
  return bitsOf(expandText(encodedList.slice(1), gunzipSync, maxBytes))
}
