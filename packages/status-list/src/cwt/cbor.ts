/** CBOR (RFC 8949) as status lists use it: small maps, strictly decoded. */
import { utf8Decode } from '@energy-ssi/core'
import { type DecodeOptions, decode, encode, rfc8949EncodeOptions, type Token, Tokenizer } from 'cborg'

/** A CBOR map whose labels are integers and texts. */
export type CborMap = ReadonlyMap<number | string, unknown>

/** More items than this, counted through all levels, are refused. A byte string is one item, whatever is in it. */
const MAX_ITEMS = 1_024

const OPTIONS = {
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: true,
  retainStringBytes: true,
  rejectDuplicateMapKeys: true,
  useMaps: true,
  tags: {},
} as const satisfies DecodeOptions

/** Encodes deterministically (RFC 8949 §4.2.1). */
export function encodeCbor(value: unknown): Uint8Array {
  return new Uint8Array(encode(value, rfc8949EncodeOptions))
}

/**
 * Decodes exactly one map; undefined for anything else: trailing bytes, indefinite lengths, tags, `undefined`, NaN,
 * infinities, integers written as floats, labels twice, texts that are not UTF-8, more than 1,024 items.
 */
export function decodeCborMap(bytes: Uint8Array): CborMap | undefined {
  try {
    const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const value: unknown = decode(plain, { ...OPTIONS, tokenizer: boundedTokenizer(plain) })
    return isCborMap(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Whether a decoded value is a map. */
export function isCborMap(value: unknown): value is CborMap {
  return value instanceof Map
}

function boundedTokenizer(bytes: Uint8Array) {
  const tokens = new Tokenizer(bytes, OPTIONS)
  let items = 0
  return {
    done: () => tokens.done(),
    pos: () => tokens.pos(),
    next(): Token {
      const token = tokens.next()
      if (++items > MAX_ITEMS) throw new RangeError('too many items')
      const { value, byteValue } = token
      if (token.type.name === 'float' && Number.isInteger(value)) throw new TypeError('an integer written as float')
      if (
        token.type.name === 'string' &&
        value !== '' &&
        (byteValue === undefined || utf8Decode(byteValue) !== value)
      ) {
        throw new TypeError('not well-formed text')
      }
      return token
    },
  }
}
