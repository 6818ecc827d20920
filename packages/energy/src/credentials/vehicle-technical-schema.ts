/** JSON Schema of VehicleTechnicalCredential. */
import {
  choice,
  connectorStandard,
  credentialSchema,
  did,
  listOf,
  oneOrMany,
  quantity,
  sha256,
  subjectSchema,
  text,
  uri,
  wholeQuantity,
} from './schema-parts.ts'

const MAX_KILOWATTS = 5_000

const iso15118 = {
  description: 'Parts of ISO 15118 the vehicle speaks.',
  if: { type: 'array' },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: listOf(choice('Part of ISO 15118.', ['-2', '-20'])),
  else: choice('Part of ISO 15118, or none.', ['-2', '-20', 'none']),
}

/** The schema; rules across fields are in `credential-rules.ts`. */
export const vehicleTechnicalSchema = credentialSchema(
  'VehicleTechnicalCredential',
  'Technical data of a vehicle, vouched for by its manufacturer',
  subjectSchema(
    'VehicleTechnicalCredential',
    'The vehicle. No VIN, no owner.',
    did('DID of the vehicle.'),
    ['brandName', 'modelName', 'usableEnergyCapacity', 'maxAcChargePower', 'v2gCapable', 'connector'],
    {
      typeApproval: text('Number of the whole vehicle type approval.', 64),
      brandName: text('Brand.'),
      modelName: text('Model.'),
      modelYear: { type: 'integer', description: 'Model year (calendar year).', minimum: 1990, maximum: 2100 },
      hardwareRevision: text('Hardware revision.', 64),
      softwareVersion: text('Software version.', 64),
      usableEnergyCapacity: quantity('Usable energy of the battery in kWh.', 5_000),
      maxAcChargePower: quantity('Most charging power with alternating current in kW.', MAX_KILOWATTS),
      maxDcChargePower: quantity('Most charging power with direct current in kW.', MAX_KILOWATTS),
      minChargePower: quantity('Least charging power in kW.', MAX_KILOWATTS),
      v2gCapable: { type: 'boolean', description: 'Whether the vehicle can feed back.' },
      maxDischargePower: quantity('Most power fed back in kW.', MAX_KILOWATTS),
      connector: oneOrMany(connectorStandard),
      iso15118,
      commandLatency: {
        type: 'number',
        description: 'Time from command to reaction in s.',
        minimum: 0,
        maximum: 3_600,
      },
      rampTime0to100: {
        type: 'number',
        description: 'Time from no power to full power in s.',
        minimum: 0,
        maximum: 3_600,
      },
      controlType: oneOrMany(choice('Control type of S2 (EN 50491-12-2).', ['FRBC', 'PEBC', 'PPBC', 'OMBC', 'DDBC'])),
      meteringInterval: wholeQuantity('Time between two measurements in ms.', 3_600_000),
      meteringAccuracyClass: choice('MID accuracy class: A is 2 %, B 1 %, C 0.5 %.', ['A', 'B', 'C']),
      batteryPassportId: uri('URL of the battery passport.'),
      energyManagementStrategyRef: text('Reference of the approved energy management strategy.'),
      conformsToType: uri('Id of the VehicleTypeCredential the vehicle conforms to.'),
      vinCommitment: sha256('base64url of the SHA-256 of salt and VIN; the owner keeps the salt.'),
    },
  ),
  ['validUntil'],
)
