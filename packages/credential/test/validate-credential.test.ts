import { MAX_JSON_DEPTH, parseJson } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Credential, validateCredential } from '../src/index.ts'
import { credential, credential11, freeze, withMember } from './fixtures.ts'
import { accepted11, accepted20, inline, refused11, refused20 } from './validate-credential-cases.ts'

describe('VCDM 2.0', () => {
  test('accepts the golden credential', () => {
    expect(validateCredential(credential)).toEqual([])
  })
  for (const [rule, path, value] of accepted20) {
    test(`accepts ${rule}`, () => {
      expect(validateCredential(freeze(withMember(credential, path, value)))).toEqual([])
    })
  }
  for (const [rule, path, value, pointer = `/${path.replaceAll('.', '/')}`] of refused20) {
    test(`refuses ${rule}`, () => {
      expectProblem(freeze(withMember(credential, path, value)), pointer)
    })
  }

  test('§4.5 a type MUST be defined, where all terms are known', () => {
    const known = withMember(credential, '@context', inline({ ChargingStationCredential: 'urn:x:ChargingStation' }))
    expect(validateCredential(known)).toEqual([])
    expectProblem(withMember(credential, '@context', inline()), '/type')
    expectProblem(withMember(credential, '@context', inline({ ChargingStationCredential: null })), '/type')
    expectProblem(withMember(credential, '@context', inline({ '@vocab': null })), '/type')
    expect(validateCredential(withMember(credential, '@context', inline({ '@vocab': 'urn:x:' })))).toEqual([])
  })

  test('a term declared as a JSON literal is no place for identifiers', () => {
    const withContext = (type: string) =>
      withMember(
        withMember(credential, '@context', [...credential['@context'], { ocmf: { '@id': 'urn:ocmf', '@type': type } }]),
        'credentialSubject.ocmf',
        { id: 7 },
      )
    expect(validateCredential(withContext('@json'))).toEqual([])
    expectProblem(withContext('@id'), '/credentialSubject/ocmf/id')
  })
})

describe('VCDM 1.1', () => {
  test('accepts the golden credential', () => {
    expect(validateCredential(credential11)).toEqual([])
  })
  for (const [rule, path, value] of accepted11) {
    test(`accepts ${rule}`, () => {
      expect(validateCredential(freeze(withMember(credential11, path, value)))).toEqual([])
    })
  }
  for (const [rule, path, value, pointer = `/${path.replaceAll('.', '/')}`] of refused11) {
    test(`refuses ${rule}`, () => {
      expectProblem(freeze(withMember(credential11, path, value)), pointer)
    })
  }
})

describe('any value', () => {
  test.each([null, undefined, 7, 'eyJ', true, [[]], [[{}]], () => 1])('no credential: %o', (value) => {
    expect(validateCredential(value)).toMatchObject([{ code: 'MALFORMED_VALUE_ERROR', pointer: '' }])
  })

  test('an object without any member is reported member by member', () => {
    expect(validateCredential({}).map(({ pointer }) => pointer)).toEqual([
      '/@context',
      '/type',
      '/issuer',
      '/credentialSubject',
    ])
  })

  test('nesting is bounded, also where it is endless', () => {
    const endless: { again?: unknown } = {}
    endless.again = endless
    expect(validateCredential({ ...credential, endless }).map(({ detail }) => detail)).toEqual([
      `The value is nested deeper than ${MAX_JSON_DEPTH} levels.`,
    ])
  })

  test('a context that is no JSON is refused, not fallen over', () => {
    const endless: { again?: unknown } = {}
    endless.again = endless
    for (const context of [endless, { a: 1n }]) {
      const problems = validateCredential({ ...credential, '@context': [...credential['@context'], context] })
      expect(problems.map(({ pointer }) => pointer?.slice(0, 11))).toContain('/@context/2')
    }
  })

  test('at most 50 problems are listed', () => {
    const ids = Array.from({ length: 1000 }, () => ({ id: 7 }))
    expect(validateCredential({ ...credential, ids })).toHaveLength(50)
  })

  test('what JSON can hold never throws, and no detail repeats a value', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(credential)), fc.jsonValue(), (member, value) => {
        const problems = validateCredential(freeze({ ...credential, [member]: value }))
        const marked = validateCredential({ ...credential, [member]: ['secret-7f3a', { id: 'secret-7f3a' }] })
        expect(JSON.stringify(marked.map(({ detail }) => detail))).not.toContain('secret-7f3a')
        expect(problems.every(({ code }) => code === 'MALFORMED_VALUE_ERROR')).toBe(true)
      }),
    )
  })

  test('a pointer leads to the value it is about', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z~/]{1,6}$/), { minLength: 1, maxLength: 6 }), (path) => {
        const nested = path.reduceRight<unknown>((value, key) => ({ [key]: value }), { id: 'not a URL' })
        const problems = validateCredential({ ...credential, claims: parseJson(JSON.stringify(nested)) })
        const pointer = path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
        fc.pre(!path.includes('id') && !path.includes('type'))
        expect(problems.map((problem) => problem.pointer)).toEqual([`/claims${pointer}/id`])
      }),
    )
  })
})

function expectProblem(value: Credential, pointer: string): void {
  const problems = validateCredential(value)
  expect(problems.map((problem) => problem.pointer)).toContain(pointer)
  expect(problems.every(({ code }) => code === 'MALFORMED_VALUE_ERROR')).toBe(true)
}
