/** CRC-32 (RFC 1952 §8) and Adler-32 (RFC 1950 §8.2) of a whole, from those of its parts. */

const CRC_POLYNOMIAL = 0xedb88320
/** x^0 and x^8: coefficients stand in reverse, the lowest power in the highest bit. */
const ONE = 0x80000000
const X_8 = 0x00800000
const ADLER_BASE = 65_521

/** The CRC-32 of `a` followed by `b`, where `shift` is {@link crcShift} of the length of `b`. */
export function joinCrc32(a: number, b: number, shift: number): number {
  return (multiply(shift, a) ^ b) >>> 0
}

/** x^(8 · length): what a CRC-32 is multiplied by when so many bytes follow. */
export function crcShift(length: number): number {
  let power = X_8
  let product = ONE
  for (let rest = length; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) product = multiply(power, product)
    power = multiply(power, power)
  }
  return product
}

/** Product of two polynomials over GF(2), modulo that of the CRC. */
function multiply(a: number, b: number): number {
  let product = 0
  let factor = b
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) product ^= factor
    factor = (factor & 1) === 1 ? (factor >>> 1) ^ CRC_POLYNOMIAL : factor >>> 1
  }
  return product >>> 0
}

/** The Adler-32 of at most 4 KiB. */
export function adler32(bytes: Uint8Array): number {
  let low = 1
  let high = 0
  for (const byte of bytes) {
    low += byte
    high += low
  }
  return adlerOf(low, high)
}

/** The Adler-32 of `a` followed by `b`, which is `length` bytes long. */
export function joinAdler32(a: number, b: number, length: number): number {
  const before = (a & 0xffff) + ADLER_BASE - 1
  return adlerOf(before + (b & 0xffff), (a >>> 16) + (b >>> 16) + length * before)
}

function adlerOf(low: number, high: number): number {
  return (((high % ADLER_BASE) << 16) | (low % ADLER_BASE)) >>> 0
}
