/** Validation of credentials against their `credentialSchema`, over schemas known beforehand. */
export {
  createSchemaValidator,
  type SchemaCredential,
  type SchemaOutcome,
  type SchemaValidator,
  type SchemaValidatorParts,
  type SchemaVerdict,
} from './create-schema-validator.ts'
