import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestService, issued, post, type TestService } from '../service.ts'

let service: TestService
beforeAll(async () => {
  service = await createTestService()
})
afterAll(() => service.app.close())

const inject = (options: InjectOptions | string) => service.app.inject(options)
const verify = (verifier: string, verifiableCredential: unknown, options?: unknown) =>
  inject(post(`/verifiers/${verifier}/credentials/verify`, { verifiableCredential, options }))
const EXPIRED = { validFrom: '2020-01-01T00:00:00Z', validUntil: '2021-01-01T00:00:00Z' }

describe('verifying a credential (VCALM §3.3.1)', () => {
  test.each(['default', 'strict', 'advisory'])('%s answers 200 to one that verifies', async (verifier) => {
    const answer = await verify(verifier, await issued(service.app))
    expect([answer.statusCode, answer.json()]).toEqual([200, { verified: true }])
  })

  test('a failed verification has the same body, with 200 at default and 400 at strict', async () => {
    const tampered = { ...(await issued(service.app)), name: 'changed' }
    const lenient = await verify('default', tampered)
    const strict = await verify('strict', tampered)
    expect([lenient.statusCode, strict.statusCode]).toEqual([200, 400])
    expect(strict.json()).toEqual(lenient.json())
    expect(strict.json()).toMatchObject({
      verified: false,
      problemDetails: [{ type: expect.stringMatching(/^https:/) }],
    })
    expect(strict.headers['content-type']).toMatch(/^application\/json/)
  })

  test('a validity period refuses at default and only warns at advisory', async () => {
    const expired = await issued(service.app, EXPIRED)
    expect((await verify('default', expired)).json().verified).toBe(false)
    const advised = (await verify('advisory', expired)).json()
    expect(advised.verified).toBe(true)
    expect(advised.problemDetails[0].type).toMatch(/#CREDENTIAL_EXPIRED$/)
  })

  test('the options select the parts of the result', async () => {
    const credential = await issued(service.app)
    const all = (await verify('default', credential, { returnCredential: true, returnResults: true })).json()
    expect(all.credential).toEqual(credential)
    expect(all.results.proof[0].verified).toBe(true)
    const tampered = { ...credential, name: 'changed' }
    expect((await verify('default', tampered, { returnProblemDetails: false })).json()).toEqual({ verified: false })
  })

  test.each([
    [{}],
    [{ proof: null }],
    [{ '@context': [], type: [] }],
    ['not.a.token'],
    [{ type: 'EnvelopedVerifiableCredential' }],
  ])('%j is refused, never a failure of the service', async (credential) => {
    const answer = await verify('strict', credential)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().verified).toBe(false)
  })

  test.each([[null], [[]], [1], ['']])('%j in place of a credential is a malformed request', async (credential) => {
    const answer = await verify('default', credential)
    expect([answer.statusCode, answer.json().pointer]).toEqual([400, '/verifiableCredential'])
  })
})

describe('challenges and presentations (VCALM §3.3.2, §3.3.3)', () => {
  test.each([
    ['no body', { method: 'POST' as const, url: '/verifiers/default/challenges' }],
    ['an empty JSON body', post('/verifiers/default/challenges', '')],
    ['{}', post('/verifiers/default/challenges', '{}')],
  ])('a challenge is made for %s', async (_name, request) => {
    const answer = await inject(request)
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({ challenge: expect.stringMatching(/.{16,}/) })
  })

  test.each([['[]'], ['{"a":1}'], ['"x"']])('%s is no request for a challenge', async (body) => {
    expect((await inject(post('/verifiers/default/challenges', body))).statusCode).toBe(400)
  })

  test('a presentation of the holder answers a challenge once', async () => {
    const { challenge } = (await inject({ method: 'POST', url: '/verifiers/default/challenges' })).json()
    const options = { challenge, domain: 'https://verifier.example' }
    const created = await inject(
      post('/holders/default/presentations', {
        presentation: {
          '@context': ['https://www.w3.org/ns/credentials/v2'],
          type: ['VerifiablePresentation'],
          verifiableCredential: [await issued(service.app)],
        },
        options,
      }),
    )
    expect(created.statusCode).toBe(201)
    const { verifiablePresentation } = created.json()
    const once = await inject(post('/verifiers/default/presentations/verify', { verifiablePresentation, options }))
    expect([once.statusCode, once.json()]).toEqual([200, { verified: true }])
    const twice = await inject(post('/verifiers/strict/presentations/verify', { verifiablePresentation, options }))
    expect([twice.statusCode, twice.json().verified]).toEqual([400, false])
  })

  test('a presentation may hold no credential', async () => {
    const created = await inject(
      post('/holders/default/presentations', {
        presentation: { '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiablePresentation'] },
      }),
    )
    expect(created.statusCode).toBe(201)
  })

  test('exactly one of verifiablePresentation and presentation is named', async () => {
    for (const body of [{}, { verifiablePresentation: {}, presentation: {} }]) {
      expect((await inject(post('/verifiers/default/presentations/verify', body))).statusCode).toBe(400)
    }
  })
})
