/** The VC-API as a conformance checker meets it: one running service that is spoken to over HTTP alone. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Service, startService } from '../support/service.ts'
import {
  ALTERED,
  brokenEnvelopes,
  brokenProofs,
  CREDENTIAL,
  CREDENTIAL_OF_1_1,
  DATA_INTEGRITY,
  DEFAULT_ISSUERS,
  ISSUERS,
  MALFORMED,
  MALFORMED_PRESENTATIONS,
  type Members,
  PRESENTATION,
  REFUSED_OPTIONS,
  REVOCATION,
  UNKNOWN_OPTION,
} from './vc-api-cases.ts'
import { createVcApiClient, type VcApiClient } from './vc-api-client.ts'

let service: Service
let api: VcApiClient
let dataDir: string
let did: Record<string, string>
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'energy-ssi-conformance-'))
  service = await startService({ DATA_DIR: dataDir })
  api = createVcApiClient(service.baseUrl)
  const instances = JSON.parse((await api.call('GET', '/instances')).text) as Record<string, string>[]
  did = Object.fromEntries(instances.map(({ kind, id, did: own }) => [`${kind} ${id}`, own ?? '']))
})
afterAll(async () => {
  await service.stop()
  await rm(dataDir, { recursive: true, force: true })
})

describe.each(ISSUERS)('issuer %s', (issuer) => {
  it.each(Object.entries(MALFORMED))('VCDM 2.0: refuses a malformed %s with 400', async (_, variants) => {
    for (const members of variants) {
      const { status } = await api.issue(issuer, members)
      expect(status, JSON.stringify(members)).toBe(400)
    }
  })

  it('§3.2.1 refuses what is no request with 400', async () => {
    for (const body of ['', '{', '[]', 'null', {}, { credential: null }, { credential: [] }, { credential: {} }]) {
      expect((await api.call('POST', `/issuers/${issuer}/credentials/issue`, body)).status).toBe(400)
    }
    const unknown = await api.issue(issuer, {}, { unknown: true })
    expect([unknown.status, unknown.body.type]).toEqual([400, UNKNOWN_OPTION])
    expect((await api.issue(issuer, {}, { cryptosuite: 'bbs-2023' })).status).toBe(400)
  })

  it('§3.2 issues, finds by either id, revokes and deletes', async () => {
    for (const [id, inCredential] of [
      [`https://a.example/${issuer}?a=b/c#d`, true],
      [`urn:given:${issuer}`, false],
    ] as const) {
      const answer = await (inCredential
        ? api.issue(issuer, { id }, { credentialId: id })
        : api.issue(issuer, {}, { credentialId: id }))
      expect([answer.status, answer.headers.get('content-type')]).toEqual([201, 'application/json; charset=utf-8'])
      const path = `/issuers/${issuer}/credentials/${encodeURIComponent(id)}`
      const found = await api.call('GET', path)
      expect([found.status, found.body]).toEqual([200, answer.body])
      const statuses = [
        await api.setStatus(issuer, id),
        await api.setStatus(issuer, id),
        await api.setStatus(issuer, id, { statusPurpose: 'x' }),
        await api.setStatus(issuer, id, {}, 'true'),
      ]
      expect(statuses.map(({ status }) => status)).toEqual([200, 200, 404, 400])
      for (const verifier of ['default', 'strict', 'advisory']) {
        const verdict = await api.verify(verifier, answer.body.verifiableCredential)
        expect(verdict.status).toBe(verifier === 'strict' ? 400 : 200)
        expect(verdict.text).toMatch(/#CREDENTIAL_REVOKED/)
        expect(verdict.body.verified).toBe(verifier === 'advisory')
      }
      expect((await api.call('DELETE', path)).status).toBe(202)
      expect((await api.call('DELETE', path)).status).toBe(410)
      expect((await api.call('GET', path)).status).toBe(410)
      expect((await api.call('GET', `${path}x`)).status).toBe(404)
    }
    expect((await api.setStatus(issuer, 'urn:unknown:1')).status).toBe(404)
  })

  it('what it issues verifies at every verifier, with every known option', async () => {
    const credential = await api.issued(issuer, { validFrom: '2020-01-01T00:00:00Z', issuer: did[`issuer ${issuer}`] })
    for (const verifier of ['default', 'strict', 'advisory']) {
      expect((await api.verify(verifier, credential)).text).toBe('{"verified":true}')
    }
    const options = { returnResults: true, returnCredential: true, returnProblemDetails: true, checks: ['proof'] }
    const full = await api.verify('default', credential, options)
    expect(Object.keys(full.body).toSorted()).toEqual(['credential', 'results', 'verified'])
    expect(full.body).toMatchObject({ verified: true, results: { proof: [{ verified: true }] } })
    const unknown = await api.verify('default', credential, { unknown: true })
    expect([unknown.status, unknown.body.type]).toEqual([400, UNKNOWN_OPTION])
  })

  it('§3.2.5 opens status lists that anyone may fetch, and 304 what has not changed', async () => {
    const opened = await api.call('POST', `/issuers/${issuer}/status-lists`, { statusPurpose: 'revocation' })
    expect([opened.status, opened.headers.get('location')]).toEqual([201, opened.body.id])
    const { pathname } = new URL(String(opened.body.id))
    const list = await api.call('GET', pathname)
    const mediaType = issuer === 'vc-jose' ? 'application/vc+jwt' : 'application/vc'
    expect([list.status, list.headers.get('content-type')]).toEqual([200, mediaType])
    const again = await api.call('GET', pathname, undefined, { 'if-none-match': list.headers.get('etag') ?? '' })
    expect([again.status, (await api.call('HEAD', pathname)).status]).toEqual([304, 200])
  })
})

it.each(DATA_INTEGRITY)('%s adds one proof object and a status entry, in both data models', async (cryptosuite) => {
  for (const credential of [CREDENTIAL, CREDENTIAL_OF_1_1]) {
    const answer = await api.call('POST', `/issuers/${cryptosuite}/credentials/issue`, {
      credential,
      options: { type: 'DataIntegrityProof', cryptosuite },
    })
    expect([answer.status, answer.body.verifiableCredential]).toMatchObject([
      201,
      {
        proof: { cryptosuite },
        credentialStatus: { ...REVOCATION, statusListIndex: expect.any(String) },
        issuer: did[`issuer ${cryptosuite}`],
      },
    ])
    expect((await api.verify('default', answer.body.verifiableCredential)).text).toBe('{"verified":true}')
  }
})

it('§3.3.1 no input of a verifier is its own failure; strict answers the same body with 400', async () => {
  const good = (await api.issued('eddsa-rdfc-2022')) as Members & { proof: Members }
  const token = await api.issued('vc-jose')
  const inputs = [
    {},
    'no.token.',
    ...brokenProofs(good.proof).map((proof) => ({ ...good, proof })),
    ...ALTERED.map((members) => ({ ...good, ...members })),
    ...brokenEnvelopes(String(token.id)).map((id) => ({ ...token, id })),
    await api.issued('vc-jose', { validUntil: '2020-01-01T00:00:00Z' }),
    await api.issued('eddsa-jcs-2022', { validFrom: '2999-01-01T00:00:00Z' }),
  ]
  for (const input of inputs) {
    const [lenient, strict] = [await api.verify('default', input), await api.verify('strict', input)]
    expect([lenient.status, lenient.body.verified, strict.status, strict.text]).toEqual([200, false, 400, lenient.text])
    expect(lenient.body.problemDetails).not.toHaveLength(0)
  }
  for (const input of [null, [], 5, '', [good]]) expect((await api.verify('default', input)).status).toBe(400)
})

it('§3.3.3 challenges need no body, are single use, and bind presentations with and without credentials', async () => {
  const credentials = await Promise.all(ISSUERS.map((issuer) => api.issued(issuer)))
  for (const [body, verifiableCredential] of [
    [undefined, undefined],
    [{}, credentials],
    [{}, credentials[2]],
  ] as const) {
    for (const cryptosuite of DATA_INTEGRITY) {
      const made = await api.call('POST', '/verifiers/default/challenges', body)
      const options = { challenge: made.body.challenge, domain: 'verifier.example' }
      const presented = await api.present({ verifiableCredential }, { ...options, cryptosuite })
      const { verifiablePresentation } = presented.body
      expect([made.status, presented.status, verifiablePresentation]).toMatchObject([
        200,
        201,
        { holder: did['holder default'], proof: { cryptosuite, proofPurpose: 'authentication' } },
      ])
      const verdict = async (verifier: string, expected: Members) => {
        const answer = await api.verifyPresentation(verifier, { verifiablePresentation, options: expected })
        return `${answer.status} ${answer.body.verified}`
      }
      expect(await verdict('default', { ...options, domain: 'elsewhere.example' })).toBe('200 false')
      expect(await verdict('default', {})).toBe('200 false')
      expect(await verdict('default', options)).toBe('200 true')
      expect(await verdict('strict', options)).toBe('400 false')
    }
  }
})

it('§3.4.1 a holder signs for another purpose if asked, and refuses what it does not understand', async () => {
  const { verifiablePresentation } = (await api.present({}, { proofPurpose: 'assertionMethod' })).body
  expect(verifiablePresentation).toMatchObject({ proof: { proofPurpose: 'assertionMethod' } })
  expect((await api.verifyPresentation('default', { verifiablePresentation })).body.verified).toBe(false)
  for (const options of REFUSED_OPTIONS) expect((await api.present({}, options)).status).toBe(400)
  for (const members of MALFORMED_PRESENTATIONS) expect((await api.present(members)).status).toBe(400)
})

it('§3.3.2 a presentation without a proof is verified by its credentials, and only where it says it has none', async () => {
  const verifiableCredential = await Promise.all(ISSUERS.map((issuer) => api.issued(issuer)))
  const presentation = { ...PRESENTATION, verifiableCredential }
  expect((await api.verifyPresentation('strict', { presentation })).text).toBe('{"verified":true}')
  for (const changes of [{}, { proof: {} }, { verifiableCredential: [null] }, { type: null }]) {
    const answer = await api.verifyPresentation('default', { verifiablePresentation: { ...presentation, ...changes } })
    expect([answer.status, answer.body.verified]).toEqual([200, false])
  }
  const both = { presentation, verifiablePresentation: presentation }
  for (const body of [{}, { presentation: null }, { verifiablePresentation: [] }, both]) {
    expect((await api.verifyPresentation('default', body)).status).toBe(400)
  }
})

it.each([
  ['did:key:z6MkuQmneP7ZjsQbK3jNJZuNZXHxCE8cRsuFKv2946tJXjh6', 200],
  [
    'did:jwk:eyJrdHkiOiJPS1AiLCJjcnYiOiJFZDI1NTE5IiwieCI6IjExcVlBWUt4Q3JmVlNfN1R5V1FIT2c3aGN2UGFwaU1scndJYWFQY0hVUm8ifQ',
    200,
  ],
  ['did:key:zFoo', 400],
  ['did:jwk:abc', 400],
  ['did:web:127.0.0.1', 400],
  ['did:unknown:a', 501],
  ['nothing', 400],
])('DID Resolution: %s is %i', async (identifier, status) => {
  const resolve = (accept: string) =>
    api.call('GET', `/1.0/identifiers/${encodeURIComponent(identifier)}`, undefined, { accept })
  const [whole, other] = [await resolve('*/*'), await resolve('text/html')]
  expect([whole.status, other.status]).toEqual([status, 406])
  if (status !== 200) return
  expect(JSON.parse(whole.text)).toMatchObject({ didDocument: { id: identifier }, didDocumentMetadata: {} })
  const alone = await resolve('application/did')
  expect([alone.headers.get('content-type'), JSON.parse(alone.text)]).toMatchObject([
    'application/did',
    { id: identifier },
  ])
})

it('§2 HTTP Basic is refused', async () => {
  const authorization = { authorization: 'Basic dXNlcjpwYXNz' }
  expect((await api.call('POST', '/verifiers/default/challenges', undefined, authorization)).status).toBe(401)
})

it.each(['/issuers/x/credentials/issue', '/verifiers/x/challenges', '/x'])('%s does not exist', async (path) => {
  expect((await api.call('POST', path, {})).status).toBe(404)
})

it('instances are listed in order: issuers, verifiers, holders', () => {
  const verifiers = ['default', 'strict', 'advisory'].map((id) => `verifier ${id}`)
  const issuers = DEFAULT_ISSUERS.map((id) => `issuer ${id}`)
  expect(Object.keys(did)).toEqual([...issuers, ...verifiers, 'holder default'])
})
