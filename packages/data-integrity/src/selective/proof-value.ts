/** Proof values of the selective suites: three bytes of header, then CBOR, in base64url. Read strictly, with a limit. */
import { base64urlDecode, concatBytes, multibaseEncode } from '@energy-ssi/core'
import { decode, encode } from 'cborg'
import { MAX_PROOF_VALUE_LENGTH } from '../proof.ts'

/** What a proof value is, by the third byte of its header. */
export type Header = 0x00 | 0x01 | 0x02 | 0x03

const FIRST = 0xd9
const SECOND = 0x5d

/** The proof value of some components. */
export function formatProofValue(header: Header, components: readonly unknown[]): string {
  return multibaseEncode('u', concatBytes(Uint8Array.of(FIRST, SECOND, header), encode(components)))
}

/** A proof value taken apart. */
export interface ProofValue {
  /** The third byte of the header, known or not. */
  readonly header: number
  readonly components: readonly unknown[]
}

/**
 * Takes a proof value apart; undefined if it is not one: not base64url, too long, another header, or anything but one CBOR
 * array of definite length, without tags, repeated keys and numbers in a longer form than necessary.
 */
export function parseProofValue(text: string): ProofValue | undefined {
  if (!text.startsWith('u') || text.length > MAX_PROOF_VALUE_LENGTH) return undefined
  try {
    const bytes = base64urlDecode(text.slice(1))
    if (bytes[0] !== FIRST || bytes[1] !== SECOND) return undefined
    const components: unknown = decode(bytes.subarray(3), STRICT)
    return Array.isArray(components) ? { header: bytes[2] as number, components } : undefined
  } catch {
    // Neither library tells apart what is wrong with bytes from outside; nor does anybody need to know.
    return undefined
  }
}

const STRICT = {
  strict: true,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowBigInt: false,
  allowInfinity: false,
  allowNaN: false,
} as const

/** Whether a component is a byte string, of one length if that is given. */
export function isBytes(value: unknown, length?: number): value is Uint8Array {
  return value instanceof Uint8Array && (length === undefined || value.length === length)
}

/** Whether a component is a list of items of one kind. */
export function isListOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every(isItem)
}

/** Whether a component is a list of different indexes, ascending. */
export function isIndexes(value: unknown): value is readonly number[] {
  return isListOf(value, isIndex) && value.every((index, i) => index > (value[i - 1] ?? -1))
}

/** Whether a component is a text. */
export function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

/**
 * The values of a map from the numbers 0, 1 … to different values, in the order of the numbers; undefined for any other map.
 * @param keyOf - what tells values apart
 */
export function readLabels<T>(
  value: unknown,
  isLabel: (label: unknown) => label is T,
  keyOf: (label: T) => string | number,
): readonly T[] | undefined {
  if (!(value instanceof Map)) return undefined
  const labels = Array.from({ length: value.size }, (_, node): unknown => value.get(node))
  if (!isListOf(labels, isLabel)) return undefined
  return new Set(labels.map(keyOf)).size === labels.length ? labels : undefined
}
