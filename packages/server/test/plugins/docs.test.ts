import { isObject } from '@energy-ssi/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestService, type TestService } from '../service.ts'

type Members = Readonly<Record<string, unknown>>
interface Operation extends Members {
  readonly operationId: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[]
  readonly responses: Readonly<Record<string, Members>>
}
interface OpenApi extends Members {
  readonly openapi: string
  readonly info: Members
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Members>> }
}

let service: TestService
let document: OpenApi
beforeAll(async () => {
  service = await createTestService()
  document = (await service.app.inject('/docs/json')).json()
})
afterAll(() => service.app.close())

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

/** Every object in a value, with the pointer to it. */
function* objectsIn(value: unknown, pointer = ''): Generator<readonly [pointer: string, object: Members]> {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* objectsIn(item, `${pointer}/${index}`)
  if (!isObject(value)) return
  yield [pointer, value]
  for (const [name, member] of Object.entries(value)) yield* objectsIn(member, `${pointer}/${name}`)
}

describe('the OpenAPI document', () => {
  test('the committed copy is the one that is served', async () => {
    await expect(`${JSON.stringify(document, undefined, 2)}\n`).toMatchFileSnapshot(
      '../../../../spec/openapi/openapi.json',
    )
  })

  test('it is OpenAPI 3.1 with a title and a version (OAS §4.8.1, §4.8.2)', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) })
  })

  test('it describes every route of this step', () => {
    expect(
      operations()
        .map(({ path, method }) => `${method.toUpperCase()} ${path}`)
        .toSorted(),
    ).toEqual(
      [
        'GET /livez',
        'GET /readyz',
        'GET /metrics',
        'GET /instances',
        'POST /issuers/{id}/credentials/issue',
        'GET /issuers/{id}/credentials/{credentialId}',
        'DELETE /issuers/{id}/credentials/{credentialId}',
        'POST /issuers/{id}/credentials/status',
        'POST /issuers/{id}/status-lists',
        'GET /status-lists/{listId}',
        'POST /verifiers/{id}/credentials/verify',
        'POST /verifiers/{id}/presentations/verify',
        'POST /verifiers/{id}/challenges',
        'POST /holders/{id}/presentations',
        'POST /holders/{id}/credentials/derive',
        'GET /1.0/identifiers/{identifier}',
        'POST /1.0/create',
        'GET /.well-known/did.json',
        'GET /{path}/did.json',
      ].toSorted(),
    )
  })

  test('every operation has an id of its own (OAS §4.8.10)', () => {
    const ids = operations().map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z]\w+$/)
  })

  test('every template variable of a path is a required path parameter, and no other is (OAS §4.8.9)', () => {
    for (const { path, operation } of operations()) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
      expect(declared.map(({ name }) => name).toSorted()).toEqual(names.toSorted())
      for (const parameter of declared) expect(parameter.required).toBe(true)
    }
  })

  test('every operation has a success and every response a description (OAS §4.8.16, §4.8.17)', () => {
    for (const { operation } of operations()) {
      const statuses = Object.keys(operation.responses)
      expect(statuses.some((status) => /^2\d\d$/.test(status))).toBe(true)
      for (const response of Object.values(operation.responses))
        expect(response.description).toEqual(expect.any(String))
    }
  })

  test('every reference leads to a schema, and every schema is referred to', () => {
    const referred = new Set<string>()
    for (const [pointer, object] of objectsIn(document)) {
      if (typeof object.$ref !== 'string') continue
      const name = /^#\/components\/schemas\/(\w+)$/.exec(object.$ref)?.[1]
      expect([pointer, name !== undefined && name in document.components.schemas]).toEqual([pointer, true])
      referred.add(String(name))
    }
    expect([...referred].toSorted()).toEqual(Object.keys(document.components.schemas).toSorted())
  })

  test('error answers are problems, as application/json', () => {
    const issue = operations().find(({ operation }) => operation.operationId === 'issueCredential')
    expect(issue?.operation.responses['409']).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
    })
  })
})

describe('Swagger UI', () => {
  test('the page and all it loads come from this service, within its own policy', async () => {
    const page = await service.app.inject('/docs')
    expect(page.headers['content-type']).toMatch(/^text\/html/)
    const references = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url as string)
    expect(references.length).toBeGreaterThan(3)
    for (const url of references) {
      expect(url).toMatch(/^\/docs\/static\//)
      expect((await service.app.inject(url)).statusCode).toBe(200)
    }
    expect(page.body).not.toMatch(/<script(?![^>]*src=)/)
    expect(page.headers['content-security-policy']).toMatch(/script-src 'self';/)
    expect(page.headers['content-security-policy']).toMatch(/connect-src 'self';/)
  })
})
