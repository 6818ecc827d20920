/** VC-JSON-SCHEMA: JsonSchema and JsonSchemaCredential. */
import { createHash } from 'node:crypto'
import { multibaseEncode, multihashSha256 } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CREDENTIALS_V2, type Credential, type TypedObject } from '../../src/index.ts'
import { createSchemaValidator, type SchemaCredential, type SchemaValidatorParts } from '../../src/schema/index.ts'
import { credential, credential11, EXAMPLES_V2, freeze, ISSUER, withMember } from '../fixtures.ts'

const URL_ = 'https://example.com/schemas/email.json'
const WRAPPED = 'https://example.com/credentials/3734'
const DRAFT_2020 = 'https://json-schema.org/draft/2020-12/schema'

/** The schema and the credentials of the specification's examples ("Success Result", "Failure Result"). */
const emailSchema = {
  $id: URL_,
  $schema: DRAFT_2020,
  title: 'EmailCredential',
  description: 'EmailCredential using JsonSchema',
  type: 'object',
  properties: {
    credentialSubject: {
      type: 'object',
      properties: { emailAddress: { type: 'string', format: 'email' } },
      required: ['emailAddress'],
    },
  },
}
const text = JSON.stringify(emailSchema)
const named = (schema: unknown, emailAddress: unknown = 'subject@example.com') =>
  freeze<Credential>({
    '@context': [CREDENTIALS_V2, EXAMPLES_V2],
    id: 'https://example.com/credentials/3732',
    type: ['VerifiableCredential', 'EmailCredential'],
    issuer: 'https://example.com/issuers/14',
    credentialSubject: { id: 'did:example:ebfeb1f712ebc6f1c276e12ec21', emailAddress },
    ...(schema !== undefined && { credentialSchema: schema as TypedObject }),
  })
const reference = (members: object = {}) => ({ id: URL_, type: 'JsonSchema', ...members })
const validate = (document: Credential, parts: SchemaValidatorParts = { schemas: { [URL_]: text } }) => {
  const { outcome, problems } = createSchemaValidator(parts).validate(document)
  return [outcome, ...problems.map(({ code, pointer }) => `${code} ${pointer}`)]
}
const variant = (changes: object) => ({ schemas: { [URL_]: JSON.stringify({ ...emailSchema, ...changes }) } })

describe('Evaluation: MUST result in one of three outcomes', () => {
  test('success', () => {
    expect(validate(named(reference()))).toEqual(['success'])
  })

  test('failure, with a pointer to the value and none of it', () => {
    expect(validate(named(reference(), 'not an email'))).toEqual([
      'failure',
      'SCHEMA_VERIFICATION_ERROR /credentialSubject/emailAddress',
    ])
    const verdict = createSchemaValidator({ schemas: { [URL_]: text } }).validate(named(reference(), 'secret-7f3a'))
    expect(JSON.stringify(verdict)).not.toContain('secret-7f3a')
  })

  test('failure, with a pointer to what is missing or too many', () => {
    const missing = { ...named(reference()), credentialSubject: { id: 'did:example:a' } }
    expect(validate(missing)).toEqual(['failure', 'SCHEMA_VERIFICATION_ERROR /credentialSubject/emailAddress'])
    const closed = variant({ properties: undefined, additionalProperties: false })
    expect(validate(named(reference()), closed)).toEqual(['failure', 'SCHEMA_VERIFICATION_ERROR /@context'])
  })

  test.each([
    'https://json-schema.org/draft/2021-99/schema',
    'https://schema.example/',
    'http://json-schema.org/draft-04/schema#',
  ])('indeterminate MUST be returned for a version that is not supported: %s', ($schema) => {
    expect(validate(named(reference(), 'not an email'), variant({ $schema }))).toEqual([
      'indeterminate',
      'SCHEMA_NOT_SUPPORTED /credentialSchema',
    ])
  })

  test('indeterminate for a schema that is not registered: nothing is fetched', () => {
    expect(validate(named(reference()), {})).toEqual(['indeterminate', 'SCHEMA_RETRIEVAL_ERROR /credentialSchema'])
    expect(validate(named(reference({ id: 'constructor' })))).toEqual([
      'indeterminate',
      'SCHEMA_RETRIEVAL_ERROR /credentialSchema',
    ])
  })

  test.each(['JsonSchemaValidator2018', 'ShaclSchema', ['X'], undefined])('indeterminate for the type %j', (type) => {
    expect(validate(named(reference({ type })))).toEqual(['indeterminate', 'SCHEMA_NOT_SUPPORTED /credentialSchema'])
  })

  test('a credential without a schema is a success', () => {
    expect(validate(named(undefined))).toEqual(['success'])
  })

  test('VCDM 1.1 credentials may name a JsonSchema, too', () => {
    const schemas = { [URL_]: JSON.stringify({ ...emailSchema, properties: {}, required: ['issuanceDate'] }) }
    expect(validate(withMember(credential11, 'credentialSchema', reference()), { schemas })).toEqual(['success'])
    expect(validate(withMember(credential, 'credentialSchema', reference()), { schemas })[0]).toBe('failure')
  })
})

