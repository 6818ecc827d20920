/** The shape of the configuration file. Its published form is `spec/schemas/config.schema.json`. */
import { PRESENTING_SECURINGS, SECURINGS } from '@energy-ssi/vc-api'
import { type Static, Type } from 'typebox'

const MIB = 1024 * 1024
const closed = { additionalProperties: false }

const instanceId = Type.String({
  pattern: '^[a-z0-9][a-z0-9.-]{0,62}$',
  description: 'Name in the URLs of the instance: lower-case letters, digits, dots and hyphens, at most 63.',
})
const securing = Type.Enum([...SECURINGS], { description: 'The form in which the instance secures what it signs.' })
const retention = Type.Enum(['none', 'encrypted'], {
  description: 'encrypted: issued credentials can be fetched again. none: only their record is kept.',
})
const instanceBytes = Type.Integer({
  minimum: 1024,
  maximum: 64 * MIB,
  description: 'Largest request body in bytes; 10485760 unless given.',
})
const names = Type.Array(Type.String({ minLength: 1 }), { minItems: 1, maxItems: 10_000, uniqueItems: true })

const issuer = Type.Object(
  {
    id: instanceId,
    securing,
    statusPurposes: Type.Optional(
      Type.Array(Type.Enum(['revocation', 'suspension']), {
        uniqueItems: true,
        maxItems: 2,
        description: 'A status entry of each goes into every credential; ["revocation"] unless given.',
      }),
    ),
    retention: Type.Optional(retention),
    maxBytes: Type.Optional(instanceBytes),
  },
  closed,
)

const verifier = Type.Object(
  {
    id: instanceId,
    failureStatus: Type.Optional(
      Type.Enum([200, 400, 422], { description: 'HTTP status of a failed verification; 200 unless given.' }),
    ),
    treatWarningsAsErrors: Type.Optional(
      Type.Boolean({ description: 'Status and validity period refuse a credential; true unless given.' }),
    ),
    requireControllerBinding: Type.Optional(
      Type.Boolean({ description: 'The key must be the issuer’s or holder’s; true unless given.' }),
    ),
    requireProofCreated: Type.Optional(
      Type.Boolean({ description: 'A Data Integrity proof must say when it was made; false unless given.' }),
    ),
    requireNonce: Type.Optional(
      Type.Boolean({ description: 'A presentation must answer a challenge; true unless given.' }),
    ),
    acceptedIssuers: Type.Optional(names),
    acceptedSecurings: Type.Optional(names),
    statusUnreachable: Type.Optional(
      Type.Enum(['refuse', 'warn'], {
        description: 'What an unreachable status list means for a credential; refuse unless given.',
      }),
    ),
    schemaUnknown: Type.Optional(
      Type.Enum(['refuse', 'warn'], {
        description: 'What a schema that the service does not hold means for a credential; warn unless given.',
      }),
    ),
    legacySuites: Type.Optional(
      Type.Array(Type.Enum(['JsonWebSignature2020', 'Ed25519Signature2018']), {
        uniqueItems: true,
        maxItems: 2,
        description: 'Suites of existing issuers that are accepted too; none unless given.',
      }),
    ),
    maxBytes: Type.Optional(instanceBytes),
  },
  closed,
)

const presenting = Type.Enum([...PRESENTING_SECURINGS], {
  description: 'The form in which the instance secures what it signs.',
})
const holder = Type.Object({ id: instanceId, securing: presenting }, closed)

/** The configuration file. What it leaves out is as in the built-in set-up. */
export const configFileSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: 'For editors; ignored.' })),
    auth: Type.Optional(
      Type.Enum(['none'], {
        description: 'none: every caller is admitted. Accepted on a loopback HOST outside production only.',
      }),
    ),
    retention: Type.Optional(retention),
    limits: Type.Optional(
      Type.Object(
        {
          instanceBytes: Type.Optional(instanceBytes),
          bodyBytes: Type.Optional(
            Type.Integer({
              minimum: 1024,
              maximum: 16 * MIB,
              description: 'Largest body of other requests in bytes; 1048576 unless given.',
            }),
          ),
        },
        closed,
      ),
    ),
    schemas: Type.Optional(
      Type.Record(Type.String({ pattern: '^https://' }), Type.String({ minLength: 1 }), {
        maxProperties: 1000,
        description: 'JSON Schemas by the URL that a credentialSchema names, as paths from the folder of this file.',
      }),
    ),
    issuers: Type.Optional(Type.Array(issuer, { maxItems: 1000 })),
    verifiers: Type.Optional(Type.Array(verifier, { maxItems: 1000 })),
    holders: Type.Optional(Type.Array(holder, { maxItems: 1000 })),
  },
  {
    ...closed,
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://w3id.org/energy-ssi/schemas/config.schema.json',
    title: 'energy-ssi configuration file',
  },
)

/** A configuration file that conforms to the schema. */
export type ConfigFile = Static<typeof configFileSchema>
