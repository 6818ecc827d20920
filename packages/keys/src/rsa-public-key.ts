/** RSA public keys in strict DER (RFC 8017 §A.1.1 RSAPublicKey): one spelling per key, sane sizes. */
import { concatBytes } from '@energy-ssi/core'
import { KeyError } from './errors.ts'

/** Smaller moduli are refused: too weak (NIST SP 800-131A). */
const MIN_RSA_MODULUS_BITS = 2048
/** Larger moduli are refused: they only cost time. */
export const MAX_RSA_MODULUS_BITS = 8192
const MAX_EXPONENT_BYTES = 4

/** Modulus and public exponent, big-endian without leading zeros. */
export interface RsaPublicNumbers {
  readonly n: Uint8Array
  readonly e: Uint8Array
}

/**
 * Refuses a modulus outside 2,048 to 8,192 bits or even, an exponent below 3, above 32 bits or even, leading zeros.
 * @throws {KeyError} `invalid_key`
 */
export function checkRsaNumbers({ n, e }: RsaPublicNumbers): void {
  if (n[0] === undefined || n[0] === 0 || e[0] === undefined || e[0] === 0) throw invalid('has a leading zero')
  const bits = n.length * 8 - (Math.clz32(n[0]) - 24)
  if (bits < MIN_RSA_MODULUS_BITS || bits > MAX_RSA_MODULUS_BITS) throw invalid('has a modulus of a refused size')
  if (((n.at(-1) as number) & 1) === 0) throw invalid('has an even modulus')
  const isOne = e.length === 1 && e[0] === 1
  if (e.length > MAX_EXPONENT_BYTES || isOne || ((e.at(-1) as number) & 1) === 0)
    throw invalid('has a refused exponent')
}

/**
 * Reads an RSAPublicKey. DER only: shortest lengths, no unneeded zero, nothing after the end.
 * @throws {KeyError} `invalid_key`
 */
export function parseRsaPublicKey(der: Uint8Array): RsaPublicNumbers {
  const sequence = readElement(der, 0, 0x30)
  if (sequence.end !== der.length) throw invalid('has bytes after its end')
  const modulus = readElement(der, sequence.start, 0x02)
  const exponent = readElement(der, modulus.end, 0x02)
  if (exponent.end !== der.length) throw invalid('has bytes after its exponent')
  const numbers = {
    n: unsigned(der.slice(modulus.start, modulus.end)),
    e: unsigned(der.slice(exponent.start, exponent.end)),
  }
  checkRsaNumbers(numbers)
  return numbers
}

/**
 * Writes an RSAPublicKey in DER.
 * @throws {KeyError} `invalid_key` - as {@link checkRsaNumbers}
 */
export function formatRsaPublicKey(numbers: RsaPublicNumbers): Uint8Array {
  checkRsaNumbers(numbers)
  return element(0x30, concatBytes(element(0x02, signed(numbers.n)), element(0x02, signed(numbers.e))))
}

function readElement(der: Uint8Array, offset: number, tag: number): { readonly start: number; readonly end: number } {
  if (der[offset] !== tag) throw invalid('has an unexpected element')
  const first = der[offset + 1] ?? 0x80
  let length = first
  let start = offset + 2
  if (first >= 0x80) {
    const lengthBytes = first & 0x7f
    if (lengthBytes < 1 || lengthBytes > 2) throw invalid('has a length of a refused form')
    length = 0
    for (const byte of der.subarray(start, start + lengthBytes)) length = length * 256 + byte
    if (length < (lengthBytes === 1 ? 0x80 : 0x100)) throw invalid('has a length that is not the shortest')
    start += lengthBytes
  }
  if (start + length > der.length) throw invalid('ends early')
  return { start, end: start + length }
}

/** Value of a DER INTEGER that must be positive and minimal. */
function unsigned(integer: Uint8Array): Uint8Array {
  const first = integer[0]
  if (first === undefined || first >= 0x80) throw invalid('has an integer that is not positive')
  if (first !== 0) return integer
  if ((integer[1] ?? 0) < 0x80) throw invalid('has an integer that is not the shortest')
  return integer.slice(1)
}

function signed(number: Uint8Array): Uint8Array {
  return (number[0] as number) >= 0x80 ? concatBytes(Uint8Array.of(0), number) : number
}

function element(tag: number, content: Uint8Array): Uint8Array {
  const length = content.length
  const header = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return concatBytes(Uint8Array.of(tag, ...header), content)
}

function invalid(reason: string): KeyError {
  return new KeyError('invalid_key', `The RSA public key ${reason}.`)
}
