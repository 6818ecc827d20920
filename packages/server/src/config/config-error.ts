/** The one error of configuration: a single line, so that a wrong value is understood at a glance. */
import { SsiError } from '@energy-ssi/core'

/** Codes of {@link ConfigError}. */
export type ConfigErrorCode = 'config_invalid'

/** A setting that is not allowed. `message` is one line: the key, its value (never a secret) and what is allowed. */
export class ConfigError extends SsiError<ConfigErrorCode> {
  override readonly name = 'ConfigError'

  constructor(message: string) {
    super('config_invalid', message.replaceAll(/\s+/g, ' '))
  }
}

/** Builds the line `KEY is "value"; allowed: …`. Long values are cut. */
export function notAllowed(key: string, value: unknown, allowed: string): ConfigError {
  return new ConfigError(`${key} is ${shown(value)}; allowed: ${allowed}`)
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}
