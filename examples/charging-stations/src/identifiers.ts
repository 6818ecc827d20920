/** A did:web for every operator and, below it, for each of its stations. The service hosts the documents. */
import { createDidWeb } from '@energy-ssi/did'
import type { StationRow } from '@energy-ssi/energy'
import { generateKeyPair } from '@energy-ssi/keys'
import type { Service } from './service.ts'

/** A station of the register and its identifier. */
export interface IdentifiedStation {
  readonly row: StationRow
  readonly did: string
}

/** Stations with identifiers, by operator. */
export interface Identified {
  readonly operators: ReadonlyMap<string, string>
  readonly stations: readonly IdentifiedStation[]
}

/**
 * Creates the identifiers and hosts their documents. The operators' private keys are made here and never sent; a
 * station has no key of its own, its operator controls its document.
 */
export async function identifyStations(rows: readonly StationRow[], service: Service): Promise<Identified> {
  const host = { host: 'localhost', port: Number(new URL(service.baseUrl).port) }
  const operators = new Map<string, string>()
  const counts = new Map<string, number>()
  const stations: IdentifiedStation[] = []
  for (const row of rows) {
    const name = slug(row.operator)
    if (!operators.has(row.operator)) {
      const { publicKey } = generateKeyPair('EdDSA')
      const created = createDidWeb({
        did: { ...host, path: ['operators', name] },
        verificationMethods: [{ publicKey }],
      })
      await hostDocument(created.document, service)
      operators.set(row.operator, created.did)
    }
    const number = (counts.get(name) ?? 0) + 1
    counts.set(name, number)
    const path = ['operators', name, 'stations', String(number)]
    const controller = operators.get(row.operator) as string
    const { did, document } = createDidWeb({ did: { ...host, path }, controller, verificationMethods: [] })
    await hostDocument(document, service)
    stations.push({ row, did })
  }
  return { operators, stations }
}

async function hostDocument(didDocument: object, service: Service): Promise<void> {
  const { status, body } = await service.request('POST', '/1.0/create?method=web', { didDocument })
  if (status !== 201) throw new Error(`Hosting a DID document failed: ${JSON.stringify(body)}`)
}

/** A name as a path segment: letters without accents, digits and hyphens. */
function slug(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
  return plain
    .normalize('NFD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}
