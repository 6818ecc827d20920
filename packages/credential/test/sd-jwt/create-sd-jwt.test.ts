/** RFC 9901 §4.2: what an issuer makes. */
import { base64urlDecode, type JsonObject, parseJson, systemRandomBytes } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CredentialError } from '../../src/index.ts'
import { createSdJwt, unpackSdJwt } from '../../src/sd-jwt/index.ts'
import { freeze } from '../fixtures.ts'
import { sha256, testBytes } from './fixtures.ts'

const create = (claims: unknown, disclose: readonly string[], decoys?: number) =>
  createSdJwt(freeze(claims) as JsonObject, { disclose, decoys, randomBytes: testBytes() })
const read = (disclosure: string | undefined) => parseJson(base64urlDecode(disclosure ?? '')) as readonly unknown[]

describe('§4.2 disclosures', () => {
  test('a member: salt, name, value; its digest replaces it', () => {
    const { payload, disclosures } = create({ iss: 'x', name: 'Möbius' }, ['/name'])
    expect(read(disclosures[0])).toEqual([expect.stringMatching(/^[\w-]{24}$/), 'name', 'Möbius'])
    expect(payload).toEqual({ iss: 'x', _sd: [sha256(disclosures[0] ?? '')], _sd_alg: 'sha-256' })
  })

  test('an element: salt and value; its digest takes its place', () => {
    const { payload, disclosures } = create({ roles: ['a', 'b', 'c'] }, ['/roles/1'])
    expect(read(disclosures[0])).toEqual([expect.any(String), 'b'])
    expect(payload).toMatchObject({ roles: ['a', { '...': sha256(disclosures[0] ?? '') }, 'c'] })
  })

  test('§4.2.6 pointers above and below each other: digests within disclosures', () => {
    const { payload, disclosures } = create({ address: { city: 'Berlin', zip: '1' } }, ['/address', '/address/city'])
    expect(Object.keys(payload)).toEqual(['_sd', '_sd_alg'])
    expect(disclosures.map((disclosure) => read(disclosure)[1])).toEqual(['city', 'address'])
    expect(read(disclosures[1])[2]).toEqual({ zip: '1', _sd: [sha256(disclosures[0] ?? '')] })
  })

  test('nothing to hide: no _sd and no _sd_alg', () => {
    expect(create({ a: 1 }, [])).toEqual({ payload: { a: 1 }, disclosures: [] })
    expect(create({ a: 1 }, [], 5)).toEqual({ payload: { a: 1 }, disclosures: [] })
  })

  test('§4.2.4.1 the order of digests MUST NOT tell the order of claims: it is sorted', () => {
    const claims = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`claim${i}`, i]))
    const { payload } = create(
      claims,
      Object.keys(claims).map((name) => `/${name}`),
      3,
    )
    const digests = payload._sd as readonly string[]
    expect(digests).toHaveLength(43)
    expect(digests).toEqual([...digests].sort())
  })

  test('§9.3 every salt is new and at least 128 bits long, also beyond one call for randomness', () => {
    const claims = { list: Array.from({ length: 100 }, () => 'same') }
    const { disclosures } = createSdJwt(claims, {
      disclose: claims.list.map((_, i) => `/list/${i}`),
      randomBytes: systemRandomBytes,
    })
    const salts = disclosures.map((disclosure) => read(disclosure)[0] as string)
    expect(new Set(salts).size).toBe(100)
    expect(Math.min(...salts.map((salt) => base64urlDecode(salt).length))).toBeGreaterThanOrEqual(16)
  })

  test('a source that gives too few random bytes is refused', () => {
    const attempt = () => createSdJwt({ a: 1 }, { disclose: ['/a'], randomBytes: () => new Uint8Array(1) })
    expect(attempt).toThrow(TypeError)
  })
})

describe('§4.2.5 decoys', () => {
  test('wherever something can be hidden, and nowhere else', () => {
    const { payload, disclosures } = create({ a: 1, o: { b: 2 }, l: [1, 2], m: [3] }, ['/a', '/l/0', '/l/1'], 4)
    expect(payload._sd).toHaveLength(5)
    expect(payload.l).toHaveLength(6)
    expect(payload).toMatchObject({ o: { b: 2 }, m: [3] })
    expect(disclosures).toHaveLength(3)
    expect(unpackSdJwt(payload as JsonObject, disclosures)).toMatchObject({
      value: { claims: { a: 1, o: { b: 2 }, l: [1, 2], m: [3] } },
    })
  })

  test('they look like other digests, and lie anywhere among the elements', () => {
    const places = new Set<number>()
    for (let i = 0; i < 50; i++) {
      const { payload, disclosures } = createSdJwt(
        { l: ['x'] },
        { disclose: ['/l/0'], decoys: 2, randomBytes: testBytes(`${i}`) },
      )
      const digests = (payload.l as readonly JsonObject[]).map((item) => item['...'] as string)
      expect(digests.every((digest) => /^[\w-]{43}$/.test(digest))).toBe(true)
      places.add(digests.indexOf(sha256(disclosures[0] ?? '')))
    }
    expect([...places].sort()).toEqual([0, 1, 2])
  })

  test.each([-1, 0.5, 257, Number.NaN])('a number of %d is refused', (decoys) => {
    expect(() => create({ a: 1 }, ['/a'], decoys)).toThrow(TypeError)
  })
})

