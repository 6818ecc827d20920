/** CBOR from outside (RFC 8949): definite lengths, bounded, every map label an integer or a text and there only once. */
import { utf8Decode } from '@energy-ssi/core'
import { type DecodeOptions, decode, encode, rfc8949EncodeOptions, Tagged, type Token, Tokenizer } from 'cborg'

/** Anything deeper is refused. */
export const MAX_CBOR_DEPTH = 16
/** More items than this, counted through all levels, are refused. A byte string is one item, whatever is in it. */
export const MAX_CBOR_ITEMS = 4_096

/** A CBOR map whose labels are integers and texts, as COSE headers and CWT claims are. */
export type CborMap = ReadonlyMap<number | string, unknown>

const OPTIONS = {
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: true,
  retainStringBytes: true,
  rejectDuplicateMapKeys: true,
  useMaps: true,
} as const satisfies DecodeOptions
const NO_TAGS = {}

/** A value behind a tag. */
export { Tagged }

/** Encodes integers, texts, byte strings, arrays, maps and {@link Tagged} values deterministically (RFC 8949 §4.2.1). */
export function encodeCbor(value: unknown): Uint8Array {
  return new Uint8Array(encode(value, rfc8949EncodeOptions))
}

/** A byte string (RFC 8949 §3.1) without the detour through a general encoder: most of every message is one. */
export function encodeByteString(bytes: Uint8Array): Uint8Array {
  const { length } = bytes
  const sizeBytes = length < 24 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 4
  const encoded = new Uint8Array(1 + sizeBytes + length)
  encoded[0] = 0x40 | (sizeBytes === 0 ? length : 24 + Math.log2(sizeBytes))
  for (let i = 0; i < sizeBytes; i++) encoded[1 + i] = length >>> (8 * (sizeBytes - 1 - i))
  encoded.set(bytes, 1 + sizeBytes)
  return encoded
}

/**
 * Decodes exactly one item, or answers undefined. Maps become {@link CborMap}; `tag` is the only tag known, and only
 * in front of the whole: the value is then {@link Tagged}.
 *
 * Refused besides bad syntax: trailing bytes, indefinite lengths, lengths beyond the input, more than 16 levels or
 * 4,096 items, map labels that are neither integers nor texts or stand there twice, texts that are not UTF-8 or start with
 * a byte order mark, other tags, `undefined`, NaN and infinities. Integers may be longer than they need to be.
 */
export function decodeCbor(bytes: Uint8Array, tag?: number): unknown {
  try {
    const tags = tag === undefined ? NO_TAGS : Tagged.preserve(tag)
    const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return decode(plain, { ...OPTIONS, tags, tokenizer: boundedTokenizer(plain) }) as unknown
  } catch {
    return undefined
  }
}

/** Whether a decoded value is a map. */
export function isCborMap(value: unknown): value is CborMap {
  return value instanceof Map
}

/** An array or map that is still being read: how many items it lacks. Of a map, labels and values alternate. */
interface OpenContainer {
  readonly isMap: boolean
  lacks: number
}

function boundedTokenizer(bytes: Uint8Array) {
  const tokens = new Tokenizer(bytes, OPTIONS)
  const open: OpenContainer[] = []
  let items = 0
  return {
    done: () => tokens.done(),
    pos: () => tokens.pos(),
    next(): Token {
      const atStart = tokens.pos() === 0
      const token = tokens.next()
      const { name } = token.type
      if (++items > MAX_CBOR_ITEMS) throw new RangeError('too many items')
      if (name === 'tag') {
        if (!atStart) throw new RangeError('a tag inside')
        return token
      }
      if (name === 'string') checkText(token)
      const container = open.at(-1)
      if (container !== undefined) {
        if (container.isMap && container.lacks % 2 === 0) checkLabel(token)
        container.lacks--
      }
      if (name === 'array' || name === 'map') {
        const length = Number(token.value)
        open.push({ isMap: name === 'map', lacks: name === 'map' ? 2 * length : length })
        if (open.length > MAX_CBOR_DEPTH) throw new RangeError('nested too deeply')
      }
      while (open.at(-1)?.lacks === 0) open.pop()
      return token
    },
  }
}

function checkText({ value, byteValue }: Token): void {
  if (value !== '' && (byteValue === undefined || utf8Decode(byteValue) !== value))
    throw new TypeError('not well-formed text')
}

function checkLabel({ type, value }: Token): void {
  if (type.name !== 'string' && !Number.isSafeInteger(value)) throw new TypeError('not a label')
  if (!['uint', 'negint', 'string'].includes(type.name)) throw new TypeError('not a label')
}
