import { SsiError } from '@energy-ssi/core'
import { type DIDResolver, Resolver } from 'did-resolver'
import { describe, expect, it } from 'vitest'
import { createDidJwk, createDidResolver, type DidMethod, didJwk, didKey } from '../src/index.ts'
import { codeOfPromise, manualClock, tableMethod } from './support.ts'

const KEY_DID = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'
const WEB_DID = 'did:web:example.com'
const jwk = {
  kty: 'EC',
  crv: 'P-256',
  x: 'acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0',
  y: '_KcyLj9vWMptnmKtm46GqDz8wf74I5LKgrl2GzH3nSE',
} as const
const START = '2026-11-22T12:00:00Z'

/** A resolver over a method "web" that counts. */
function setUp(documents: Readonly<Record<string, unknown>> = { [WEB_DID]: { id: WEB_DID } }, cache = {}) {
  const web = tableMethod(documents)
  const clock = manualClock(START)
  return { web, clock, resolver: createDidResolver({ methods: { web, key: didKey() }, clock, cache }) }
}

describe('DID Resolution §4: resolve', () => {
  it('resolves the DID of a DID URL with the method of its name', async () => {
    const { resolver } = setUp()
    expect((await resolver.resolve(`${KEY_DID}#any`)).didDocument?.id).toBe(KEY_DID)
    expect((await resolver.resolve(WEB_DID)).didDocument).toEqual({ id: WEB_DID })
  })

  it.each([
    ['did:foo:1', 'methodNotSupported'],
    ['did:constructor:1', 'methodNotSupported'],
    ['did:key', 'invalidDid'],
    ['nonsense', 'invalidDid'],
    [`${KEY_DID}#a b`, 'invalidDid'],
    ['did:web:gone.example', 'notFound'],
  ])('%s: %s, a null document and empty metadata', async (did, error) => {
    const { resolver } = setUp()
    await resolver.resolve(KEY_DID)
    const result = await resolver.resolve(did)
    expect(result).toMatchObject({ didDocument: null, didDocumentMetadata: {}, didResolutionMetadata: { error } })
  })

  it("a method's own parser is heard, as did-resolver hears it", async () => {
    const method: DIDResolver = Object.assign(tableMethod({}), { parser: () => null })
    const resolver = createDidResolver({ methods: { web: method }, clock: manualClock(START) })
    expect((await resolver.resolve(WEB_DID)).didResolutionMetadata.error).toBe('invalidDid')
  })

  it('what a method throws becomes did_unreachable; an SsiError stays what it is', async () => {
    const failing =
      (error: unknown): DidMethod =>
      () =>
        Promise.reject(error)
    const methods = { a: failing(new TypeError('boom')), b: failing(new SsiError('store_down', 'x')) }
    const resolver = createDidResolver({ methods, clock: manualClock(START) })
    expect(await codeOfPromise(resolver.resolve('did:a:1'))).toBe('did_unreachable')
    expect(await codeOfPromise(resolver.resolve('did:b:1'))).toBe('store_down')
  })

  it('a foreign result is copied whole: its metadata may be an object many results share', async () => {
    const shared = { didResolutionMetadata: { error: 'notFound' }, didDocument: null, didDocumentMetadata: {} }
    const resolver = createDidResolver({ methods: { web: async () => shared }, clock: manualClock(START) })
    const { didDocumentMetadata } = await resolver.resolve(WEB_DID)
    expect(Object.isFrozen(didDocumentMetadata)).toBe(true)
    expect(Object.isFrozen(shared.didDocumentMetadata)).toBe(false)
  })

  it('results cannot be changed, and the documents of foreign methods are left alone', async () => {
    const document = { id: WEB_DID, service: [{}] }
    const { resolver } = setUp({ [WEB_DID]: document })
    const result = await resolver.resolve(WEB_DID)
    expect(() => result.didDocument?.service?.pop()).toThrow(TypeError)
    expect(Object.isFrozen(document)).toBe(false)
    document.service.pop()
    expect((await resolver.resolve(WEB_DID)).didDocument?.service).toHaveLength(1)
  })
})

