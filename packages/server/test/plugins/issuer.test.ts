import { DEFAULT_SECURINGS } from '@energy-ssi/vc-api'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestService, issued, post, shown, type TestService, unsigned, unsignedFor } from '../service.ts'

let service: TestService
beforeAll(async () => {
  service = await createTestService()
})
afterAll(() => service.app.close())

const inject = (options: InjectOptions | string) => service.app.inject(options)
const issuers = DEFAULT_SECURINGS
const revocation = { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' }
const urlOf = (id: string, issuer = 'eddsa-rdfc-2022') => `/issuers/${issuer}/credentials/${encodeURIComponent(id)}`
const didOf = async (id: string) =>
  ((await inject('/instances')).json() as { id: string; kind: string; did: string }[]).find(
    (instance) => instance.kind === 'issuer' && instance.id === id,
  )?.did

describe('issuing (VCALM §3.2.1)', () => {
  test.each(issuers)('%s answers 201 with the credential under verifiableCredential', async (issuer) => {
    const answer = await inject(post(`/issuers/${issuer}/credentials/issue`, { credential: unsignedFor(issuer) }))
    expect(answer.statusCode).toBe(201)
    expect(answer.headers['content-type']).toMatch(/^application\/json/)
    expect(Object.keys(answer.json())).toEqual(['verifiableCredential'])
  })

  test('the answer holds every member of the credential, the proof and the status entry', async () => {
    const credential = await issued(service.app, {
      name: 'kept',
      credentialSubject: { id: 'did:example:a', name: 'deep' },
    })
    expect(credential).toMatchObject({
      name: 'kept',
      credentialSubject: { id: 'did:example:a', name: 'deep' },
      credentialStatus: revocation,
      proof: { cryptosuite: 'eddsa-rdfc-2022' },
    })
  })

  test('what is signed is what was sent: no member is coerced', async () => {
    const answer = await inject(
      post('/issuers/eddsa-jcs-2022/credentials/issue', {
        credential: unsigned({ '@context': 'https://www.w3.org/ns/credentials/v2' }),
      }),
    )
    expect(answer.statusCode).toBe(400)
  })

  test('credential.issuer is the instance’s DID, or absent, or the request is refused', async () => {
    const issuer = await didOf('vc-jose')
    const ask = (credential: unknown) => inject(post('/issuers/vc-jose/credentials/issue', { credential }))
    expect((await ask(unsigned({ issuer }))).statusCode).toBe(201)
    const refused = await ask(unsigned({ issuer: 'did:example:other' }))
    expect([refused.statusCode, refused.json().type]).toEqual([400, expect.stringMatching(/#ISSUER_MISMATCH$/)])
  })

  test('credential.id with an equal options.credentialId is accepted, with another one refused', async () => {
    const id = 'urn:uuid:6b2b1c5e-0000-4000-8000-000000000001'
    const ask = (credentialId: string) =>
      inject(post('/issuers/vc-jose/credentials/issue', { credential: unsigned({ id }), options: { credentialId } }))
    expect((await ask(id)).statusCode).toBe(201)
    expect((await ask('urn:uuid:6b2b1c5e-0000-4000-8000-000000000002')).statusCode).toBe(400)
  })

  test('an id that is taken by another credential is a conflict', async () => {
    const id = 'urn:uuid:6b2b1c5e-0000-4000-8000-000000000003'
    await issued(service.app, { id })
    const other = await inject(
      post('/issuers/eddsa-rdfc-2022/credentials/issue', { credential: unsigned({ id, name: 'another' }) }),
    )
    expect([other.statusCode, other.json().type]).toEqual([409, expect.stringMatching(/#CREDENTIAL_ID_CONFLICT$/)])
  })
})

describe('options.mandatoryPointers', () => {
  const issue = (issuer: string, options: unknown) =>
    inject(post(`/issuers/${issuer}/credentials/issue`, { credential: unsigned(), options }))
  const refusal = async (issuer: string, mandatoryPointers: unknown) => {
    const { statusCode, ...answer } = await issue(issuer, { mandatoryPointers })
    return [statusCode, answer.json().type.split('#')[1]]
  }

  test.each(['ecdsa-sd-2023-p256', 'bbs-2023', 'vc-sd-jwt'])(
    'are what a holder of %s always discloses',
    async (issuer) => {
      const answer = await issue(issuer, { mandatoryPointers: ['/credentialSubject/name'] })
      expect(answer.statusCode).toBe(201)
      const { verifiableCredential } = answer.json()
      const derived = await inject(post('/holders/default/credentials/derive', { verifiableCredential }))
      const options = { returnCredential: true }
      const verify = { verifiableCredential: derived.json(), options }
      expect((await inject(post('/verifiers/default/credentials/verify', verify))).json().verified).toBe(true)
      if (issuer !== 'vc-sd-jwt') expect(derived.json().credentialSubject.name).toBe('Station 1')
    },
  )

  test('are refused where everything is disclosed, where they lead nowhere, and where they are no list of texts', async () => {
    expect(await refusal('vc-jose', ['/credentialSubject'])).toEqual([400, 'OPTION_REFUSED'])
    expect(await refusal('bbs-2023', ['/nothing'])).toEqual([400, 'OPTION_REFUSED'])
    expect(await refusal('vc-sd-jwt', ['/nothing'])).toEqual([400, 'OPTION_REFUSED'])
    for (const pointers of ['/a', [1], Array.from({ length: 1001 }, () => '/a'), ['a'.repeat(4097)]]) {
      expect(await refusal('bbs-2023', pointers)).toEqual([400, 'MALFORMED_VALUE_ERROR'])
    }
  })
})

describe('fetching and deleting (VCALM §3.2)', () => {
  test.each([
    'urn:uuid:6b2b1c5e-0000-4000-8000-000000000010',
    'https://issuer.example/credentials/1?a=b&c=d#e',
    'did:example:123/path/%20',
  ])('%s is found under its URL-encoded id', async (id) => {
    const credential = await issued(service.app, { id })
    const answer = await inject(urlOf(id))
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({ verifiableCredential: credential })
  })

  test('a credential is found under options.credentialId', async () => {
    const credentialId = 'urn:example:given'
    await inject(post('/issuers/vc-jose/credentials/issue', { credential: unsigned(), options: { credentialId } }))
    expect((await inject(urlOf(credentialId, 'vc-jose'))).statusCode).toBe(200)
  })

  test('202 deletes, then 410; unknown is 404', async () => {
    const id = 'urn:uuid:6b2b1c5e-0000-4000-8000-000000000011'
    await issued(service.app, { id })
    expect((await inject({ method: 'DELETE', url: urlOf(id) })).statusCode).toBe(202)
    expect((await inject(urlOf(id))).statusCode).toBe(410)
    expect((await inject({ method: 'DELETE', url: urlOf(id) })).statusCode).toBe(410)
    expect((await inject(urlOf('urn:uuid:unknown'))).statusCode).toBe(404)
    expect((await inject({ method: 'DELETE', url: urlOf('urn:uuid:unknown') })).statusCode).toBe(404)
  })

  test('a credential of one instance is not found at another', async () => {
    const id = 'urn:uuid:6b2b1c5e-0000-4000-8000-000000000012'
    await issued(service.app, { id })
    expect((await inject(urlOf(id, 'vc-jose'))).statusCode).toBe(404)
  })

  test('without retention a credential is gone at once, and its status can still be changed', async () => {
    const { config } = service
    const careful = await createTestService({
      config: { issuers: config.issuers.map((issuer) => ({ ...issuer, retention: 'none' as const })) },
    })
    const id = 'urn:uuid:6b2b1c5e-0000-4000-8000-000000000013'
    await issued(careful.app, { id })
    expect((await careful.app.inject(urlOf(id))).statusCode).toBe(410)
    const revoked = await careful.app.inject(
      post('/issuers/eddsa-rdfc-2022/credentials/status', {
        credentialId: id,
        credentialStatus: revocation,
        status: true,
      }),
    )
    expect(revoked.statusCode).toBe(200)
    await careful.app.close()
  })
})

describe('changing a status (VCALM §3.2.4)', () => {
  test.each(issuers)('a credential of %s is revoked with 200, and verifies no more', async (issuer) => {
    const credentialId = `urn:uuid:6b2b1c5e-0000-4000-8000-0000000001${String(issuers.indexOf(issuer)).padStart(2, '0')}`
    const one = (parts: Readonly<Record<string, unknown>>) => issued(service.app, parts, issuer)
    const verifiableCredential = await shown(service.app, await one({ id: credentialId }), issuer)
    const neighbour = await shown(service.app, await one({}), issuer)
    const verdict = async (credential: unknown) =>
      (await inject(post('/verifiers/default/credentials/verify', { verifiableCredential: credential }))).json()
        .verified
    expect(await verdict(verifiableCredential)).toBe(true)
    const answer = await inject(
      post(`/issuers/${issuer}/credentials/status`, { credentialId, credentialStatus: revocation, status: true }),
    )
    expect([answer.statusCode, answer.json()]).toEqual([200, {}])
    expect(await verdict(verifiableCredential)).toBe(false)
    expect(await verdict(neighbour)).toBe(true)
    const back = await inject(
      post(`/issuers/${issuer}/credentials/status`, { credentialId, credentialStatus: revocation, status: false }),
    )
    expect([back.statusCode, back.json().type]).toEqual([409, expect.stringMatching(/#STATUS_FINAL$/)])
  })

  test('an unknown credential, and a status it does not have, are 404', async () => {
    const id = 'urn:uuid:6b2b1c5e-0000-4000-8000-000000000020'
    await issued(service.app, { id })
    const ask = (credentialId: string, statusPurpose: string) =>
      inject(
        post('/issuers/eddsa-rdfc-2022/credentials/status', {
          credentialId,
          credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose },
          status: true,
        }),
      )
    expect((await ask('urn:uuid:unknown', 'revocation')).json().type).toMatch(/#CREDENTIAL_NOT_FOUND$/)
    expect((await ask(id, 'suspension')).json().type).toMatch(/#STATUS_NOT_FOUND$/)
  })
})

describe('status lists', () => {
  test.each([
    ['eddsa-rdfc-2022', 'application/vc'],
    ['vc-jose', 'application/vc+jwt'],
    ['vc-jose-es256', 'application/vc+jwt'],
    ['vc-jwt-1.1', 'application/vc+jwt'],
    ['ecdsa-rdfc-2019-p384', 'application/vc'],
    ['ecdsa-jcs-2019-p256', 'application/vc'],
    ['ed25519-signature-2020', 'application/vc'],
    ['ecdsa-sd-2023-p256', 'application/vc'],
    ['bbs-2023', 'application/vc'],
    ['vc-cose', 'application/vc+jwt'],
    ['vc-sd-jwt', 'application/vc+jwt'],
    ['sd-jwt-vc', 'application/statuslist+jwt'],
  ])('a list of %s is created with 201 and Location, and published as %s', async (issuer, mediaType) => {
    const created = await inject(post(`/issuers/${issuer}/status-lists`, { statusPurpose: 'suspension' }))
    expect(created.statusCode).toBe(201)
    const { id, verifiableCredential } = created.json()
    expect(created.headers.location).toBe(id)
    expect(verifiableCredential).toBeTypeOf('object')
    const published = await inject(new URL(id).pathname)
    expect(published.statusCode).toBe(200)
    expect(published.headers['content-type']).toBe(mediaType)
  })

  test('an unknown purpose is refused', async () => {
    expect((await inject(post('/issuers/vc-jose/status-lists', { statusPurpose: 'humour' }))).statusCode).toBe(400)
  })

  test('GET is public and cacheable, answers 304 to its entity tag and a new body after a change', async () => {
    const id = 'urn:uuid:6b2b1c5e-0000-4000-8000-000000000030'
    const { credentialStatus } = (await issued(service.app, { id })) as {
      credentialStatus: { statusListCredential: string }
    }
    const url = new URL(credentialStatus.statusListCredential).pathname
    const first = await inject(url)
    expect(first.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': expect.stringMatching(/^public, max-age=\d+$/),
    })
    const etag = String(first.headers.etag)
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await inject({ url, headers: { 'if-none-match': tag } })
      expect([again.statusCode, again.body]).toEqual([304, ''])
      expect(again.headers.etag).toBe(etag)
    }
    await inject(
      post('/issuers/eddsa-rdfc-2022/credentials/status', {
        credentialId: id,
        credentialStatus: revocation,
        status: true,
      }),
    )
    const changed = await inject({ url, headers: { 'if-none-match': etag } })
    expect(changed.statusCode).toBe(200)
    expect(changed.headers.etag).not.toBe(etag)
    const head = await inject({ method: 'HEAD', url })
    expect([head.statusCode, head.body, head.headers['content-type']]).toEqual([200, '', 'application/vc'])
  })

  test('an unknown list is a 404 problem that no cache keeps', async () => {
    const answer = await inject('/status-lists/unknown')
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([404, 'no-store'])
    expect(answer.json().type).toMatch(/#NOT_FOUND$/)
  })
})
