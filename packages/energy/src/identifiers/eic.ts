/** Energy Identification Codes (ENTSO-E EIC Reference Manual). */
import { accepts, type Identifier, invalidIdentifier, tidy } from './identifier.ts'

/** A 16-character EIC. */
export type Eic = Identifier<'Eic'>

/** What an EIC names, by its third character. */
export const EIC_TYPES = {
  X: 'party',
  Y: 'area',
  Z: 'measurement point',
  W: 'resource object',
  T: 'tie-line',
  V: 'location',
  A: 'substation',
} as const

/** Type letter of an EIC. */
export type EicType = keyof typeof EIC_TYPES

/** An EIC and its parts. */
export interface EicParts {
  readonly code: Eic
  /** Two digits of the issuing office: 10 is ENTSO-E, 11 BDEW, 22 Elia. */
  readonly office: string
  readonly type: EicType
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-'

/**
 * The check character that follows 15 characters, or undefined where it would be `-`: such codes are not issued.
 * @throws {TypeError} unless there are 15 characters of `0-9 A-Z -`
 */
export function eicCheckCharacter(characters: string): string | undefined {
  if (!/^[0-9A-Z-]{15}$/.test(characters)) throw new TypeError('An EIC has 15 characters before its check character.')
  let sum = 0
  for (let i = 0; i < 15; i++) sum += ALPHABET.indexOf(characters.charAt(i)) * (16 - i)
  const remainder = 36 - ((sum - 1 + 37) % 37)
  return remainder === 36 ? undefined : ALPHABET.charAt(remainder)
}

/**
 * Parses an EIC, of one type if `type` is given; lower case is raised.
 * @throws {EnergyError} `invalid_identifier`
 */
export function parseEic(text: string, type?: EicType): EicParts {
  const code = tidy('EIC', text)
  if (code.length !== 16) throw invalidIdentifier('EIC', 'it does not have 16 characters')
  if (!/^\d{2}[A-Z][0-9A-Z-]{13}$/.test(code)) {
    throw invalidIdentifier('EIC', 'it is not two digits, a type letter and characters of 0-9, A-Z, "-"')
  }
  const letter = code.charAt(2)
  if (!Object.hasOwn(EIC_TYPES, letter)) throw invalidIdentifier('EIC', 'its type letter is unknown')
  if (eicCheckCharacter(code.slice(0, 15)) !== code.charAt(15)) {
    throw invalidIdentifier('EIC', 'its check character is wrong')
  }
  if (type !== undefined && letter !== type) throw invalidIdentifier('EIC', `it does not name a ${EIC_TYPES[type]}`)
  return { code: code as Eic, office: code.slice(0, 2), type: letter as EicType }
}

/** Whether a value is an EIC (of one type, if given) with the right check character. */
export function isEic(value: unknown, type?: EicType): value is string {
  return accepts((text) => parseEic(text, type), value)
}
