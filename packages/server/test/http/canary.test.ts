import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestService, issued, post, type TestService, unsigned } from '../service.ts'

const MARKER = 'canaryq7x'
let service: TestService
beforeAll(async () => {
  service = await createTestService({ config: { logLevel: 'trace' } })
})
afterAll(() => service.app.close())

test('no claim, id, token or key of a request appears in a log line, a metric or an error', async () => {
  const { app, log } = service
  const id = `urn:example:${MARKER}`
  const claims = { id, name: MARKER, credentialSubject: { id: `did:example:${MARKER}`, name: MARKER } }
  const credential = await issued(app, claims)
  const token = await issued(app, claims, 'vc-jose')
  const secret = `${MARKER}-token`
  const requests: (InjectOptions | string)[] = [
    post('/verifiers/default/credentials/verify', { verifiableCredential: { ...credential, name: `${MARKER}2` } }),
    post('/verifiers/strict/credentials/verify', { verifiableCredential: { ...token, id: `${token.id}${MARKER}` } }),
    post('/verifiers/strict/credentials/verify', { verifiableCredential: MARKER }),
    post('/verifiers/strict/presentations/verify', { verifiablePresentation: { holder: MARKER, proof: MARKER } }),
    post('/issuers/vc-jose/credentials/issue', { credential: unsigned({ issuer: MARKER }) }),
    post('/issuers/vc-jose/credentials/issue', { credential: unsigned({ validFrom: MARKER }) }),
    post('/issuers/vc-jose/credentials/issue', { credential: unsigned({ ...claims, name: 'conflict' }) }),
    post('/issuers/vc-jose/credentials/issue', {
      credential: unsigned({ type: MARKER }),
      options: { credentialId: 1 },
    }),
    post('/issuers/vc-jose/credentials/issue', `{"credential":"${MARKER}`),
    post('/issuers/vc-jose/credentials/issue', { credential: {} }, { 'content-type': `text/${MARKER}` }),
    post('/issuers/vc-jose/credentials/issue', { credential: unsigned() }, { authorization: `Bearer ${secret}` }),
    post('/issuers/vc-jose/credentials/status', {
      credentialId: `${id}-unknown`,
      credentialStatus: { type: MARKER, statusPurpose: MARKER },
      status: true,
    }),
    `/issuers/vc-jose/credentials/${encodeURIComponent(`${id}-unknown`)}`,
    `/1.0/identifiers/did:web:${MARKER}`,
    `/1.0/identifiers/did:${MARKER}:1`,
    `/${MARKER}`,
    `/status-lists/${MARKER}?${MARKER}`,
    post('/1.0/create?method=web', { didDocument: { id: MARKER, privateKeyJwk: { d: MARKER } } }),
    post('/holders/default/presentations', { presentation: { holder: MARKER } }),
  ]
  for (const request of requests) {
    const answer = await app.inject(request)
    if (answer.statusCode >= 400) expect(answer.body).not.toContain(MARKER)
  }
  await app.inject(`/issuers/eddsa-rdfc-2022/credentials/${encodeURIComponent(id)}`)

  expect(log.length).toBeGreaterThan(requests.length)
  expect(log.join('')).not.toContain(MARKER)
  expect((await app.inject('/metrics')).body).not.toContain(MARKER)
})

test('with LOG_LEVEL debug there is one line per request: method, pattern, status, time, id', async () => {
  const { app, log } = service
  log.length = 0
  await app.inject('/issuers/vc-jose/credentials/urn%3Aexample%3A1')
  expect(log.map((line) => JSON.parse(line))).toEqual([
    {
      level: 'debug',
      time: expect.any(String),
      requestId: expect.stringMatching(/^[0-9a-f]{8}-\w+$/),
      method: 'GET',
      route: '/issuers/vc-jose/credentials/:credentialId',
      status: 404,
      ms: expect.any(Number),
    },
  ])
})
