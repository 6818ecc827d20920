/** Check characters of contract identifiers: ISO 15118 / eMI³ and DIN SPEC 91286. */

/** Code number of every character: bits 0 and 1 are a vector over GF(2), the rest holds two digits of GF(3). */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const NUMBERS = [
  0, 16, 32, 4, 20, 36, 8, 24, 40, 2, 18, 34, 6, 22, 38, 10, 26, 42, 1, 17, 33, 5, 21, 37, 9, 25, 41, 3, 19, 35, 7, 23,
  39, 11, 27, 43,
]

/** A 2×2 matrix as rows: first row, second row. */
type Matrix = readonly [number, number, number, number]

const P1: Matrix = [0, 1, 1, 1]
const P2: Matrix = [0, 1, 1, 2]

/**
 * The check character of a contract id of 14 characters (country, provider, instance).
 *
 * Every character is a pair of vectors, one over GF(2) and one over GF(3); each is multiplied with the i-th power of a
 * matrix of high order and summed, which catches single errors and transpositions.
 *
 * @throws {TypeError} unless there are 14 characters of `0-9 A-Z`
 */
export function emaidCheckCharacter(characters: string): string {
  if (!/^[0-9A-Z]{14}$/.test(characters))
    throw new TypeError('A contract id has 14 characters before its check character.')
  let power1 = P1
  let power2 = P2
  let sum1: readonly [number, number] = [0, 0]
  let sum2: readonly [number, number] = [0, 0]
  for (const char of characters) {
    const number = NUMBERS[ALPHABET.indexOf(char)] as number
    sum1 = add(sum1, times([number & 1, (number >> 1) & 1], power1, 2), 2)
    sum2 = add(sum2, times([(number >> 2) & 3, number >> 4], power2, 3), 3)
    power1 = multiply(power1, P1, 2)
    power2 = multiply(power2, P2, 3)
  }
  const [q1, q2] = sum1
  const [r1, r2] = times(sum2, [0, 2, 2, 1], 3)
  return ALPHABET.charAt(NUMBERS.indexOf(q1 | (q2 << 1) | (r1 << 2) | (r2 << 4)))
}

/**
 * The check digit (`0-9` or `X`) of a DIN SPEC 91286 contract id of 11 characters (country, provider, instance).
 *
 * Letters count as the two digits of 10 … 35; the digits have the weights 1, 2, 4 …; the sum is taken modulo 11.
 *
 * @throws {TypeError} unless there are 11 characters of `0-9 A-Z`
 */
export function dinContractCheckDigit(characters: string): string {
  if (!/^[0-9A-Z]{11}$/.test(characters))
    throw new TypeError('A DIN contract id has 11 characters before its check digit.')
  const digits = Array.from(characters, (char) => String(ALPHABET.indexOf(char))).join('')
  let sum = 0
  for (let i = 0; i < digits.length; i++) sum += Number(digits.charAt(i)) * 2 ** i
  return sum % 11 === 10 ? 'X' : String(sum % 11)
}

function add(a: readonly [number, number], b: readonly [number, number], modulus: number): readonly [number, number] {
  return [(a[0] + b[0]) % modulus, (a[1] + b[1]) % modulus]
}

function times(row: readonly [number, number], m: Matrix, modulus: number): readonly [number, number] {
  return [(row[0] * m[0] + row[1] * m[2]) % modulus, (row[0] * m[1] + row[1] * m[3]) % modulus]
}

function multiply(a: Matrix, b: Matrix, modulus: number): Matrix {
  return [...times([a[0], a[1]], b, modulus), ...times([a[2], a[3]], b, modulus)]
}