describe('cache (N9)', () => {
  it('a document that may change is kept for its time, then asked for again', async () => {
    const { web, clock, resolver } = setUp(undefined, { ttlMs: 1_000 })
    await resolver.resolve(WEB_DID)
    clock.advance(999)
    await resolver.resolve(`${WEB_DID}#key`)
    expect(web.asked).toBe(1)
    expect(resolver.cached(WEB_DID)?.didDocument?.id).toBe(WEB_DID)
    clock.advance(1)
    expect(resolver.cached(WEB_DID)).toBeUndefined()
    await resolver.resolve(WEB_DID)
    expect(web.asked).toBe(2)
  })

  it('a document that cannot change is kept for ever', async () => {
    const { clock, resolver } = setUp()
    const first = await resolver.resolve(KEY_DID)
    clock.advance(1e12)
    expect(await resolver.resolve(KEY_DID)).toBe(first)
  })

  it('"not found" is kept briefly', async () => {
    const { web, clock, resolver } = setUp({}, { failureTtlMs: 100 })
    await resolver.resolve(WEB_DID)
    clock.advance(99)
    await resolver.resolve(WEB_DID)
    expect(web.asked).toBe(1)
    clock.advance(1)
    await resolver.resolve(WEB_DID)
    expect(web.asked).toBe(2)
  })

  it('other failures and exceptions are never kept', async () => {
    let asked = 0
    const answers: readonly (() => unknown)[] = [
      () => Promise.reject(new TypeError('network')),
      () => ({ didResolutionMetadata: { error: 'internalError' }, didDocument: null, didDocumentMetadata: {} }),
      () => ({ didResolutionMetadata: {}, didDocument: { id: WEB_DID }, didDocumentMetadata: {} }),
    ]
    const web = (async () => answers[asked++]?.()) as DidMethod
    const resolver = createDidResolver({ methods: { web }, clock: manualClock(START) })
    expect(await codeOfPromise(resolver.resolve(WEB_DID))).toBe('did_unreachable')
    expect((await resolver.resolve(WEB_DID)).didResolutionMetadata.error).toBe('internalError')
    expect((await resolver.resolve(WEB_DID)).didDocument).toEqual({ id: WEB_DID })
  })

  it.each([
    [0, 1_000, 2],
    [1, 999, 1],
    [1, 1_000, 2],
    [3_600, 60_000, 2],
  ])("the method's maxAgeSeconds %i bounds the time: after %i ms asked %i times", async (maxAgeSeconds, ms, times) => {
    let asked = 0
    const web: DidMethod = async () => {
      asked++
      return { didResolutionMetadata: { maxAgeSeconds }, didDocument: { id: WEB_DID }, didDocumentMetadata: {} }
    }
    const clock = manualClock(START)
    const resolver = createDidResolver({ methods: { web }, clock })
    await resolver.resolve(WEB_DID)
    clock.advance(ms)
    await resolver.resolve(WEB_DID)
    expect(asked).toBe(times)
  })

  it('is bounded, and the least recently used goes first', async () => {
    const dids = ['did:web:a.example', 'did:web:b.example', 'did:web:c.example'] as const
    const { web, resolver } = setUp(Object.fromEntries(dids.map((id) => [id, { id }])), { maxEntries: 2 })
    for (const did of [dids[0], dids[1], dids[0], dids[2]]) await resolver.resolve(did)
    expect(web.asked).toBe(3)
    expect(resolver.cached(dids[0])).toBeDefined()
    expect(resolver.cached(dids[1])).toBeUndefined()
    expect(resolver.cached(dids[2])).toBeDefined()
  })

  it('maxEntries 0 is no cache', async () => {
    const { web, resolver } = setUp(undefined, { maxEntries: 0 })
    await resolver.resolve(WEB_DID)
    await resolver.resolve(WEB_DID)
    expect(web.asked).toBe(2)
  })

  it('a DID too long to be kept is resolved all the same', async () => {
    const did = `did:web:${'a'.repeat(5_000)}`
    const { web, resolver } = setUp({ [did]: { id: did } })
    await resolver.resolve(did)
    await resolver.resolve(did)
    expect(web.asked).toBe(2)
  })

  it('cache: false asks again and renews what is kept', async () => {
    const documents = { [WEB_DID]: { id: WEB_DID, version: 1 } }
    const { web, resolver } = setUp(documents)
    await resolver.resolve(WEB_DID)
    documents[WEB_DID] = { id: WEB_DID, version: 2 }
    expect((await resolver.resolve(WEB_DID)).didDocument).toMatchObject({ version: 1 })
    expect((await resolver.resolve(WEB_DID, { cache: false })).didDocument).toMatchObject({ version: 2 })
    expect((await resolver.resolve(WEB_DID)).didDocument).toMatchObject({ version: 2 })
    expect(web.asked).toBe(2)
  })

  it('another path, query, accept or option is another question', async () => {
    const { web, resolver } = setUp()
    for (const url of [WEB_DID, `${WEB_DID}?versionId=1`, `${WEB_DID}/p`]) {
      await resolver.resolve(url)
      await resolver.resolve(`${url}#key`)
    }
    expect(web.asked).toBe(3)
    await resolver.resolve(WEB_DID, { accept: 'application/did' })
    await resolver.resolve(WEB_DID, { accept: 'application/did' })
    expect(web.asked).toBe(4)
    await resolver.resolve(WEB_DID, { versionId: '1' })
    await resolver.resolve(WEB_DID, { versionId: '1' })
    expect(web.asked).toBe(6)
  })

  it('callers at the same time share one question, and a failed one is asked again', async () => {
    const { web, resolver } = setUp()
    const results = await Promise.all(Array.from({ length: 20 }, () => resolver.resolve(WEB_DID)))
    expect(web.asked).toBe(1)
    expect(new Set(results).size).toBe(1)

    let asked = 0
    const flaky: DidMethod = async () => {
      if (++asked === 1) throw new TypeError('network')
      return { didResolutionMetadata: {}, didDocument: { id: WEB_DID }, didDocumentMetadata: {} }
    }
    const second = createDidResolver({ methods: { web: flaky }, clock: manualClock(START) })
    const codes = await Promise.all([0, 1].map(() => codeOfPromise(second.resolve(WEB_DID))))
    expect(codes).toEqual(['did_unreachable', 'did_unreachable'])
    expect(await codeOfPromise(second.resolve(WEB_DID))).toBe('accepted')
    expect(asked).toBe(2)
  })
})

