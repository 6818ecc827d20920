/** base58btc (draft-msporny-base58-03), quadratic in its input: give it short texts only. */
import { CoreError } from './errors.ts'

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const CODES = Uint8Array.from(ALPHABET, (digit) => digit.charCodeAt(0))
const DIGITS = new Int8Array(128).fill(-1)
for (let i = 0; i < CODES.length; i++) DIGITS[CODES[i] as number] = i

/**
 * Both directions take five digits and two bytes at once: a product of the two stays below 2^46, so that numbers divide exactly.
 */
const LIMB = 58 ** 5
const WORD = 65536

/** Encodes bytes. */
export function base58btcEncode(bytes: Uint8Array): string {
  let zeros = 0
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++
  const { limbs, count } = toLimbs(bytes, zeros)
  const codes: number[] = []
  for (let i = 0; i < zeros; i++) codes.push(CODES[0] as number)
  for (let i = count - 1; i >= 0; i--) writeLimb(limbs[i] as number, i === count - 1, codes)
  return fromCodes(codes)
}

/** The number in the bytes from `start` on, to the base 58^5, least significant first. */
function toLimbs(bytes: Uint8Array, start: number): { readonly limbs: Float64Array; readonly count: number } {
  const limbs = new Float64Array(Math.ceil((bytes.length - start) / 3.6) + 1)
  let count = 0
  for (let i = start; i < bytes.length; ) {
    const isWord = i + 1 < bytes.length
    const base = isWord ? WORD : 256
    let carry = isWord ? (bytes[i] as number) * 256 + (bytes[i + 1] as number) : (bytes[i] as number)
    for (let j = 0; j < count; j++) {
      carry += (limbs[j] as number) * base
      const quotient = Math.floor(carry / LIMB)
      limbs[j] = carry - quotient * LIMB
      carry = quotient
    }
    if (carry > 0) limbs[count++] = carry
    i += isWord ? 2 : 1
  }
  return { limbs, count }
}

function writeLimb(limb: number, isFirst: boolean, codes: number[]): void {
  let power = 58 ** 4
  if (isFirst) while (power > limb) power /= 58
  for (let rest = limb; power >= 1; power /= 58) {
    const digit = Math.floor(rest / power)
    codes.push(CODES[digit] as number)
    rest -= digit * power
  }
}

/** More arguments than this may be too many for a call. */
const MAX_ARGUMENTS = 4096

function fromCodes(codes: readonly number[]): string {
  if (codes.length <= MAX_ARGUMENTS) return String.fromCharCode(...codes)
  let text = ''
  for (let i = 0; i < codes.length; i += MAX_ARGUMENTS)
    text += String.fromCharCode(...codes.slice(i, i + MAX_ARGUMENTS))
  return text
}

/**
 * Decodes a text of at most `maxLength` characters.
 * @throws {CoreError} `invalid_encoding` - for a foreign character or a longer text
 */
export function base58btcDecode(text: string, maxLength = 2048): Uint8Array {
  if (text.length > maxLength)
    throw new CoreError('invalid_encoding', `The base58btc text is longer than ${maxLength}.`)
  let zeros = 0
  while (zeros < text.length && text[zeros] === '1') zeros++
  const { words, count } = toWords(text, zeros)
  const top = count === 0 ? 0 : (words[count - 1] as number)
  const length = count === 0 ? 0 : 2 * count - (top < 256 ? 1 : 0)
  const decoded = new Uint8Array(zeros + length)
  for (let i = 0; i < length; i++) {
    const word = words[i >> 1] as number
    decoded[zeros + length - 1 - i] = i % 2 === 0 ? word & 0xff : word >> 8
  }
  return decoded
}

/** The number in the digits from `start` on, to the base 2^16, least significant first. */
function toWords(text: string, start: number): { readonly words: Uint16Array; readonly count: number } {
  const words = new Uint16Array(Math.ceil((text.length - start) / 2.7) + 1)
  let count = 0
  for (let i = start; i < text.length; ) {
    let carry = 0
    let base = 1
    for (const end = Math.min(i + 5, text.length); i < end; i++, base *= 58) {
      const digit = DIGITS[text.charCodeAt(i)] ?? -1
      if (digit < 0) throw new CoreError('invalid_encoding', 'The text is not base58btc.')
      carry = carry * 58 + digit
    }
    for (let j = 0; j < count; j++) {
      carry += (words[j] as number) * base
      const quotient = Math.floor(carry / WORD)
      words[j] = carry - quotient * WORD
      carry = quotient
    }
    for (; carry > 0; carry = Math.floor(carry / WORD)) words[count++] = carry % WORD
  }
  return { words, count }
}
