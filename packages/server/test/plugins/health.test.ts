import { expect, test } from 'vitest'
import { createTestService, issued, post } from '../service.ts'
import { standIn } from '../stand-ins.ts'

test('/livez answers whatever the store does; /readyz is 503 with Retry-After while the store does not answer', async () => {
  const { app } = await createTestService({
    services: standIn({
      ping: async () => {
        throw new Error('connection to 10.0.0.7 refused')
      },
    }),
  })
  expect((await app.inject('/livez')).json()).toEqual({ status: 'live' })
  const answer = await app.inject('/readyz')
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '2'])
  expect(answer.json().type).toBe('https://w3id.org/energy-ssi/problems#NOT_READY')
  expect(answer.body).not.toContain('10.0.0.7')
  await app.close()
})

test('/readyz is 200 when the store answers', async () => {
  const { app } = await createTestService()
  expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready' })
  await app.close()
})

test('/metrics counts requests by method, route pattern and status, and never by identifier', async () => {
  const { app } = await createTestService()
  await issued(app)
  await app.inject('/issuers/vc-jose/credentials/urn%3Auuid%3Asecret')
  await app.inject('/nowhere/secret')
  await app.inject('/1.0/identifiers/did:key:secret')
  await app.inject(post('/nowhere/secret', {}))
  const { headers, body } = await app.inject('/metrics')
  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
  const count = (method: string, route: string, status: number) =>
    new RegExp(`_count{method="${method}",route="${route}",status="${status}"} 1\n`)
  expect(body).toMatch(count('POST', '/issuers/eddsa-rdfc-2022/credentials/issue', 201))
  expect(body).toMatch(count('GET', '/issuers/vc-jose/credentials/:credentialId', 404))
  expect(body).toMatch(count('GET', 'unmatched', 404))
  expect(body).not.toContain('secret')
  await app.close()
})
