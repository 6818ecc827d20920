/** The error of this package. */
import { SsiError } from '@energy-ssi/core'

/**
 * Codes of {@link StatusListError}.
 *
 * - `malformed_list`: not the multibase base64url text of a gzip stream
 * - `list_too_large`: more bytes than allowed, found without expanding them
 * - `list_too_short`: less than the 16 KiB that Bitstring Status List asks for
 * - `lease_refused`: the block that a lease answered with holds no position
 */
export type StatusListErrorCode = 'malformed_list' | 'list_too_large' | 'list_too_short' | 'lease_refused'

/** A status list that cannot be written or read, or positions that cannot be had. */
export class StatusListError extends SsiError<StatusListErrorCode> {
  override readonly name = 'StatusListError'
}
