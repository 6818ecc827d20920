/** GS1 numbers with a modulo-10 check digit: GSRN / EAN-18 of a metering point, GLN of a party. */
import { accepts, type Identifier, invalidIdentifier, tidy } from './identifier.ts'

/** An 18-digit GSRN, in the power sector known as the EAN code of a metering point. */
export type Gsrn = Identifier<'Gsrn'>
/** A 13-digit Global Location Number. */
export type Gln = Identifier<'Gln'>

const SPACES = /[ \u00a0]/g

/**
 * The check digit that follows `digits` (GS1 General Specifications §7.9.1).
 *
 * From the rightmost digit on, weights 3, 1, 3, 1 …; the check digit fills the sum up to the next ten.
 *
 * @throws {TypeError} if `digits` holds anything but digits
 */
export function gs1CheckDigit(digits: string): string {
  if (!/^\d+$/.test(digits)) throw new TypeError('A check digit is computed over digits.')
  let sum = 0
  for (let i = 0; i < digits.length; i++) sum += Number(digits.at(-1 - i)) * (i % 2 === 0 ? 3 : 1)
  return String((10 - (sum % 10)) % 10)
}

/**
 * Parses a GSRN / EAN-18; spaces are dropped.
 * @throws {EnergyError} `invalid_identifier`
 */
export function parseGsrn(text: string): Gsrn {
  return parseGs1('GSRN', text, 18) as Gsrn
}

/** Whether a value is a GSRN / EAN-18 with the right check digit. */
export function isGsrn(value: unknown): value is string {
  return accepts(parseGsrn, value)
}

/**
 * Parses a GLN; spaces are dropped.
 * @throws {EnergyError} `invalid_identifier`
 */
export function parseGln(text: string): Gln {
  return parseGs1('GLN', text, 13) as Gln
}

/** Whether a value is a GLN with the right check digit. */
export function isGln(value: unknown): value is string {
  return accepts(parseGln, value)
}

function parseGs1(kind: string, text: string, length: number): string {
  const digits = tidy(kind, text, SPACES)
  if (!/^\d+$/.test(digits)) throw invalidIdentifier(kind, 'it holds something else than digits')
  if (digits.length !== length) throw invalidIdentifier(kind, `it does not have ${length} digits`)
  if (gs1CheckDigit(digits.slice(0, -1)) !== digits.at(-1)) throw invalidIdentifier(kind, 'its check digit is wrong')
  return digits
}
