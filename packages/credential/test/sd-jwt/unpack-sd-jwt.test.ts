/** RFC 9901 §7.1: one accepted and one refused case for every rule. */
import { createHash } from 'node:crypto'
import type { Json, JsonObject } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unpackSdJwt } from '../../src/sd-jwt/index.ts'
import { codesOf, freeze } from '../fixtures.ts'
import { disclosureOf, encodeText, sha256 } from './fixtures.ts'

const name = disclosureOf('salt-1', 'name', 'Ada')
const driver = disclosureOf('salt-2', 'driver')
const unpack = (payload: unknown, ...disclosures: readonly string[]) =>
  unpackSdJwt(freeze(payload) as JsonObject, disclosures)
const claimsOf = (payload: unknown, ...disclosures: readonly string[]) => {
  const verdict = unpack(payload, ...disclosures)
  return verdict.verified ? verdict.value.claims : codesOf(verdict)
}
const MALFORMED = ['MALFORMED_VALUE_ERROR']
const TAMPERED = ['CRYPTOGRAPHIC_SECURITY_ERROR']

describe('step 3.a digests', () => {
  test.each([
    ['sha-256', 'sha256'],
    ['sha-384', 'sha384'],
    ['sha-512', 'sha512'],
  ])('%s is understood', (_sd_alg, algorithm) => {
    const digest = createHash(algorithm).update(name).digest('base64url')
    expect(claimsOf({ _sd_alg, _sd: [digest] }, name)).toEqual({ name: 'Ada' })
  })

  test('§4.1.1 without _sd_alg it is sha-256', () => {
    expect(claimsOf({ _sd: [sha256(name)] }, name)).toEqual({ name: 'Ada' })
  })

  test.each(['SHA-256', 'sha256', 'sha-256-64', 'md5', '', null, 256, ['sha-256'], 'toString'])(
    '_sd_alg %j is refused',
    (_sd_alg) => {
      expect(claimsOf({ _sd_alg, _sd: [sha256(name)] }, name)).toEqual(['SECURING_NOT_SUPPORTED'])
    },
  )

  test('§4.1.1 _sd_alg MUST NOT stand below the top', () => {
    expect(claimsOf({ a: { _sd_alg: 'sha-256' } })).toEqual(MALFORMED)
    expect(claimsOf({ a: [{ _sd_alg: 'sha-256' }] })).toEqual(MALFORMED)
    const inside = disclosureOf('s', 'a', { _sd_alg: 'sha-256' })
    expect(claimsOf({ _sd: [sha256(inside)] }, inside)).toEqual(MALFORMED)
  })
})

describe('step 3.c disclosures in their place', () => {
  test('a member of the top, of an object in an array, and an element', () => {
    const payload = { _sd: [sha256(name)], list: [{ _sd: [] }, { '...': sha256(driver) }, 'guest'] }
    expect(claimsOf(payload, name, driver)).toEqual({ name: 'Ada', list: [{}, 'driver', 'guest'] })
  })

  test('recursively, at any level', () => {
    const inner = disclosureOf('s1', 'city', 'Berlin')
    const middle = disclosureOf('s2', { _sd: [sha256(inner)], open: 1 })
    const outer = disclosureOf('s3', 'places', [{ '...': sha256(middle) }])
    expect(claimsOf({ _sd: [sha256(outer)] }, inner, middle, outer)).toEqual({ places: [{ open: 1, city: 'Berlin' }] })
    expect(claimsOf({ _sd: [sha256(outer)] }, middle, outer)).toEqual({ places: [{ open: 1 }] })
    expect(claimsOf({ _sd: [sha256(outer)] }, outer)).toEqual({ places: [] })
    expect(claimsOf({ _sd: [sha256(outer)] }, inner, outer)).toEqual(TAMPERED)
  })

  test('what was disclosed is told by pointers into the processed claims', () => {
    const odd = disclosureOf('s', 'a/b~c', { x: 1 })
    const payload = { _sd: [sha256(odd)], list: [{ '...': 'hidden' }, { '...': sha256(driver) }] }
    const verdict = unpack(payload, odd, driver)
    expect(verdict.verified && verdict.value.disclosed).toEqual([
      { pointer: '/list/0', disclosure: driver },
      { pointer: '/a~1b~0c', disclosure: odd },
    ])
  })

  test('what holds no digest is the value of the payload itself', () => {
    const cnf = { jwk: { x: [1, { y: 2 }] } }
    const verdict = unpack({ cnf, other: { _sd: [] } })
    expect(verdict.verified && verdict.value.claims.cnf).toBe(cnf)
  })

  test.each([
    ['§3.c.2.1 a disclosure of two elements in _sd', { _sd: [sha256(driver)] }, driver],
    ['§3.c.3.1 a disclosure of three elements in an array', { list: [{ '...': sha256(name) }] }, name],
  ])('%s', (_rule, payload, disclosure) => {
    expect(claimsOf(payload, disclosure)).toEqual(MALFORMED)
  })

  test.each(['_sd', '...', '_sd_alg', '__proto__'])('§3.c.2.2 a claim named %s', (reserved) => {
    const disclosure = disclosureOf('s', reserved, [])
    expect(claimsOf({ _sd: [sha256(disclosure)] }, disclosure)).toEqual(MALFORMED)
  })

  test.each(['constructor', 'toString', 'hasOwnProperty', 'prototype'])('a claim may be named %s', (odd) => {
    const disclosure = disclosureOf('s', odd, 1)
    expect(Object.entries(claimsOf({ _sd: [sha256(disclosure)] }, disclosure))).toEqual([[odd, 1]])
  })

  test('§3.c.2.3 a claim named like one in the open, or like another that was disclosed', () => {
    const again = disclosureOf('other salt', 'name', 'Eve')
    expect(claimsOf({ name: 'Ada', _sd: [sha256(again)] }, again)).toEqual(MALFORMED)
    expect(claimsOf({ _sd: [sha256(name), sha256(again)] }, name, again)).toEqual(MALFORMED)
    expect(claimsOf({ inner: { name: 'Ada' }, _sd: [sha256(again)] }, again)).toMatchObject({ name: 'Eve' })
  })
})

