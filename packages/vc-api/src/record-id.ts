/** Identifiers that sort by the time they were made (UUID version 7, RFC 9562 §5.7). */
import { type Clock, hexEncode, type RandomBytes } from '@energy-ssi/core'

/** A function that makes UUIDv7 texts: unique, unguessable, ordered by millisecond. */
export function createRecordIds(clock: Clock, randomBytes: RandomBytes): () => string {
  return () => {
    const random = randomBytes(10)
    random[0] = ((random[0] as number) & 0x0f) | 0x70
    random[2] = ((random[2] as number) & 0x3f) | 0x80
    const hex = clock().getTime().toString(16).padStart(12, '0') + hexEncode(random)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }
}
