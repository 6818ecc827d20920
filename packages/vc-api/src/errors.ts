/** What the VC-API services refuse, and why. */
import { type Problems, SsiError } from '@energy-ssi/core'

/** Codes of {@link VcApiError}. The host gives each of them an HTTP status. */
export type VcApiErrorCode =
  | 'credential_refused'
  | 'presentation_refused'
  | 'issuer_mismatch'
  | 'holder_mismatch'
  | 'option_refused'
  | 'credential_id_conflict'
  | 'credential_not_found'
  | 'credential_gone'
  | 'status_not_found'
  | 'status_final'

/** A request that was understood and refused. `problems` says why where a specification has words for it. */
export class VcApiError extends SsiError<VcApiErrorCode> {
  override readonly name = 'VcApiError'
  readonly problems: Problems | undefined

  constructor(code: VcApiErrorCode, message: string, options: ErrorOptions & { readonly problems?: Problems } = {}) {
    super(code, message, options)
    this.problems = options.problems
  }
}
