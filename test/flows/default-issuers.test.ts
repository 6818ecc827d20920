/** Every issuer of the built-in set-up, over HTTP and over a restart under another URL. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Service, startService } from '../support/service.ts'
import { CREDENTIAL, CREDENTIAL_OF_1_1, DEFAULT_ISSUERS, type Members, REVOCATION } from './vc-api-cases.ts'

type Issuer = (typeof DEFAULT_ISSUERS)[number]

interface Verdict {
  readonly verified: boolean
  readonly problemDetails?: readonly { readonly type: string }[]
}

let dataDir: string
let service: Service
const shown = new Map<string, Members>()

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'energy-ssi-issuers-'))
  service = await startService({ DATA_DIR: dataDir })
})
afterAll(async () => {
  await service.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const idOf = (issuer: Issuer, which: string) => `urn:example:${which}:${issuer}`
const instances = async () => {
  const list = (await service.request('GET', '/instances')).body as readonly Record<string, string>[]
  return list.map(({ kind, id, did }) => [kind, id, did])
}

/** Issues a credential and resolves to what a verifier is shown of it. */
async function issue(issuer: Issuer, which: string): Promise<Members> {
  const body = issuer === 'vc-jwt-1.1' ? CREDENTIAL_OF_1_1 : CREDENTIAL
  const credential = { ...body, id: idOf(issuer, which) }
  const answer = await service.request('POST', `/issuers/${issuer}/credentials/issue`, { credential })
  expect(answer.status).toBe(201)
  const { verifiableCredential } = answer.body as { readonly verifiableCredential: Members }
  if (!/^(?:ecdsa-sd|bbs)-/.test(issuer)) return verifiableCredential
  expect((await verify(verifiableCredential)).verified).toBe(false)
  const options = { selectivePointers: ['/credentialSubject'] }
  const derived = await service.request('POST', '/holders/default/credentials/derive', {
    verifiableCredential,
    options,
  })
  expect(derived.status).toBe(201)
  return derived.body as Members
}

async function verify(verifiableCredential: Members): Promise<Verdict> {
  const path = '/verifiers/default/credentials/verify'
  return (await service.request('POST', path, { verifiableCredential })).body as Verdict
}

const revoke = (issuer: Issuer, which: string) =>
  service.request('POST', `/issuers/${issuer}/credentials/status`, {
    credentialId: idOf(issuer, which),
    credentialStatus: REVOCATION,
    status: true,
  })

describe('every default issuer', () => {
  it.each(DEFAULT_ISSUERS)('%s issues; what is shown verifies until it is revoked', async (issuer) => {
    for (const which of ['kept', 'revoked', 'later']) shown.set(idOf(issuer, which), await issue(issuer, which))
    for (const which of ['kept', 'revoked', 'later']) {
      expect(await verify(shown.get(idOf(issuer, which)) ?? {})).toEqual({ verified: true })
    }
    expect((await revoke(issuer, 'revoked')).status).toBe(200)
    expect(await verify(shown.get(idOf(issuer, 'revoked')) ?? {})).toMatchObject({
      verified: false,
      problemDetails: [{ type: expect.stringMatching(/#CREDENTIAL_REVOKED$/) }],
    })
    expect(await verify(shown.get(idOf(issuer, 'kept')) ?? {})).toEqual({ verified: true })
  })

  it('is the same after a restart, also under another URL', async () => {
    const before = await instances()
    const { baseUrl } = service
    await service.stop()
    service = await startService({ DATA_DIR: dataDir })
    expect(service.baseUrl).not.toBe(baseUrl)
    expect(await instances()).toEqual(before)
  })

  it.each(DEFAULT_ISSUERS)(
    '%s goes on after the restart: what was shown, what was revoked, and what is',
    async (issuer) => {
      const path = `/issuers/${issuer}/credentials/${encodeURIComponent(idOf(issuer, 'kept'))}`
      expect((await service.request('GET', path)).status).toBe(200)
      expect(await verify(shown.get(idOf(issuer, 'kept')) ?? {})).toEqual({ verified: true })
      expect((await verify(shown.get(idOf(issuer, 'revoked')) ?? {})).verified).toBe(false)
      expect((await revoke(issuer, 'later')).status).toBe(200)
      expect((await verify(shown.get(idOf(issuer, 'later')) ?? {})).verified).toBe(false)
      expect(await verify(await issue(issuer, 'new'))).toEqual({ verified: true })
    },
  )
})
