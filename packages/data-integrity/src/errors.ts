/** What this package throws when a document cannot be signed or canonicalised. */
import { SsiError } from '@energy-ssi/core'

/**
 * Codes of {@link DataIntegrityError}.
 *
 * - `invalid_json`: not a JSON object, or it holds what JSON or Unicode has no form for
 * - `limit_exceeded`: deeper, larger or harder to canonicalise than the limits allow
 * - `unknown_context`: a context URL that is neither pinned nor registered
 * - `context_refused`: an inline context that does more than add plain terms
 * - `protected_term`: a context redefines a term another one has fixed
 * - `undefined_term`: a property or type that no context defines
 * - `relative_iri`: an identifier that is not absolute
 * - `ambiguous_form`: JSON whose meaning is signed but whose form could be changed without notice
 * - `invalid_json_ld`: any other violation of JSON-LD, or data that would be lost in the signature
 * - `option_refused`: a proof option without a valid form on the wire
 * - `existing_proof`: the document has a proof and the caller did not ask for a set
 * - `unknown_previous_proof`: `previousProof` names a proof the document does not have
 * - `pointer_refused`: a JSON pointer that is malformed, leads to nothing, or selects a part of a single statement
 * - `not_selectable`: a document whose statements cannot be disclosed one by one: lists, graphs
 * - `no_base_proof`: the document has not exactly one base proof to derive from
 * - `signing_failed`: the signer returned something that is not a signature of its algorithm
 */
export type DataIntegrityErrorCode =
  | 'invalid_json'
  | 'limit_exceeded'
  | 'unknown_context'
  | 'context_refused'
  | 'protected_term'
  | 'undefined_term'
  | 'relative_iri'
  | 'ambiguous_form'
  | 'invalid_json_ld'
  | 'option_refused'
  | 'existing_proof'
  | 'unknown_previous_proof'
  | 'pointer_refused'
  | 'not_selectable'
  | 'no_base_proof'
  | 'signing_failed'

/** A document that cannot be signed or canonicalised. The message names the rule and at most a term or context URL. */
export class DataIntegrityError extends SsiError<DataIntegrityErrorCode> {
  override readonly name = 'DataIntegrityError'
}
