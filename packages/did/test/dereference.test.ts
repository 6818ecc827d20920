import type { VerificationRelationship } from '@energy-ssi/core'
import { generateKeyPair } from '@energy-ssi/keys'
import { Resolver } from 'did-resolver'
import { describe, expect, it } from 'vitest'
import { createDidResolver, dereference, didKey } from '../src/index.ts'
import { codeOfPromise, problemOf, tableMethod } from './support.ts'

const did = 'did:example:meter'
const now = new Date('2026-11-22T12:00:00Z')
const publicKeyMultibase = generateKeyPair('EdDSA').publicKey.multikey
const method = { id: `${did}#key`, type: 'Multikey', controller: did, publicKeyMultibase }
const good = { id: did, verificationMethod: [method], assertionMethod: [method.id] }

const find = (
  document: unknown,
  url = `${did}#key`,
  relationship: VerificationRelationship | undefined = 'assertionMethod',
) =>
  dereference(new Resolver({ example: tableMethod({ [did]: document }) }), url, {
    now,
    ...(relationship !== undefined && { relationship }),
  })

describe('Controlled Identifiers 1.0 §3.3: retrieve a verification method', () => {
  it('finds a referenced method', async () => {
    expect(await find(good)).toEqual({ verified: true, value: method, warnings: [] })
  })

  it('finds an embedded method, for its own relationship only', async () => {
    const embedded = { id: did, authentication: [method] }
    expect(await find(embedded, undefined, 'authentication')).toMatchObject({ value: method })
    expect(problemOf(await find(embedded))).toBe('INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD')
  })

  it('finds methods and references with relative ids, and makes them absolute', async () => {
    const relative = { ...method, id: '#key' }
    expect(await find({ id: did, verificationMethod: [relative], assertionMethod: ['#key'] })).toMatchObject({
      value: method,
    })
    expect(await find({ ...good, verificationMethod: [relative] })).toMatchObject({ value: method })
    expect(await find({ id: did, assertionMethod: [relative] })).toMatchObject({ value: method })
  })

  it('without a relationship, standing in the document is enough', async () => {
    const { assertionMethod: _, ...bare } = good
    const resolver = new Resolver({ example: tableMethod({ [did]: bare }) })
    expect(problemOf(await dereference(resolver, method.id, { now }))).toBe('verified')
  })

  it.each([
    'assertionMethod',
    'authentication',
    'keyAgreement',
    'capabilityInvocation',
    'capabilityDelegation',
  ] as const)('%s counts for itself alone', async (relationship) => {
    const document = { id: did, verificationMethod: [method], [relationship]: [method.id] }
    expect(problemOf(await find(document, undefined, relationship))).toBe('verified')
    const other = relationship === 'authentication' ? 'assertionMethod' : 'authentication'
    expect(problemOf(await find(document, undefined, other))).toBe('INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD')
  })

  it.each([
    [did],
    [`${did}#`],
    [`${did}?versionId=1#key`],
    [`${did}/path#key`],
    ['#key'],
    ['https://example.com/#key'],
    ['../../x'],
    ["' or 1=1"],
    ['did:example:meter#key#key'],
    [''],
  ])('vmIdentifier %s: INVALID_VERIFICATION_METHOD_URL (T4)', async (url) => {
    expect(problemOf(await find(good, url))).toBe('INVALID_VERIFICATION_METHOD_URL')
  })

  it.each<[string, unknown]>([
    ['no document', undefined],
    ['text', 'x'],
    ['no id', { ...good, id: undefined }],
    ['an id that is no DID', { ...good, id: 'https://example.com' }],
    ['methods that are no list', { ...good, verificationMethod: method }],
    ['a method that is no object', { ...good, verificationMethod: ['x'] }],
    ['a relationship that is no list', { ...good, assertionMethod: method.id }],
    ['a private key', { ...good, verificationMethod: [{ ...method, secretKeyMultibase: 'z' }] }],
  ])('document with %s: INVALID_CONTROLLED_IDENTIFIER_DOCUMENT', async (_, document) => {
    expect(problemOf(await find(document ?? null))).toBe('INVALID_CONTROLLED_IDENTIFIER_DOCUMENT')
  })

  it('the document of another DID: INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID', async () => {
    expect(problemOf(await find({ ...good, id: 'did:example:other' }))).toBe(
      'INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID',
    )
  })

  it.each<[string, object]>([
    ['no such method', { ...good, verificationMethod: [{ ...method, id: `${did}#other` }] }],
    [
      'a method of that fragment under another DID',
      { ...good, verificationMethod: [{ ...method, id: 'did:example:eve#key' }] },
    ],
    ['another controller', { ...good, verificationMethod: [{ ...method, controller: 'did:example:eve' }] }],
    ['no controller', { ...good, verificationMethod: [{ ...method, controller: undefined }] }],
    ['several controllers', { ...good, verificationMethod: [{ ...method, controller: [did] }] }],
    ['no type', { ...good, verificationMethod: [{ ...method, type: undefined }] }],
    [
      'two different methods of that name',
      { ...good, verificationMethod: [method, { ...method, publicKeyMultibase: 'z' }] },
    ],
    ['a different one embedded', { ...good, authentication: [{ ...method, publicKeyMultibase: 'z' }] }],
    ['a different one with a relative id', { ...good, authentication: [{ ...method, id: '#key' }] }],
  ])('%s: INVALID_VERIFICATION_METHOD', async (_, document) => {
    expect(problemOf(await find(document))).toBe('INVALID_VERIFICATION_METHOD')
  })

  it('the same method listed twice is one method', async () => {
    expect(problemOf(await find({ ...good, authentication: [{ ...method }] }))).toBe('verified')
  })
})