describe('pointers', () => {
  test.each([
    ['/a~1b', { 'a/b': 1 }],
    ['/a~0b', { 'a~b': 1 }],
    ['/', { '': 1 }],
    ['/~01', { '~1': 1 }],
    ['/constructor', { constructor: 1 }],
  ])('%s is found in %j', (pointer, claims) => {
    expect(create(claims, [pointer]).disclosures).toHaveLength(1)
  })

  test('the same pointer twice is once', () => {
    expect(create({ a: 1 }, ['/a', '/a']).disclosures).toHaveLength(1)
  })

  test.each(['', 'a', '/a~', '/a~2', '#/a'])('%j is no pointer to a claim', (pointer) => {
    expect(() => create({ a: 1 }, [pointer])).toThrow(TypeError)
  })

  test('more than 4,096, and longer ones, are refused', () => {
    const long = 'a'.repeat(4095)
    expect(create({ [long]: 1 }, [`/${long}`]).disclosures).toHaveLength(1)
    expect(() => create({ [`${long}a`]: 1 }, [`/${long}a`])).toThrow(TypeError)
    expect(() =>
      create(
        { a: 1 },
        Array.from({ length: 4097 }, () => '/a'),
      ),
    ).toThrow(TypeError)
  })

  test('more than 64 levels are refused before they cost memory', () => {
    expect(() => create({ a: 1 }, ['/a'.repeat(65)])).toThrow(TypeError)
    expect(() => create({ a: 1 }, ['/a'.repeat(64)])).toThrow(expect.objectContaining({ code: 'claim_not_found' }))
  })

  test.each(['/b', '/a/b', '/l/2', '/l/01', '/l/-', '/l/length', '/l/0/x', '/toString', '/u', '/o/q'])(
    '%s is not there',
    (pointer) => {
      const attempt = () => create({ a: 1, l: [1, 2], o: {}, u: undefined }, [pointer])
      expect(attempt).toThrow(CredentialError)
      expect(attempt).toThrow(expect.objectContaining({ code: 'claim_not_found' }))
    },
  )
})

describe('§4.1 claims that no SD-JWT can carry', () => {
  const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) })
  test.each<[string, unknown, string]>([
    ['_sd', { _sd: [] }, '/_sd'],
    ['... deep down', { a: [{ '...': 'x' }] }, '/a/0/...'],
    ['_sd_alg', { a: { _sd_alg: 'sha-256' } }, '/a/_sd_alg'],
    ['__proto__', JSON.parse('{"a":{"__proto__":1}}'), '/a/__proto__'],
    ['a date', { a: new Date(0) }, '/a'],
    ['a map', { a: new Map() }, '/a'],
    ['NaN', { a: [Number.NaN] }, '/a/0'],
    ['undefined among elements', { a: [undefined] }, '/a/0'],
    ['a function', { a: () => 1 }, '/a'],
    ['a lone surrogate', { a: '\ud800' }, '/a'],
    ['a lone surrogate in a name', { a: { '\ud800': 1 } }, '/a'],
    ['a toJSON', { a: { toJSON: 1 } }, '/a'],
    ['an array', [], ''],
    ['63 levels', deep(63), '/a'.repeat(62)],
  ])('%s', (_what, claims, pointer) => {
    const attempt = () => createSdJwt(claims as JsonObject, { disclose: [], randomBytes: testBytes() })
    expect(attempt).toThrow(
      expect.objectContaining({ code: 'malformed_claims', problems: [expect.objectContaining({ pointer })] }),
    )
  })

  test('62 levels survive being hidden at every level', () => {
    const claims = deep(62) as JsonObject
    const disclose = Array.from({ length: 62 }, (_, i) => '/a'.repeat(i + 1))
    const { payload, disclosures } = create(claims, disclose)
    expect(unpackSdJwt(payload as JsonObject, disclosures)).toMatchObject({ verified: true, value: { claims } })
  })

  test('a member that is undefined is absent', () => {
    expect(create({ a: undefined, b: 1 }, ['/b']).disclosures).toHaveLength(1)
  })
})

test('any JSON of which anything can be hidden comes back whole', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (value) => {
      const claims = JSON.parse(JSON.stringify(value)) as JsonObject
      const text = JSON.stringify(claims)
      fc.pre(text.isWellFormed() && !/"(?:_sd|_sd_alg|\.\.\.|__proto__|toJSON)"/.test(text))
      const { payload, disclosures } = create(
        claims,
        Object.keys(claims).map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
      )
      const verdict = unpackSdJwt(parseJson(JSON.stringify(payload)) as JsonObject, disclosures)
      expect(verdict.verified && verdict.value.claims).toEqual(claims)
    }),
  )
})
