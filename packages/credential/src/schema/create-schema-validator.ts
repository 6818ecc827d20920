/** `credentialSchema` (VCDM 2.0 §4.11) of the types JsonSchema and JsonSchemaCredential, over schemas known beforehand. */
import { createHash } from 'node:crypto'
import { equalBytes, isObject, type JsonObject, type Problem, parseJson, problem, utf8Encode } from '@energy-ssi/core'
import type { ErrorObject, ValidateFunction } from 'ajv'
import { type Digest, type DigestAlgorithm, readDigests } from '../check-related-resources.ts'
import { type Credential, hasType, type TypedObject, valuesOf } from '../model.ts'
import { MAX_PROBLEMS, step } from '../report.ts'
import { type CompiledSchema, compileSchemas, malformed } from './compile-schema.ts'
import { readSchemaCredential } from './read-schema-credential.ts'

/** VC-JSON-SCHEMA, "Evaluation": what a validation MUST result in. */
export type SchemaOutcome = 'success' | 'failure' | 'indeterminate'

/** The outcome and why. */
export interface SchemaVerdict {
  readonly outcome: SchemaOutcome
  /**
   * `SCHEMA_VERIFICATION_ERROR` makes a failure; `SCHEMA_RETRIEVAL_ERROR` (not registered, or no bytes to compare a
   * digest with) and `SCHEMA_NOT_SUPPORTED` (another type or version) make it indeterminate. At most 50, none for a
   * success.
   */
  readonly problems: readonly Problem[]
}

/** A credential with a schema in it, verified by whoever registers it. */
export interface SchemaCredential {
  readonly credential: Credential
  /** What stands under the URL, as it was served: what digests are compared with. */
  readonly bytes?: Uint8Array | undefined
}

/** The schemas, by the URL that a `credentialSchema` names as its `id`. */
export interface SchemaValidatorParts {
  /** Of the type JsonSchema: as published (text or its bytes), or as an object, which no digest can be compared with. */
  readonly schemas?: Readonly<Record<string, string | Uint8Array | JsonObject>>
  /** Of the type JsonSchemaCredential. They count as verified for as long as the validator lives. */
  readonly schemaCredentials?: Readonly<Record<string, SchemaCredential>>
}

/** Holds credentials against the schemas they name. */
export interface SchemaValidator {
  /**
   * Validates a credential, whole and as it stands, against every schema in its `credentialSchema`: a failure if it
   * fails one, else indeterminate if one could not be decided, else a success, also without any schema. Whether
   * indeterminate is enough is the verifier's policy.
   */
  validate(credential: Credential): SchemaVerdict
}

/** A schema as it is held: what it validates with, and what its digests are. */
interface HeldSchema {
  readonly type: 'JsonSchema' | 'JsonSchemaCredential'
  readonly compiled: CompiledSchema
  readonly digestOf: (algorithm: DigestAlgorithm) => Uint8Array | undefined
}

/**
 * Creates a validator over registered schemas (JSON Schema 2020-12, 2019-09, draft-07); nothing is ever fetched. All
 * are compiled at once. Formats are asserted. The patterns in a schema are trusted: whoever registers one answers for
 * the time it takes.
 *
 * @throws {CredentialError} `malformed_schema`
 * @see https://www.w3.org/TR/vc-json-schema/
 */
export function createSchemaValidator(parts: SchemaValidatorParts): SchemaValidator {
  const held = holdSchemas(parts)
  return Object.freeze({
    validate(credential: Credential): SchemaVerdict {
      const isArray = Array.isArray(credential.credentialSchema)
      const failures = new Set<Problem>()
      const undecided = new Set<Problem>()
      const validated = new Map<ValidateFunction, Problem | undefined>()
      for (const [i, reference] of valuesOf(credential.credentialSchema).entries()) {
        const at = `/credentialSchema${isArray ? step(i) : ''}`
        const found = checkOne(credential, reference, held, validated, at)
        const problems = found?.code === 'SCHEMA_VERIFICATION_ERROR' ? failures : undecided
        if (found !== undefined && problems.size < MAX_PROBLEMS) problems.add(found)
      }
      const outcome = failures.size > 0 ? 'failure' : undecided.size > 0 ? 'indeterminate' : 'success'
      return { outcome, problems: [...failures, ...undecided].slice(0, MAX_PROBLEMS) }
    },
  })
}

