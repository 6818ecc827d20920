/** The columns of the German register of charging stations (Ladesäulenregister), in the spellings of its editions. */

/** What a row says once. */
const COLUMNS = {
  operator: ['Betreiber'],
  address: ['Adresse', 'Straße'],
  houseNumber: ['Hausnummer'],
  postalCodeAndCity: ['Postleitzahl Ort'],
  postalCode: ['Postleitzahl'],
  city: ['Ort'],
  state: ['Bundesland'],
  longitude: ['Längengrad [DG]', 'Längengrad'],
  latitude: ['Breitengrad [DG]', 'Breitengrad'],
  commissionedOn: ['Inbetriebnahmedatum'],
  connectionPower: ['Anschlussleistung [kW]', 'Anschlussleistung', 'Nennleistung Ladeeinrichtung [kW]'],
  kind: ['Art der Ladeeinrichtung', 'Art der Ladeeinrichung'],
  chargingPoints: ['Anzahl Ladepunkte'],
} as const

/** What a row says per connector; the number of the connector follows. */
const CONNECTOR_COLUMNS = {
  plugs: ['Steckertypen#'],
  power: ['P# [kW]', 'Nennleistung Stecker#'],
  publicKey: ['Public Key#', 'PublicKey#'],
  evseId: ['EVSE-ID#', 'EVSE ID#', 'EvseID#'],
} as const

const REQUIRED = [
  'operator',
  'address',
  'state',
  'longitude',
  'latitude',
  'commissionedOn',
  'connectionPower',
  'kind',
  'chargingPoints',
] as const

/** Name of a column a row has once. */
export type StationColumn = keyof typeof COLUMNS
/** Name of a column a row has per connector. */
export type ConnectorColumn = keyof typeof CONNECTOR_COLUMNS

/** Where the columns of one connector stand. */
export type ConnectorGroup = Readonly<Partial<Record<ConnectorColumn, number>>>

/** Where the columns stand, by position in a row. */
export interface StationColumns {
  readonly width: number
  readonly station: Readonly<Partial<Record<StationColumn, number>>>
  readonly connectors: readonly ConnectorGroup[]
  /** The header's own names, by position, for reports. */
  readonly names: readonly string[]
}

const MAX_CONNECTORS = 16

/** The columns a header names, or undefined if it is not a header of the register. Unknown columns are passed over. */
export function stationColumns(header: readonly string[]): StationColumns | undefined {
  const names = header.map((name) => name.trim())
  const station = positions(COLUMNS, names, '')
  if (REQUIRED.some((column) => station[column] === undefined)) return undefined
  const connectors = Array.from({ length: MAX_CONNECTORS }, (_, i) =>
    positions(CONNECTOR_COLUMNS, names, String(i + 1)),
  )
  const used = connectors.filter(({ plugs, power }) => plugs !== undefined && power !== undefined)
  return used.length === 0 ? undefined : { width: names.length, station, connectors: used, names }
}

function positions<Column extends string>(
  columns: Readonly<Record<Column, readonly string[]>>,
  names: readonly string[],
  number: string,
): Partial<Record<Column, number>> {
  const found: Partial<Record<Column, number>> = {}
  for (const column of Object.keys(columns) as Column[]) {
    const spellings = columns[column].map((spelling) => spelling.replace('#', number))
    const position = names.findIndex((name) => spellings.includes(name))
    if (position >= 0) found[column] = position
  }
  return found
}
