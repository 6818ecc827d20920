/** Documents for tests: credentials to be issued, and what can be read from, or done to, secured ones. */
import { base64urlDecode, base64urlEncode, utf8Decode, utf8Encode } from '@energy-ssi/core'
import { openBinaryEnvelope } from '@energy-ssi/credential'
import { decodeSign1 } from '@energy-ssi/credential/cose'
import type { Securing } from '@energy-ssi/vc-api'

type Members = Readonly<Record<string, unknown>>

const MAX_COSE_BYTES = 1024 * 1024

/** Who the credentials are about. */
export const STATION = 'did:example:station'

/** A presentation of VCDM 2.0 without a holder and credentials. */
export const PRESENTATION = { '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiablePresentation'] }

/** A credential of VCDM 2.0 that every form can carry. */
export function credential(members: Members = {}): Record<string, unknown> {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiableCredential'],
    credentialSubject: { id: STATION },
    ...members,
  }
}

/** A credential of VCDM 1.1. */
export function oldCredential(members: Members = {}): Record<string, unknown> {
  const model1 = { '@context': ['https://www.w3.org/2018/credentials/v1'], issuanceDate: '2026-01-01T00:00:00Z' }
  return credential({ ...model1, ...members })
}

/** Whether a form takes documents of VCDM 1.1 only. */
export function isModel1(securing: Securing): boolean {
  return securing.startsWith('vc-jwt-1.1') || securing === 'jwt-proof-2020'
}

/** A credential that an issuer of this form takes: members of VCDM 2.0 get their names of 1.1 where that is needed. */
export function credentialFor(securing: Securing, members: Members = {}): Record<string, unknown> {
  if (!isModel1(securing)) return credential(members)
  const { validFrom, validUntil, ...others } = members
  return oldCredential({
    ...(validFrom !== undefined && { issuanceDate: validFrom }),
    ...(validUntil !== undefined && { expirationDate: validUntil }),
    ...others,
  })
}

/** What was signed of a secured credential, however it is secured; of an SD-JWT without what is disclosed beside it. */
export function contentOf(secured: Members): Record<string, unknown> {
  const { proof: _, ...document } = secured
  if (document.type !== 'EnvelopedVerifiableCredential') return document
  const claims = JSON.parse(utf8Decode(payloadOf(secured))) as Record<string, unknown>
  return (claims.vc ?? claims) as Record<string, unknown>
}

/** The token in an envelope. */
export function tokenOf(secured: Members): string {
  const url = String(secured.id)
  return url.slice(url.indexOf(',') + 1)
}

/** The same with one byte of what was signed changed: who it is about. */
export function tamper(secured: Members): Record<string, unknown> {
  const change = (text: string) => text.replaceAll(STATION, STATION.replace('station', 'statioN'))
  if (secured.type !== 'EnvelopedVerifiableCredential') return JSON.parse(change(JSON.stringify(secured)))
  const url = String(secured.id)
  const bytes = openBinaryEnvelope(secured)?.bytes
  if (bytes !== undefined) {
    const changed = Buffer.from(change(Buffer.from(bytes).toString('latin1')), 'latin1').toString('base64')
    return { ...secured, id: `${url.slice(0, url.indexOf(',') + 1)}${changed}` }
  }
  const [header, payload = '', ...rest] = url.split('.')
  const changed = base64urlEncode(utf8Encode(change(utf8Decode(base64urlDecode(payload)))))
  return { ...secured, id: [header, changed, ...rest].join('.') }
}

/** Codes of the problems of a verdict. */
export function codes(result: { readonly problemDetails?: readonly { readonly type: string }[] }) {
  return result.problemDetails?.map(({ type }) => type.slice(type.indexOf('#') + 1))
}

function payloadOf(secured: Members): Uint8Array {
  const bytes = openBinaryEnvelope(secured)?.bytes
  if (bytes === undefined) return base64urlDecode(tokenOf(secured).split('.')[1] ?? '')
  return decodeSign1(bytes, MAX_COSE_BYTES)?.payload ?? new Uint8Array()
}
