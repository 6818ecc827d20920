/** Compressed lists from outside: bounded before and while they are expanded. */
import { gunzipSync, inflateSync } from 'node:zlib'
import { StatusListError } from './errors.ts'

/** `gzip` (RFC 1952) for bitstrings and StatusList2021, `zlib` (RFC 1950) for Token Status List. */
export type Compression = 'gzip' | 'zlib'

const ROOM = 65_536
/** Fewer bytes are no room that node:zlib would take. */
const LEAST_ROOM = 64

/**
 * The bytes that a base64url text stands for once expanded.
 *
 * The length of the text is judged before it is decoded, and expanding stops at `maxBytes`: a small text that would
 * expand to gigabytes costs no more than `maxBytes` of memory.
 *
 * @throws {StatusListError} `malformed_list` · `list_too_large`
 */
export function expandText(text: string, compression: Compression, maxBytes: number): Uint8Array {
  if (text.length > Math.ceil((maxCompressedBytes(maxBytes) * 4) / 3)) throw tooLarge(maxBytes)
  return expandBytes(decodeText(text), compression, maxBytes)
}

/** As {@link expandText}, for bytes. */
export function expandBytes(compressed: Uint8Array, compression: Compression, maxBytes: number): Uint8Array {
  if (compressed.length > maxCompressedBytes(maxBytes)) throw tooLarge(maxBytes)
  const inflate = compression === 'gzip' ? gunzipSync : inflateSync
  const chunkSize = compression === 'gzip' ? roomFor(compressed, maxBytes) : Math.min(ROOM, maxBytes + LEAST_ROOM)
  try {
    const expanded = inflate(compressed, { maxOutputLength: maxBytes, chunkSize })
    const { buffer, byteOffset, length } = expanded
    // What is kept for long must not keep the unused rest of its buffer.
    return buffer.byteLength > length + ROOM / 4 ? new Uint8Array(expanded) : new Uint8Array(buffer, byteOffset, length)
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(maxBytes)
    throw malformed('It is not a whole compressed stream.', cause)
  }
}

/** A gzip stream ends with its expanded length: believed only so far that one buffer of it may do for the whole. */
function roomFor(compressed: Uint8Array, maxBytes: number): number {
  if (compressed.length < 4) return LEAST_ROOM
  const { buffer, byteOffset, byteLength } = compressed
  const stated = new DataView(buffer, byteOffset, byteLength).getUint32(byteLength - 4, true)
  return stated > maxBytes ? ROOM : Math.max(stated + 1, LEAST_ROOM)
}

/** Deflate may make incompressible input longer, and lists written in chunks by about a tenth. */
function maxCompressedBytes(maxBytes: number): number {
  return maxBytes * 1.1 + 1024
}

/** Writing the text again tells padding, foreign characters and stray bits, and takes less time than looking for them. */
function decodeText(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text) throw malformed('It is not base64url without padding.')
  return bytes
}

/** A list that is not what it must be. */
export function malformed(reason: string, cause?: unknown): StatusListError {
  return new StatusListError('malformed_list', `The encoded list is malformed. ${reason}`, { cause })
}

/** A list over the limit. */
export function tooLarge(maxBytes: number): StatusListError {
  return new StatusListError('list_too_large', `The status list is larger than ${maxBytes} bytes.`)
}

/** A list with too few entries for anybody to hide among them. */
export function tooShort(minimumLength: number): StatusListError {
  return new StatusListError('list_too_short', `A status list has at least ${minimumLength} entries.`)
}
