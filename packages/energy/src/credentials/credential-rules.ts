/** Rules across the fields of an energy credential. They take credentials that passed their JSON Schema. */
import { type Problem, parseDateTimeStamp, problem } from '@energy-ssi/core'
import { EnergyError } from '../errors.ts'
import { parseMeterKey } from '../meter/meter-key.ts'
import type { ChargingStation, Connector, PublishedMeterKey } from './charging-station.ts'
import type { ElectricVehicle } from './electric-vehicle.ts'
import { addYears, type EnergyCredential, type EnergyCredentialType, type EnergySubjects } from './energy-credential.ts'
import { findVin } from './find-vin.ts'
import type { FlexibilityPool } from './flexibility-pool.ts'
import type { MeteringPoint } from './metering-point.ts'

/** Longest validity in years: design values, but for the five years between assessments (SO GL art. 155, 159). */
const MAX_VALIDITY_YEARS: Readonly<Partial<Record<EnergyCredentialType, number>>> = {
  ChargingStationCredential: 5,
  VehicleTechnicalCredential: 10,
  PrequalificationCredential: 5,
}

/** Rated values are rounded; a tenth more is no contradiction. */
const TOLERANCE = 1.1
const PHASES = { AC_1_PHASE: 1, AC_3_PHASE: 3, DC: 1 } as const

const SUBJECT_RULES: {
  readonly [Type in EnergyCredentialType]: (subject: EnergySubjects[Type]) => readonly Problem[]
} = {
  ChargingStationCredential: checkStation,
  MeteringPointCredential: checkMeteringPoint,
  VehicleTechnicalCredential: checkVehicle,
  PrequalificationCredential: checkPool,
}

/** What breaks a rule, in the order of the rules. */
export function checkCredentialRules<Type extends EnergyCredentialType>(
  type: Type,
  credential: EnergyCredential<Type>,
): readonly Problem[] {
  const vin = findVin(credential)
  return [
    ...checkValidity(type, credential),
    ...SUBJECT_RULES[type](credential.credentialSubject),
    ...(vin === undefined ? [] : [malformed('A text looks like a vehicle identification number.', vin)]),
  ]
}

function checkValidity(
  type: EnergyCredentialType,
  { validFrom, validUntil, credentialSubject }: EnergyCredential,
): readonly Problem[] {
  const from = time(validFrom)
  const years = MAX_VALIDITY_YEARS[type]
  const latest = years === undefined ? Number.POSITIVE_INFINITY : addYears(new Date(from), years).getTime()
  const problems: Problem[] = []
  if (validUntil !== undefined && time(validUntil) <= from) {
    problems.push(outOfRange('The validity ends before it starts.', '/validUntil'))
  }
  if (validUntil !== undefined && time(validUntil) > latest) {
    problems.push(outOfRange(`The validity is longer than ${years} years.`, '/validUntil'))
  }
  const next = 'nextReassessment' in credentialSubject ? credentialSubject.nextReassessment : undefined
  if (next !== undefined && (time(next) <= from || time(next) > latest)) {
    problems.push(outOfRange('The next assessment is not within the validity allowed.', subject('nextReassessment')))
  }
  return problems
}

function checkStation({ connectors, maxElectricPower, meterKeys }: ChargingStation): readonly Problem[] {
  const ids = new Set(connectors.map(({ connectorId }) => connectorId))
  return [
    ...(ids.size < connectors.length ? [malformed('Two connectors have the same id.', subject('connectors'))] : []),
    ...connectors.flatMap((connector, i) => checkConnector(connector, i, maxElectricPower)),
    ...(meterKeys ?? []).flatMap((key, i) => checkMeterKey(key, i, ids)),
  ]
}

function checkConnector(connector: Connector, index: number, stationWatts: number): readonly Problem[] {
  const { maxElectricPower, maxVoltage, maxAmperage, powerType } = connector
  const pointer = subject(`connectors/${index}/maxElectricPower`)
  if (maxElectricPower > stationWatts) return [outOfRange('A connector has more power than the station.', pointer)]
  if (maxVoltage === undefined || maxAmperage === undefined) return []
  if (maxElectricPower <= maxVoltage * maxAmperage * PHASES[powerType] * TOLERANCE) return []
  return [outOfRange('A connector has more power than voltage, current and phases give.', pointer)]
}

function checkMeterKey(key: PublishedMeterKey, index: number, connectorIds: ReadonlySet<string>): readonly Problem[] {
  const pointer = subject(`meterKeys/${index}`)
  if (key.connectorId !== undefined && !connectorIds.has(key.connectorId)) {
    return [malformed('A meter key names a connector the station does not have.', `${pointer}/connectorId`)]
  }
  try {
    if (parseMeterKey(key.publicKeyHex, key.curve).thumbprint === key.thumbprint) return []
    return [malformed('The thumbprint is not that of the meter key.', `${pointer}/thumbprint`)]
  } catch (error) {
    if (!(error instanceof EnergyError)) throw error
    return [malformed('The meter key is no point of its curve.', `${pointer}/publicKeyHex`)]
  }
}

function checkMeteringPoint({ brpFrom, brpUntil }: MeteringPoint): readonly Problem[] {
  if (brpFrom === undefined || brpUntil === undefined || time(brpFrom) < time(brpUntil)) return []
  return [outOfRange('The balance responsibility ends before it starts.', subject('brpUntil'))]
}

function checkVehicle(vehicle: ElectricVehicle): readonly Problem[] {
  const { minChargePower = 0, maxAcChargePower, maxDcChargePower, v2gCapable, maxDischargePower } = vehicle
  const problems: Problem[] = []
  if (minChargePower > Math.max(maxAcChargePower, maxDcChargePower ?? 0)) {
    problems.push(outOfRange('The least charging power is above the most.', subject('minChargePower')))
  }
  if (v2gCapable !== (maxDischargePower !== undefined)) {
    problems.push(
      malformed('A discharge power is there exactly when the vehicle is V2G capable.', subject('maxDischargePower')),
    )
  }
  return problems
}

function checkPool({ direction, qualifiedPowerUp, qualifiedPowerDown }: FlexibilityPool): readonly Problem[] {
  const problems: Problem[] = []
  if ((direction !== 'down') !== (qualifiedPowerUp !== undefined)) {
    problems.push(
      malformed('Power upwards is there exactly when the direction is up or both.', subject('qualifiedPowerUp')),
    )
  }
  if ((direction !== 'up') !== (qualifiedPowerDown !== undefined)) {
    problems.push(
      malformed('Power downwards is there exactly when the direction is down or both.', subject('qualifiedPowerDown')),
    )
  }
  return problems
}

/** Milliseconds of a text that the schema has found to be a point in time. */
function time(text: string): number {
  return parseDateTimeStamp(text) ?? Number.NaN
}

function subject(path: string): string {
  return `/credentialSubject/${path}`
}

function outOfRange(detail: string, pointer: string): Problem {
  return problem('RANGE_ERROR', detail, pointer)
}

function malformed(detail: string, pointer: string): Problem {
  return problem('MALFORMED_VALUE_ERROR', detail, pointer)
}
