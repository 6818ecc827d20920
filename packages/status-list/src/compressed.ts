/** Compressed lists from outside: bounded before and while they are expanded. */
import { base64urlDecode } from '@energy-ssi/core'
import { StatusListError } from './errors.ts'

/** One of node:zlib's synchronous decompressors. */
export type Inflate = (compressed: Uint8Array, options: { readonly maxOutputLength: number }) => Buffer

/**
 * The bytes that a base64url text stands for once expanded.
 *
 * The length of the text is judged before it is decoded, and expanding stops at `maxBytes`: a small text that would
 * expand to gigabytes costs no more than `maxBytes` of memory.
 *
 * @throws {StatusListError} `malformed_list` · `list_too_large`
 */
export function expandText(text: string, inflate: Inflate, maxBytes: number): Uint8Array {
  if (text.length > maxTextLength(maxBytes)) throw tooLarge(maxBytes)
  const compressed = decodeText(text)
  try {
    const { buffer, byteOffset, length } = inflate(compressed, { maxOutputLength: maxBytes })
    return new Uint8Array(buffer, byteOffset, length)
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(maxBytes)
    throw malformed('It is not a whole compressed stream.', cause)
  }
}

/** Deflate may make incompressible input longer, and lists written in chunks by about a tenth; base64url adds a third. */
function maxTextLength(maxBytes: number): number {
  return Math.ceil(((maxBytes * 1.1 + 1024) * 4) / 3)
}

function decodeText(text: string): Uint8Array {
  try {
    return base64urlDecode(text)
  } catch (cause) {
    throw malformed('It is not base64url without padding.', cause)
  }
}

/** A list that is not what it must be. */
export function malformed(reason: string, cause?: unknown): StatusListError {
  return new StatusListError('malformed_list', `The encoded list is malformed. ${reason}`, { cause })
}

/** A list over the limit. */
export function tooLarge(maxBytes: number): StatusListError {
  return new StatusListError('list_too_large', `The status list is larger than ${maxBytes} bytes.`)
}
