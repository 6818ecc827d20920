import { CoreError } from '@energy-ssi/core'
import { CredentialError } from '@energy-ssi/credential'
import { DidError } from '@energy-ssi/did'
import { KeyError } from '@energy-ssi/keys'
import { StoreError, VcApiError, type VcApiErrorCode } from '@energy-ssi/vc-api'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestService, post, type TestService } from '../service.ts'
import { standIn } from '../stand-ins.ts'

const MARKER = 'canary-7f3a'
const ISSUE = post('/issuers/one/credentials/issue', { credential: {} })
const OWN = 'https://w3id.org/energy-ssi/problems#'

let thrown: unknown
let service: TestService
beforeAll(async () => {
  service = await createTestService({
    services: standIn({
      issuer: {
        issue: async () => {
          throw thrown
        },
      },
      ping: async () => {
        throw thrown
      },
    }),
  })
})
afterAll(() => service.app.close())

const inject = (options: InjectOptions | string) => service.app.inject(options)
async function answerTo(error: unknown) {
  thrown = error
  service.log.length = 0
  return inject(ISSUE)
}

describe('every failure is one row of one table', () => {
  test.each<[VcApiErrorCode, number, string]>([
    ['credential_refused', 400, 'https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR'],
    ['presentation_refused', 400, 'https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR'],
    ['issuer_mismatch', 400, `${OWN}ISSUER_MISMATCH`],
    ['holder_mismatch', 400, `${OWN}HOLDER_MISMATCH`],
    ['option_refused', 400, `${OWN}OPTION_REFUSED`],
    ['credential_id_conflict', 409, `${OWN}CREDENTIAL_ID_CONFLICT`],
    ['credential_not_found', 404, `${OWN}CREDENTIAL_NOT_FOUND`],
    ['credential_gone', 410, `${OWN}CREDENTIAL_GONE`],
    ['status_not_found', 404, `${OWN}STATUS_NOT_FOUND`],
    ['status_final', 409, `${OWN}STATUS_FINAL`],
  ])('%s is %i %s', async (code, status, type) => {
    const answer = await answerTo(new VcApiError(code, 'What is wrong.'))
    expect(answer.statusCode).toBe(status)
    expect(answer.json()).toEqual({ type, title: expect.any(String), detail: 'What is wrong.', status })
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  })

  test.each<[unknown, number, string]>([
    [new StoreError('store_unavailable', 'a'), 503, `${OWN}STORE_UNAVAILABLE`],
    [new DidError('did_unreachable', 'a'), 503, `${OWN}DID_UNREACHABLE`],
    [new DidError('invalid_did', 'a'), 400, 'https://www.w3.org/ns/did#INVALID_DID'],
    [new CoreError('invalid_json', 'a'), 400, 'https://www.w3.org/TR/vc-data-model#PARSING_ERROR'],
    [new KeyError('decryption_failed', 'a'), 500, `${OWN}INTERNAL_ERROR`],
    [new TypeError(MARKER), 500, `${OWN}INTERNAL_ERROR`],
    [{ statusCode: 404, message: MARKER }, 400, `${OWN}BAD_REQUEST`],
    ['a text', 500, `${OWN}INTERNAL_ERROR`],
  ])('%s is %i %s', async (error, status, type) => {
    const answer = await answerTo(error)
    expect([answer.statusCode, answer.json().type]).toEqual([status, type])
    expect(answer.headers['retry-after']).toBe(status === 503 ? '2' : undefined)
  })

  test('the problems of a refused credential stand in problemDetails; the first gives the type', async () => {
    const problems = [
      { code: 'RANGE_ERROR', detail: 'first', pointer: '/a' },
      { code: 'MALFORMED_VALUE_ERROR', detail: 'second' },
    ] as const
    for (const error of [
      new VcApiError('credential_refused', 'a', { problems }),
      new CredentialError('malformed_credential', 'a', problems),
    ]) {
      expect((await answerTo(error)).json()).toMatchObject({
        type: 'https://www.w3.org/TR/vc-data-model#RANGE_ERROR',
        detail: 'first',
        pointer: '/a',
        status: 400,
        problemDetails: [{ detail: 'first' }, { detail: 'second' }],
      })
    }
  })
})

describe('what an answer and a log line must not say', () => {
  test('neither message, stack nor properties of a foreign error are answered or logged', async () => {
    const cause = Object.assign(new Error(`${MARKER} cause`), { payload: MARKER })
    const error = Object.assign(new Error(`${MARKER}\n    at ${MARKER} (line)`, { cause }), { claims: { a: MARKER } })
    const answer = await answerTo(error)
    expect(answer.body).not.toContain(MARKER)
    expect(answer.body).not.toContain('at ')
    expect(service.log).toHaveLength(1)
    expect(service.log.join('')).not.toContain(MARKER)
  })

  test('a failure is logged under the id the answer names, with the route’s pattern', async () => {
    const answer = await answerTo(new Error(MARKER))
    const line = JSON.parse(service.log[0] as string)
    expect(line).toMatchObject({
      level: 'error',
      method: 'POST',
      route: '/issuers/one/credentials/issue',
      requestId: answer.headers['x-request-id'],
      err: { type: 'Error', message: '' },
    })
    expect(line.err.stack).toMatch(/errors\.test\.ts/)
  })

  test('what a client did wrong is not logged', async () => {
    await answerTo(new VcApiError('credential_refused', 'a'))
    expect(service.log).toEqual([])
  })
})

describe('URLs and methods', () => {
  test.each<[InjectOptions | string, number, string]>([
    ['/nowhere', 404, `${OWN}NOT_FOUND`],
    [post('/issuers/unknown/credentials/issue', {}), 404, `${OWN}INSTANCE_NOT_FOUND`],
    [post('/verifiers/unknown/credentials/verify', {}), 404, `${OWN}INSTANCE_NOT_FOUND`],
    [post('/holders/unknown/presentations', {}), 404, `${OWN}INSTANCE_NOT_FOUND`],
    [
      { method: 'POST', url: '/nowhere', payload: 'x', headers: { 'content-type': 'text/plain' } },
      404,
      `${OWN}NOT_FOUND`,
    ],
    ['/issuers/one/credentials/%E0%A4%A', 400, `${OWN}BAD_REQUEST`],
    [`/issuers/one/credentials/${'a'.repeat(9_000)}`, 414, `${OWN}URL_TOO_LONG`],
    [{ method: 'GET', url: '/issuers/one/credentials/issue' }, 405, `${OWN}METHOD_NOT_ALLOWED`],
    [{ method: 'PUT', url: '/issuers/one/credentials/issue' }, 405, `${OWN}METHOD_NOT_ALLOWED`],
    [
      { method: 'PATCH', url: '/livez', payload: 'x', headers: { 'content-type': 'text/plain' } },
      405,
      `${OWN}METHOD_NOT_ALLOWED`,
    ],
    [{ method: 'DELETE', url: '/status-lists/a' }, 405, `${OWN}METHOD_NOT_ALLOWED`],
  ])('%j is %i %s', async (request, status, type) => {
    const answer = await inject(request)
    expect([answer.statusCode, answer.json().type, answer.json().status]).toEqual([status, type, status])
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  test('405 says what is allowed', async () => {
    expect((await inject({ method: 'PUT', url: '/livez' })).headers.allow).toBe('GET, HEAD')
    expect((await inject({ method: 'PUT', url: '/issuers/one/status-lists' })).headers.allow).toBe('POST')
  })
})
