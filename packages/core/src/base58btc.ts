/** base58btc (draft-msporny-base58-03), quadratic in its input: give it short texts only. */
import { CoreError } from './errors.ts'

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const DIGITS = new Int8Array(128).fill(-1)
for (let i = 0; i < ALPHABET.length; i++) DIGITS[ALPHABET.charCodeAt(i)] = i

/** Encodes bytes. */
export function base58btcEncode(bytes: Uint8Array): string {
  let zeros = 0
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++
  const limbs: number[] = []
  for (let i = zeros; i < bytes.length; i++) {
    let carry = bytes[i] as number
    for (let j = 0; j < limbs.length; j++) {
      carry += (limbs[j] as number) * 256
      limbs[j] = carry % LIMB
      carry = Math.trunc(carry / LIMB)
    }
    if (carry > 0) limbs.push(carry)
  }
  let text = ''
  for (const [index, limb] of limbs.entries()) text = writeLimb(limb, index === limbs.length - 1) + text
  return '1'.repeat(zeros) + text
}

/** Five digits at once. */
const LIMB = 58 ** 5

function writeLimb(limb: number, isFirst: boolean): string {
  let text = ''
  for (let rest = limb, digits = 0; isFirst ? rest > 0 : digits < 5; rest = Math.trunc(rest / 58), digits++) {
    text = (ALPHABET[rest % 58] as string) + text
  }
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
  const bytes: number[] = []
  for (let i = zeros; i < text.length; i++) {
    let carry = DIGITS[text.charCodeAt(i)] ?? -1
    if (carry < 0) throw new CoreError('invalid_encoding', 'The text is not base58btc.')
    for (let j = 0; j < bytes.length; j++) {
      carry += (bytes[j] as number) * 58
      bytes[j] = carry & 0xff
      carry >>= 8
    }
    for (; carry > 0; carry >>= 8) bytes.push(carry & 0xff)
  }
  const decoded = new Uint8Array(zeros + bytes.length)
  for (let i = 0; i < bytes.length; i++) decoded[zeros + i] = bytes[bytes.length - 1 - i] as number
  return decoded
}
