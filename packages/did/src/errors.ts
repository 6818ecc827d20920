/** Failures of this package. A DID that resolves to nothing is an answer, not one of these. */
import { SsiError } from '@energy-ssi/core'

/**
 * Codes of {@link DidError}.
 *
 * - `invalid_did`, `invalid_did_url`: the text is not one, or breaks the rules of its method;
 * - `did_unreachable`: nothing is known about the DID, because its document could not be asked for. Try again later.
 */
export type DidErrorCode = 'invalid_did' | 'invalid_did_url' | 'did_unreachable'

/** A text that is no DID, or a DID about which nothing can be said now. */
export class DidError extends SsiError<DidErrorCode> {
  override readonly name = 'DidError'
}
