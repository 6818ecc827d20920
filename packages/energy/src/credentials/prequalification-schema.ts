/** JSON Schema of PrequalificationCredential. */
import {
  areaEic,
  choice,
  credentialSchema,
  dateTime,
  type JsonSchema,
  listOf,
  partyEic,
  subjectSchema,
  text,
  uri,
} from './schema-parts.ts'

/** Product, its CIM code, and the time to full activation it demands. */
const PRODUCTS = [
  ['FCR', 'A95', 'PT30S'],
  ['aFRR', 'A96', 'PT5M'],
  ['mFRR', 'A97', 'PT12M30S'],
] as const

const megawatts = (description: string): JsonSchema => ({
  type: 'number',
  description: `${description} in MW, in steps of 0.1.`,
  minimum: 0.1,
  maximum: 100_000,
  multipleOf: 0.1,
})

const subject = subjectSchema(
  'PrequalificationCredential',
  'The pool and what it is qualified for.',
  uri('DID or URN of the pool.'),
  ['product', 'businessType', 'direction', 'fullActivationTime', 'areaEic', 'bspEic', 'ruleSetId', 'qualificationKind'],
  {
    product: choice(
      'Balancing product.',
      PRODUCTS.map(([product]) => product),
    ),
    businessType: choice(
      'CIM code of the product.',
      PRODUCTS.map(([, code]) => code),
    ),
    direction: choice('Direction of regulation; both means symmetric.', ['up', 'down', 'both']),
    qualifiedPowerUp: megawatts('Qualified power upwards'),
    qualifiedPowerDown: megawatts('Qualified power downwards'),
    fullActivationTime: {
      type: 'string',
      description: 'Full activation time (ISO 8601 duration).',
      format: 'duration',
      enum: PRODUCTS.map(([, , time]) => time),
    },
    areaEic: areaEic('EIC of the control area, with its check character.'),
    bspEic: partyEic('EIC of the balancing service provider, with its check character.'),
    ruleSetId: text('Versioned rule set the pool was tested by.', 100),
    qualificationKind: choice('Kind of qualification.', ['prequalified', 'verified', 'temporary_qualified']),
    conditions: listOf(text('Condition of the qualification.', 1_000)),
    recognisedEvidence: listOf(uri('Evidence that was recognised.')),
    nextReassessment: dateTime('When the pool is assessed again (xsd:dateTimeStamp).'),
  },
)

/** The schema; rules across fields are in `credential-rules.ts`. */
export const prequalificationSchema = credentialSchema(
  'PrequalificationCredential',
  'Qualification of a pool for a balancing product, granted by a transmission system operator',
  {
    ...subject,
    allOf: PRODUCTS.map(([product, businessType, fullActivationTime]) => ({
      if: { properties: { product: { const: product } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: {
        properties: { businessType: { const: businessType }, fullActivationTime: { const: fullActivationTime } },
      },
    })),
  },
  ['validUntil'],
)
