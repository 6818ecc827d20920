/** Reading the cells of one row; what is wrong is collected, not thrown. */
import { EnergyError } from '../errors.ts'
import { parseEvseId } from '../identifiers/evse-id.ts'
import { type MeterKey, parseMeterKey } from '../meter/meter-key.ts'
import type { StationColumn, StationColumns } from './station-columns.ts'

/** Why a row is refused. */
export type RefusalCode =
  | 'malformed_row'
  | 'missing_value'
  | 'malformed_value'
  | 'malformed_number'
  | 'malformed_date'
  | 'malformed_identifier'
  | 'coordinates_outside'
  | 'coordinates_swapped'
  | 'impossible_power'
  | 'unknown_plug'
  | 'bad_key'
  | 'duplicate_key'

/** The first thing that is wrong with a row. */
export interface Refusal {
  readonly code: RefusalCode
  /** The header's name of the column. */
  readonly field: string
  readonly reason: string
}

/** Cells of a row by column. A reader that refuses answers with an empty value; look at `refusals` in the end. */
export interface RowReader {
  readonly refusals: readonly Refusal[]
  refuse(code: RefusalCode, field: string, reason: string): void
  has(column: StationColumn): boolean
  /** The header's name of a column, or the column's own where the header has none. */
  name(column: StationColumn | 'connector'): string
  nameAt(position: number | undefined): string
  /** The trimmed text at a position; empty if there is no such column. */
  cell(position: number | undefined): string
  text(column: StationColumn): string
  optionalText(column: StationColumn): string
  /** Decimal with a point or a comma. */
  number(column: StationColumn): number
  count(column: StationColumn): number
  /** A text in kW as whole watts. */
  watts(field: string, text: string): number
  meterKey(field: string, text: string): MeterKey | undefined
  evseId(field: string, text: string): string | undefined
}

const MAX_TEXT_LENGTH = 256
/** No charging site in Germany is connected with more. */
const MAX_WATTS = 20_000_000
const MAX_CHARGING_POINTS = 1_000

/** Creates the reader of one row. */
export function createRowReader(cells: readonly string[], columns: StationColumns): RowReader {
  const refusals: Refusal[] = []
  const refuse = (code: RefusalCode, field: string, reason: string) => void refusals.push({ code, field, reason })
  const cell = (position: number | undefined) => (position === undefined ? '' : (cells[position] ?? '').trim())
  const nameAt = (position: number | undefined) => (position === undefined ? '' : (columns.names[position] ?? ''))
  const name = (column: StationColumn | 'connector') =>
    column === 'connector' ? nameAt(columns.connectors[0]?.plugs) : nameAt(columns.station[column]) || column

  const optionalText = (column: StationColumn) => {
    const text = cell(columns.station[column])
    if (text.length > MAX_TEXT_LENGTH) refuse('malformed_value', name(column), `it is longer than ${MAX_TEXT_LENGTH}`)
    return text
  }
  const text = (column: StationColumn) => {
    const value = optionalText(column)
    if (value === '') refuse('missing_value', name(column), 'it is empty')
    return value
  }
  return {
    refusals,
    refuse,
    has: (column) => columns.station[column] !== undefined,
    name,
    nameAt,
    cell,
    text,
    optionalText,
    number: (column) => {
      const value = text(column)
      if (!/^-?\d{1,3}(?:[.,]\d{1,15})?$/.test(value)) {
        refuse('malformed_number', name(column), 'it is no number')
        return Number.NaN
      }
      return Number(value.replace(',', '.'))
    },
    count: (column) => {
      const value = text(column)
      const count = /^\d{1,4}$/.test(value) ? Number(value) : 0
      if (count < 1 || count > MAX_CHARGING_POINTS) refuse('malformed_number', name(column), 'it is no number above 0')
      return count
    },
    watts: (field, value) => {
      const watts = toWatts(value)
      if (watts === undefined) refuse('malformed_number', field, 'it is no power in kW')
      else if (watts <= 0 || watts > MAX_WATTS) refuse('impossible_power', field, 'it is zero, negative or above 20 MW')
      return watts ?? 0
    },
    meterKey: (field, value) =>
      orRefuse(
        () => parseMeterKey(value),
        (reason) => refuse('bad_key', field, reason),
      ),
    evseId: (field, value) =>
      orRefuse(
        () => parseEvseId(value).id,
        (reason) => refuse('malformed_identifier', field, reason),
      ),
  }
}

/** Exact to the watt: the figures have at most three decimals, and are read as text. */
function toWatts(kilowatts: string): number | undefined {
  const match = /^(-?)(\d{1,9})(?:[.,](\d{1,6}))?$/.exec(kilowatts)
  if (match === null) return undefined
  const [, sign, whole, fraction = ''] = match
  if (!/^\d{0,3}0*$/.test(fraction)) return undefined
  return Number(`${sign}${whole}${fraction.slice(0, 3).padEnd(3, '0')}`)
}

function orRefuse<T>(parse: () => T, refuse: (reason: string) => void): T | undefined {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof EnergyError)) throw error
    refuse(error.message)
    return undefined
  }
}
