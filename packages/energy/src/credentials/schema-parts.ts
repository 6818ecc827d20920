/** The pieces JSON Schemas of energy credentials are made of. Every quantity names its unit in the description. */
import { METER_CURVE_NAMES } from '../meter/meter-curves.ts'
import { ENERGY_CONTEXT_URL } from './energy-context.ts'
import {
  CREDENTIALS_CONTEXT_URL,
  ENERGY_CREDENTIAL_TYPES,
  type EnergyCredentialType,
  energySchemaUrl,
} from './energy-credential.ts'

/** A JSON Schema (draft 2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>

const MAX_ITEMS = 100

/** Text of 1 to `maxLength` characters. */
export function text(description: string, maxLength = 200): JsonSchema {
  return { type: 'string', description, minLength: 1, maxLength }
}

/** Text in a format, which also has a pattern for validators that do not know the format. */
export function formatted(description: string, format: string, pattern: string, maxLength = 64): JsonSchema {
  return { type: 'string', description, format, pattern, maxLength }
}

/** One of a few texts. */
export function choice(description: string, values: readonly string[]): JsonSchema {
  return { type: 'string', description, enum: values }
}

/** A quantity above zero. */
export function quantity(description: string, maximum: number): JsonSchema {
  return { type: 'number', description, exclusiveMinimum: 0, maximum }
}

/** A whole quantity of at least one. */
export function wholeQuantity(description: string, maximum: number): JsonSchema {
  return { type: 'integer', description, minimum: 1, maximum }
}

/** A value, or a list of different ones. */
export function oneOrMany(schema: JsonSchema): JsonSchema {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  return { if: { type: 'array' }, then: listOf(schema), else: schema }
}

/** A list of different values. */
export function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items, minItems: 1, maxItems: MAX_ITEMS, uniqueItems: true }
}

/** An object with these members and no others. */
export function closedObject(
  description: string,
  required: readonly string[],
  properties: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  return { type: 'object', description, required, properties, additionalProperties: false }
}

/** Absolute URI. */
export const uri = (description: string): JsonSchema => ({
  type: 'string',
  description,
  format: 'uri',
  maxLength: 2048,
})

/** DID. */
export const did = (description: string): JsonSchema =>
  formatted(description, 'did', '^did:[a-z0-9]+:[A-Za-z0-9._:%-]+$', 2048)

/** `xsd:dateTimeStamp`. */
export const dateTime = (description: string): JsonSchema => ({
  type: 'string',
  description,
  format: 'date-time',
  maxLength: 40,
})

/** EAN-18 / GSRN. */
export const gsrn = (description: string): JsonSchema => formatted(description, 'gsrn', '^[0-9]{18}$')

/** EIC of a party (type X). */
export const partyEic = (description: string): JsonSchema =>
  formatted(description, 'eic-party', '^[0-9]{2}X[0-9A-Z-]{12}[0-9A-Z]$')

/** EIC of an area (type Y). */
export const areaEic = (description: string): JsonSchema =>
  formatted(description, 'eic-area', '^[0-9]{2}Y[0-9A-Z-]{12}[0-9A-Z]$')

/** SHA-256 in base64url. */
export const sha256 = (description: string): JsonSchema => ({
  type: 'string',
  description,
  pattern: '^[A-Za-z0-9_-]{43}$',
})

/** Connector standards of OCPI 2.3.0 this vocabulary uses. */
export const connectorStandard = choice('Connector standard, as OCPI 2.3.0 names it.', [
  'CHADEMO',
  'DOMESTIC_F',
  'IEC_60309_2_single_16',
  'IEC_60309_2_three_32',
  'IEC_62196_T1',
  'IEC_62196_T1_COMBO',
  'IEC_62196_T2',
  'IEC_62196_T2_COMBO',
  'TESLA_S',
])

/** Curve of a meter key. */
export const meterCurve = choice('Curve of the key, one of those OCMF allows.', METER_CURVE_NAMES)

/** The schema of a whole credential around that of its subject. */
export function credentialSchema(
  type: EnergyCredentialType,
  title: string,
  subject: JsonSchema,
  required: readonly string[] = [],
): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: energySchemaUrl(type),
    title,
    type: 'object',
    required: ['@context', 'type', 'issuer', 'validFrom', 'credentialSubject', ...required],
    properties: {
      '@context': {
        type: 'array',
        prefixItems: [{ const: CREDENTIALS_CONTEXT_URL }],
        contains: { const: ENERGY_CONTEXT_URL },
        minItems: 2,
        maxItems: 16,
      },
      id: uri('Identifier of the credential.'),
      type: {
        type: 'array',
        allOf: [{ contains: { const: 'VerifiableCredential' } }, { contains: { const: type } }],
        items: { type: 'string' },
        maxItems: 16,
      },
      issuer: {
        description: 'DID of the issuer, or an object with it.',
        if: { type: 'object' },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { type: 'object', required: ['id'], properties: { id: uri('DID of the issuer.') } },
        else: uri('DID of the issuer.'),
      },
      validFrom: dateTime('Start of validity (xsd:dateTimeStamp).'),
      validUntil: dateTime('End of validity (xsd:dateTimeStamp).'),
      credentialSubject: subject,
    },
  }
}

/** The subject of a type: `id` and `type` besides its own members. */
export function subjectSchema(
  type: EnergyCredentialType,
  description: string,
  id: JsonSchema,
  required: readonly string[],
  properties: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  return closedObject(description, ['id', 'type', ...required], {
    id,
    type: { const: ENERGY_CREDENTIAL_TYPES[type].subjectType },
    ...properties,
  })
}
