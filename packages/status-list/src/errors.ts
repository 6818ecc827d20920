/** The error of this package. */
import { SsiError } from '@energy-ssi/core'

/**
 * Codes of {@link StatusListError}.
 *
 * - `malformed_list`: not base64url (with multibase prefix in a bitstring) of a gzip or zlib stream, or not such CBOR
 * - `list_too_large`: more bytes than allowed, found without expanding them
 * - `list_too_short`: less than 131,072 entries, where nothing else is allowed
 * - `lease_refused`: the block that a lease answered with holds no position
 */
export type StatusListErrorCode = 'malformed_list' | 'list_too_large' | 'list_too_short' | 'lease_refused'

/** A status list that cannot be written or read, or positions that cannot be had. */
export class StatusListError extends SsiError<StatusListErrorCode> {
  override readonly name = 'StatusListError'
}
