/** One row of the register: every rule, in the order of the columns. */
import { parseDateTimeStamp } from '@energy-ssi/core'
import type { MeterKey } from '../meter/meter-key.ts'
import { type PlugType, parsePlugTypes } from './plug-types.ts'
import { createRowReader, type Refusal, type RowReader } from './row-reader.ts'
import type { ConnectorColumn, ConnectorGroup, StationColumn, StationColumns } from './station-columns.ts'

/** A connector: one charging point, with one or several plugs that share its power. */
export interface StationConnector {
  /** Number of the column group, from 1. */
  readonly number: number
  readonly plugs: readonly [PlugType, ...PlugType[]]
  readonly maxPowerWatts: number
  readonly meterKey?: MeterKey
  readonly evseId?: string
}

/** A charging station as the register describes it. */
export interface StationRow {
  /** Line of the file the row starts on. */
  readonly line: number
  readonly operator: string
  readonly address: string
  readonly postalCode: string
  readonly city: string
  readonly state: string
  /** Decimal degrees, WGS 84. */
  readonly coordinates: { readonly latitude: number; readonly longitude: number }
  /** `YYYY-MM-DD`. */
  readonly commissionedOn: string
  readonly connectionPowerWatts: number
  /** Up to 22 kW, or more. */
  readonly kind: 'normal' | 'fast'
  readonly chargingPoints: number
  readonly connectors: readonly [StationConnector, ...StationConnector[]]
}

/** Germany, with a little sea. */
const LATITUDES = [47.2, 55.1] as const
const LONGITUDES = [5.8, 15.1] as const
/** Figures are rounded; a tenth more is no contradiction. */
const TOLERANCE = 1.1
const KINDS = { Normalladeeinrichtung: 'normal', Schnellladeeinrichtung: 'fast' } as const

/** Parses a row, or says what is wrong with it first. */
export function parseStationRow(line: number, cells: readonly string[], columns: StationColumns): StationRow | Refusal {
  const row = createRowReader(cells, columns)
  const latitude = row.number('latitude')
  const longitude = row.number('longitude')
  const station = {
    line,
    operator: row.text('operator'),
    address: [row.text('address'), row.optionalText('houseNumber')].filter((part) => part !== '').join(' '),
    ...readPlace(row),
    state: row.text('state'),
    coordinates: { latitude, longitude },
    commissionedOn: readDate(row),
    connectionPowerWatts: row.watts(row.name('connectionPower'), row.text('connectionPower')),
    kind: readKind(row),
    chargingPoints: row.count('chargingPoints'),
  }
  checkCoordinates(row, latitude, longitude)
  const [first, ...others] = columns.connectors.flatMap((group, i) => readConnector(row, group, i + 1))
  if (first === undefined) row.refuse('missing_value', row.name('connector'), 'the station has no connector')
  const refusal = row.refusals[0]
  if (refusal !== undefined || first === undefined) return refusal as Refusal
  const connectors: StationRow['connectors'] = [first, ...others]
  return checkPower(station.connectionPowerWatts, connectors, row) ?? { ...station, connectors }
}

function readPlace(row: RowReader): { readonly postalCode: string; readonly city: string } {
  if (!row.has('postalCodeAndCity'))
    return { postalCode: checkPostalCode(row, 'postalCode', row.text('postalCode')), city: row.text('city') }
  const [postalCode = '', ...city] = row.text('postalCodeAndCity').split(' ')
  return { postalCode: checkPostalCode(row, 'postalCodeAndCity', postalCode), city: city.join(' ') }
}

function checkPostalCode(row: RowReader, column: StationColumn, text: string): string {
  if (!/^\d{5}$/.test(text))
    row.refuse('malformed_value', row.name(column), 'the postal code does not have five digits')
  return text
}

function checkCoordinates(row: RowReader, latitude: number, longitude: number): void {
  const within = (value: number, [least, most]: readonly [number, number]) => value >= least && value <= most
  if (within(latitude, LATITUDES) && within(longitude, LONGITUDES)) return
  if (within(longitude, LATITUDES) && within(latitude, LONGITUDES)) {
    row.refuse('coordinates_swapped', row.name('latitude'), 'latitude and longitude are swapped')
  } else {
    row.refuse('coordinates_outside', row.name('latitude'), 'the place is not in Germany')
  }
}

/** `YYYY-MM-DD` or `DD.MM.YYYY`, a day that exists. */
function readDate(row: RowReader): string {
  const text = row.text('commissionedOn')
  const date = text.replace(/^(\d{2})\.(\d{2})\.(\d{4})$/, '$3-$2-$1')
  if (parseDateTimeStamp(`${date}T00:00:00Z`) === undefined) {
    row.refuse('malformed_date', row.name('commissionedOn'), 'it is neither YYYY-MM-DD nor DD.MM.YYYY, or no such day')
  }
  return date
}

function readKind(row: RowReader): 'normal' | 'fast' {
  const text = row.text('kind')
  if (Object.hasOwn(KINDS, text)) return KINDS[text as keyof typeof KINDS]
  row.refuse('malformed_value', row.name('kind'), 'the kind of station is unknown')
  return 'normal'
}

/** The connector of a column group, if the group holds anything. */
function readConnector(row: RowReader, group: ConnectorGroup, number: number): readonly StationConnector[] {
  const cell = (column: ConnectorColumn) => row.cell(group[column])
  const name = (column: ConnectorColumn) => row.nameAt(group[column])
  const [plugText, powerText, keyText, evseText] = [cell('plugs'), cell('power'), cell('publicKey'), cell('evseId')]
  if (plugText === '' && powerText === '' && keyText === '' && evseText === '') return []
  const plugs = plugText === '' ? undefined : parsePlugTypes(plugText)
  if (plugText === '') row.refuse('missing_value', name('plugs'), 'a connector has no plug type')
  else if (plugs === undefined)
    row.refuse('unknown_plug', name('plugs'), 'a plug type is unknown, or there are more than six')
  const maxPowerWatts = row.watts(name('power'), powerText)
  const [plug, ...otherPlugs] = plugs ?? []
  if (plug === undefined) return []
  if (maxPowerWatts > Math.max(plug.maxWatts, ...otherPlugs.map(({ maxWatts }) => maxWatts))) {
    row.refuse('impossible_power', name('power'), 'no such power fits through the plug')
  }
  const meterKey = keyText === '' ? undefined : row.meterKey(name('publicKey'), keyText)
  const evseId = evseText === '' ? undefined : row.evseId(name('evseId'), evseText)
  return [
    {
      number,
      plugs: [plug, ...otherPlugs],
      maxPowerWatts,
      ...(meterKey !== undefined && { meterKey }),
      ...(evseId !== undefined && { evseId }),
    },
  ]
}

/** No connector gives more than the station draws, and the station draws no more than all plugs together can give. */
function checkPower(stationWatts: number, connectors: StationRow['connectors'], row: RowReader): Refusal | undefined {
  const field = row.name('connectionPower')
  if (connectors.some(({ maxPowerWatts }) => maxPowerWatts > stationWatts * TOLERANCE)) {
    return { code: 'impossible_power', field, reason: 'a connector has more power than the station' }
  }
  const all = connectors.reduce((sum, { maxPowerWatts, plugs }) => sum + maxPowerWatts * plugs.length, 0)
  if (stationWatts > all * TOLERANCE) {
    return { code: 'impossible_power', field, reason: 'the station has more power than all its connectors' }
  }
  return undefined
}