describe('steps 3.d to 3.f what is left', () => {
  test('digests without a disclosure vanish, an emptied object and array stay', () => {
    expect(claimsOf({ _sd: ['x'], a: { _sd: ['y'] }, b: [{ '...': 'z' }], _sd_alg: 'sha-256' })).toEqual({
      a: {},
      b: [],
    })
  })
})

describe('§4.2.4 what digests look like', () => {
  test.each<[string, Json]>([
    ['_sd that is a text', { _sd: 'x' }],
    ['_sd that is null', { _sd: null }],
    ['_sd that is an object', { a: { _sd: { 0: 'x' } } }],
    ['a digest that is a number', { _sd: ['x', 1] }],
    ['a digest that is an array', { _sd: [['x']] }],
    ['a digest of an element that is null', { a: [{ '...': null }] }],
    ['a digest of an element that is an object', { a: [{ '...': { '...': 'x' } }] }],
    ['... beside another member', { a: [{ '...': 'x', b: 1 }] }],
    ['... beside _sd', { a: [{ '...': 'x', _sd: [] }] }],
    ['... in an object that is no element', { a: { '...': 'x' } }],
    ['... at the top', { '...': 'x' }],
  ])('%s is refused', (_what, payload) => {
    expect(claimsOf(payload)).toEqual(MALFORMED)
  })
})

describe('step 4 every digest once', () => {
  const nested = disclosureOf('s', 'a', { _sd: ['decoy'] })
  test.each<[string, Json, readonly string[]]>([
    ['in one _sd', { _sd: ['decoy', 'decoy'] }, []],
    ['in two _sd', { _sd: ['decoy'], a: { _sd: ['decoy'] } }, []],
    ['in _sd and in an array', { _sd: ['decoy'], a: [{ '...': 'decoy' }] }, []],
    ['in one array', { a: [{ '...': 'decoy' }, { '...': 'decoy' }] }, []],
    ['in a disclosure', { _sd: ['decoy', sha256(nested)] }, [nested]],
    ['with its disclosure', { _sd: [sha256(name)], a: { _sd: [sha256(name)] } }, [name]],
  ])('%s: twice is refused', (_where, payload, disclosures) => {
    expect(claimsOf(payload, ...disclosures)).toEqual(MALFORMED)
  })
})

describe('step 5 every disclosure has its digest', () => {
  test('injected, for another place, or twice: refused', () => {
    expect(claimsOf({ _sd: [sha256(name)] }, name, driver)).toEqual(TAMPERED)
    expect(claimsOf({ name: 'Ada' }, name)).toEqual(TAMPERED)
    expect(claimsOf({ _sd: [sha256(name)] }, name, name)).toEqual(TAMPERED)
    expect(claimsOf({ _sd: [sha256(name)] }, disclosureOf('salt-1', 'name', 'Eve'))).toEqual(TAMPERED)
  })
})