/** The first thing wrong with a credential by one of its schemas; each schema is run once, however often it is named. */
function checkOne(
  credential: Credential,
  reference: TypedObject,
  held: ReadonlyMap<string, HeldSchema>,
  validated: Map<ValidateFunction, Problem | undefined>,
  at: string,
): Problem | undefined {
  const type = ['JsonSchema', 'JsonSchemaCredential'].find(
    (name) => isObject(reference) && hasType(reference.type, name),
  )
  if (type === undefined) return problem('SCHEMA_NOT_SUPPORTED', 'The type of the schema is not supported.', at)
  const schema = typeof reference.id === 'string' ? held.get(reference.id) : undefined
  if (schema?.type !== type) return problem('SCHEMA_RETRIEVAL_ERROR', 'The schema is not registered here.', at)
  const { compiled } = schema
  const integrity = checkDigests(readDigests(reference), schema, at)
  if (integrity !== undefined) return integrity
  if (compiled === 'unsupported') {
    return problem('SCHEMA_NOT_SUPPORTED', 'The version of JSON Schema is not supported.', at)
  }
  if (!validated.has(compiled)) validated.set(compiled, run(compiled, credential))
  return validated.get(compiled)
}

/** Integrity of related resources (VCDM 2.0 §5.3) before evaluation, as the specification recommends. */
function checkDigests(
  digests: readonly Digest[] | undefined,
  { digestOf }: HeldSchema,
  at: string,
): Problem | undefined {
  if (digests === undefined) return problem('SCHEMA_VERIFICATION_ERROR', 'A digest of the schema is malformed.', at)
  for (const { algorithm, bytes } of digests) {
    const actual = digestOf(algorithm)
    if (actual === undefined) {
      return problem('SCHEMA_RETRIEVAL_ERROR', 'There are no bytes to compare the digest of the schema with.', at)
    }
    if (!equalBytes(actual, bytes)) {
      return problem('SCHEMA_VERIFICATION_ERROR', 'A digest does not fit the schema.', at)
    }
  }
  return undefined
}

function run(validate: ValidateFunction, credential: Credential): Problem | undefined {
  if (validate(credential) === true) return undefined
  const [error] = validate.errors ?? []
  validate.errors = null
  return problem('SCHEMA_VERIFICATION_ERROR', `The value ${error?.message ?? 'does not conform'}.`, pointerOf(error))
}

/** To the member that is missing or too many, where there is one. */
function pointerOf(error: ErrorObject | undefined): string {
  if (error === undefined) return ''
  const { missingProperty, additionalProperty } = error.params as Readonly<Record<string, unknown>>
  const name = missingProperty ?? additionalProperty
  return typeof name === 'string' ? error.instancePath + step(name) : error.instancePath
}

function holdSchemas({ schemas = {}, schemaCredentials = {} }: SchemaValidatorParts): ReadonlyMap<string, HeldSchema> {
  const documents = new Map<string, JsonObject>()
  const bytesOf = new Map<string, Uint8Array | undefined>()
  for (const [url, schema] of Object.entries(schemas)) {
    const bytes = typeof schema === 'string' ? utf8Encode(schema) : schema instanceof Uint8Array ? schema : undefined
    bytesOf.set(url, bytes)
    documents.set(url, bytes === undefined ? (schema as JsonObject) : parseSchema(url, bytes))
  }
  for (const [url, { credential, bytes }] of Object.entries(schemaCredentials)) {
    if (documents.has(url)) throw malformed(url, 'is there twice')
    bytesOf.set(url, bytes)
    documents.set(url, readSchemaCredential(url, credential))
  }
  return new Map(
    [...compileSchemas(documents)].map(([url, compiled]) => {
      const type = Object.hasOwn(schemas, url) ? 'JsonSchema' : 'JsonSchemaCredential'
      return [url, { type, compiled, digestOf: digester(bytesOf.get(url)) }] as const
    }),
  )
}

function parseSchema(url: string, bytes: Uint8Array): JsonObject {
  try {
    const schema = parseJson(bytes)
    if (isObject(schema)) return schema as JsonObject
  } catch (cause) {
    throw malformed(url, 'is not JSON', cause)
  }
  throw malformed(url, 'is not a JSON object')
}

/** Digests of a schema's bytes, each computed once. */
function digester(bytes: Uint8Array | undefined): HeldSchema['digestOf'] {
  const digests = new Map<DigestAlgorithm, Uint8Array>()
  return (algorithm) => {
    if (bytes === undefined) return undefined
    const known = digests.get(algorithm)
    if (known !== undefined) return known
    const digest = new Uint8Array(createHash(algorithm.replace('-', '').toLowerCase()).update(bytes).digest())
    digests.set(algorithm, digest)
    return digest
  }
}
