import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '@energy-ssi/store-sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort, type Service, startService } from '../support/service.ts'

/** `npm run test:long` sets more. */
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 20)
const CALLERS = 16

interface Acknowledged {
  readonly id: string
  readonly token: string
  readonly statusEntry: string
}

let dataDir: string
let environment: Record<string, string>

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'energy-ssi-crash-'))
  environment = { DATA_DIR: dataDir, PORT: String(await freePort()) }
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

describe(`kill -9 during a storm of issuances, ${ROUNDS} rounds`, () => {
  it('loses nothing acknowledged and uses no status index twice', { timeout: ROUNDS * 10_000 }, async () => {
    const acknowledged: Acknowledged[] = []
    let lastRound: Acknowledged[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const service = await startService(environment)
      await expectRetained(service, lastRound)
      lastRound = await stormUntilKilled(service, round)
      expect(lastRound.length).toBeGreaterThan(0)
      acknowledged.push(...lastRound)
    }

    const service = await startService(environment)
    await expectRetained(service, lastRound)
    await expectRetained(
      service,
      acknowledged.filter((_, i) => i % 7 === 0),
    )
    expect(await service.stop()).toBe(0)
    const entries = new Set(acknowledged.map(({ statusEntry }) => statusEntry))
    expect(entries.size).toBe(acknowledged.length)
    await expectSoundRecords(acknowledged.length)
  })
})

/** Kills the service in the middle of the storm: after a random number of answers, while others are under way. */
async function stormUntilKilled(service: Service, round: number): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = []
  const answers = randomInt(20, 160)
  let killed: Promise<void> | undefined
  const caller = async (number: number) => {
    for (let i = 0; killed === undefined; i++) {
      const id = `urn:example:crash:${round}:${number}:${i}`
      const answer = await service
        .request('POST', '/issuers/vc-jose/credentials/issue', issueRequest(id))
        .catch(() => undefined)
      if (answer === undefined) return
      expect(answer.status).toBe(201)
      acknowledged.push(readAcknowledged(id, answer.body))
      if (acknowledged.length === answers) killed = service.kill()
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, (_, number) => caller(number)))
  await killed
  return acknowledged
}

async function expectRetained(service: Service, credentials: readonly Acknowledged[]): Promise<void> {
  await Promise.all(
    credentials.map(async ({ id, token }) => {
      const { status, body } = await service.request('GET', `/issuers/vc-jose/credentials/${encodeURIComponent(id)}`)
      expect(status).toBe(200)
      expect(readAcknowledged(id, body).token).toBe(token)
    }),
  )
}

/** The database itself: at least every acknowledged issuance, as many indexes as issuances, and none of them twice. */
async function expectSoundRecords(acknowledged: number): Promise<void> {
  const { store, close } = await openSqliteStore({ path: join(dataDir, 'energy-ssi.db') })
  const audit = await store.forTenant('default').auditIssuances()
  await close()
  expect(audit.issuances).toBeGreaterThanOrEqual(acknowledged)
  expect(audit.indexes).toBe(audit.issuances)
  expect(audit.conflicts).toEqual([])
}

function issueRequest(id: string): unknown {
  return {
    credential: {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      id,
      type: ['VerifiableCredential'],
      credentialSubject: { id: 'did:example:station' },
    },
  }
}

function readAcknowledged(id: string, body: unknown): Acknowledged {
  const { verifiableCredential } = body as { verifiableCredential: { id: string } }
  const token = verifiableCredential.id.slice('data:application/vc+jwt,'.length)
  const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    credentialStatus: { id: string }
  }
  return { id, token, statusEntry: payload.credentialStatus.id }
}
