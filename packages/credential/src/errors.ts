/** What this package throws: input that no conforming issuer or holder may secure, and schemas that are none. */
import { type Problem, SsiError } from '@energy-ssi/core'

/**
 * Codes of {@link CredentialError}.
 *
 * - `malformed_credential`, `malformed_presentation`: the data model is violated; see `problems`
 * - `multiple_subjects`: VC-JWT 1.1 has one `sub` and cannot carry a credential about several subjects (VCDM 1.1 §6.3.1)
 * - `conflicting_claim`: the document already holds a registered claim with another value than the one asked for
 * - `malformed_claims`: the claims are not what an SD-JWT can carry; see `problems`
 * - `malformed_sd_jwt`: the text is no SD-JWT, or its disclosures do not fit it; see `problems`
 * - `claim_not_found`: a JSON pointer names a claim that is not there
 * - `not_disclosable`: a JSON pointer names a claim that every verifier must see
 * - `malformed_schema`: what was registered as a schema is none, or cannot be used by itself
 */
export type CredentialErrorCode =
  | 'malformed_credential'
  | 'malformed_presentation'
  | 'multiple_subjects'
  | 'conflicting_claim'
  | 'malformed_claims'
  | 'malformed_sd_jwt'
  | 'claim_not_found'
  | 'not_disclosable'
  | 'malformed_schema'

/** A document that was refused before it was signed, or a schema before anything was held against it. */
export class CredentialError extends SsiError<CredentialErrorCode> {
  override readonly name = 'CredentialError'
  /** What is wrong with the document; safe to show. */
  readonly problems: readonly Problem[]

  constructor(code: CredentialErrorCode, message: string, problems: readonly Problem[] = [], options?: ErrorOptions) {
    super(code, message, options)
    this.problems = problems
  }
}
