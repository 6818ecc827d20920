import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CREDENTIALS_V1, CREDENTIALS_V2, validatePresentation } from '../src/index.ts'
import {
  credential,
  credential11,
  EXAMPLES_V2,
  freeze,
  HOLDER,
  ISSUER,
  presentation,
  presentation11,
  withMember,
} from './fixtures.ts'

type Case = readonly [rule: string, path: string, value: unknown, pointer?: string, code?: string]

const proof = { type: 'DataIntegrityProof' }
const envelope = (presentation.verifiableCredential as readonly object[])[0] as object
const selfAsserted = { ...credential, issuer: { id: HOLDER } }

const accepted20: readonly Case[] = [
  ['§4.13 verifiableCredential MAY be absent', 'verifiableCredential', undefined],
  ['§4.13 verifiableCredential: a single object', 'verifiableCredential', envelope],
  [
    '§4.13 verifiableCredential: secured credentials of both versions',
    'verifiableCredential',
    [{ ...credential, proof }, { ...credential11, proof: [proof, proof] }, envelope],
  ],
  ['§4.13.4 a self-asserted credential, secured with the presentation', 'verifiableCredential', [selfAsserted]],
  ['§4.13.1 the @context of an envelope may be a string', 'verifiableCredential.0.@context', CREDENTIALS_V2],
  [
    '§4.13.1 the type of an envelope may be in an array',
    'verifiableCredential.0.type',
    ['EnvelopedVerifiableCredential'],
  ],
  [
    '§4.13.1 an envelope of another media type, in base64',
    'verifiableCredential.0.id',
    'data:application/vc+cose;base64,0oRA',
  ],
  ['§4.13 holder MAY be absent', 'holder', undefined],
  ['§4.13 holder: an object with a URL id', 'holder', { id: HOLDER, name: 'x' }],
  ['§4.13 id is optional', 'id', undefined],
  ['§4.5 further types', 'type', ['https://example.org/#P', 'VerifiablePresentation']],
  ['§5.5 termsOfUse', 'termsOfUse', { type: 'TrustFrameworkPolicy' }],
  ['§5.4 refreshService: without an id', 'refreshService', { type: 'ManualRefreshService' }],
  ['§5.10 confidenceMethod', 'confidenceMethod', [{ type: 'A' }]],
]

const refused20: readonly Case[] = [
  ['§4.3 @context MUST be there', '@context', undefined],
  ['§4.3 @context MUST start with the base context', '@context', [EXAMPLES_V2, CREDENTIALS_V2], '/@context/0'],
  ['§4.4 id MUST be a URL', 'id', 'presentation-1'],
  ['§4.13 type MUST be there', 'type', undefined],
  ['§4.13 type MUST name VerifiablePresentation', 'type', ['VerifiableCredential']],
  ['§4.5 type MUST be a term that is defined', 'type', ['VerifiablePresentation', 'Undefined']],
  ['§4.13 holder MUST be a URL', 'holder', 'z6MkpJySvETLnxhQG9DzEdmKJtysBDjuuTeDfUj1uNNCUqcj'],
  ['§4.13 holder MUST have an id', 'holder', { name: 'Acme' }, '/holder/id'],
  ['§4.13 the id of a holder MUST be a URL', 'holder', { id: 'z6Mk' }, '/holder/id'],
  [
    '§4.13 credentials MUST NOT be strings',
    'verifiableCredential',
    ['eyJhbGciOiJFZERTQSJ9.e30.c2ln'],
    '/verifiableCredential/0',
  ],
  ['§4.13 credentials MUST NOT be a URL', 'verifiableCredential', 'https://example.org/vc/1'],
  ['§4.13 credentials MUST NOT be numbers', 'verifiableCredential', [7], '/verifiableCredential/0'],
  ['§4.13 credentials MUST be one or more', 'verifiableCredential', []],
  [
    '§4.13 a credential MUST conform',
    'verifiableCredential',
    [{ ...credential, proof, issuer: 'x' }],
    '/verifiableCredential/0/issuer',
  ],
  [
    '§4.13 a presentation is no credential',
    'verifiableCredential',
    [{ ...presentation, proof }],
    '/verifiableCredential/0/type',
  ],
  [
    '§4.13 a credential MUST be secured',
    'verifiableCredential',
    [credential],
    '/verifiableCredential/0',
    'PROOF_MISSING',
  ],
  [
    '§4.13.1 envelope: @context MUST be there',
    'verifiableCredential.0.@context',
    undefined,
    '/verifiableCredential/0/@context',
  ],
  [
    '§4.13.1 envelope: @context MUST include the base context: empty',
    'verifiableCredential.0.@context',
    [],
    '/verifiableCredential/0/@context',
  ],
  [
    '§4.13.1 envelope: @context MUST include the base context: another',
    'verifiableCredential.0.@context',
    EXAMPLES_V2,
    '/verifiableCredential/0/@context',
  ],
  [
    '§4.13.1 envelope: type MUST be that one only',
    'verifiableCredential.0.type',
    ['EnvelopedVerifiableCredential', 'B'],
    '/verifiableCredential/0/type',
  ],
  [
    '§4.13.1 envelope: without a type it is a poor credential',
    'verifiableCredential.0.type',
    undefined,
    '/verifiableCredential/0/type',
  ],
  [
    '§6 JSON: what an envelope holds besides is JSON, too',
    'verifiableCredential.0.extra',
    Number.NaN,
    '/verifiableCredential/0/extra',
  ],
  [
    '§4.13.1 envelope: id MUST be a data URL',
    'verifiableCredential.0.id',
    'https://example.org/vc/1',
    '/verifiableCredential/0/id',
  ],
  [
    '§4.13.1 envelope: id MUST be a data URL, not its content',
    'verifiableCredential.0.id',
    'eyJhbGciOiJFZERTQSJ9.e30.c2ln',
    '/verifiableCredential/0/id',
  ],
  ['§5.5 termsOfUse: type MUST be there', 'termsOfUse', { id: 'urn:a' }, '/termsOfUse/type'],
  ['§5.4 refreshService: type MUST be there', 'refreshService', { id: 'urn:a' }, '/refreshService/type'],
  ['§5.10 confidenceMethod: type MUST be there', 'confidenceMethod', [{}], '/confidenceMethod/0/type'],
  ['§5.10 renderMethod: type MUST be there', 'renderMethod', {}, '/renderMethod/type'],
  ['§4.12 proof: type MUST be there', 'proof', {}, '/proof/type'],
]