describe('versions of JSON Schema', () => {
  test.each([
    [DRAFT_2020, { prefixItems: [{ type: 'integer' }] }],
    ['https://json-schema.org/draft/2019-09/schema', { items: [{ type: 'integer' }] }],
    ['https://json-schema.org/draft/2019-09/schema#', { items: [{ type: 'integer' }] }],
    ['http://json-schema.org/draft-07/schema#', { items: [{ type: 'integer' }] }],
    ['http://json-schema.org/draft-07/schema', { items: [{ type: 'integer' }] }],
  ])('%s', ($schema, emailAddress) => {
    const subject = { type: 'object', properties: { emailAddress } }
    const parts = variant({ $schema, properties: { credentialSubject: subject } })
    expect(validate(named(reference(), [1, 'x']), parts)).toEqual(['success'])
    expect(validate(named(reference(), ['x']), parts)[0]).toBe('failure')
  })

  test('several versions beside each other, and references among those of one', () => {
    const seventh = 'https://example.com/schemas/seventh.json'
    const address = { $id: 'https://example.com/schemas/address.json', $schema: DRAFT_2020, type: 'string' }
    const schemas = {
      [URL_]: JSON.stringify({
        ...emailSchema,
        properties: { credentialSubject: { properties: { emailAddress: { $ref: 'address.json' } } } },
      }),
      [address.$id]: address,
      [seventh]: { $id: seventh, $schema: 'http://json-schema.org/draft-07/schema#', required: ['issuer'] },
    }
    const both = [reference(), { id: seventh, type: 'JsonSchema' }]
    expect(validate(named(both), { schemas })).toEqual(['success'])
    expect(validate(named(both, 7), { schemas })).toEqual([
      'failure',
      'SCHEMA_VERIFICATION_ERROR /credentialSubject/emailAddress',
    ])
  })

  test('keywords that no specification knows are annotations', () => {
    expect(validate(named(reference()), variant({ lang: 'en', dir: 'ltr', example: 1 }))).toEqual(['success'])
  })

  test('inherited members are no members', () => {
    expect(validate(named(reference()), variant({ properties: {}, required: ['toString'] }))).toEqual([
      'failure',
      'SCHEMA_VERIFICATION_ERROR /toString',
    ])
  })
})

describe('several schemas', () => {
  const other = { id: 'https://example.com/schemas/other.json', type: 'JsonSchema' }

  test('a failure outweighs what could not be decided, wherever it stands', () => {
    for (const list of [
      [reference(), other],
      [other, reference()],
    ]) {
      expect(validate(named(list))[0]).toBe('indeterminate')
      expect(validate(named(list, 'not an email')).slice(0, 2)).toEqual([
        'failure',
        'SCHEMA_VERIFICATION_ERROR /credentialSubject/emailAddress',
      ])
    }
    expect(validate(named([reference(), other]))).toEqual([
      'indeterminate',
      'SCHEMA_RETRIEVAL_ERROR /credentialSchema/1',
    ])
  })

  test('a schema that is named often is reported once', () => {
    expect(validate(named([reference(), reference(), reference()], 'not an email'))).toEqual([
      'failure',
      'SCHEMA_VERIFICATION_ERROR /credentialSubject/emailAddress',
    ])
  })

  test('a failure among a thousand does not fall behind the limit of problems', () => {
    const list = [...Array.from({ length: 1000 }, () => other), reference()]
    const verdict = createSchemaValidator({ schemas: { [URL_]: text } }).validate(named(list, 'not an email'))
    expect(verdict.outcome).toBe('failure')
    expect(verdict.problems).toHaveLength(50)
    expect(verdict.problems[0]?.code).toBe('SCHEMA_VERIFICATION_ERROR')
  })
})

