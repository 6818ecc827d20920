/** The text form of a bitstring: multibase base64url of its gzip stream (Bitstring Status List 1.0 §3.3, §3.4). */
import { gunzipSync, gzipSync } from 'node:zlib'
import { base64urlDecode, multibaseEncode } from '@energy-ssi/core'
import { type Bits, bitsOf, MAX_STATUS_LIST_LENGTH, MIN_STATUS_LIST_LENGTH } from './bits.ts'
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
 * The length of the text is judged before it is decoded, and expanding stops at `maxBytes`: a small text that would
 * expand to gigabytes costs no more than `maxBytes` of memory.
 *
 * @param options.maxBytes - most bytes of the expanded bitstring; 8 MiB by default
 * @throws {StatusListError} `malformed_list` · `list_too_large`
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstring-expansion-algorithm
 */
export function decodeBitstring(encodedList: string, options: { readonly maxBytes?: number } = {}): Bits {
  const maxBytes = options.maxBytes ?? MAX_STATUS_LIST_BYTES
  if (encodedList[0] !== 'u') throw malformed('It does not start with the multibase prefix "u".')
  if (encodedList.length > maxTextLength(maxBytes)) throw tooLarge(maxBytes)
  return bitsOf(expand(compressedBytes(encodedList), maxBytes))
}

/** Gzip may make incompressible input longer, and lists written in chunks by about a tenth; base64url adds a third. */
function maxTextLength(maxBytes: number): number {
  return 1 + Math.ceil(((maxBytes * 1.1 + 1024) * 4) / 3)
}

function compressedBytes(encodedList: string): Uint8Array {
  try {
    return base64urlDecode(encodedList.slice(1))
  } catch (cause) {
    throw malformed('It is not base64url without padding.', cause)
  }
}

function expand(compressed: Uint8Array, maxBytes: number): Uint8Array {
  try {
    const { buffer, byteOffset, length } = gunzipSync(compressed, { maxOutputLength: maxBytes })
    return new Uint8Array(buffer, byteOffset, length)
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(maxBytes)
    throw malformed('It is not a whole gzip stream.', cause)
  }
}

function malformed(reason: string, cause?: unknown): StatusListError {
  return new StatusListError('malformed_list', `The encoded list is malformed. ${reason}`, { cause })
}

function tooLarge(maxBytes: number): StatusListError {
  return new StatusListError('list_too_large', `The status list is larger than ${maxBytes} bytes.`)
}
