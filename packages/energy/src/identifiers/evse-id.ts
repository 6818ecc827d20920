/** Identifiers of charging points (EVSE-ID, ISO 15118-2 Annex H, eMI³). */
import { accepts, type Identifier, invalidIdentifier, tidy } from './identifier.ts'

/** An EVSE-ID in upper case, with the separators it came with. */
export type EvseId = Identifier<'EvseId'>

/** An EVSE-ID and its parts. */
export interface EvseIdParts {
  readonly id: EvseId
  /** ISO 3166-1 alpha-2, the OCPI `country_code`. */
  readonly country: string
  /** Three characters, the OCPI `party_id`. */
  readonly operator: string
  /** What follows the type letter `E`, with its separators. */
  readonly outlet: string
  /** The id without separators: `*` is no DID character, and ids that differ only in `*` name the same point. */
  readonly compact: string
}

const EVSE_ID = /^([A-Z]{2})(\*?)([A-Z0-9]{3})(\*?)E([A-Z0-9*]{1,31})$/

/**
 * Parses an EVSE-ID; lower case is raised.
 *
 * The separators after country and operator stand both or neither; the outlet holds at least one letter or digit.
 *
 * @throws {EnergyError} `invalid_identifier`
 */
export function parseEvseId(text: string): EvseIdParts {
  const id = tidy('EVSE-ID', text)
  const parts = EVSE_ID.exec(id)
  if (parts === null) throw invalidIdentifier('EVSE-ID', 'it is not country, operator, "E" and a power outlet')
  const [, country, first, operator, second, outlet] = parts as string[] as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  if (first !== second) throw invalidIdentifier('EVSE-ID', 'only one of its first two separators is there')
  if (!/[A-Z0-9]/.test(outlet)) throw invalidIdentifier('EVSE-ID', 'its power outlet is empty')
  return { id: id as EvseId, country, operator, outlet, compact: id.replaceAll('*', '') }
}

/** Whether a value is an EVSE-ID. */
export function isEvseId(value: unknown): value is string {
  return accepts(parseEvseId, value)
}
