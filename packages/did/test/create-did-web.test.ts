import { generateKeyPair, type PublicJwk } from '@energy-ssi/keys'
import { describe, expect, it } from 'vitest'
import {
  createDidResolver,
  createDidWeb,
  createKeyResolver,
  type DidWebDescription,
  didWeb,
  documentProblem,
} from '../src/index.ts'
import { codeOf, problemOf } from './support.ts'

const TEST_KEY = generateKeyPair('EdDSA').publicKey
const OTHER_TEST_KEY = generateKeyPair('ES256').publicKey
const X25519_TEST_KEY: PublicJwk = { kty: 'OKP', crv: 'X25519', x: '3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08' }
const did = 'did:web:grid.example:stations:1'

describe('did:web §Create', () => {
  it('builds a document whose every URL is absolute', () => {
    const created = createDidWeb({
      did: { host: 'grid.example', path: ['stations', '1'] },
      verificationMethods: [
        { publicKey: TEST_KEY, fragment: 'key-1' },
        { publicKey: OTHER_TEST_KEY.jwk, publicKeyFormat: 'JsonWebKey', relationships: ['authentication'] },
        { publicKey: X25519_TEST_KEY, fragment: 'agreement', relationships: ['keyAgreement'] },
      ],
      controller: 'did:web:grid.example',
      alsoKnownAs: ['https://grid.example/stations/1'],
      service: [{ id: '#ocpi', type: 'OcpiEndpoint', serviceEndpoint: 'https://grid.example/ocpi' }],
    })
    const second = `${did}#${OTHER_TEST_KEY.multikey}`
    expect(created.did).toBe(did)
    expect(created.keyIds).toEqual([`${did}#key-1`, second, `${did}#agreement`])
    expect(created.document).toEqual({
      '@context': [
        'https://www.w3.org/ns/did/v1',
        'https://w3id.org/security/multikey/v1',
        'https://w3id.org/security/jwk/v1',
      ],
      id: did,
      controller: 'did:web:grid.example',
      alsoKnownAs: ['https://grid.example/stations/1'],
      verificationMethod: [
        { id: `${did}#key-1`, type: 'Multikey', controller: did, publicKeyMultibase: TEST_KEY.multikey },
        { id: second, type: 'JsonWebKey', controller: did, publicKeyJwk: OTHER_TEST_KEY.jwk },
        {
          id: `${did}#agreement`,
          type: 'Multikey',
          controller: did,
          publicKeyMultibase: expect.stringMatching(/^z6LS/),
        },
      ],
      assertionMethod: [`${did}#key-1`],
      authentication: [`${did}#key-1`, second],
      keyAgreement: [`${did}#agreement`],
      service: [{ id: `${did}#ocpi`, type: 'OcpiEndpoint', serviceEndpoint: 'https://grid.example/ocpi' }],
    })
    expect(documentProblem(created.document)).toBeUndefined()
  })

  it('writes expires and revoked as dateTimeStamps', () => {
    const { document } = createDidWeb({
      did,
      verificationMethods: [{ publicKey: TEST_KEY, expires: new Date(1.8e12), revoked: new Date(1.7e12) }],
    })
    expect(document.verificationMethod?.[0]).toMatchObject({
      expires: '2027-01-15T08:00:00Z',
      revoked: '2023-11-14T22:13:20Z',
    })
  })

  it('a hosted document verifies its own signatures, and a rotated key is refused at once', async () => {
    const hostedDocuments = new Map<string, unknown>()
    const fetch = () => Promise.reject(new TypeError('the network was asked'))
    const methods = { web: didWeb({ fetch, hosted: async (wanted) => hostedDocuments.get(wanted) }) }
    const clock = () => new Date('2026-11-22T12:00:00Z')
    const resolveKey = createKeyResolver(createDidResolver({ methods, clock }), { clock })
    const pair = generateKeyPair('EdDSA')
    const first = createDidWeb({ did, verificationMethods: [{ publicKey: pair.publicKey }] })
    const keyId = first.keyIds[0] as string

    hostedDocuments.set(did, first.document)
    const verdict = await resolveKey(keyId, 'assertionMethod')
    const message = Buffer.from('1234 Wh')
    expect(verdict.verified && (await verdict.value.verify(message, pair.sign(message)))).toBe(true)
    hostedDocuments.set(did, createDidWeb({ did, verificationMethods: [{ publicKey: OTHER_TEST_KEY }] }).document)
    expect(problemOf(await resolveKey(keyId, 'assertionMethod'))).toBe('INVALID_VERIFICATION_METHOD')
  })

  const privateJwk = generateKeyPair('EdDSA').privateJwk
  const describes = (change: Partial<DidWebDescription>): DidWebDescription => ({
    did,
    verificationMethods: [],
    ...change,
  })
  it.each<[string, DidWebDescription, string]>([
    ['no keys', describes({}), 'accepted'],
    ['an address as place', describes({ did: { host: '127.0.0.1' } }), 'invalid_did'],
    ['a DID of another method', describes({ did: 'did:key:z6Mk' }), 'invalid_did'],
    ['a DID URL', describes({ did: `${did}#a` }), 'invalid_did'],
    ['a private key', describes({ verificationMethods: [{ publicKey: privateJwk }] }), 'invalid_key'],
    [
      'two keys of one id',
      describes({
        verificationMethods: [
          { publicKey: TEST_KEY, fragment: 'a' },
          { publicKey: OTHER_TEST_KEY, fragment: 'a' },
        ],
      }),
      'invalid_did_url',
    ],
    [
      'a service with the id of a key',
      describes({
        verificationMethods: [{ publicKey: TEST_KEY, fragment: 'a' }],
        service: [{ id: '#a', type: 'X', serviceEndpoint: 'https://a.example' }],
      }),
      'invalid_did_url',
    ],
    [
      'a fragment with a space',
      describes({ verificationMethods: [{ publicKey: TEST_KEY, fragment: 'a b' }] }),
      'invalid_did_url',
    ],
    [
      'an empty fragment',
      describes({ verificationMethods: [{ publicKey: TEST_KEY, fragment: '' }] }),
      'invalid_did_url',
    ],
    ['a controller that is no URL', describes({ controller: ['grid operator'] }), 'invalid_did_url'],
    [
      'a service id that is no URL',
      describes({ service: [{ id: 'a', type: 'X', serviceEndpoint: 'https://a.example' }] }),
      'invalid_did_url',
    ],
  ])('%s: %s', (_, description, code) => {
    expect(codeOf(() => createDidWeb(description))).toBe(code)
  })

  it('neither the description nor what it holds is changed or shared', () => {
    const service = [{ id: '#a', type: 'X', serviceEndpoint: { uri: 'https://a.example' } }]
    const { document } = createDidWeb({ did, verificationMethods: [{ publicKey: TEST_KEY }], service })
    expect(service[0]?.id).toBe('#a')
    expect(Object.isFrozen(service[0]?.serviceEndpoint)).toBe(false)
    expect(() => document.verificationMethod?.pop()).toThrow(TypeError)
  })
})