describe('did-resolver, both ways', () => {
  it("our methods plug into did-resolver's Resolver", async () => {
    const resolver = new Resolver({ key: didKey(), jwk: didJwk() })
    expect((await resolver.resolve(`${KEY_DID}#x`)).didDocument?.id).toBe(KEY_DID)
    const { did, document } = createDidJwk(jwk)
    expect((await resolver.resolve(did)).didDocument).toEqual(document)
    expect((await resolver.resolve('did:key:z0')).didResolutionMetadata.error).toBe('invalidDid')
  })

  it('methods for did-resolver plug into ours, and may ask ours about other DIDs', async () => {
    const alias: DIDResolver = async (did, parsed, resolver) => {
      expect(parsed).toMatchObject({ did, method: 'alias', id: 'one', didUrl: 'did:alias:one#a', fragment: 'a' })
      const { didDocument } = await resolver.resolve(KEY_DID)
      return {
        didResolutionMetadata: {},
        didDocument: { id: did, alsoKnownAs: [didDocument?.id ?? ''] },
        didDocumentMetadata: {},
      }
    }
    const resolver = createDidResolver({ methods: { alias, key: didKey() }, clock: manualClock(START) })
    expect((await resolver.resolve('did:alias:one#a')).didDocument?.alsoKnownAs).toEqual([KEY_DID])
  })

  it('our resolver plugs into a Resolver as the method of every name it knows, and the other way round', async () => {
    const ours = createDidResolver({ methods: { key: didKey() }, clock: manualClock(START) })
    const theirs = new Resolver({ key: (did, _, __, options) => ours.resolve(did, options) })
    expect((await theirs.resolve(KEY_DID)).didDocument?.id).toBe(KEY_DID)
    const again = createDidResolver({ methods: { key: (did) => theirs.resolve(did) }, clock: manualClock(START) })
    expect((await again.resolve(KEY_DID)).didDocument?.id).toBe(KEY_DID)
  })
})
