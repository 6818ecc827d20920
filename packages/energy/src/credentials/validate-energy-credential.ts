/** Validation of energy credentials: JSON Schema first, then the rules that span several fields. */
import { isObject, isUrl, type Problem, parseDateTimeStamp, problem } from '@energy-ssi/core'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import formatsPlugin from 'ajv-formats'
import { isEic } from '../identifiers/eic.ts'
import { isEvseId } from '../identifiers/evse-id.ts'
import { isGsrn } from '../identifiers/gs1.ts'
import { checkCredentialRules } from './credential-rules.ts'
import { ENERGY_CREDENTIAL_TYPES, type EnergyCredential, type EnergyCredentialType } from './energy-credential.ts'
import { energySchemas } from './energy-schemas.ts'

const DID = /^did:[a-z0-9]+:(?:[A-Za-z0-9._:-]|%[0-9A-Fa-f]{2})+$/
const MAX_PROBLEMS = 50
/** Keywords that only say that something inside failed. */
const WRAPPERS = new Set(['if', 'allOf'])
const RANGES = new Set(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'])

const FORMATS: Readonly<Record<string, (value: string) => boolean>> = {
  'date-time': (value) => parseDateTimeStamp(value) !== undefined,
  uri: isUrl,
  did: (value) => DID.test(value),
  gsrn: isGsrn,
  'evse-id': isEvseId,
  'eic-party': (value) => isEic(value, 'X'),
  'eic-area': (value) => isEic(value, 'Y'),
  'did-or-eic-party': (value) => DID.test(value) || isEic(value, 'X'),
}

const compiled = new Map<EnergyCredentialType, ValidateFunction>()

/** The energy type among a credential's types, or undefined if there is none or more than one. */
export function energyCredentialType(credential: unknown): EnergyCredentialType | undefined {
  const types = isObject(credential) ? credential.type : undefined
  if (!Array.isArray(types)) return undefined
  const found = types.filter((type): type is EnergyCredentialType => {
    return typeof type === 'string' && Object.hasOwn(ENERGY_CREDENTIAL_TYPES, type)
  })
  return found.length === 1 ? found[0] : undefined
}

/**
 * What is wrong with an energy credential, secured or not; empty if nothing is.
 *
 * Checked are the JSON Schema of its type (types, units' ranges, check digits), and: the longest validity of the type,
 * the order of its powers and times, keys that match their thumbprint, and that no text looks like a VIN. The data
 * model of VCDM 2.0 itself (status, proof, context rules) is the business of a credential validator.
 */
export function validateEnergyCredential(credential: unknown): readonly Problem[] {
  const type = energyCredentialType(credential)
  if (type === undefined) {
    return [
      problem('MALFORMED_VALUE_ERROR', 'The credential has not exactly one type of the energy vocabulary.', '/type'),
    ]
  }
  const validate = validatorOf(type)
  if (!validate(credential)) return schemaProblems(validate.errors ?? [])
  return checkCredentialRules(type, credential as EnergyCredential)
}

/** Compiling takes longer than a hundred validations: once per type, when it is first needed. */
function validatorOf(type: EnergyCredentialType): ValidateFunction {
  const known = compiled.get(type)
  if (known !== undefined) return known
  const ajv = new Ajv2020({ strict: true, strictTuples: false, allErrors: true, multipleOfPrecision: 6 })
  formatsPlugin.default(ajv, ['date', 'duration'])
  for (const [name, validate] of Object.entries(FORMATS)) ajv.addFormat(name, validate)
  const validate = ajv.compile(energySchemas[type])
  compiled.set(type, validate)
  return validate
}

function schemaProblems(errors: readonly ErrorObject[]): readonly Problem[] {
  const problems = new Map<string, Problem>()
  for (const error of errors) {
    const pointer = pointerOf(error)
    if (WRAPPERS.has(error.keyword)) continue
    const code = RANGES.has(error.keyword) ? 'RANGE_ERROR' : 'MALFORMED_VALUE_ERROR'
    if (!problems.has(pointer))
      problems.set(pointer, problem(code, `The value ${error.message ?? 'is malformed'}.`, pointer))
    if (problems.size === MAX_PROBLEMS) break
  }
  return [...problems.values()]
}

function pointerOf({ instancePath, params }: ErrorObject): string {
  const { missingProperty, additionalProperty } = params as Readonly<Record<string, unknown>>
  const name = missingProperty ?? additionalProperty
  return typeof name === 'string' ? `${instancePath}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` : instancePath
}
