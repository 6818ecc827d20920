import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestService, post, type TestService } from '../service.ts'

let service: TestService
beforeAll(async () => {
  service = await createTestService()
})
afterAll(() => service.app.close())

test.each([
  '/instances',
  '/livez',
  '/readyz',
  '/metrics',
  '/',
  '/docs',
  '/docs/json',
  '/docs/static/swagger-ui.css',
  '/nowhere',
  '/status-lists/unknown',
  '/1.0/identifiers/did:key:nonsense',
  '/%E0%A4%A',
])('%s is answered with every security header', async (url) => {
  const { headers } = await service.app.inject(url)
  expect(headers).toMatchObject({
    'content-security-policy': expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'/),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  })
  expect(headers['x-powered-by']).toBeUndefined()
  expect(headers.server).toBeUndefined()
  expect(headers['strict-transport-security']).toBeUndefined()
})

test('no cache keeps an answer of the API', async () => {
  const issue = post('/issuers/vc-jose/credentials/issue', { credential: {} })
  for (const request of ['/instances', '/1.0/identifiers/did:key:nonsense', issue]) {
    expect((await service.app.inject(request)).headers['cache-control']).toBe('no-store')
  }
})

test('no other origin may read an answer of the API', async () => {
  const answer = await service.app.inject({ url: '/instances', headers: { origin: 'https://other.example' } })
  expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin')
})

test('behind https every answer says that it stays https', async () => {
  const behind = await createTestService({ environment: { BASE_URL: 'https://ssi.example' } })
  for (const url of ['/instances', '/nowhere', '/%E0%A4%A']) {
    expect((await behind.app.inject(url)).headers['strict-transport-security']).toBe('max-age=31536000')
  }
  await behind.app.close()
})

test.each([
  ['Basic dXNlcjpwYXNz', 401],
  ['bASIC dXNlcjpwYXNz', 401],
  ['Bearer token', 200],
])('VCALM: HTTP Basic is refused, even where nobody is asked who they are: %s', async (authorization, status) => {
  const answer = await service.app.inject({ url: '/instances', headers: { authorization } })
  expect(answer.statusCode).toBe(status)
  if (status === 200) return
  expect(answer.json()).toMatchObject({ type: 'https://w3id.org/energy-ssi/problems#UNAUTHORIZED', status })
  expect(answer.headers).toMatchObject({
    'www-authenticate': 'Bearer',
    'content-type': 'application/json; charset=utf-8',
  })
})

test('every route that is not public asks the authorization hook first', async () => {
  const closed = await createTestService({
    authorize: async (_request, reply) => {
      await reply.code(401).send({})
    },
  })
  const { paths } = (await closed.app.inject('/docs/json')).json()
  const open: string[] = []
  for (const [path, operations] of Object.entries(paths as Record<string, object>)) {
    for (const method of Object.keys(operations)) {
      const kind = path.split('/')[1]
      const id = kind === 'issuers' ? 'vc-jose' : 'default'
      const url = path.replace('{id}', id).replaceAll(/\{\w+\}/g, 'x')
      const answer = await closed.app.inject({ method: method.toUpperCase() as 'GET', url })
      if (answer.statusCode !== 401) open.push(`${method} ${path}`)
    }
  }
  expect(open.toSorted()).toEqual([
    'get /.well-known/did.json',
    'get /1.0/identifiers/{identifier}',
    'get /livez',
    'get /metrics',
    'get /readyz',
    'get /status-lists/{listId}',
    'get /{path}/did.json',
  ])
  await closed.app.close()
})
