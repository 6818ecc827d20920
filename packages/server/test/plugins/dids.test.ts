import { createDidKey, createDidWeb, type DidResolutionResult } from '@energy-ssi/did'
import { generateKeyPair } from '@energy-ssi/keys'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestService, post, type TestService } from '../service.ts'
import { standIn } from '../stand-ins.ts'

let service: TestService
beforeAll(async () => {
  service = await createTestService({ environment: { BASE_URL: 'https://ssi.example' } })
})
afterAll(() => service.app.close())

const inject = (options: InjectOptions | string) => service.app.inject(options)
const key = generateKeyPair('EdDSA').publicKey.jwk
const { did, keyId, document } = createDidKey(key)
const identifiers = (identifier: string, accept?: string) =>
  inject({
    url: `/1.0/identifiers/${encodeURIComponent(identifier)}`,
    headers: accept === undefined ? {} : { accept },
  })

/** A document whose keys stay with the client. */
function hostable(id: string) {
  return {
    '@context': ['https://www.w3.org/ns/did/v1'],
    id,
    verificationMethod: [{ id: `${id}#key`, type: 'JsonWebKey', controller: id, publicKeyJwk: key }],
    assertionMethod: [`${id}#key`],
  }
}
const create = (didDocument: unknown, query = '?method=web') => inject(post(`/1.0/create${query}`, { didDocument }))

describe('resolving (DID Resolution, HTTP binding)', () => {
  test.each([undefined, '*/*', 'application/did-resolution', 'text/html, */*;q=0.1'])(
    'with Accept %s the whole result is sent',
    async (accept) => {
      const answer = await identifiers(did, accept)
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/did-resolution'])
      expect(answer.json()).toEqual({
        didDocument: document,
        didResolutionMetadata: { contentType: 'application/did' },
        didDocumentMetadata: {},
      })
    },
  )

  test('as application/json it is the same result', async () => {
    const answer = await identifiers(did, 'application/json')
    expect(answer.headers['content-type']).toMatch(/^application\/json/)
    expect(answer.json().didDocument).toEqual(document)
  })

  test.each(['application/did', 'application/did+json', 'application/did+ld+json'])(
    'as %s the document alone is sent',
    async (accept) => {
      const answer = await identifiers(did, accept)
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, accept])
      expect(answer.json()).toEqual(document)
    },
  )

  test('the media type liked best is sent', async () => {
    const answer = await identifiers(did, 'application/did;q=0.5, application/did-resolution;q=0.9, text/plain')
    expect(answer.headers['content-type']).toBe('application/did-resolution')
  })

  test('a DID need not be encoded', async () => {
    expect((await inject(`/1.0/identifiers/${did}`)).json().didDocument.id).toBe(did)
  })

  test.each<[string, number, string]>([
    ['did:key:nonsense', 400, 'INVALID_DID'],
    ['nonsense', 400, 'INVALID_DID'],
    ['', 400, 'INVALID_DID'],
    ['did:unknown:1', 501, 'METHOD_NOT_SUPPORTED'],
    [`${keyId}-unknown`, 404, 'NOT_FOUND'],
    [`${did}?service=files`, 501, 'FEATURE_NOT_SUPPORTED'],
    [`${did}/path`, 501, 'FEATURE_NOT_SUPPORTED'],
    ['did:web:ssi.example:unknown', 404, 'NOT_FOUND'],
  ])('%s is %i %s', async (identifier, status, code) => {
    const answer = await identifiers(identifier)
    const type = `https://www.w3.org/ns/did#${code}`
    expect([answer.statusCode, answer.json().type]).toEqual([status, type])
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    const { didResolutionMetadata, dereferencingMetadata } = answer.json()
    expect((didResolutionMetadata ?? dereferencingMetadata).error).toMatchObject({ type, title: expect.any(String) })
  })

  test('a failure is sent as application/did-resolution to who asks for that', async () => {
    const answer = await identifiers('did:key:nonsense', 'application/did-resolution')
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([400, 'application/did-resolution'])
    expect(answer.json()).toMatchObject({ didDocument: null, didDocumentMetadata: {} })
  })

  test('a representation that is not there is 406', async () => {
    const answer = await identifiers(did, 'image/png')
    expect([answer.statusCode, answer.json().type]).toEqual([
      406,
      'https://www.w3.org/ns/did#REPRESENTATION_NOT_SUPPORTED',
    ])
  })

  test('resolution options are not supported, and said to be so', async () => {
    const answer = await inject(`/1.0/identifiers/${did}?versionId=1`)
    expect([answer.statusCode, answer.json().type]).toEqual([501, 'https://www.w3.org/ns/did#FEATURE_NOT_SUPPORTED'])
  })

  test('a deactivated DID is 410 with a null document; the reasons of foreign resolvers are understood', async () => {
    const results: DidResolutionResult[] = [
      { didDocument: document, didDocumentMetadata: { deactivated: true }, didResolutionMetadata: {} },
      { didDocument: null, didDocumentMetadata: {}, didResolutionMetadata: { error: 'NOT_FOUND' } },
      {
        didDocument: null,
        didDocumentMetadata: {},
        didResolutionMetadata: { error: 'https://www.w3.org/ns/did#INVALID_DID_DOCUMENT' },
      },
      { didDocument: null, didDocumentMetadata: {}, didResolutionMetadata: { error: 'somethingElse' } },
    ]
    const other = await createTestService({
      services: standIn({ resolve: async () => results.shift() as DidResolutionResult }),
    })
    const answers = []
    for (let count = 0; count < 4; count++) answers.push(await other.app.inject('/1.0/identifiers/did:example:1'))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([410, 404, 500, 500])
    for (const answer of answers) expect(answer.json().didDocument).toBeNull()
    await other.app.close()
  })

  test('a DID URL with a fragment is dereferenced to the verification method', async () => {
    const answer = await identifiers(keyId)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/did-url-dereferencing'])
    expect(answer.json()).toMatchObject({
      contentStream: { id: keyId, controller: did },
      dereferencingMetadata: { contentType: 'application/did' },
      contentMetadata: {},
    })
    expect((await identifiers(keyId, 'application/did')).json().id).toBe(keyId)
  })

  test('anybody may read it from anywhere', async () => {
    expect((await identifiers(did)).headers['access-control-allow-origin']).toBe('*')
  })
})

