/** Which texts credentials can be referred to by. */
import { utf8Encode } from '@energy-ssi/core'

/** Longest credential id, in bytes of UTF-8: what every store can keep in an index. */
export const MAX_CREDENTIAL_ID_BYTES = 2_048

/** Whether a credential can be referred to by a text: it is not empty, not too long and without control characters. */
export function isCredentialId(text: string): boolean {
  return text !== '' && !/\p{Cc}/u.test(text) && utf8Encode(text).length <= MAX_CREDENTIAL_ID_BYTES
}
