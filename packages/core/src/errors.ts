/** The error every energy-ssi package throws; `code` is the contract, `message` may be shown to strangers. */

/**
 * An expected failure with a stable code.
 *
 * `message` never carries a payload, token, key or personal data: whatever may, goes to `cause`.
 * Misuse by the programmer is a `TypeError`, not an `SsiError`.
 */
export class SsiError<Code extends string = string> extends Error {
  override readonly name: string = 'SsiError'
  readonly code: Code

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Codes of {@link CoreError}. */
export type CoreErrorCode = 'invalid_encoding' | 'invalid_json' | 'not_canonicalisable'

/** Input that is not what its encoding claims to be. */
export class CoreError extends SsiError<CoreErrorCode> {
  override readonly name = 'CoreError'
}
