/** The table of bad input: each gets a clear problem, never a failure of the service. */

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { base64urlEncode, utf8Encode } from '@energy-ssi/core'
import { createDidKey } from '@energy-ssi/did'
import { generateKeyPair } from '@energy-ssi/keys'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestService, issued, post, type TestService, unsigned } from './service.ts'

let service: TestService
beforeAll(async () => {
  service = await createTestService()
})
afterAll(() => service.app.close())

const issue = (credential: unknown, issuer = 'eddsa-rdfc-2022') =>
  service.app.inject(post(`/issuers/${issuer}/credentials/issue`, { credential }))
const verify = (verifiableCredential: unknown) =>
  service.app.inject(post('/verifiers/strict/credentials/verify', { verifiableCredential }))
const without = (name: string) => Object.fromEntries(Object.entries(unsigned()).filter(([key]) => key !== name))
const enveloped = (token: string) => ({
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  type: 'EnvelopedVerifiableCredential',
  id: `data:application/vc+jwt,${token}`,
})
const part = (value: unknown) => base64urlEncode(utf8Encode(JSON.stringify(value)))

describe('issuing', () => {
  test.each<[string, unknown]>([
    ['no @context', without('@context')],
    ['another first context', unsigned({ '@context': ['https://www.w3.org/ns/did/v1'] })],
    ['no type', without('type')],
    ['a type no context defines', unsigned({ type: ['VerifiableCredential', 'NobodyDefinedThis'] })],
    ['a term no context defines', unsigned({ nobodyDefinedThis: 1 })],
    ['no subject', without('credentialSubject')],
    ['an empty subject', unsigned({ credentialSubject: {} })],
    ['a text for a subject', unsigned({ credentialSubject: 'did:example:a' })],
    ['an id that is no URL', unsigned({ id: 'not a url' })],
    ['an issuer that is no URL', unsigned({ issuer: 'me' })],
    ['an issuer that is somebody else', unsigned({ issuer: 'did:example:other' })],
    ['a validFrom that is no time', unsigned({ validFrom: 'yesterday' })],
    ['an end before the start', unsigned({ validFrom: '2030-01-01T00:00:00Z', validUntil: '2029-01-01T00:00:00Z' })],
    ['a schema without a type', unsigned({ credentialSchema: { id: 'https://a.example' } })],
    [
      'a context from somewhere else',
      unsigned({ '@context': ['https://www.w3.org/ns/credentials/v2', 'https://a.example/v1'] }),
    ],
    [
      'a redefined term',
      unsigned({ '@context': ['https://www.w3.org/ns/credentials/v2', { issuer: 'https://a.example/i' }] }),
    ],
  ])('%s is refused with 400 and a problem', async (_name, credential) => {
    const answer = await issue(credential)
    expect([answer.statusCode, answer.body]).toEqual([400, expect.any(String)])
    expect(answer.json()).toMatchObject({
      type: expect.stringMatching(/^https:\/\/.+#[A-Z_]+$/),
      title: expect.any(String),
      detail: expect.any(String),
      status: 400,
    })
  })
})

describe('verifying', () => {
  test('alg none, an unknown algorithm and a symmetric one are refused', async () => {
    const { did, keyId } = createDidKey(generateKeyPair('EdDSA').publicKey)
    const payload = part(unsigned({ issuer: did }))
    for (const alg of ['none', 'HS256', 'RS256', 'Ed448', 'nonsense']) {
      for (const signature of ['', 'AAAA', base64urlEncode(new Uint8Array(64))]) {
        const answer = await verify(enveloped(`${part({ alg, typ: 'vc+jwt', kid: keyId })}.${payload}.${signature}`))
        expect([alg, answer.statusCode, answer.json().verified]).toEqual([alg, 400, false])
      }
    }
  })

  test('a changed claim, proof or token is refused', async () => {
    const credential = await issued(service.app)
    const proof = credential.proof as Readonly<Record<string, unknown>>
    const token = (await issued(service.app, {}, 'vc-jose')).id as string
    for (const changed of [
      { ...credential, name: 'another' },
      { ...credential, issuer: 'did:example:other' },
      { ...credential, proof: { ...proof, proofValue: `z${'2'.repeat(87)}` } },
      { ...credential, proof: { ...proof, created: '2001-01-01T00:00:00Z' } },
      { ...credential, proof: { ...proof, proofPurpose: 'authentication' } },
      { ...credential, proof: undefined },
      enveloped(`${token.slice(token.indexOf(',') + 1, -8)}AAAAAAAA`),
    ]) {
      const answer = await verify(changed)
      expect([answer.statusCode, answer.json().verified]).toEqual([400, false])
      expect(answer.json().problemDetails[0].type).toMatch(/^https:/)
    }
  })

  test('a credential that has expired or is not valid yet is refused', async () => {
    const expired = await issued(service.app, { validUntil: '2021-01-01T00:00:00Z' })
    expect((await verify(expired)).json().problemDetails[0].type).toMatch(/#CREDENTIAL_EXPIRED$/)
    const early = await issued(service.app, { validFrom: '2999-01-01T00:00:00Z' })
    expect((await verify(early)).json().problemDetails[0].type).toMatch(/#CREDENTIAL_NOT_YET_VALID$/)
  })
})

describe('reaching into the network (SSRF)', () => {
  test('a did:web never makes the service talk to an address inside', async () => {
    let asked = 0
    const inside = createServer((_request, response) => {
      asked += 1
      response.end('{}')
    }).listen(0, '127.0.0.1')
    await once(inside, 'listening')
    const { port } = inside.address() as AddressInfo
    for (const host of [
      `127.0.0.1%3A${port}`,
      `localhost%3A${port}`,
      `0x7f.1%3A${port}`,
      `2130706433%3A${port}`,
      `127.1%3A${port}`,
      'localhost',
      '169.254.169.254',
      'metadata.google.internal',
      'user@localhost',
      '[::1]',
    ]) {
      const did = `did:web:${host}`
      const resolution = await service.app.inject(`/1.0/identifiers/${encodeURIComponent(did)}`)
      expect([did, resolution.statusCode]).toEqual([did, 400])
      const token = `${part({ alg: 'EdDSA', typ: 'vc+jwt', kid: `${did}#key` })}.${part(unsigned({ issuer: did }))}.${base64urlEncode(new Uint8Array(64))}`
      const verdict = await verify(enveloped(token))
      expect([did, verdict.statusCode, verdict.json().verified]).toEqual([did, 400, false])
    }
    expect(asked).toBe(0)
    inside.close()
  })
})