describe('Controlled Identifiers 1.0 §2.2: expires and revoked', () => {
  it.each([
    ['expires', '2026-11-22T12:00:01Z', 'verified'],
    ['expires', '2026-11-22T12:00:00Z', 'INVALID_VERIFICATION_METHOD'],
    ['expires', '2026-11-22T13:00:00+01:00', 'INVALID_VERIFICATION_METHOD'],
    ['revoked', '2026-11-22T12:00:01Z', 'verified'],
    ['revoked', '2026-11-22T12:00:00Z', 'INVALID_VERIFICATION_METHOD'],
    ['revoked', '2020-01-01T00:00:00Z', 'INVALID_VERIFICATION_METHOD'],
    ['revoked', '2026-11-22T12:00:00', 'INVALID_VERIFICATION_METHOD'],
    ['expires', 'soon', 'INVALID_VERIFICATION_METHOD'],
    ['expires', 1_900_000_000, 'INVALID_VERIFICATION_METHOD'],
    ['revoked', null, 'INVALID_VERIFICATION_METHOD'],
    ['revoked', false, 'INVALID_VERIFICATION_METHOD'],
  ])('%s %s: %s', async (name, value, problem) => {
    expect(problemOf(await find({ ...good, verificationMethod: [{ ...method, [name]: value }] }))).toBe(problem)
  })
})

describe('answers and the lack of one', () => {
  const withError = (error: unknown) =>
    dereference(
      {
        resolve: async () => ({
          didResolutionMetadata: { error: error as string },
          didDocument: null,
          didDocumentMetadata: {},
        }),
      },
      method.id,
      { now },
    )

  it.each([
    'notFound',
    'invalidDid',
    'invalidDidDocument',
    'methodNotSupported',
    'unsupportedDidMethod',
    'unsupportedPublicKeyType',
    'NOT_FOUND',
    { type: 'https://www.w3.org/ns/did#NOT_FOUND' },
  ])('%j is an answer: INVALID_CONTROLLED_IDENTIFIER_DOCUMENT', async (error) => {
    expect(problemOf(await withError(error))).toBe('INVALID_CONTROLLED_IDENTIFIER_DOCUMENT')
  })

  it.each(['internalError', 'networkError', { type: 'https://www.w3.org/ns/did#INTERNAL_ERROR' }, {}, 7])(
    '%j is none: did_unreachable',
    async (error) => {
      expect(await codeOfPromise(withError(error))).toBe('did_unreachable')
    },
  )

  it('a deactivated DID has no keys, whatever its document says', async () => {
    const resolver = {
      resolve: async () => ({
        didResolutionMetadata: {},
        didDocument: good,
        didDocumentMetadata: { deactivated: true },
      }),
    }
    expect(problemOf(await dereference(resolver, method.id, { now }))).toBe('INVALID_CONTROLLED_IDENTIFIER_DOCUMENT')
  })

  it("trouble of the resolver's is passed on", async () => {
    const resolver = createDidResolver({
      methods: { example: () => Promise.reject(new TypeError('x')) },
      clock: () => now,
    })
    expect(await codeOfPromise(dereference(resolver, method.id, { now }))).toBe('did_unreachable')
  })

  it('the derived keyAgreement key of a did:key is no assertion key', async () => {
    const keyDid = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'
    const url = `${keyDid}#z6LSj72tK8brWgZja8NLRwPigth2T9QRiG1uH9oKZuKjdh9p`
    const resolver = new Resolver({ key: didKey() })
    const asked = (relationship: VerificationRelationship) => dereference(resolver, url, { now, relationship })
    expect(problemOf(await asked('keyAgreement'))).toBe('verified')
    expect(problemOf(await asked('assertionMethod'))).toBe('INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD')
  })
})
