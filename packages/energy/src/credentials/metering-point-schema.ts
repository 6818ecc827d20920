/** JSON Schema of MeteringPointCredential. */
import {
  areaEic,
  choice,
  credentialSchema,
  dateTime,
  gsrn,
  partyEic,
  sha256,
  subjectSchema,
  text,
  uri,
} from './schema-parts.ts'

const subject = subjectSchema(
  'MeteringPointCredential',
  'The metering point and its meter.',
  uri('DID of the meter, or another URI for the metering point.'),
  ['ean', 'meterSerial', 'headOrSub', 'dsoEic', 'gridAreaEic'],
  {
    ean: gsrn('EAN-18 (GSRN) of the metering point, with its check digit.'),
    meterSerial: text('Serial number of the meter.', 50),
    meterKeyThumbprint: sha256('base64url of the SHA-256 of the coordinates X and Y of the meter key.'),
    headOrSub: choice('Head meter of the connection, or submeter behind it.', ['head', 'sub']),
    dsoEic: partyEic('EIC of the distribution system operator, with its check character.'),
    gridAreaEic: areaEic('EIC of the grid area, with its check character.'),
    brpEic: partyEic('EIC of the balance responsible party at the access point, with its check character.'),
    brpFrom: dateTime('From when that party is responsible (xsd:dateTimeStamp).'),
    brpUntil: dateTime('Until when that party is responsible (xsd:dateTimeStamp).'),
    calibrationUntil: {
      type: 'string',
      description: 'Last day of the calibration of the meter (YYYY-MM-DD).',
      format: 'date',
      maxLength: 10,
    },
  },
)

/** The schema; rules across fields are in `credential-rules.ts`. */
export const meteringPointSchema = credentialSchema(
  'MeteringPointCredential',
  'Metering point, vouched for by its distribution system operator',
  { ...subject, dependentRequired: { brpFrom: ['brpEic'], brpUntil: ['brpEic', 'brpFrom'] } },
)