describe('malformed disclosures', () => {
  test.each([
    ['no base64url', 'a+b='],
    ['no canonical base64url', `${name}A`],
    ['no UTF-8', 'WyL_Il0'],
    ['no JSON', encodeText('["salt",')],
    ['an object', encodeText('{"0":"salt","1":"name","2":1}')],
    ['one element', disclosureOf('salt')],
    ['four elements', disclosureOf('salt', 'name', 1, 2)],
    ['no element', disclosureOf()],
    ['a salt that is a number', disclosureOf(1, 'name', 1)],
    ['a name that is a number', disclosureOf('salt', 1, 1)],
    ['the same key twice', encodeText('["salt","name",{"a":1,"a":2}]')],
    ['a key __proto__', encodeText('["salt","name",{"__proto__":{"admin":true}}]')],
    ['a lone surrogate', encodeText('["salt","name","\\ud800"]')],
    ['too many levels', encodeText(`["salt","name",${'['.repeat(70)}${']'.repeat(70)}]`)],
  ])('%s', (_what, disclosure) => {
    expect(claimsOf({ _sd: [sha256(disclosure)] }, disclosure)).toEqual(['PARSING_ERROR'])
  })
})

describe('any payload and any disclosures', () => {
  const key = fc.oneof(fc.constantFrom('_sd', '...', '_sd_alg', 'a', 'b', 'constructor'), fc.string({ maxLength: 3 }))
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'medium' },
      fc.constantFrom<unknown>(null, 1, 'x', 'sha-256', sha256(name), sha256(driver)),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 3 }),
    ),
  }))

  test('a verdict, never an exception; no digest is left in what was accepted', () => {
    fc.assert(
      fc.property(
        fc.dictionary(key, value),
        fc.array(
          fc.oneof(
            fc.constantFrom(name, driver),
            value.map((hidden) => disclosureOf('s', 'a', hidden)),
          ),
        ),
        (payload, disclosures) => {
          const text = JSON.stringify(payload)
          const verdict = unpackSdJwt(JSON.parse(text) as JsonObject, disclosures)
          if (verdict.verified) expect(JSON.stringify(verdict.value.claims)).not.toMatch(/"(?:_sd|_sd_alg|\.\.\.)":/)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('bounds', () => {
  /** Disclosures each of which lies in the one before. */
  function chain(length: number): { readonly payload: JsonObject; readonly disclosures: readonly string[] } {
    const disclosures: string[] = []
    let digests: readonly string[] = []
    for (let i = 0; i < length; i++) {
      const disclosure = disclosureOf(`salt-${i}`, 'a', { _sd: digests })
      digests = [sha256(disclosure)]
      disclosures.push(disclosure)
    }
    return { payload: { _sd: digests }, disclosures }
  }

  test('64 levels, however they are put together', () => {
    const deep = chain(63)
    expect(unpack(deep.payload, ...deep.disclosures).verified).toBe(true)
    const deeper = chain(64)
    expect(claimsOf(deeper.payload, ...deeper.disclosures)).toEqual(['PARSING_ERROR'])
    const deepest = chain(4096)
    expect(claimsOf(deepest.payload, ...deepest.disclosures)).toEqual(['PARSING_ERROR'])
  })

  test('pointers of 4,096 characters, however many of them begin with the same long name', () => {
    const under = (length: number, count: number) => {
      const disclosures = Array.from({ length: count }, (_, i) => disclosureOf('salt', `${i}`.padStart(4, '0'), i))
      return unpack({ ['x'.repeat(length)]: { _sd: disclosures.map(sha256) } }, ...disclosures)
    }
    expect(under(4090, 10).verified).toBe(true)
    expect(codesOf(under(4091, 1))).toEqual(['PARSING_ERROR'])
    expect(codesOf(under(4_000_000, 4096))).toEqual(['PARSING_ERROR'])
  })

  test('inputs are not changed', () => {
    expect(unpack(freeze({ a: { _sd: [sha256(name)] } }), name).verified).toBe(true)
  })

  test('problems repeat no claim', () => {
    const secret = disclosureOf('s', 'secret-7f3a', 'secret-7f3a')
    expect(JSON.stringify(unpack({ _sd: [] }, secret))).not.toContain('7f3a')
  })
})
