/** Builders of unsigned energy credentials. What they return is valid; what would not be, they refuse to build. */
import { EnergyError } from '../errors.ts'
import {
  addYears,
  assembleCredential,
  type EnergyCredential,
  type EnergyCredentialParts,
  type EnergyCredentialType,
} from './energy-credential.ts'
import { validateEnergyCredential } from './validate-energy-credential.ts'

/**
 * Builds a ChargingStationCredential, valid for five years unless said otherwise (which is the longest).
 * @throws {EnergyError} `invalid_credential` - its cause is the list of problems
 */
export function createChargingStationCredential(
  parts: EnergyCredentialParts<'ChargingStationCredential'>,
): EnergyCredential<'ChargingStationCredential'> {
  const dated = { ...parts, validUntil: parts.validUntil ?? addYears(parts.validFrom, 5) }
  return checked(assembleCredential('ChargingStationCredential', dated, { type: 'ChargingStation', ...parts.subject }))
}

/**
 * Builds a MeteringPointCredential; it ends when the meter is changed, so no end is set unless given.
 * @throws {EnergyError} `invalid_credential` - its cause is the list of problems
 */
export function createMeteringPointCredential(
  parts: EnergyCredentialParts<'MeteringPointCredential'>,
): EnergyCredential<'MeteringPointCredential'> {
  return checked(assembleCredential('MeteringPointCredential', parts, { type: 'MeteringPoint', ...parts.subject }))
}

/**
 * Builds a VehicleTechnicalCredential, valid for ten years unless said otherwise (which is the longest).
 * @throws {EnergyError} `invalid_credential` - its cause is the list of problems
 */
export function createVehicleTechnicalCredential(
  parts: EnergyCredentialParts<'VehicleTechnicalCredential'>,
): EnergyCredential<'VehicleTechnicalCredential'> {
  const dated = { ...parts, validUntil: parts.validUntil ?? addYears(parts.validFrom, 10) }
  return checked(assembleCredential('VehicleTechnicalCredential', dated, { type: 'ElectricVehicle', ...parts.subject }))
}

/**
 * Builds a PrequalificationCredential. Its end is a decision of the system operator: always given, at most five years
 * after the start (SO GL art. 155, 159).
 * @throws {EnergyError} `invalid_credential` - its cause is the list of problems
 */
export function createPrequalificationCredential(
  parts: EnergyCredentialParts<'PrequalificationCredential'> & { readonly validUntil: Date },
): EnergyCredential<'PrequalificationCredential'> {
  return checked(assembleCredential('PrequalificationCredential', parts, { type: 'FlexibilityPool', ...parts.subject }))
}

function checked<Type extends EnergyCredentialType>(credential: EnergyCredential<Type>): EnergyCredential<Type> {
  const [first, ...others] = validateEnergyCredential(credential)
  if (first === undefined) return credential
  const where = first.pointer === undefined ? '' : ` (${first.pointer})`
  throw new EnergyError('invalid_credential', `The credential is invalid: ${first.detail}${where}`, {
    cause: [first, ...others],
  })
}
