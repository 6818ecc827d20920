/** Finding the register to bill, and its readings from begin to end. */
import type { Decimal } from './decimal.ts'
import { type MeterProblem, meterProblem } from './meter-problem.ts'
import { type EnergyDirection, energyRegister } from './obis.ts'
import { type OcmfReading, toWattHours } from './ocmf-reading.ts'
import type { OcmfRecord } from './ocmf-record.ts'

/** A reading of an energy register. */
export interface RegisterReading extends OcmfReading {
  readonly register: string
  readonly value: string
  readonly unit: 'kWh' | 'Wh'
  /** The exact value. */
  readonly wattHours: Decimal
  /** `/record/RD/reading` by position. */
  readonly pointer: string
}

/** The readings of one register in their order; the first is the begin, the last the end. */
export interface RegisterReadings {
  readonly register: string
  readonly direction: EnergyDirection
  readonly begin: RegisterReading
  readonly end: RegisterReading
  readonly all: readonly RegisterReading[]
}

const BEGIN = 'B'
const ENDS = 'ELRAP'

/** Selects the register and its begin and end, or says why there is none. */
export function beginAndEnd(
  records: readonly [OcmfRecord, ...OcmfRecord[]],
  register: string | undefined,
): RegisterReadings | MeterProblem {
  const readings = withoutRepetitions(registerReadings(records))
  const chosen = chooseRegister(readings, register)
  if (chosen === undefined) {
    return meterProblem('REGISTER_UNKNOWN', 'No reading is of the register asked for, or of active energy.')
  }
  const all = readings.filter((reading) => reading.register === chosen.register)
  const begin = all[0]
  const end = all.at(-1)
  if (begin === undefined || end === undefined || begin === end || !isOneInterval(all, records[0].context)) {
    return meterProblem(
      'SESSION_INCOMPLETE',
      'The register has not exactly one begin, one end and all else between them.',
    )
  }
  return { ...chosen, begin, end, all }
}

function registerReadings(records: readonly OcmfRecord[]): readonly RegisterReading[] {
  return records.flatMap(({ readings }, i) =>
    readings.flatMap((reading, j) => {
      const { register, value, unit } = reading
      if (register === undefined || value === undefined || unit === undefined) return []
      return [{ ...reading, register, value, unit, wattHours: toWattHours(value, unit), pointer: `/${i}/RD/${j}` }]
    }),
  )
}

/** Meters that sign begin and end together often sent the begin alone before: the same reading, signed twice. */
function withoutRepetitions(readings: readonly RegisterReading[]): readonly RegisterReading[] {
  const seen = new Set<string>()
  return readings.filter(({ register, time, transaction, value, unit }) => {
    const identity = JSON.stringify([register, time.getTime(), transaction, value, unit])
    return !seen.has(identity) && seen.add(identity)
  })
}

function chooseRegister(
  readings: readonly RegisterReading[],
  wanted: string | undefined,
): { readonly register: string; readonly direction: EnergyDirection } | undefined {
  let best: { readonly register: string; readonly direction: EnergyDirection; readonly rank: number } | undefined
  for (const { register } of readings) {
    const found = energyRegister(register)
    if (found === undefined || (wanted !== undefined && wanted !== register)) continue
    if (best === undefined || found.rank < best.rank) best = { register, ...found }
  }
  return best && { register: best.register, direction: best.direction }
}

function isOneInterval(readings: readonly RegisterReading[], context: 'T' | 'F'): boolean {
  if (context === 'F') return readings.every(({ transaction }) => transaction === undefined)
  return readings.every(({ transaction = '' }, i) => {
    const isBegin = transaction === BEGIN
    const isEnd = transaction !== '' && ENDS.includes(transaction)
    if (i === 0) return isBegin
    if (i === readings.length - 1) return isEnd
    return transaction !== '' && !isBegin && !isEnd
  })
}
