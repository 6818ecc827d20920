/** JSON Schemas compiled by version (VC-JSON-SCHEMA, "JSON Schema Specifications"): nothing is ever fetched. */
import type { JsonObject } from '@energy-ssi/core'
import { Ajv, type ValidateFunction } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formatsPlugin from 'ajv-formats'
import { CredentialError } from '../errors.ts'

/** The versions of JSON Schema that are supported, by `$schema` without a trailing `#`. */
const DIALECTS = {
  'https://json-schema.org/draft/2020-12/schema': Ajv2020,
  'https://json-schema.org/draft/2019-09/schema': Ajv2019,
  'http://json-schema.org/draft-07/schema': Ajv,
} as const
type Dialect = keyof typeof DIALECTS

/** Unknown keywords are annotations; the first violation ends a validation; inherited members are no members. */
const OPTIONS = { strict: false, allErrors: false, ownProperties: true, validateFormats: true, logger: false } as const

/** A compiled schema, or what keeps it from being compiled here: a version that is not supported. */
export type CompiledSchema = ValidateFunction | 'unsupported'

/**
 * Compiles schemas, which may refer to each other by `$id` or URL but to nothing else.
 *
 * @throws {CredentialError} `malformed_schema` - if one is no JSON Schema of the version it names, names none, has no
 *   `$id`, is asynchronous, or refers to a schema that is not among them
 */
export function compileSchemas(schemas: ReadonlyMap<string, JsonObject>): ReadonlyMap<string, CompiledSchema> {
  const processors = new Map<Dialect, Ajv>()
  const dialects = new Map([...schemas].map(([url, schema]) => [url, dialectOf(schema, url)] as const))
  for (const [url, dialect] of dialects) {
    if (dialect !== undefined) register(processors, dialect, url, schemas.get(url) as JsonObject)
  }
  return new Map(
    [...dialects].map(([url, dialect]) => {
      return [url, dialect === undefined ? 'unsupported' : compile(processors.get(dialect) as Ajv, url)] as const
    }),
  )
}

/** `$schema` MUST be present, and a schema without it MUST NOT be processed; `$id` MUST be present. */
function dialectOf({ $schema, $id, $async }: JsonObject, url: string): Dialect | undefined {
  if (typeof $schema !== 'string') throw malformed(url, 'has no "$schema"')
  if (typeof $id !== 'string' || $id === '') throw malformed(url, 'has no "$id"')
  if ($async !== undefined) throw malformed(url, 'is asynchronous')
  const name = $schema.replace(/#$/, '')
  return Object.hasOwn(DIALECTS, name) ? (name as Dialect) : undefined
}

function register(processors: Map<Dialect, Ajv>, dialect: Dialect, url: string, schema: JsonObject): void {
  let processor = processors.get(dialect)
  if (processor === undefined) {
    processor = new DIALECTS[dialect](OPTIONS)
    formatsPlugin.default(processor)
    processors.set(dialect, processor)
  }
  try {
    processor.addSchema(schema, url)
  } catch (cause) {
    throw malformed(url, 'is not a JSON Schema of its version, or its "$id" is there twice', cause)
  }
}

function compile(processor: Ajv, url: string): ValidateFunction {
  try {
    const validate = processor.getSchema(url)
    if (validate !== undefined) return validate
  } catch (cause) {
    throw malformed(url, 'cannot be compiled, or refers to a schema that is not registered', cause)
  }
  throw malformed(url, 'cannot be compiled')
}

/** The error for a schema that was registered under a URL; the URL is the operator's own. */
export function malformed(url: string, reason: string, cause?: unknown): CredentialError {
  return new CredentialError('malformed_schema', `The schema registered for ${url} ${reason}.`, [], { cause })
}
