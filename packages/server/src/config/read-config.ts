/** Reads the configuration from the environment and the configuration file. */
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { dirname, resolve } from 'node:path'
import type { Config } from './config.ts'
import { ConfigError, notAllowed } from './config-error.ts'
import {
  DEFAULT_BODY_BYTES,
  DEFAULT_INSTANCE_BYTES,
  defaultHolders,
  defaultIssuers,
  defaultVerifiers,
} from './default-instances.ts'
import { LOG_LEVELS, type LogLevel } from './log-level.ts'
import { type FileSettings, parseConfigFile } from './parse-config-file.ts'

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Where the configuration file is looked for unless `CONFIG_FILE` says otherwise. */
const DEFAULT_CONFIG_FILE = 'energy-ssi.config.json'

const HOST_NAME = /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}))*$/

/**
 * The configuration of `environment`, with relative paths taken from `folder`.
 * @throws {ConfigError} `config_invalid` - one line naming key, value and what is allowed
 */
export function readConfig(environment: Environment, folder: string): Config {
  const host = hostOf(environment)
  const baseUrl = given(environment, 'BASE_URL')
  const port = portOf(environment, baseUrl !== undefined)
  const file = settingsOf(environment, folder)
  refuseWithoutAuthorization(environment, host, file)
  return {
    host,
    port,
    baseUrl: baseUrl === undefined ? `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}` : originOf(baseUrl),
    dataDir: resolve(folder, given(environment, 'DATA_DIR') ?? 'data'),
    databaseUrl: databaseUrlOf(environment),
    logLevel: logLevelOf(environment),
    auth: 'none',
    local: file === undefined,
    schemas: schemasOf(file, environment, folder),
    issuers: file?.issuers ?? defaultIssuers('encrypted', DEFAULT_INSTANCE_BYTES),
    verifiers: file?.verifiers ?? defaultVerifiers(DEFAULT_INSTANCE_BYTES),
    holders: file?.holders ?? defaultHolders(),
    bodyBytes: file?.bodyBytes ?? DEFAULT_BODY_BYTES,
  }
}

/** Whether only this machine can reach a listener on `host`. */
function isLoopback(host: string): boolean {
  if (isIP(host) === 4) return host.startsWith('127.')
  if (isIP(host) === 6) return /^(?:::1|(?:0{1,4}:){7}0{0,3}1)$/.test(host)
  return host.toLowerCase() === 'localhost'
}

/** A variable that is set. One that is set to nothing is a mistake, not a wish for the default. */
function given(environment: Environment, key: string): string | undefined {
  const value = environment[key]
  if (value === '') throw notAllowed(key, value, 'a value, or leave the variable out')
  return value
}

function hostOf(environment: Environment): string {
  const host = given(environment, 'HOST') ?? '127.0.0.1'
  if (isIP(host) === 0 && !HOST_NAME.test(host)) throw notAllowed('HOST', host, 'an IP address or a host name')
  return host
}

function portOf(environment: Environment, hasBaseUrl: boolean): number {
  const value = given(environment, 'PORT') ?? '3000'
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN
  if (!(port >= (hasBaseUrl ? 0 : 1) && port <= 65_535)) {
    throw notAllowed('PORT', value, 'a whole number from 1 to 65535, or with BASE_URL also 0 for any free port')
  }
  return port
}

function originOf(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  const isOrigin = url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`
  if (isOrigin) return url.origin
  const secret = url !== undefined && (url.username !== '' || url.password !== '')
  throw notAllowed('BASE_URL', secret ? '(hidden)' : baseUrl, 'http:// or https://, a host and a port, without a path')
}

function databaseUrlOf(environment: Environment): string | undefined {
  const value = given(environment, 'DATABASE_URL')
  if (value === undefined || (URL.canParse(value) && /^postgres(?:ql)?:$/.test(new URL(value).protocol))) return value
  throw new ConfigError(
    'DATABASE_URL is "(hidden)"; allowed: postgres://… or postgresql://…, or leave the variable out for the embedded database',
  )
}

function logLevelOf(environment: Environment): LogLevel {
  const value = given(environment, 'LOG_LEVEL') ?? 'info'
  const level = LOG_LEVELS.find((name) => name === value)
  if (level === undefined) throw notAllowed('LOG_LEVEL', value, LOG_LEVELS.join(', '))
  return level
}

function settingsOf(environment: Environment, folder: string): FileSettings | undefined {
  const wanted = given(environment, 'CONFIG_FILE')
  const name = wanted ?? DEFAULT_CONFIG_FILE
  try {
    return parseConfigFile(name, readFileSync(resolve(folder, name), 'utf8'))
  } catch (error) {
    if (error instanceof ConfigError) throw error
    if (wanted === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw notAllowed('CONFIG_FILE', name, 'the path of a readable JSON file')
  }
}

/** Paths are taken from the folder of the configuration file. */
function schemasOf(
  file: FileSettings | undefined,
  environment: Environment,
  folder: string,
): Readonly<Record<string, string>> {
  const name = given(environment, 'CONFIG_FILE') ?? DEFAULT_CONFIG_FILE
  const from = dirname(resolve(folder, name))
  const read = (url: string, path: string) => {
    try {
      return readFileSync(resolve(from, path), 'utf8')
    } catch {
      throw notAllowed(`${name} /schemas/${url}`, path, 'the path of a readable JSON Schema')
    }
  }
  return Object.fromEntries(Object.entries(file?.schemas ?? {}).map(([url, path]) => [url, read(url, path)]))
}

/** Until there is authorization the service runs for this machine only, and never in production. */
function refuseWithoutAuthorization(environment: Environment, host: string, file: FileSettings | undefined): void {
  if (!isLoopback(host)) {
    throw notAllowed(
      'HOST',
      host,
      'without authorization, which this version does not have, 127.0.0.1, ::1 or localhost',
    )
  }
  if (environment.NODE_ENV === 'production') {
    throw notAllowed('NODE_ENV', 'production', 'without authorization, which this version does not have, anything else')
  }
  if (file !== undefined && file.auth === undefined) {
    const key = given(environment, 'CONFIG_FILE') ?? DEFAULT_CONFIG_FILE
    throw new ConfigError(`${key} lacks "auth"; allowed: "auth": "none", on a loopback HOST outside production`)
  }
}
