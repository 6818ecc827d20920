/** Contract identifiers of drivers (eMAID): ISO 15118-2 and eMI³, and the older form of DIN SPEC 91286. */
import { dinContractCheckDigit, emaidCheckCharacter } from './emaid-check.ts'
import { accepts, type Identifier, invalidIdentifier, tidy } from './identifier.ts'

/** An eMAID on the wire: upper case, no separators, 14 or 15 characters. */
export type Emaid = Identifier<'Emaid'>

/** An eMAID and its parts. */
export interface EmaidParts {
  readonly id: Emaid
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** Three characters. */
  readonly provider: string
  /** Nine characters; in the eMI³ form the first is `C`. */
  readonly instance: string
  /** Always computed; where the text carried one, it was equal. */
  readonly checkCharacter: string
  /** Whether the text carried its check character. */
  readonly checked: boolean
}

const ISO = /^([A-Z]{2})(-?)([A-Z0-9]{3})\2([A-Z0-9]{9})(?:\2([A-Z0-9]))?$/
const DIN = /^([A-Z]{2})([*-]?)([A-Z0-9]{3})\2([A-Z0-9]{6})\2([0-9X])$/

/**
 * Parses an eMAID with or without hyphens and check character; lower case is raised.
 *
 * @throws {EnergyError} `invalid_identifier` - also for the DIN form: {@link parseDinContractId} translates that one
 */
export function parseEmaid(text: string): EmaidParts {
  const tidied = tidy('eMAID', text)
  const match = ISO.exec(tidied)
  if (match === null)
    throw invalidIdentifier('eMAID', 'it is not country, provider, nine characters and a check character')
  const [country, provider, instance] = [match[1], match[3], match[4]] as [string, string, string]
  const checkCharacter = emaidCheckCharacter(country + provider + instance)
  const given = match[5]
  if (given !== undefined && given !== checkCharacter) throw invalidIdentifier('eMAID', 'its check character is wrong')
  const id = tidied.replaceAll('-', '') as Emaid
  return { id, country, provider, instance, checkCharacter, checked: given !== undefined }
}

/** Whether a value is an eMAID; a check character that is there must be right. */
export function isEmaid(value: unknown): value is string {
  return accepts(parseEmaid, value)
}

/** The eMAID as people read it, always with its check character: `BE-ELM-C00000001-U`. */
export function formatEmaid(parts: EmaidParts): string {
  return `${parts.country}-${parts.provider}-${parts.instance}-${parts.checkCharacter}`
}

/**
 * Parses a contract id of DIN SPEC 91286 (`NL-TNM-012204-5`, `NL*TNM*012204*5`) into the eMAID it stands for, in the
 * eMI³ form: `C0`, the six characters, the check digit. The check digit is mandatory.
 *
 * @throws {EnergyError} `invalid_identifier`
 */
export function parseDinContractId(text: string): EmaidParts {
  const match = DIN.exec(tidy('DIN contract id', text))
  if (match === null) {
    throw invalidIdentifier('DIN contract id', 'it is not country, provider, six characters and a check digit')
  }
  const [country, provider, instance, given] = [match[1], match[3], match[4], match[5]] as [
    string,
    string,
    string,
    string,
  ]
  if (dinContractCheckDigit(country + provider + instance) !== given) {
    throw invalidIdentifier('DIN contract id', 'its check digit is wrong')
  }
  return parseEmaid(`${country}${provider}C0${instance}${given}`)
}
