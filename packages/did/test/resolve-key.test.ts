import type { ResolveKey, Verification, VerificationKey } from '@energy-ssi/core'
import { base58btcEncode } from '@energy-ssi/core'
import { decodeMultikey, generateKeyPair } from '@energy-ssi/keys'
import { Resolver } from 'did-resolver'
import { describe, expect, it } from 'vitest'
import {
  createDidJwk,
  createDidKey,
  createDidResolver,
  createKeyResolver,
  type DidResolutionResult,
  didJwk,
  didKey,
} from '../src/index.ts'
import { codeOfPromise, manualClock, problemOf, tableMethod } from './support.ts'

const START = '2026-11-22T12:00:00Z'
const did = 'did:example:meter'
const TEST_PAIR = generateKeyPair('EdDSA')
const { multikey, jwk } = TEST_PAIR.publicKey
const keyId = `${did}#key`
const base = { id: keyId, type: 'Multikey', controller: did, publicKeyMultibase: multikey }
const message = Buffer.from('meter reading 1234 Wh')

function keysOf(method: object, clock = manualClock(START)): ResolveKey {
  const document = { id: did, verificationMethod: [{ ...base, ...method }], assertionMethod: [keyId] }
  const methods = { example: tableMethod({ [did]: document }) }
  return createKeyResolver(createDidResolver({ methods, clock }), { clock })
}

async function verifies(verdict: Verification<VerificationKey>): Promise<boolean> {
  return verdict.verified && (await verdict.value.verify(message, TEST_PAIR.sign(message)))
}

