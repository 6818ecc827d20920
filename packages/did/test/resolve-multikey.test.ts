import { generateKeyPair } from '@energy-ssi/keys'
import { describe, expect, it } from 'vitest'
import { createDidResolver, createMultikeyResolver, type DidResolutionResult, didKey } from '../src/index.ts'
import { codeOfPromise, manualClock, problemOf, tableMethod } from './support.ts'

const START = '2026-11-22T12:00:00Z'
const did = 'did:example:issuer'
const keyId = `${did}#key`

/** A key of G2, 96 bytes, from the vectors. */
const G2_KEY =
  'zUC7DerdEmfZ8f4pFajXgGwJoMkV1ofMTmEG5UoNvnWiPiLuGKNeqgRpLH2TV4Xe5mJ2cXV76gRN7LFQwapF1VFu6x2yrr5ci1mXqC1WNUrnHnLgvfZfMH7h6xP6qsf9EKRQrPQ'
const base = { id: keyId, type: 'Multikey', controller: did, publicKeyMultibase: G2_KEY }

function keysOf(method: object, clock = manualClock(START)) {
  const document = { id: did, verificationMethod: [{ ...base, ...method }], assertionMethod: [keyId] }
  const methods = { example: tableMethod({ [did]: document }) }
  return createMultikeyResolver(createDidResolver({ methods, clock }), { clock })
}

describe('ResolveMultikey', () => {
  it('did:key: a G2 key stands under assertionMethod of its own document', async () => {
    const clock = manualClock(START)
    const resolveMultikey = createMultikeyResolver(createDidResolver({ methods: { key: didKey() }, clock }), { clock })
    const controller = `did:key:${G2_KEY}`
    const expected = { verified: true, value: { keyId: `${controller}#${G2_KEY}`, controller, multikey: G2_KEY } }
    expect(await resolveMultikey(`${controller}#${G2_KEY}`, 'assertionMethod')).toMatchObject(expected)
    expect(problemOf(await resolveMultikey(`${controller}#other`, 'assertionMethod'))).toBe(
      'INVALID_VERIFICATION_METHOD',
    )
  })

  const { jwk, multikey } = generateKeyPair('ES256').publicKey
  it.each<[string, object, boolean]>([
    ['a G2 key', {}, true],
    ['a P-256 key', { publicKeyMultibase: multikey }, true],
    ['a JsonWebKey', { type: 'JsonWebKey', publicKeyMultibase: undefined, publicKeyJwk: jwk }, false],
    ['an older type', { type: 'Bls12381G2Key2020' }, false],
    ['two forms at once', { publicKeyJwk: jwk }, false],
    ['a broken Multikey', { publicKeyMultibase: G2_KEY.slice(0, -1) }, false],
    ['no key', { publicKeyMultibase: undefined }, false],
    ['a key that is not text', { publicKeyMultibase: 1 }, false],
    ['an expired key', { expires: START }, false],
    ['a revoked key', { revoked: START }, false],
    ['the key of another controller', { controller: 'did:example:other' }, false],
  ])('%s', async (_, method, accepted) => {
    const verdict = await keysOf(method)(keyId, 'assertionMethod')
    expect(problemOf(verdict)).toBe(accepted ? 'verified' : 'INVALID_VERIFICATION_METHOD')
  })

  it.each([
    ['', 'INVALID_VERIFICATION_METHOD_URL'],
    [did, 'INVALID_VERIFICATION_METHOD_URL'],
    [`${did}#other`, 'INVALID_VERIFICATION_METHOD'],
    ['did:example:gone#key', 'INVALID_CONTROLLED_IDENTIFIER_DOCUMENT'],
  ])('%j is refused with %s', async (id, problem) => {
    expect(problemOf(await keysOf({})(id, 'assertionMethod'))).toBe(problem)
  })

  it('a key under another relationship is refused', async () => {
    const verdict = await keysOf({})(keyId, 'authentication')
    expect(problemOf(verdict)).toBe('INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD')
  })

  it('"cannot tell" is thrown', async () => {
    const example = async (): Promise<DidResolutionResult> => {
      throw new TypeError('network')
    }
    const clock = manualClock(START)
    const resolveMultikey = createMultikeyResolver(createDidResolver({ methods: { example }, clock }), { clock })
    expect(await codeOfPromise(Promise.resolve(resolveMultikey(keyId, 'assertionMethod')))).toBe('did_unreachable')
  })
})
