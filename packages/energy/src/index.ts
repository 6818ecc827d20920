/** Energy credentials, identifiers with check digits, the German station register, and meter evidence that verifies. */
export type {
  ChargingStation,
  Connector,
  PublishedMeterKey,
} from './credentials/charging-station.ts'
export {
  createChargingStationCredential,
  createMeteringPointCredential,
  createPrequalificationCredential,
  createVehicleTechnicalCredential,
} from './credentials/create-energy-credential.ts'
export type { ControlType, ElectricVehicle } from './credentials/electric-vehicle.ts'
export { ENERGY_CONTEXT_URL, energyContext } from './credentials/energy-context.ts'
export {
  type CredentialStatus,
  ENERGY_CREDENTIAL_TYPES,
  type EnergyCredential,
  type EnergyCredentialParts,
  type EnergyCredentialType,
  type EnergySubjects,
  energySchemaUrl,
} from './credentials/energy-credential.ts'
export { energySchemas } from './credentials/energy-schemas.ts'
export type { FlexibilityPool } from './credentials/flexibility-pool.ts'
export type { MeteringPoint } from './credentials/metering-point.ts'
export type { JsonSchema } from './credentials/schema-parts.ts'
export { chargingStationOf } from './credentials/station-from-register.ts'
export { energyCredentialType, validateEnergyCredential } from './credentials/validate-energy-credential.ts'
export { EnergyError, type EnergyErrorCode } from './errors.ts'
export { type CbeNumber, cbeCheckDigits, formatCbeNumber, isCbeNumber, parseCbeNumber } from './identifiers/cbe.ts'
export {
  EIC_TYPES,
  type Eic,
  type EicParts,
  type EicType,
  eicCheckCharacter,
  isEic,
  parseEic,
} from './identifiers/eic.ts'
export {
  type Emaid,
  type EmaidParts,
  formatEmaid,
  isEmaid,
  parseDinContractId,
  parseEmaid,
} from './identifiers/emaid.ts'
export { dinContractCheckDigit, emaidCheckCharacter } from './identifiers/emaid-check.ts'
export { type EvseId, type EvseIdParts, isEvseId, parseEvseId } from './identifiers/evse-id.ts'
export { type Gln, type Gsrn, gs1CheckDigit, isGln, isGsrn, parseGln, parseGsrn } from './identifiers/gs1.ts'
export type { Identifier } from './identifiers/identifier.ts'
export { curveOfAlgorithm, METER_CURVE_NAMES, type MeterCurve } from './meter/meter-curves.ts'
export { type MeterJwk, type MeterKey, meterKeyJwk, parseMeterKey, verifyMeterSignature } from './meter/meter-key.ts'
export type { MeterProblem, MeterProblemCode } from './ocmf/meter-problem.ts'
export type { EnergyDirection } from './ocmf/obis.ts'
export { MAX_OCMF_ENVELOPE_BYTES, type OcmfEnvelope, readOcmf } from './ocmf/ocmf-envelope.ts'
export type { OcmfClock, OcmfMeterState, OcmfReading, OcmfTransaction } from './ocmf/ocmf-reading.ts'
export { MAX_OCMF_RECORD_LENGTH, type OcmfRecord, parseOcmfRecord } from './ocmf/ocmf-record.ts'
export { type MeteredEnergy, type MeterReading, type VerifyOcmfOptions, verifyOcmf } from './ocmf/verify-ocmf.ts'
export type { ConnectorStandard, PlugType, PowerType } from './register/plug-types.ts'
export {
  type RefusedRow,
  readStationRegister,
  type StationRegister,
  type StationRegisterOptions,
} from './register/read-station-register.ts'
export type { Refusal, RefusalCode } from './register/row-reader.ts'
export type { StationConnector, StationRow } from './register/station-row.ts'
export {
  type ChargingSession,
  type ChargingSessions,
  type RefusedSession,
  readChargingSessions,
  type SessionRefusalCode,
} from './sessions/read-charging-sessions.ts'
