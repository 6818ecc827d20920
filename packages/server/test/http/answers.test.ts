import { expect, test } from 'vitest'
import { createTestService, post } from '../service.ts'
import { standIn } from '../stand-ins.ts'

test('an answer is sent as the service gave it: no schema leaves a member out', async () => {
  const credential = { deep: { proof: { value: 1 }, list: [{ a: null }, 2] }, proof: 'kept' }
  const result = { verified: true, credential, added: { later: true } }
  const { app } = await createTestService({
    services: standIn({
      issuer: { issue: async () => credential, get: async () => credential },
      verifier: { verifyCredential: async () => result, verifyPresentation: async () => result },
      holder: { createPresentation: async () => credential },
    }),
  })
  const answers = [
    await app.inject(post('/issuers/one/credentials/issue', { credential: {} })),
    await app.inject('/issuers/one/credentials/a'),
    await app.inject(post('/verifiers/one/credentials/verify', { verifiableCredential: {} })),
    await app.inject(post('/verifiers/one/presentations/verify', { verifiablePresentation: {} })),
    await app.inject(post('/holders/one/presentations', { presentation: {} })),
  ]
  expect(answers.map((answer) => answer.json())).toEqual([
    { verifiableCredential: credential },
    { verifiableCredential: credential },
    result,
    result,
    { verifiablePresentation: credential },
  ])
  await app.close()
})
