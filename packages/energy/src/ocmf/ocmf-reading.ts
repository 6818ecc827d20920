/** Readings inside an OCMF record (OCMF 1.4.1, table 7). */
import { isObject, parseDateTimeStamp } from '@energy-ssi/core'
import { type Decimal, floor, parseDecimal, shift } from './decimal.ts'
import { invalidOcmf, optionalText } from './ocmf-fields.ts'

/** Why a reading was taken: begin, charging, exception, end (also by local, remote, abort, power), suspended, tariff. */
export type OcmfTransaction = 'B' | 'C' | 'X' | 'E' | 'L' | 'R' | 'A' | 'P' | 'S' | 'T'

/** Clock: unknown, informative, synchronised, relative (durations are exact, the begin was informative). */
export type OcmfClock = 'U' | 'I' | 'S' | 'R'

/** State of the meter; everything but `G` (good) is an error. */
export type OcmfMeterState = 'N' | 'G' | 'T' | 'D' | 'R' | 'M' | 'X' | 'I' | 'O' | 'S' | 'E' | 'F'

/** One reading, with the fields it took over from the reading before. */
export interface OcmfReading {
  readonly time: Date
  readonly clock: OcmfClock
  /** Absent outside transactions. */
  readonly transaction?: OcmfTransaction
  /** The register's value in the meter's own digits; absent where the meter only reports an error. */
  readonly value?: string
  readonly unit?: 'kWh' | 'Wh'
  /** OBIS code as the meter writes it. */
  readonly register?: string
  /** Quantities that must not be billed: `E` energy, `t` time. */
  readonly errors: string
  readonly state: OcmfMeterState
}

const MAX_READINGS = 1024
const TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}),(\d{3})([+-]\d{2})(\d{2}) ([UISR])$/

/** The members of a reading, numbers as the text they were written with. */
type Fields = Readonly<Record<string, unknown>>

/**
 * Reads the list `RD`. A field that a reading leaves out has the value of the reading before.
 * @param readings - `RD` as JSON
 * @param texts - `RD` with every number as its own text
 * @throws {EnergyError} `invalid_ocmf`
 */
export function parseReadings(readings: unknown, texts: unknown): readonly OcmfReading[] {
  if (!Array.isArray(readings) || !Array.isArray(texts) || readings.length === 0)
    throw invalidOcmf('RD is no list of readings')
  if (readings.length > MAX_READINGS) throw invalidOcmf(`RD holds more than ${MAX_READINGS} readings`)
  let fields: Fields = {}
  return readings.map((reading: unknown, i) => {
    if (!isObject(reading)) throw invalidOcmf('a reading is no object')
    if (Object.hasOwn(reading, 'RI') !== Object.hasOwn(reading, 'RU')) throw invalidOcmf('RI and RU stand not together')
    fields = { ...fields, ...(texts[i] as Fields) }
    return parseReading(fields)
  })
}

function parseReading(fields: Fields): OcmfReading {
  const { time, clock } = parseTime(fields.TM)
  const transaction = optionalText(fields, 'TX', /^[BCXELRAPST]$/) as OcmfTransaction | undefined
  const register = optionalText(fields, 'RI', /^[0-9A-Za-z.:*-]{1,32}$/)
  const unit = optionalText(fields, 'RU', /^[A-Za-z]{1,8}$/)
  const state = optionalText(fields, 'ST', /^[NGTDRMXIOSEF]$/) as OcmfMeterState | undefined
  const errors = optionalText(fields, 'EF', /^[Et]{0,2}$/) ?? ''
  if (state === undefined) throw invalidOcmf('ST is missing')
  // Some devices write RV as a text, padded with spaces. The digits are what is signed, so the digits are what counts.
  const value = optionalText(fields, 'RV', /^ {0,16}[0-9.eE+-]{1,40} {0,16}$/)?.trim()
  const isEnergy = value !== undefined && (unit === 'kWh' || unit === 'Wh')
  if (isEnergy) toWattHours(value, unit)
  return {
    time,
    clock,
    ...(transaction !== undefined && { transaction }),
    ...(register !== undefined && { register }),
    ...(isEnergy && { value, unit }),
    errors,
    state,
  }
}

/**
 * The exact value in Wh.
 * @throws {EnergyError} `invalid_ocmf` - for more digits than a register has
 */
export function toWattHours(value: string, unit: 'kWh' | 'Wh'): Decimal {
  const decimal = parseDecimal(value)
  const wattHours = decimal && (unit === 'kWh' ? shift(decimal, 3) : decimal)
  if (wattHours === undefined || !isCountable(wattHours)) throw invalidOcmf('RV has more digits than a register')
  return wattHours
}

/** Whole Wh stay exact as a JavaScript number. */
function isCountable(wattHours: Decimal): boolean {
  return Number.isSafeInteger(Number(floor(wattHours)))
}

function parseTime(value: unknown): { readonly time: Date; readonly clock: OcmfClock } {
  const match = typeof value === 'string' ? TIME.exec(value) : null
  if (match === null) throw invalidOcmf('TM is no time with milliseconds, offset and clock status')
  const [, local, milliseconds, hours, minutes, clock] = match
  const time = parseDateTimeStamp(`${local}.${milliseconds}${hours}:${minutes}`)
  if (time === undefined) throw invalidOcmf('TM names no point in time')
  return { time: new Date(time), clock: clock as OcmfClock }
}