describe('ResolveKey', () => {
  it.each(['EdDSA', 'ES256', 'ES384', 'ES256K'] as const)(
    '%s: did:key and did:jwk give the key that verifies',
    async (algorithm) => {
      const pair = generateKeyPair(algorithm)
      const clock = manualClock(START)
      const resolveKey = createKeyResolver(createDidResolver({ methods: { key: didKey(), jwk: didJwk() }, clock }), {
        clock,
      })
      for (const created of [createDidKey(pair.publicKey), createDidJwk({ ...pair.publicKey.jwk })]) {
        const verdict = await resolveKey(created.keyId, 'assertionMethod')
        expect(verdict).toMatchObject({ value: { algorithm, keyId: created.keyId, controller: created.did } })
        if (!verdict.verified) throw new TypeError('refused')
        expect(await verdict.value.verify(message, pair.sign(message))).toBe(true)
        expect(await verdict.value.verify(message, generateKeyPair(algorithm).sign(message))).toBe(false)
        expect(await verdict.value.verify(message, new Uint8Array(3))).toBe(false)
      }
    },
  )

  const withoutMultibase = { publicKeyMultibase: undefined }
  const raw = base58btcEncode(decodeMultikey(multikey).bytes)
  const p256 = generateKeyPair('ES256').publicKey
  it.each<[string, object, boolean]>([
    ['Multikey', {}, true],
    ['JsonWebKey', { type: 'JsonWebKey', ...withoutMultibase, publicKeyJwk: jwk }, true],
    ['JsonWebKey2020', { type: 'JsonWebKey2020', ...withoutMultibase, publicKeyJwk: { ...jwk, kid: 'a' } }, true],
    ['Ed25519VerificationKey2020', { type: 'Ed25519VerificationKey2020' }, true],
    [
      'Ed25519VerificationKey2018',
      { type: 'Ed25519VerificationKey2018', ...withoutMultibase, publicKeyBase58: raw },
      true,
    ],
    [
      'a P-256 key as Ed25519VerificationKey2020',
      { type: 'Ed25519VerificationKey2020', publicKeyMultibase: p256.multikey },
      false,
    ],
    ['a Multikey as Ed25519VerificationKey2018', { type: 'Ed25519VerificationKey2018' }, false],
    ['a JWK as Multikey', { ...withoutMultibase, publicKeyJwk: jwk }, false],
    ['two forms at once', { publicKeyJwk: jwk }, false],
    ['no key', withoutMultibase, false],
    ['a key that is not text', { publicKeyMultibase: 1 }, false],
    ['a JWK that is not an object', { type: 'JsonWebKey', ...withoutMultibase, publicKeyJwk: 'x' }, false],
    [
      'a JWK for encryption',
      { type: 'JsonWebKey', ...withoutMultibase, publicKeyJwk: { ...p256.jwk, use: 'enc' } },
      false,
    ],
    [
      'a JWK for another algorithm',
      { type: 'JsonWebKey', ...withoutMultibase, publicKeyJwk: { ...jwk, alg: 'ES256' } },
      false,
    ],
    ['a broken Multikey', { publicKeyMultibase: multikey.slice(0, -1) }, false],
    [
      'a raw key that is too long',
      { type: 'Ed25519VerificationKey2018', ...withoutMultibase, publicKeyBase58: `${raw}11` },
      false,
    ],
    ['an unknown type', { type: 'EcdsaSecp256k1RecoveryMethod2020' }, false],
    ['a type of the prototype', { type: 'constructor' }, false],
    ['an X25519 key', { publicKeyMultibase: 'z6LSj72tK8brWgZja8NLRwPigth2T9QRiG1uH9oKZuKjdh9p' }, false],
  ])('%s', async (_, method, accepted) => {
    const verdict = await keysOf(method)(keyId, 'assertionMethod')
    expect(problemOf(verdict)).toBe(accepted ? 'verified' : 'INVALID_VERIFICATION_METHOD')
    if (accepted) expect(await verifies(verdict)).toBe(true)
  })

  it.each<[string, string]>([
    ['', 'INVALID_VERIFICATION_METHOD_URL'],
    [did, 'INVALID_VERIFICATION_METHOD_URL'],
    ['../../x', 'INVALID_VERIFICATION_METHOD_URL'],
    ["' or 1=1", 'INVALID_VERIFICATION_METHOD_URL'],
    [`${did}#other`, 'INVALID_VERIFICATION_METHOD'],
    ['did:example:gone#key', 'INVALID_CONTROLLED_IDENTIFIER_DOCUMENT'],
    ['did:unknown:a#key', 'INVALID_CONTROLLED_IDENTIFIER_DOCUMENT'],
  ])('T4: %j is refused with %s, cold and warm', async (id, problem) => {
    const resolveKey = keysOf({})
    for (const _ of [0, 1]) {
      expect(problemOf(await resolveKey(id, 'assertionMethod'))).toBe(problem)
      expect(problemOf(await resolveKey(keyId, 'assertionMethod'))).toBe('verified')
    }
  })

  it('T5: a key under another relationship is refused, also when it is warm for its own', async () => {
    const resolveKey = keysOf({})
    await resolveKey(keyId, 'assertionMethod')
    expect(problemOf(await resolveKey(keyId, 'authentication'))).toBe('INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD')
  })

  it('a key that expires is refused from that time on, also when it is warm', async () => {
    const clock = manualClock(START)
    const resolveKey = keysOf({ expires: '2026-11-22T12:00:10Z' }, clock)
    expect(problemOf(await resolveKey(keyId, 'assertionMethod'))).toBe('verified')
    clock.advance(9_999)
    expect(problemOf(await resolveKey(keyId, 'assertionMethod'))).toBe('verified')
    clock.advance(1)
    expect(problemOf(await resolveKey(keyId, 'assertionMethod'))).toBe('INVALID_VERIFICATION_METHOD')
  })

  it('a key in the cache is answered without a promise, a cold one with one', async () => {
    const clock = manualClock(START)
    const resolveKey = createKeyResolver(createDidResolver({ methods: { key: didKey() }, clock }), { clock })
    const created = createDidKey(TEST_PAIR.publicKey)
    const cold = resolveKey(created.keyId, 'assertionMethod')
    expect(cold).toBeInstanceOf(Promise)
    const racing = resolveKey(created.keyId, 'assertionMethod')
    expect(racing).toBeInstanceOf(Promise)
    await Promise.all([cold, racing])
    const verdict = resolveKey(created.keyId, 'assertionMethod')
    expect(verdict).toMatchObject({ verified: true })
    expect(resolveKey(created.keyId, 'assertionMethod')).toBe(verdict)
    expect(resolveKey(created.keyId, 'authentication')).toMatchObject({ verified: true })
    expect(resolveKey(`${created.did}#other`, 'authentication')).toMatchObject({ verified: false })
  })

  it('a document that changed after its time gives its new key', async () => {
    const next = generateKeyPair('EdDSA')
    const documents: Record<string, object> = { [did]: { id: did, assertionMethod: [base] } }
    const clock = manualClock(START)
    const resolver = createDidResolver({ methods: { example: tableMethod(documents) }, clock, cache: { ttlMs: 1_000 } })
    const resolveKey = createKeyResolver(resolver, { clock })
    expect(await verifies(await resolveKey(keyId, 'assertionMethod'))).toBe(true)
    documents[did] = { id: did, assertionMethod: [{ ...base, publicKeyMultibase: next.publicKey.multikey }] }
    expect(await verifies(await resolveKey(keyId, 'assertionMethod'))).toBe(true)
    clock.advance(1_000)
    expect(await verifies(await resolveKey(keyId, 'assertionMethod'))).toBe(false)
    documents[did] = { id: did }
    clock.advance(1_000)
    expect(problemOf(await resolveKey(keyId, 'assertionMethod'))).toBe('INVALID_VERIFICATION_METHOD')
  })

  it("works over did-resolver's own Resolver, and never keeps keys of documents somebody may change", async () => {
    const document = { id: did, assertionMethod: [{ ...base }] }
    const clock = manualClock(START)
    const resolver = new Resolver({ example: tableMethod({ [did]: document }) }, { cache: true })
    const resolveKey = createKeyResolver(resolver, { clock })
    expect(await verifies(await resolveKey(keyId, 'assertionMethod'))).toBe(true)
    document.assertionMethod = []
    expect(problemOf(await resolveKey(keyId, 'assertionMethod'))).toBe('INVALID_VERIFICATION_METHOD')
  })

  it('keeps no key of a cached document either, if somebody may change it', async () => {
    const document = { id: did, assertionMethod: [{ ...base }] }
    const result = { didResolutionMetadata: {}, didDocument: document, didDocumentMetadata: {} }
    const clock = manualClock(START)
    const resolveKey = createKeyResolver({ resolve: async () => result, cached: () => result }, { clock })
    expect(problemOf(await resolveKey(keyId, 'assertionMethod'))).toBe('verified')
    document.assertionMethod = []
    expect(problemOf(await resolveKey(keyId, 'assertionMethod'))).toBe('INVALID_VERIFICATION_METHOD')
  })

  it('"cannot tell" is never "no": trouble is thrown, and gone when the trouble is', async () => {
    let broken = true
    const example = async (): Promise<DidResolutionResult> => {
      if (broken) throw new TypeError('network')
      return { didResolutionMetadata: {}, didDocument: { id: did, assertionMethod: [base] }, didDocumentMetadata: {} }
    }
    const clock = manualClock(START)
    const resolveKey = createKeyResolver(createDidResolver({ methods: { example }, clock }), { clock })
    expect(await codeOfPromise(Promise.resolve(resolveKey(keyId, 'assertionMethod')))).toBe('did_unreachable')
    broken = false
    expect(problemOf(await resolveKey(keyId, 'assertionMethod'))).toBe('verified')
  })
})
