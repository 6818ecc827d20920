/** Encodes a list again and again at the cost of what changed: compressed chunks are kept, and their text with them. */
import { constants, crc32, deflateRawSync } from 'node:zlib'
import { base64urlEncode, concatBytes } from '@energy-ssi/core'
import { BITSTRING_PREFIX } from './bitstring.ts'
import { adler32, crcShift, joinAdler32, joinCrc32 } from './checksums.ts'
import { tooLarge, tooShort } from './compressed.ts'
import { MAX_STATUS_LIST_BYTES, MIN_STATUS_LIST_LENGTH } from './limits.ts'
import type { BitOrder, StatusMap } from './status-map.ts'

/** A list that is encoded often. */
export interface IncrementalEncoder<Map extends StatusMap> {
  /** The statuses, to be read and set. Changes made past them, in the bytes, are not seen. */
  readonly statuses: Map
  /** The list as text: `encodedList` of a bitstring, `lst` of a Token Status List. */
  encode(): string
  /** The compressed list as bytes: a gzip stream of a bitstring, a zlib stream of a Token Status List. */
  compress(): Uint8Array
}

const CHUNK_BYTES = 4096
/** A stored block without content, five bytes long: with none, one or two of them every part is a multiple of three. */
const EMPTY_BLOCK = Uint8Array.of(0x00, 0x00, 0x00, 0xff, 0xff)
/** A last block without content. */
const LAST_BLOCK = Uint8Array.of(0x03, 0x00)
const HEADERS = {
  msb: Uint8Array.of(0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0xff),
  lsb: Uint8Array.of(0x78, 0x9c),
} as const

interface Chunk {
  readonly bytes: Uint8Array
  readonly text: string
  /** CRC-32 in a bitstring, Adler-32 in a Token Status List. */
  readonly checksum: number
}

/**
 * Creates an encoder that keeps a list compressed in chunks of 4 KiB. Each call compresses only the chunks in which a
 * status changed since the last one; the first compresses all. Any gunzip or inflate reads the result, which is about a
 * tenth longer than if compressed in one piece.
 *
 * @param statuses - belong to the encoder from now on: set them through its own `statuses`
 * @throws {StatusListError} `list_too_short` - under 131,072 entries · `list_too_large` - over 8 MiB
 */
export function createIncrementalEncoder<Map extends StatusMap>(statuses: Map): IncrementalEncoder<Map> {
  const { order, bytes, size } = statuses
  if (statuses.length < MIN_STATUS_LIST_LENGTH) throw tooShort(MIN_STATUS_LIST_LENGTH)
  if (bytes.length > MAX_STATUS_LIST_BYTES) throw tooLarge(MAX_STATUS_LIST_BYTES)
  const count = Math.ceil(bytes.length / CHUNK_BYTES)
  const chunks: (Chunk | undefined)[] = Array.from({ length: count })
  const header = padded(HEADERS[order])
  const headerText = (order === 'msb' ? BITSTRING_PREFIX : '') + base64urlEncode(header)

  const set = (index: number, value: number) => {
    const changed = statuses.set(index, value)
    if (changed) {
      chunks[chunkAt(index * size)] = undefined
      chunks[chunkAt(index * size + size - 1)] = undefined
    }
    return changed
  }
  const refresh = () =>
    Array.from(chunks, (kept, i) => {
      const chunk = kept ?? compressChunk(bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES), order)
      chunks[i] = chunk
      return chunk
    })
  const trailer = (fresh: readonly Chunk[]) =>
    order === 'msb' ? gzipTrailer(fresh, bytes.length) : zlibTrailer(fresh, bytes.length)

  return Object.freeze({
    statuses: Object.freeze({ ...statuses, set }),
    encode() {
      const fresh = refresh()
      return [headerText, ...fresh.map(({ text }) => text), base64urlEncode(trailer(fresh))].join('')
    },
    compress() {
      const fresh = refresh()
      return concatBytes(header, ...fresh.map(({ bytes }) => bytes), trailer(fresh))
    },
  })
}

function chunkAt(bit: number): number {
  return Math.floor(bit / (CHUNK_BYTES * 8))
}

function compressChunk(plain: Uint8Array, order: BitOrder): Chunk {
  // A stream of its own, ended at a byte without a last block: it refers to no other chunk.
  const deflated = deflateRawSync(plain, { level: 6, windowBits: 12, finishFlush: constants.Z_SYNC_FLUSH })
  const bytes = padded(deflated)
  return { bytes, text: base64urlEncode(bytes), checksum: order === 'msb' ? crc32(plain) : adler32(plain) }
}

/** Bytes at a byte border of a deflate stream, made a multiple of three: their text then stands for itself. */
function padded(bytes: Uint8Array): Uint8Array {
  const blocks = bytes.length % 3 === 0 ? [] : bytes.length % 3 === 1 ? [EMPTY_BLOCK] : [EMPTY_BLOCK, EMPTY_BLOCK]
  return concatBytes(bytes, ...blocks)
}

/** The end of the stream, its CRC-32 and its length, least significant byte first (RFC 1952 §2.3.1). */
function gzipTrailer(chunks: readonly Chunk[], length: number): Uint8Array {
  const shift = crcShift(CHUNK_BYTES)
  const lastLength = lengthOfLast(length)
  const checksum = chunks.reduce(
    (crc, { checksum }, i) => joinCrc32(crc, checksum, i < chunks.length - 1 ? shift : crcShift(lastLength)),
    0,
  )
  const end = new Uint8Array(8)
  const view = new DataView(end.buffer)
  view.setUint32(0, checksum, true)
  view.setUint32(4, length, true)
  return concatBytes(LAST_BLOCK, end)
}

/** The end of the stream and its Adler-32, most significant byte first (RFC 1950 §2.2). */
function zlibTrailer(chunks: readonly Chunk[], length: number): Uint8Array {
  const lastLength = lengthOfLast(length)
  const checksum = chunks.reduce(
    (adler, { checksum }, i) => joinAdler32(adler, checksum, i < chunks.length - 1 ? CHUNK_BYTES : lastLength),
    1,
  )
  const end = new Uint8Array(4)
  new DataView(end.buffer).setUint32(0, checksum)
  return concatBytes(LAST_BLOCK, end)
}

function lengthOfLast(length: number): number {
  return length % CHUNK_BYTES === 0 ? CHUNK_BYTES : length % CHUNK_BYTES
}
