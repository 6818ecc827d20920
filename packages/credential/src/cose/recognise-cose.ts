/** Whether bytes are a credential or a presentation secured with COSE, read from the message itself. */
import { MAX_TOKEN_LENGTH } from '../jws.ts'
import { hasType } from '../model.ts'
import { decodeSign1, typOf } from './cose-sign1.ts'
import { parsePayload } from './vc-cose.ts'

/** Classes of COSE messages: for `verifyVcCose` and `verifyVpCose`. */
export type BinaryTokenClass = 'vc+cose' | 'vp+cose'

/** By `typ`; without it by the type of the document. Undefined for anything else. */
export function recogniseCose(bytes: Uint8Array): BinaryTokenClass | undefined {
  const parts = decodeSign1(bytes, MAX_TOKEN_LENGTH)
  if (parts === undefined) return undefined
  const typ = typOf(parts.header)
  if (typ === 'application/vc+cose') return 'vc+cose'
  if (typ === 'application/vp+cose') return 'vp+cose'
  if (typ !== undefined || parts.payload === null) return undefined
  const type = parsePayload(parts.payload)?.type
  if (hasType(type, 'VerifiableCredential')) return 'vc+cose'
  return hasType(type, 'VerifiablePresentation') ? 'vp+cose' : undefined
}