describe('Integrity Validation', () => {
  const sri = (algorithm: string, of = text) => `${algorithm}-${createHash(algorithm).update(of).digest('base64')}`
  const multihash = (of: string) => multibaseEncode('u', multihashSha256(createHash('sha256').update(of).digest()))

  test.each([
    ['sha256', { digestSRI: sri('sha256') }],
    ['sha384', { digestSRI: sri('sha384') }],
    ['sha512 among several', { digestSRI: [sri('sha384'), sri('sha512')] }],
    ['a multihash', { digestMultibase: multihash(text) }],
  ])('%s of the schema as registered', (_what, digests) => {
    expect(validate(named(reference(digests)))).toEqual(['success'])
    const bytes = new TextEncoder().encode(text)
    expect(validate(named(reference(digests)), { schemas: { [URL_]: bytes } })).toEqual(['success'])
  })

  test.each([
    ['of another schema', { digestSRI: sri('sha384', '{}') }],
    ['of the same schema in another spelling', { digestSRI: sri('sha384', `${text}\n`) }],
    ['one of several', { digestSRI: [sri('sha384'), sri('sha512', '{}')] }],
    ['in the other form', { digestSRI: sri('sha384'), digestMultibase: multihash('{}') }],
    ['malformed', { digestSRI: 'sha384-x' }],
    ['of an unknown algorithm', { digestSRI: 'md5-x' }],
    ['of another type', { digestMultibase: 7 }],
  ])('a digest %s is a failure, before evaluation', (_what, digests) => {
    expect(validate(named(reference(digests)))).toEqual(['failure', 'SCHEMA_VERIFICATION_ERROR /credentialSchema'])
  })

  test('a schema registered as an object has no bytes to compare with', () => {
    const schemas = { [URL_]: emailSchema }
    expect(validate(named(reference()), { schemas })).toEqual(['success'])
    expect(validate(named(reference({ digestSRI: sri('sha384') })), { schemas })).toEqual([
      'indeterminate',
      'SCHEMA_RETRIEVAL_ERROR /credentialSchema',
    ])
  })
})

