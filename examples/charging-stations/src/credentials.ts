/** Issuing, verifying and revoking the stations' credentials through the service. */
import { randomUUID } from 'node:crypto'
import { isObject } from '@energy-ssi/core'
import { chargingStationOf, createChargingStationCredential } from '@energy-ssi/energy'
import type { IdentifiedStation } from './identifiers.ts'
import type { Service } from './service.ts'

/** The formats every station gets a credential in: issuer instances of the service. */
export const FORMATS = ['eddsa-rdfc-2022', 'vc-jose'] as const
export type Format = (typeof FORMATS)[number]

/** A credential that the service acknowledged. */
export interface IssuedCredential {
  readonly station: IdentifiedStation
  readonly format: Format
  readonly credentialId: string
  readonly verifiableCredential: unknown
}

/** The service's verdict. */
export interface Verdict {
  readonly verified: boolean
  readonly reasons: readonly string[]
}

const AT_ONCE = 16

/** Issues one credential per station in one format. */
export async function issueAll(
  stations: readonly IdentifiedStation[],
  format: Format,
  validFrom: Date,
  service: Service,
): Promise<readonly IssuedCredential[]> {
  const issuer = await instanceDid(format, service)
  return inParallel(stations, async (station) => {
    const credentialId = `urn:uuid:${randomUUID()}`
    const subject = chargingStationOf(station.row, station.did)
    const credential = createChargingStationCredential({ id: credentialId, issuer, validFrom, subject })
    const { status, body } = await service.request('POST', `/issuers/${format}/credentials/issue`, { credential })
    if (status !== 201 || !isObject(body)) throw new Error(`Issuing failed: ${JSON.stringify(body)}`)
    return { station, format, credentialId, verifiableCredential: body.verifiableCredential }
  })
}

/** Verifies credentials, each with one request. */
export async function verifyAll(
  credentials: readonly IssuedCredential[],
  service: Service,
): Promise<readonly Verdict[]> {
  return inParallel(credentials, ({ verifiableCredential }) => verify(verifiableCredential, service))
}

/** Verifies one credential. */
export async function verify(verifiableCredential: unknown, service: Service): Promise<Verdict> {
  const { body } = await service.request('POST', '/verifiers/default/credentials/verify', { verifiableCredential })
  if (!isObject(body) || typeof body.verified !== 'boolean')
    throw new Error(`Verifying failed: ${JSON.stringify(body)}`)
  const details: readonly unknown[] = Array.isArray(body.problemDetails) ? body.problemDetails : []
  return { verified: body.verified, reasons: details.map((detail) => (isObject(detail) ? String(detail.title) : '')) }
}

/** Revokes a credential. */
export async function revoke({ format, credentialId }: IssuedCredential, service: Service): Promise<void> {
  const credentialStatus = { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' }
  const path = `/issuers/${format}/credentials/status`
  const { status, body } = await service.request('POST', path, { credentialId, credentialStatus, status: true })
  if (status !== 200) throw new Error(`Revoking failed: ${JSON.stringify(body)}`)
}

/** Fetches a credential that was issued before. */
export async function fetchAgain({ format, credentialId }: IssuedCredential, service: Service): Promise<unknown> {
  const path = `/issuers/${format}/credentials/${encodeURIComponent(credentialId)}`
  const { body } = await service.request('GET', path)
  return isObject(body) ? body.verifiableCredential : undefined
}

async function instanceDid(format: Format, service: Service): Promise<string> {
  const { body } = await service.request('GET', '/instances')
  const instances: readonly unknown[] = Array.isArray(body) ? body : []
  const instance = instances.find((entry) => isObject(entry) && entry.kind === 'issuer' && entry.id === format)
  if (!isObject(instance) || typeof instance.did !== 'string') throw new Error(`The service has no issuer ${format}.`)
  return instance.did
}

/** Runs the work on all items, a few at a time, and keeps their order. */
async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  let next = 0
  const worker = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i] as Item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return results
}
