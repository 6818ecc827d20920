/** Plug types as the register names them: connector standard, current, and the most power that fits through. */

/** Connector standards, named as OCPI 2.3.0 names them. */
export type ConnectorStandard =
  | 'CHADEMO'
  | 'DOMESTIC_F'
  | 'IEC_60309_2_single_16'
  | 'IEC_60309_2_three_32'
  | 'IEC_62196_T1'
  | 'IEC_62196_T1_COMBO'
  | 'IEC_62196_T2'
  | 'IEC_62196_T2_COMBO'
  | 'TESLA_S'

/** How current reaches the vehicle, named as OCPI names it. */
export type PowerType = 'AC_1_PHASE' | 'AC_3_PHASE' | 'DC'

/** One plug of a connector. */
export interface PlugType {
  readonly standard: ConnectorStandard
  readonly format: 'SOCKET' | 'CABLE'
  readonly powerType: PowerType
  /** Above this the figure is an error: 16 A and 63 A of AC with a tenth to spare, generous limits for DC. */
  readonly maxWatts: number
}

const SINGLE_PHASE_16_A = 4_100
const THREE_PHASE_32_A = 24_200
const THREE_PHASE_63_A = 48_000

const PLUG_TYPES: Readonly<Record<string, PlugType>> = {
  'AC Steckdose Typ 2': {
    standard: 'IEC_62196_T2',
    format: 'SOCKET',
    powerType: 'AC_3_PHASE',
    maxWatts: THREE_PHASE_63_A,
  },
  'AC Kupplung Typ 2': {
    standard: 'IEC_62196_T2',
    format: 'CABLE',
    powerType: 'AC_3_PHASE',
    maxWatts: THREE_PHASE_63_A,
  },
  'AC Steckdose Typ 1': { standard: 'IEC_62196_T1', format: 'SOCKET', powerType: 'AC_1_PHASE', maxWatts: 8_200 },
  'AC Kupplung Typ 1': { standard: 'IEC_62196_T1', format: 'CABLE', powerType: 'AC_1_PHASE', maxWatts: 8_200 },
  'AC Schuko': { standard: 'DOMESTIC_F', format: 'SOCKET', powerType: 'AC_1_PHASE', maxWatts: SINGLE_PHASE_16_A },
  'AC CEE 3 polig': {
    standard: 'IEC_60309_2_single_16',
    format: 'SOCKET',
    powerType: 'AC_1_PHASE',
    maxWatts: SINGLE_PHASE_16_A,
  },
  'AC CEE 5 polig': {
    standard: 'IEC_60309_2_three_32',
    format: 'SOCKET',
    powerType: 'AC_3_PHASE',
    maxWatts: THREE_PHASE_32_A,
  },
  'DC Kupplung Combo': { standard: 'IEC_62196_T2_COMBO', format: 'CABLE', powerType: 'DC', maxWatts: 1_000_000 },
  'DC Kupplung Combo Typ 1': { standard: 'IEC_62196_T1_COMBO', format: 'CABLE', powerType: 'DC', maxWatts: 500_000 },
  'DC CHAdeMO': { standard: 'CHADEMO', format: 'CABLE', powerType: 'DC', maxWatts: 400_000 },
  'DC Kupplung Tesla Typ 2': { standard: 'TESLA_S', format: 'CABLE', powerType: 'DC', maxWatts: 400_000 },
  'DC Tesla Kupplung (Typ 2)': { standard: 'TESLA_S', format: 'CABLE', powerType: 'DC', maxWatts: 400_000 },
}

/** No charging point has more. */
const MAX_PLUGS = 6

/** The plugs of a cell such as `DC Kupplung Combo, DC CHAdeMO`; undefined if one is unknown, or for more than six. */
export function parsePlugTypes(cell: string): readonly PlugType[] | undefined {
  const plugs: PlugType[] = []
  for (const name of cell.split(/[,;]/)) {
    const tidied = name.trim().replace(/\s+/g, ' ')
    if (!Object.hasOwn(PLUG_TYPES, tidied)) return undefined
    plugs.push(PLUG_TYPES[tidied] as PlugType)
  }
  return plugs.length > MAX_PLUGS ? undefined : plugs
}