describe('JsonSchemaCredential', () => {
  /** As in the specification, with `validFrom`. */
  const wrapped: Credential = freeze({
    '@context': [CREDENTIALS_V2, EXAMPLES_V2],
    id: WRAPPED,
    type: ['VerifiableCredential', 'JsonSchemaCredential'],
    issuer: ISSUER,
    validFrom: '2010-01-01T19:23:24Z',
    credentialSchema: {
      id: 'https://www.w3.org/ns/credentials/json-schema/v2.json',
      type: 'JsonSchema',
      digestSRI: 'sha384-S57yQDg1MTzF56Oi9DbSQ14u7jBy0RDdx0YbeV7shwhCS88G8SCXeFq82PafhCrW',
    },
    credentialSubject: { id: URL_, type: 'JsonSchema', jsonSchema: emailSchema },
  })
  const parts = (changes: Partial<SchemaCredential> = {}): SchemaValidatorParts => ({
    schemaCredentials: { [WRAPPED]: { credential: wrapped, ...changes } },
  })
  const wrappedReference = { id: WRAPPED, type: 'JsonSchemaCredential' }

  test('success and failure', () => {
    expect(validate(named(wrappedReference), parts())).toEqual(['success'])
    expect(validate(named(wrappedReference, 'not an email'), parts())[0]).toBe('failure')
  })

  test('what is registered as the one is not found as the other', () => {
    expect(validate(named({ ...wrappedReference, type: 'JsonSchema' }), parts())[0]).toBe('indeterminate')
    expect(validate(named(reference({ type: 'JsonSchemaCredential' })))[0]).toBe('indeterminate')
  })

  test('a digest is compared with the bytes it was served in', () => {
    const bytes = new TextEncoder().encode('eyJhbGciOiJFZERTQSJ9')
    const digestSRI = `sha384-${createHash('sha384').update(bytes).digest('base64')}`
    const document = named({ ...wrappedReference, digestSRI })
    expect(validate(document, parts({ bytes }))).toEqual(['success'])
    expect(validate(document, parts())[0]).toBe('indeterminate')
    expect(validate(document, parts({ bytes: new Uint8Array(0) }))[0]).toBe('failure')
  })

  test.each<[string, string, unknown]>([
    ['MUST be a credential', 'issuer', undefined],
    ['MUST be a JsonSchemaCredential', 'type', ['VerifiableCredential']],
    ['the subject MUST be of the type JsonSchema', 'credentialSubject.type', 'Schema'],
    ['the subject MUST have a jsonSchema', 'credentialSubject.jsonSchema', undefined],
    ['jsonSchema MUST be an object', 'credentialSubject.jsonSchema', text],
    ['jsonSchema MUST be a JSON Schema', 'credentialSubject.jsonSchema.type', 'text'],
    ['there is one subject', 'credentialSubject', [wrapped.credentialSubject, wrapped.credentialSubject]],
    ['credentialSchema MUST be there', 'credentialSchema', undefined],
    ['credentialSchema MUST be the one of the specification', 'credentialSchema.id', 'https://example.com/v2.json'],
    ['credentialSchema MUST be of the type JsonSchema', 'credentialSchema.type', 'JsonSchemaCredential'],
  ])('%s', (_rule, path, value) => {
    expectMalformed(parts({ credential: withMember(wrapped, path, value) }))
  })

  test('a URL stands for one schema', () => {
    expectMalformed({ ...parts(), schemas: { [WRAPPED]: text } })
  })
})

describe('what is registered must be usable by itself', () => {
  test.each<[string, string | Uint8Array]>([
    ['no JSON', '{'],
    ['YAML', 'type: object'],
    ['no object', 'true'],
    ['a key twice', '{"$id":"a","$id":"b"}'],
    ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xc3, 0x28, 0x22)],
  ])('%s', (_what, schema) => {
    expectMalformed({ schemas: { [URL_]: schema } })
  })

  test.each<[string, object]>([
    ['$schema MUST be present', { $schema: undefined }],
    ['$schema MUST be a text', { $schema: 7 }],
    ['$id MUST be present', { $id: undefined }],
    ['a schema that is none', { type: 'text' }],
    ['a reference to a schema that is not registered', { $ref: 'https://schemas.example/other.json' }],
    ['a reference into nowhere', { $ref: '#/$defs/nowhere' }],
    ['a pattern that is none', { pattern: '(' }],
    ['an asynchronous schema, whose promise would count as a yes', { $async: true }],
  ])('%s', (_what, changes) => {
    expectMalformed(variant(changes))
  })

  test('two schemas cannot have the same $id', () => {
    expectMalformed({ schemas: { [URL_]: text, 'https://example.com/copy.json': text } })
  })

  test('the error names the URL and keeps the cause', () => {
    expect(() => createSchemaValidator(variant({ type: 'text' }))).toThrow(
      expect.objectContaining({ message: expect.stringContaining(URL_), cause: expect.any(Error) }),
    )
  })
})

test('any credential at all: never an exception, and the same answer twice', () => {
  const validator = createSchemaValidator({ schemas: { [URL_]: text } })
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (subject, schema) => {
      const members = { credentialSubject: subject, credentialSchema: [reference(), schema] }
      const document = { ...named(reference()), ...members } as Credential
      const verdict = validator.validate(document)
      expect(['success', 'failure', 'indeterminate']).toContain(verdict.outcome)
      expect(validator.validate(document)).toEqual(verdict)
      expect(verdict.problems.length === 0).toBe(verdict.outcome === 'success')
    }),
  )
})

function expectMalformed(parts: SchemaValidatorParts): void {
  const expected = { name: 'CredentialError', code: 'malformed_schema' }
  expect(() => createSchemaValidator(parts)).toThrow(expect.objectContaining(expected))
}
