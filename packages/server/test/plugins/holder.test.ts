import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestService, issued, post, type TestService } from '../service.ts'

let service: TestService
beforeAll(async () => {
  service = await createTestService()
})
afterAll(() => service.app.close())

const derive = (body: unknown) => service.app.inject(post('/holders/default/credentials/derive', body))

describe('deriving (VCALM §3.4)', () => {
  test.each(['ecdsa-sd-2023-p256', 'bbs-2023'])('of %s answers 201 with the credential itself', async (issuer) => {
    const verifiableCredential = await issued(service.app, { name: 'Hidden' }, issuer)
    const answer = await derive({ verifiableCredential, options: { selectivePointers: ['/credentialSubject/name'] } })
    expect(answer.statusCode).toBe(201)
    expect(answer.headers['content-type']).toMatch(/^application\/json/)
    expect(answer.json()).toMatchObject({
      credentialSubject: { name: 'Station 1' },
      proof: { type: 'DataIntegrityProof' },
    })
    expect(answer.json()).not.toHaveProperty('name')
    const verify = post('/verifiers/default/credentials/verify', { verifiableCredential: answer.json() })
    expect((await service.app.inject(verify)).json()).toEqual({ verified: true })
  })

  test.each(['vc-sd-jwt', 'sd-jwt-vc'])('of %s answers 201 with an envelope, for a token as well', async (issuer) => {
    const enveloped = await issued(service.app, {}, issuer)
    const token = String(enveloped.id).split(',')[1]
    for (const verifiableCredential of [enveloped, token]) {
      const answer = await derive({ verifiableCredential })
      expect([answer.statusCode, answer.json().type]).toEqual([201, 'EnvelopedVerifiableCredential'])
    }
  })

  test('refuses with 400 what has no selective disclosure, and pointers that lead nowhere', async () => {
    const whole = await derive({ verifiableCredential: await issued(service.app) })
    expect([whole.statusCode, whole.json().type]).toEqual([400, expect.stringMatching(/#PROOF_TRANSFORMATION_ERROR$/)])
    const verifiableCredential = await issued(service.app, {}, 'bbs-2023')
    const nowhere = await derive({ verifiableCredential, options: { selectivePointers: ['/nothing'] } })
    expect([nowhere.statusCode, nowhere.json().type]).toEqual([400, expect.stringMatching(/#OPTION_REFUSED$/)])
  })

  test.each<[string, unknown, string]>([
    ['no credential', {}, 'MALFORMED_VALUE_ERROR'],
    ['null for a credential', { verifiableCredential: null }, 'MALFORMED_VALUE_ERROR'],
    [
      'a text for pointers',
      { verifiableCredential: {}, options: { selectivePointers: '/a' } },
      'MALFORMED_VALUE_ERROR',
    ],
    [
      'more than a thousand pointers',
      { verifiableCredential: {}, options: { selectivePointers: Array.from({ length: 1001 }, () => '/a') } },
      'MALFORMED_VALUE_ERROR',
    ],
    [
      'a pointer of more than 4,096 characters',
      { verifiableCredential: {}, options: { selectivePointers: ['a'.repeat(4097)] } },
      'MALFORMED_VALUE_ERROR',
    ],
    ['an unknown option', { verifiableCredential: {}, options: { unknown: 1 } }, 'UNKNOWN_OPTION_PROVIDED'],
  ])('%s is a malformed request', async (_, body, type) => {
    const answer = await derive(body)
    expect([answer.statusCode, answer.json().type.split('#')[1]]).toEqual([400, type])
  })

  test('a credential too deep or too large is refused', async () => {
    let deep: unknown = 1
    for (let i = 0; i < 70; i++) deep = { deep }
    expect((await derive({ verifiableCredential: deep })).statusCode).toBe(400)
    expect((await derive({ verifiableCredential: 'a'.repeat(2 * 1024 * 1024) })).statusCode).toBe(413)
  })
})
