/** The error of this package. */
import { SsiError } from '@energy-ssi/core'

/**
 * Codes of {@link KeyError}.
 *
 * - `invalid_key`: not a key, or an unsafe one (off its curve, of small order, private where a public one is due, …)
 * - `unsupported_key`: a key type or curve that cannot do what was asked
 * - `key_exists`: the name is taken
 * - `key_unknown`: no such name or version
 * - `key_not_active`: the version is retired or destroyed
 * - `decryption_failed`: wrapped bytes that were damaged, or wrapped by another tenant, context or key
 */
export type KeyErrorCode =
  | 'invalid_key'
  | 'unsupported_key'
  | 'key_exists'
  | 'key_unknown'
  | 'key_not_active'
  | 'decryption_failed'

/** A key that cannot be used as asked. Its message never holds key material. */
export class KeyError extends SsiError<KeyErrorCode> {
  override readonly name = 'KeyError'
}
