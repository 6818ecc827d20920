/** Reads a configuration file into instances and limits. */
import { CoreError, isObject, type Json, parseJson } from '@energy-ssi/core'
import { STRICT_POLICY } from '@energy-ssi/vc-api'
import { Errors } from 'typebox/value'
import type { Config, IssuerConfig, VerifierConfig } from './config.ts'
import { ConfigError, notAllowed } from './config-error.ts'
import { type ConfigFile, configFileSchema } from './config-file-schema.ts'
import {
  DEFAULT_BODY_BYTES,
  DEFAULT_INSTANCE_BYTES,
  defaultHolders,
  defaultIssuers,
  defaultVerifiers,
} from './default-instances.ts'

/** What a configuration file decides. */
export type FileSettings = Pick<Config, 'issuers' | 'verifiers' | 'holders' | 'bodyBytes'> & {
  readonly auth: 'none' | undefined
  /** Paths of JSON Schemas by URL. */
  readonly schemas: Readonly<Record<string, string>>
}

/**
 * Parses the text of a configuration file.
 * @param name - how the file is called in messages
 * @throws {ConfigError} naming the member, its value and what is allowed
 */
export function parseConfigFile(name: string, text: string): FileSettings {
  const file = conforming(name, jsonOf(name, text))
  const maxBytes = file.limits?.instanceBytes ?? DEFAULT_INSTANCE_BYTES
  const retention = file.retention ?? 'none'
  const settings: FileSettings = {
    auth: file.auth,
    schemas: file.schemas ?? {},
    bodyBytes: file.limits?.bodyBytes ?? DEFAULT_BODY_BYTES,
    issuers:
      file.issuers?.map(
        (issuer): IssuerConfig => ({ statusPurposes: ['revocation'], retention, maxBytes, ...issuer }),
      ) ?? defaultIssuers(retention, maxBytes),
    verifiers:
      file.verifiers?.map(
        ({ id, failureStatus = 200, maxBytes: own = maxBytes, ...policy }): VerifierConfig => ({
          id,
          failureStatus,
          maxBytes: own,
          policy: { ...STRICT_POLICY, ...policy },
        }),
      ) ?? defaultVerifiers(maxBytes),
    holders: file.holders ?? defaultHolders(),
  }
  for (const kind of ['issuers', 'verifiers', 'holders'] as const) refuseRepeatedIds(name, kind, settings[kind])
  refuseSecondStatus(name, settings.issuers)
  return settings
}

function jsonOf(name: string, text: string): Json {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof CoreError) throw new ConfigError(`${name} cannot be read: ${error.message}`)
    throw error
  }
}

function conforming(name: string, value: Json): ConfigFile {
  const error = Errors(configFileSchema, value).find(({ keyword }) => keyword !== 'boolean')
  if (error === undefined) return value as ConfigFile
  const at = `${name} ${error.instancePath || '/'}`
  if (error.keyword === 'additionalProperties') {
    const [unknown] = error.params.additionalProperties
    throw new ConfigError(`${at} has the unknown member "${unknown}"; allowed: ${membersOf(error.schemaPath)}`)
  }
  if (error.keyword === 'required') {
    throw new ConfigError(
      `${at} lacks "${error.params.requiredProperties[0]}"; allowed: ${membersOf(error.schemaPath)}`,
    )
  }
  const schema = schemaAt(error.schemaPath)
  // `auth` is the place where a later version, or a mistaken operator, puts a secret: its value is never shown.
  if (error.instancePath.startsWith('/auth')) throw new ConfigError(`${at} is not known; allowed: ${allowedBy(schema)}`)
  throw notAllowed(at, valueAt(value, error.instancePath), allowedBy(schema))
}

function membersOf(schemaPath: string): string {
  const { properties } = schemaAt(schemaPath)
  return isObject(properties) ? Object.keys(properties).join(', ') : 'none'
}

function allowedBy(schema: Readonly<Record<string, unknown>>): string {
  if (Array.isArray(schema.enum)) return schema.enum.join(', ')
  if (schema.type === 'integer') return `a whole number from ${schema.minimum} to ${schema.maximum}`
  if (schema.type === 'boolean') return 'true or false'
  if (schema.type === 'array') return `a list without repetitions of at most ${schema.maxItems} members`
  if (schema.type === 'object') return `an object with the members ${Object.keys(schema.properties ?? {}).join(', ')}`
  return typeof schema.description === 'string' ? schema.description : 'a text that is not empty'
}

function schemaAt(path: string): Readonly<Record<string, unknown>> {
  return valueAt(configFileSchema, path.replace('#', '')) as Readonly<Record<string, unknown>>
}

function valueAt(value: unknown, pointer: string): unknown {
  let found = value
  for (const step of pointer.split('/').slice(1)) {
    found = (found as Readonly<Record<string, unknown>>)[step.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return found
}

/** An SD-JWT VC has one status (Token Status List §6.2): an instance with two purposes could issue none. */
function refuseSecondStatus(name: string, issuers: readonly IssuerConfig[]): void {
  for (const { id, securing, statusPurposes } of issuers) {
    if (!securing.startsWith('sd-jwt-vc') || statusPurposes.length <= 1) continue
    throw notAllowed(`${name} /issuers "${id}" statusPurposes`, statusPurposes.join(', '), `one, for ${securing}`)
  }
}

function refuseRepeatedIds(name: string, kind: string, instances: readonly { readonly id: string }[]): void {
  const seen = new Set<string>()
  for (const { id } of instances) {
    if (seen.has(id)) throw notAllowed(`${name} /${kind} id`, id, 'every id once')
    seen.add(id)
  }
}
