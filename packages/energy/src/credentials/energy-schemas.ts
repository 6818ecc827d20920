/** All JSON Schemas of this package. */
import { chargingStationSchema } from './charging-station-schema.ts'
import type { EnergyCredentialType } from './energy-credential.ts'
import { meteringPointSchema } from './metering-point-schema.ts'
import { prequalificationSchema } from './prequalification-schema.ts'
import type { JsonSchema } from './schema-parts.ts'
import { vehicleTechnicalSchema } from './vehicle-technical-schema.ts'

/** JSON Schema (draft 2020-12) of each credential type; its `$id` is what `credentialSchema.id` says. */
export const energySchemas: Readonly<Record<EnergyCredentialType, JsonSchema>> = {
  ChargingStationCredential: chargingStationSchema,
  MeteringPointCredential: meteringPointSchema,
  VehicleTechnicalCredential: vehicleTechnicalSchema,
  PrequalificationCredential: prequalificationSchema,
}
