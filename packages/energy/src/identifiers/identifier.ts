/** What every identifier of this package has in common: a brand against mix-ups, one way to refuse. */
import { EnergyError } from '../errors.ts'

declare const brand: unique symbol

/** A text that was checked to be an identifier of one kind, in its normal form. */
export type Identifier<Kind extends string> = string & { readonly [brand]: Kind }

/** The error for a text that breaks the rule named. */
export function invalidIdentifier(kind: string, rule: string): EnergyError {
  return new EnergyError('invalid_identifier', `The ${kind} is invalid: ${rule}.`)
}

/**
 * Upper case without the separators people write; refuses what is no text.
 * @throws {EnergyError} `invalid_identifier`
 */
export function tidy(kind: string, value: unknown, separators?: RegExp): string {
  if (typeof value !== 'string') throw invalidIdentifier(kind, 'it is not a text')
  // ASCII only: 'ß'.toUpperCase() would turn one foreign character into two allowed ones.
  const text = separators === undefined ? value.trim() : value.replace(separators, '').trim()
  return text.replace(/[a-z]/g, (char) => char.toUpperCase())
}

/** Whether `parse` accepts the value. */
export function accepts(parse: (value: string) => unknown, value: unknown): value is string {
  try {
    parse(value as string)
    return true
  } catch (error) {
    if (error instanceof EnergyError) return false
    throw error
  }
}
