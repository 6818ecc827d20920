/** COSE messages as hostile or careless software would make them. */
import { utf8Encode } from '@energy-ssi/core'
import { encode, Tagged } from 'cborg'
import { sigStructure } from '../../src/cose/index.ts'
import { issuer, type Party } from '../fixtures.ts'

export const ALG = 1
export const CRIT = 2
export const CONTENT_TYPE = 3
export const KID = 4
export const CLAIMS = 15
export const TYP = 16
export const ALGORITHM_IDS = { EdDSA: -8, ES256: -7, ES384: -35, ES256K: -47 } as const

export type Header = readonly (readonly [label: number | string, value: unknown])[]

/** The protected header a party writes; later entries replace earlier ones, undefined removes one. */
export function headerFor(party: Party, kind: 'vc' | 'vp', ...changes: Header): Map<number | string, unknown> {
  const header = new Map<number | string, unknown>([
    [ALG, ALGORITHM_IDS[party.signer.algorithm]],
    [CONTENT_TYPE, `application/${kind}`],
    [KID, utf8Encode(party.keyId)],
    [TYP, `application/${kind}+cose`],
  ])
  for (const [label, value] of changes) {
    if (value === undefined) header.delete(label)
    else header.set(label, value)
  }
  return header
}

export interface MessageParts {
  readonly header?: ReadonlyMap<number | string, unknown> | Uint8Array
  readonly unprotected?: unknown
  readonly payload?: unknown
  readonly signature?: Uint8Array
  readonly tag?: number
}

/** A correctly signed message, whatever is in it; `tag` 0 leaves the tag out. */
export function makeMessage(parts: MessageParts = {}, party: Party = issuer): Uint8Array {
  const header = parts.header ?? headerFor(party, 'vc')
  const protectedBytes = header instanceof Uint8Array ? header : encode(header)
  const payload = bytesOf(parts.payload)
  const signature = parts.signature ?? party.keyPair.sign(sigStructure(protectedBytes, payload ?? new Uint8Array(0)))
  const message = [protectedBytes, parts.unprotected ?? new Map(), payload, signature]
  return new Uint8Array(encode(parts.tag === 0 ? message : new Tagged(parts.tag ?? 18, message)))
}

function bytesOf(payload: unknown): Uint8Array | null {
  if (payload === null || payload instanceof Uint8Array) return payload
  return utf8Encode(JSON.stringify(payload))
}
