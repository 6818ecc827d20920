/** `JsonSchemaCredential`: a JSON Schema that comes as a credential (VC-JSON-SCHEMA, "JsonSchemaCredential"). */
import { isObject, type JsonObject } from '@energy-ssi/core'
import { type Credential, hasType, valuesOf } from '../model.ts'
import { validateCredential } from '../validate-credential.ts'
import { malformed } from './compile-schema.ts'

/** The schema that every such credential names as its own. */
const META_SCHEMA = 'https://www.w3.org/ns/credentials/json-schema/v2.json'

/**
 * The JSON Schema in a credential.
 *
 * Its types MUST include JsonSchemaCredential; its one subject MUST be of the type JsonSchema and hold an object
 * `jsonSchema`; its `credentialSchema` MUST be the one of the specification. The digest that stands there is not
 * compared, since the specification calls the value of its own provisional.
 *
 * @throws {CredentialError} `malformed_schema`
 */
export function readSchemaCredential(url: string, credential: Credential): JsonObject {
  if (validateCredential(credential).length > 0) throw malformed(url, 'is not a credential')
  if (!hasType(credential.type, 'JsonSchemaCredential')) throw malformed(url, 'is not a JsonSchemaCredential')
  const [schema, ...otherSchemas] = valuesOf(credential.credentialSchema)
  if (otherSchemas.length > 0 || schema?.id !== META_SCHEMA || schema.type !== 'JsonSchema') {
    throw malformed(url, `is a credential whose "credentialSchema" is not ${META_SCHEMA}`)
  }
  const [subject, ...others] = valuesOf(credential.credentialSubject)
  if (others.length > 0 || subject?.type !== 'JsonSchema' || !isObject(subject.jsonSchema)) {
    throw malformed(url, 'is a credential without a subject of the type JsonSchema that holds a "jsonSchema"')
  }
  return subject.jsonSchema as JsonObject
}