describe('hosting did:web (DIF DID Registration)', () => {
  test('a document below this host is created with 201, served at its URL and resolved from the store', async () => {
    const id = 'did:web:ssi.example:operators:alpha'
    const created = await create(hostable(id))
    expect(created.statusCode).toBe(201)
    expect(created.json()).toEqual({
      jobId: null,
      didState: { state: 'finished', did: id, didDocument: hostable(id) },
      didRegistrationMetadata: {},
      didDocumentMetadata: {},
    })
    const served = await inject('/operators/alpha/did.json')
    expect(served.json()).toEqual(hostable(id))
    expect(served.headers).toMatchObject({
      'content-type': 'application/did+json',
      'access-control-allow-origin': '*',
      'cache-control': expect.stringMatching(/^public, max-age=/),
    })
    const again = await inject({
      url: '/operators/alpha/did.json',
      headers: { 'if-none-match': String(served.headers.etag) },
    })
    expect([again.statusCode, again.body]).toEqual([304, ''])
    expect((await identifiers(id)).json().didDocument).toEqual(hostable(id))
  })

  test('the host’s own DID is served at /.well-known/did.json', async () => {
    expect((await inject('/.well-known/did.json')).statusCode).toBe(404)
    const { document: own } = createDidWeb({ did: 'did:web:ssi.example', verificationMethods: [{ publicKey: key }] })
    expect((await create(own)).statusCode).toBe(201)
    expect((await inject('/.well-known/did.json')).json()).toEqual(own)
  })

  test('on a loopback address the host is localhost, as did:web allows no address', async () => {
    const local = await createTestService()
    const id = 'did:web:localhost%3A3000:stations:1'
    const created = await local.app.inject(post('/1.0/create?method=web', { didDocument: hostable(id) }))
    expect(created.statusCode).toBe(201)
    expect((await local.app.inject('/stations/1/did.json')).json().id).toBe(id)
    for (const identifier of [id, encodeURIComponent(id)]) {
      expect((await local.app.inject(`/1.0/identifiers/${identifier}`)).json().didDocument?.id).toBe(id)
    }
    await local.app.close()
  })

  const failed = { state: 'failed', reason: expect.any(String) }
  test.each<[string, unknown, string, number]>([
    ['a DID of another host', hostable('did:web:other.example:a'), '?method=web', 400],
    ['a DID that begins like this host', hostable('did:web:ssi.example.evil.example'), '?method=web', 400],
    ['a path of the service', hostable('did:web:ssi.example:issuers:a'), '?method=web', 400],
    ['the documentation’s path', hostable('did:web:ssi.example:docs'), '?method=web', 400],
    ['a path with ..', hostable('did:web:ssi.example:..:a'), '?method=web', 400],
    ['a path too deep', hostable(`did:web:ssi.example${':a'.repeat(9)}`), '?method=web', 400],
    ['another method', hostable('did:web:ssi.example:a'), '?method=key', 501],
    ['no method', hostable('did:web:ssi.example:a'), '', 400],
    ['no document', undefined, '?method=web', 400],
    ['a document that is not one', { id: 'did:web:ssi.example:a', verificationMethod: 1 }, '?method=web', 400],
  ])('%s is refused', async (_name, didDocument, query, status) => {
    const answer = await create(didDocument, query)
    expect(answer.statusCode).toBe(status)
    expect(answer.json()).toMatchObject({ type: expect.stringMatching(/^https:/), didState: failed })
  })

  test('a DID that is hosted already is a conflict, and its document stays', async () => {
    const id = 'did:web:ssi.example:taken'
    await create(hostable(id))
    const answer = await create({ ...hostable(id), alsoKnownAs: ['https://other.example'] })
    expect([answer.statusCode, answer.json().didState]).toEqual([409, failed])
    expect(answer.json().type).toMatch(/#DID_TAKEN$/)
    expect((await inject('/taken/did.json')).json()).toEqual(hostable(id))
  })

  test.each<[string, (id: string) => unknown]>([
    ['a JWK with d', (id) => ({ verificationMethod: [{ id: `${id}#k`, publicKeyJwk: { ...key, d: 'AAAA' } }] })],
    ['privateKeyJwk', (id) => ({ verificationMethod: [{ id: `${id}#k`, privateKeyJwk: {} }] })],
    ['secretKeyMultibase', (id) => ({ verificationMethod: [{ id: `${id}#k`, secretKeyMultibase: 'z' }] })],
    ['a symmetric JWK', () => ({ service: [{ key: { kty: 'oct', k: 'AAAA' } }] })],
  ])('a document that holds %s is refused', async (_name, parts) => {
    const id = 'did:web:ssi.example:careless'
    const answer = await create({ ...hostable(id), ...(parts(id) as object) })
    expect([answer.statusCode, answer.json().type]).toEqual([400, expect.stringMatching(/#PRIVATE_KEY_PROVIDED$/)])
    expect((await inject('/careless/did.json')).statusCode).toBe(404)
  })

  test('secrets are refused, an empty object is none', async () => {
    const ask = (id: string, secret: unknown) =>
      inject(post('/1.0/create?method=web', { didDocument: hostable(id), secret, options: { clientSecretMode: true } }))
    expect((await ask('did:web:ssi.example:s1', { verificationMethod: [] })).json().type).toMatch(
      /#PRIVATE_KEY_PROVIDED$/,
    )
    expect((await ask('did:web:ssi.example:s2', {})).statusCode).toBe(201)
  })
})
