import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestService, issued, post, type TestService, unsigned } from '../service.ts'

let service: TestService
beforeAll(async () => {
  service = await createTestService()
})
afterAll(() => service.app.close())

const ISSUE = '/issuers/vc-jose/credentials/issue'
const inject = (options: InjectOptions | string) => service.app.inject(options)
const issue = (body: string | Buffer, contentType: string) =>
  inject({ method: 'POST', url: ISSUE, headers: { 'content-type': contentType }, payload: body })
const good = JSON.stringify({ credential: unsigned() })
const PARSING_ERROR = 'https://www.w3.org/TR/vc-data-model#PARSING_ERROR'
const MALFORMED = 'https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR'

describe('media types', () => {
  test.each([
    'application/json',
    'application/json;charset=utf-8',
    'application/json; charset=UTF-8',
    'APPLICATION/JSON',
    ' application/json',
    'application/vc',
    'application/vp',
    'application/ld+json',
    'application/vc+ld+json',
    'application/vp+ld+json',
    'application/ld+json; profile="https://www.w3.org/ns/credentials/v2"',
  ])('%j is read, and validated', async (contentType) => {
    expect((await issue(good, contentType)).statusCode).toBe(201)
    expect((await issue('{}', contentType)).json().type).toBe(MALFORMED)
    expect((await issue('{', contentType)).json().type).toBe(PARSING_ERROR)
  })

  test.each([
    'application/json\ta',
    'application/json a',
    'application/jsonp',
    'application/json,text/plain',
    'application/json, application/json',
    'application',
    'text/plain',
    'text/html',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=a',
    'application/*',
    '*/*',
  ])('%j is refused with 415', async (contentType) => {
    const answer = await issue(good, contentType)
    expect([answer.statusCode, answer.json().type]).toEqual([415, expect.stringMatching(/#MEDIA_TYPE_NOT_SUPPORTED$/)])
  })

  test('a body without a media type is refused with 415', async () => {
    expect((await inject({ method: 'POST', url: ISSUE, payload: Buffer.from(good) })).statusCode).toBe(415)
  })

  test('a body with a content coding is refused with 415', async () => {
    const coded = await inject(post(ISSUE, good, { 'content-encoding': 'gzip' }))
    expect([coded.statusCode, coded.json().type]).toEqual([415, expect.stringMatching(/#MEDIA_TYPE_NOT_SUPPORTED$/)])
    expect((await inject(post(ISSUE, good, { 'content-encoding': 'identity' }))).statusCode).toBe(201)
  })
})

describe('JSON', () => {
  test.each<[string, string | Buffer]>([
    ['a cut-off text', '{"credential":'],
    ['no JSON', 'credential'],
    ['a text after the value', `${good}x`],
    ['single quotes', "{'credential':{}}"],
    ['a repeated key', '{"credential":{},"credential":{}}'],
    ['a repeated key that is escaped', '{"credential":{},"credentia\\u006c":{}}'],
    ['__proto__', '{"credential":{"__proto__":{"a":1}}}'],
    ['an escaped __proto__', '{"credential":{"\\u005f_proto__":{"a":1}}}'],
    ['a lone surrogate', '{"credential":{"a":"\\ud800"}}'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['65 levels', `{"credential":{"a":${'['.repeat(63)}${']'.repeat(63)}}}`],
    ['500,000 levels', '['.repeat(500_000)],
    ['500,000 levels of objects', '{"a":'.repeat(500_000)],
  ])('%s is a parsing error', async (_name, body) => {
    const answer = await issue(body, 'application/json')
    expect([answer.statusCode, answer.json().type]).toEqual([400, PARSING_ERROR])
  })

  test('constructor and prototype are ordinary keys that reach nothing', async () => {
    const body = '{"credential":{"constructor":{"prototype":{"polluted":1}}}}'
    expect((await issue(body, 'application/json')).statusCode).toBe(400)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  test.each<[string, unknown, string]>([
    ['no body', '', ''],
    ['null', 'null', ''],
    ['a list', '[]', ''],
    ['no credential', '{}', ''],
    ['a text for a credential', { credential: 'a' }, '/credential'],
    ['a list for a credential', { credential: [] }, '/credential'],
    ['a list for options', { credential: {}, options: [] }, '/options'],
    ['a number for credentialId', { credential: {}, options: { credentialId: 1 } }, '/options/credentialId'],
    ['an empty credentialId', { credential: {}, options: { credentialId: '' } }, '/options/credentialId'],
  ])('%s is a malformed value whose pointer is named', async (_name, body, pointer) => {
    const answer = await inject(post(ISSUE, body))
    expect([answer.statusCode, answer.json().type, answer.json().pointer]).toEqual([400, MALFORMED, pointer])
  })
})

describe('unknown options (VCALM §3.8)', () => {
  const UNKNOWN = 'https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED'
  test.each([
    ['/issuers/vc-jose/credentials/issue', { credential: {}, options: { colour: 1 } }],
    ['/verifiers/default/credentials/verify', { verifiableCredential: {}, options: { colour: 1 } }],
    ['/verifiers/default/presentations/verify', { verifiablePresentation: {}, options: { colour: 1 } }],
    ['/holders/default/presentations', { presentation: {}, options: { colour: 1 } }],
    ['/issuers/vc-jose/status-lists', { statusPurpose: 'revocation', options: { colour: 1 } }],
  ])('%s refuses them, with the type at the top and in problemDetails', async (url, body) => {
    const answer = await inject(post(url, body))
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({
      type: UNKNOWN,
      pointer: '/options/colour',
      problemDetails: [{ type: UNKNOWN }],
    })
  })

  test('unknown members beside the options are refused alike', async () => {
    const answer = await inject(post(ISSUE, { credential: {}, option: {} }))
    expect(answer.json()).toMatchObject({ type: UNKNOWN, pointer: '/option' })
    const status = { credentialId: 'a', status: true, credentialStatus: { type: 'a', statusPurpose: 'b', colour: 1 } }
    expect((await inject(post('/issuers/vc-jose/credentials/status', status))).json()).toMatchObject({
      type: UNKNOWN,
      pointer: '/credentialStatus/colour',
    })
  })

  test.each([{ type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022' }, { credentialId: 'urn:example:options' }])(
    'known options of older callers are accepted: %j',
    async (options) => {
      const answer = await inject(
        post('/issuers/eddsa-rdfc-2022/credentials/issue', { credential: unsigned(), options }),
      )
      expect(answer.statusCode).toBe(201)
    },
  )

  test('a verifier accepts the list of checks of older callers', async () => {
    const verifiableCredential = await issued(service.app)
    const answer = await inject(
      post('/verifiers/default/credentials/verify', { verifiableCredential, options: { checks: ['proof'] } }),
    )
    expect(answer.json()).toEqual({ verified: true })
  })
})

describe('size', () => {
  const MIB = 1024 * 1024
  const padded = (bytes: number) => `{"credential":{"a":"${'x'.repeat(bytes - 23)}"}}`

  test.each([
    ['/issuers/vc-jose/credentials/issue', 10 * MIB],
    ['/verifiers/default/credentials/verify', 10 * MIB],
    ['/verifiers/default/presentations/verify', 10 * MIB],
    ['/issuers/vc-jose/credentials/status', MIB],
    ['/holders/default/presentations', MIB],
    ['/1.0/create?method=web', MIB],
  ])('%s takes a body of %i bytes and refuses a larger one with 413', async (url, bytes) => {
    expect(padded(bytes)).toHaveLength(bytes)
    expect((await inject(post(url, padded(bytes)))).statusCode).toBe(400)
    const answer = await inject(post(url, padded(bytes + 1)))
    expect([answer.statusCode, answer.json().type]).toEqual([413, expect.stringMatching(/#BODY_TOO_LARGE$/)])
  })

  test('the limit is the instance’s', async () => {
    const { config } = service
    const small = await createTestService({
      config: {
        issuers: config.issuers.map((issuer, index) => (index === 0 ? { ...issuer, maxBytes: 2048 } : issuer)),
      },
    })
    const ask = async (id: string) =>
      (await small.app.inject(post(`/issuers/${id}/credentials/issue`, padded(4096)))).statusCode
    expect([await ask('eddsa-rdfc-2022'), await ask('vc-jose')]).toEqual([413, 400])
    await small.app.close()
  })
})