const accepted11: readonly Case[] = [
  [
    '§6.3.1 verifiableCredential: JWTs beside credentials with proofs',
    'verifiableCredential',
    ['eyJhbGciOiJFZERTQSJ9.e30.c2ln', { ...credential11, proof }],
  ],
  ['§4.10 verifiableCredential: a single JWT', 'verifiableCredential', 'eyJhbGciOiJFZERTQSJ9.e30.c2ln'],
  ['§4.10 holder may be absent', 'holder', undefined],
  ['§5.5 refreshService', 'refreshService', { id: 'https://example.edu/refresh', type: 'ManualRefreshService2018' }],
  ['§5.10 of 2.0 is no rule of 1.1', 'renderMethod', {}],
]

const refused11: readonly Case[] = [
  ['§4.10 a string that is no JWT', 'verifiableCredential', ['https://example.org/vc/1'], '/verifiableCredential/0'],
  [
    '§4.10 a credential without a proof',
    'verifiableCredential',
    [{ ...credential11, issuer: HOLDER }],
    '/verifiableCredential/0',
    'PROOF_MISSING',
  ],
  ['§5.5 refreshService: id MUST be there', 'refreshService', { type: 'A' }, '/refreshService/id'],
  ['§5.6 termsOfUse: type MUST be there', 'termsOfUse', { id: 'urn:a' }, '/termsOfUse/type'],
  ['§4.10 type MUST name VerifiablePresentation', 'type', 'VerifiableCredential'],
  ['§4.1 @context MUST start with a base context', '@context', ['https://example.org/', CREDENTIALS_V1], '/@context/0'],
]

describe.each([
  ['VCDM 2.0', presentation, accepted20, refused20],
  ['VCDM 1.1', presentation11, accepted11, refused11],
] as const)('%s', (_version, golden, accepted, refused) => {
  test('accepts the golden presentation', () => {
    expect(validatePresentation(golden)).toEqual([])
  })
  for (const [rule, path, value] of accepted) {
    test(`accepts ${rule}`, () => {
      expect(validatePresentation(freeze(withMember(golden, path, value)))).toEqual([])
    })
  }
  for (const [rule, path, value, pointer = `/${path}`, code = 'MALFORMED_VALUE_ERROR'] of refused) {
    test(`refuses ${rule}`, () => {
      const problems = validatePresentation(freeze(withMember(golden, path, value)))
      expect(problems.map((problem) => [problem.code, problem.pointer])).toContainEqual([code, pointer])
    })
  }
})

test('§4.13.4 a self-asserted credential needs a holder that is its issuer', () => {
  const presented = withMember(presentation, 'verifiableCredential', [selfAsserted])
  expect(validatePresentation(presented)).toEqual([])
  for (const holder of [undefined, ISSUER]) {
    expect(validatePresentation(withMember(presented, 'holder', holder))).toMatchObject([{ code: 'PROOF_MISSING' }])
  }
})

test('what JSON can hold never throws', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(presentation)), fc.jsonValue(), (member, value) => {
      expect(Array.isArray(validatePresentation(freeze({ ...presentation, [member]: value })))).toBe(true)
      expect(Array.isArray(validatePresentation(value))).toBe(true)
    }),
  )
})
