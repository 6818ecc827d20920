/** What a DID that does not hold a usable key resolves to. */
import { SsiError } from '@energy-ssi/core'
import { KeyError } from '@energy-ssi/keys'
import { type DidResolutionResult, unresolved } from './resolution-result.ts'

/** The result for a failure to read the key inside a DID; anything else than such a failure is thrown again. */
export function keyFailure(error: unknown): DidResolutionResult {
  if (error instanceof KeyError && error.code === 'unsupported_key') {
    return unresolved('unsupportedPublicKeyType', 'The DID holds a key of a type that is not supported.')
  }
  if (error instanceof SsiError) return unresolved('invalidDid', 'The DID does not hold a public key.')
  throw error
}
