/** From signed records to a metered amount of energy: signatures first, then order, clock, state and register. */
import type { Verification } from '@energy-ssi/core'
import { type MeterKey, verifyMeterSignature } from '../meter/meter-key.ts'
import { beginAndEnd, type RegisterReading, type RegisterReadings } from './begin-and-end.ts'
import { checkReadings } from './check-readings.ts'
import { checkRecordOrder } from './check-record-order.ts'
import { floor, subtract } from './decimal.ts'
import { type MeterProblem, type MeterProblemCode, meterProblem } from './meter-problem.ts'
import type { EnergyDirection } from './obis.ts'
import type { OcmfClock } from './ocmf-reading.ts'
import type { OcmfRecord } from './ocmf-record.ts'

/** One end of the measured interval. */
export interface MeterReading {
  readonly time: Date
  readonly clock: OcmfClock
  /** The register as the meter wrote it. */
  readonly value: string
  readonly unit: 'kWh' | 'Wh'
}

/** Energy that a calibrated meter signed for. */
export interface MeteredEnergy {
  readonly meterSerial?: string
  readonly gatewaySerial?: string
  readonly meterVendor?: string
  readonly meterModel?: string
  /** Charge point as the meter names it (`EVSEID` or `CBIDC`). */
  readonly chargePoint?: { readonly type: string; readonly id: string }
  /** OBIS code of the register. */
  readonly register: string
  readonly direction: EnergyDirection
  readonly begin: MeterReading
  readonly end: MeterReading
  /** Register at begin and end in whole Wh, rounded down. */
  readonly startWh: number
  readonly endWh: number
  /** End less begin, exactly, then rounded down to whole Wh: never more than was measured. */
  readonly energyWh: number
  /** Context and first and last page: keep `last` per meter and context to refuse replays. */
  readonly pagination: { readonly context: 'T' | 'F'; readonly first: number; readonly last: number }
  /** The key that verified every record. */
  readonly publicKey: MeterKey
}

/** Settings of {@link verifyOcmf}. */
export interface VerifyOcmfOptions {
  /** OBIS code of the register to bill where the meter signs several; by default the preferred import register. */
  readonly register?: string
  /** Last page already settled for this meter and context; records up to it are replays. */
  readonly lastPagination?: number
  /** What an unsynchronised clock (status `U`) does: refuse (default), or only warn where the time does not matter. */
  readonly unsynchronisedClock?: 'refuse' | 'warn'
}

/**
 * Verifies the records of one charging session, or of one fiscal interval, against the meter's key.
 *
 * Where the key comes from is the caller's decision: a key that travels with the records proves only that they belong
 * together. Every record must carry this key's signature over its payload bytes; then:
 *
 * - all records come from one meter and context, and their pages increase strictly (a gap is a warning)
 * - one register has exactly one begin and one end; times and values never run backwards
 * - no reading reports an error of the meter, of its energy or of its time
 * - no clock is unsynchronised (`U`); an informative one (`I`) is a warning
 *
 * @see https://github.com/SAFE-eV/OCMF-Open-Charge-Metering-Format/blob/master/OCMF-en.md
 */
export function verifyOcmf(
  records: readonly [OcmfRecord, ...OcmfRecord[]],
  key: MeterKey,
  options: VerifyOcmfOptions = {},
): Verification<MeteredEnergy, MeterProblemCode> {
  const unsigned = records.flatMap((record, i) => (isSignedBy(record, key) ? [] : [unsignedRecord(i)]))
  if (hasAny(unsigned)) return { verified: false, problems: unsigned }

  const order = checkRecordOrder(records, options.lastPagination)
  const selected = beginAndEnd(records, options.register)
  if ('code' in selected) return { verified: false, problems: [selected, ...order.problems] }

  const readings = checkReadings(records, selected, options.unsynchronisedClock ?? 'refuse')
  const problems = [...order.problems, ...readings.problems]
  if (hasAny(problems)) return { verified: false, problems }
  return {
    verified: true,
    value: meteredEnergy(records, key, selected),
    warnings: [...order.warnings, ...readings.warnings],
  }
}

function isSignedBy(record: OcmfRecord, key: MeterKey): boolean {
  return record.curve === key.curve && verifyMeterSignature(key, record.payload, record.signature)
}

function unsignedRecord(index: number): MeterProblem {
  return meterProblem(
    'METER_SIGNATURE_INVALID',
    'The record does not carry a signature of this meter key.',
    `/${index}`,
  )
}

function hasAny(problems: readonly MeterProblem[]): problems is readonly [MeterProblem, ...MeterProblem[]] {
  return problems.length > 0
}

function meteredEnergy(
  records: readonly [OcmfRecord, ...OcmfRecord[]],
  publicKey: MeterKey,
  { register, direction, begin, end }: RegisterReadings,
): MeteredEnergy {
  const [first] = records
  const { meterSerial, gatewaySerial, meterVendor, meterModel, chargePoint } = first
  const last = records.at(-1) ?? first
  return {
    ...(meterSerial !== undefined && { meterSerial }),
    ...(gatewaySerial !== undefined && { gatewaySerial }),
    ...(meterVendor !== undefined && { meterVendor }),
    ...(meterModel !== undefined && { meterModel }),
    ...(chargePoint !== undefined && { chargePoint }),
    register,
    direction,
    begin: meterReading(begin),
    end: meterReading(end),
    startWh: Number(floor(begin.wattHours)),
    endWh: Number(floor(end.wattHours)),
    energyWh: Number(floor(subtract(end.wattHours, begin.wattHours))),
    pagination: { context: first.context, first: first.pagination, last: last.pagination },
    publicKey,
  }
}

function meterReading({ time, clock, value, unit }: RegisterReading): MeterReading {
  return { time, clock, value, unit }
}
