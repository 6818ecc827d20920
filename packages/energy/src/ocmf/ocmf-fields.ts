/** Reading the fields of OCMF sections, and refusing what is none. */
import { EnergyError } from '../errors.ts'

/** The error for text that is not OCMF. */
export function invalidOcmf(reason: string, cause?: unknown): EnergyError {
  return new EnergyError(
    'invalid_ocmf',
    `The text is not an OCMF record: ${reason}.`,
    cause === undefined ? {} : { cause },
  )
}

/**
 * The text under `key`, or undefined if there is none.
 * @throws {EnergyError} `invalid_ocmf` - if it is no text or does not match
 */
export function optionalText(
  fields: Readonly<Record<string, unknown>>,
  key: string,
  pattern: RegExp,
): string | undefined {
  if (!Object.hasOwn(fields, key)) return undefined
  const value = fields[key]
  if (typeof value !== 'string' || !pattern.test(value)) throw invalidOcmf(`${key} is malformed`)
  return value
}
