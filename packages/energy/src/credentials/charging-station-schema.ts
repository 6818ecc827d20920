/** JSON Schema of ChargingStationCredential. */
import {
  areaEic,
  choice,
  closedObject,
  connectorStandard,
  credentialSchema,
  did,
  formatted,
  gsrn,
  listOf,
  meterCurve,
  oneOrMany,
  sha256,
  subjectSchema,
  text,
  uri,
  wholeQuantity,
} from './schema-parts.ts'

const MAX_WATTS = 20_000_000

const coordinates = closedObject('Place of the station (WGS 84).', ['latitude', 'longitude'], {
  latitude: { type: 'number', description: 'Latitude in decimal degrees.', minimum: -90, maximum: 90 },
  longitude: { type: 'number', description: 'Longitude in decimal degrees.', minimum: -180, maximum: 180 },
})

const connector = closedObject('A connector.', ['connectorId', 'standard', 'powerType', 'maxElectricPower'], {
  connectorId: text('Name of the connector, unique in the station.', 36),
  standard: connectorStandard,
  format: choice('Socket, or attached cable.', ['SOCKET', 'CABLE']),
  powerType: choice('Kind of current.', ['AC_1_PHASE', 'AC_3_PHASE', 'DC']),
  maxVoltage: wholeQuantity('Highest voltage in V; line to neutral for AC_3_PHASE.', 2000),
  maxAmperage: wholeQuantity('Highest current in A, per phase.', 5000),
  maxElectricPower: wholeQuantity('Most power of the connector in W.', MAX_WATTS),
})

const meterKey = closedObject('A meter key as its operator published it.', ['publicKeyHex', 'curve', 'thumbprint'], {
  connectorId: text('The connector the meter measures.', 36),
  publicKeyHex: {
    type: 'string',
    description: 'Coordinates X and Y of the key, one after the other, in lower-case hexadecimal.',
    pattern: '^(?:[0-9a-f]{96}|[0-9a-f]{128}|[0-9a-f]{192})$',
  },
  curve: meterCurve,
  thumbprint: sha256('base64url of the SHA-256 of the bytes of publicKeyHex.'),
})

/** The schema; rules across fields are in `credential-rules.ts`. */
export const chargingStationSchema = credentialSchema(
  'ChargingStationCredential',
  'Charging station, vouched for by its charge point operator',
  subjectSchema(
    'ChargingStationCredential',
    'The charging station.',
    uri('DID of the station, or another URI.'),
    ['coordinates', 'connectors', 'maxElectricPower'],
    {
      evseId: oneOrMany(
        formatted('EVSE-ID of each charging point.', 'evse-id', '^[A-Z]{2}\\*?[A-Z0-9]{3}\\*?E[A-Z0-9*]{1,31}$'),
      ),
      locationId: text('OCPI location id.', 36),
      coordinates,
      connectors: listOf(connector),
      maxElectricPower: wholeQuantity('Most power of the whole station in W.', MAX_WATTS),
      meteringPoint: gsrn('EAN-18 (GSRN) of the metering point, with its check digit.'),
      meterId: oneOrMany(did('DID of the meter, made of its calibrated key.')),
      meterKeys: listOf(meterKey),
      ocppVersion: choice('OCPP version the station speaks.', ['1.5', '1.6', '2.0.1', '2.1']),
      areaEic: areaEic('EIC of the control area, with its check character.'),
      voltageLevel: choice('Low or medium voltage.', ['LV', 'MV']),
      accessPointSupplier: {
        type: 'string',
        description: 'Supplier of the access point: its DID, or its EIC.',
        format: 'did-or-eic-party',
        maxLength: 2048,
      },
    },
  ),
  ['validUntil'],
)
