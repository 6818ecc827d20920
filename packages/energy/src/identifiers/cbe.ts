/** Belgian enterprise numbers (Crossroads Bank for Enterprises). */
import { accepts, type Identifier, invalidIdentifier, tidy } from './identifier.ts'

/** Ten digits, without dots. */
export type CbeNumber = Identifier<'CbeNumber'>

/**
 * The two check digits that follow eight digits: 97 less the remainder of their division by 97.
 * @throws {TypeError} unless there are eight digits
 */
export function cbeCheckDigits(digits: string): string {
  if (!/^\d{8}$/.test(digits)) throw new TypeError('An enterprise number has eight digits before its check digits.')
  return String(97 - (Number(digits) % 97)).padStart(2, '0')
}

/**
 * Parses an enterprise number, with or without dots, spaces and a leading `BE`.
 * @throws {EnergyError} `invalid_identifier`
 */
export function parseCbeNumber(text: string): CbeNumber {
  const digits = tidy('enterprise number', text, /[. ]/g).replace(/^BE/, '')
  if (!/^[01]\d{9}$/.test(digits))
    throw invalidIdentifier('enterprise number', 'it is not ten digits that start with 0 or 1')
  if (cbeCheckDigits(digits.slice(0, 8)) !== digits.slice(8)) {
    throw invalidIdentifier('enterprise number', 'its check digits are wrong')
  }
  return digits as CbeNumber
}

/** Whether a value is an enterprise number with the right check digits. */
export function isCbeNumber(value: unknown): value is string {
  return accepts(parseCbeNumber, value)
}

/** The number as people write it: `0731.852.231`. */
export function formatCbeNumber(number: CbeNumber): string {
  return `${number.slice(0, 4)}.${number.slice(4, 7)}.${number.slice(7)}`
}
