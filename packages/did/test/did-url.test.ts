import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_DID_LENGTH, parseDid, parseDidUrl } from '../src/index.ts'
import { codeOf } from './support.ts'

describe('DID 1.1 §3.1: DID syntax', () => {
  it.each([
    ['did:example:123', { did: 'did:example:123', method: 'example', id: '123' }],
    [
      'did:web:example.com%3A3000:a',
      { did: 'did:web:example.com%3A3000:a', method: 'web', id: 'example.com%3A3000:a' },
    ],
    ['did:a::b', { did: 'did:a::b', method: 'a', id: ':b' }],
  ])('reads %s', (did, parts) => {
    expect(parseDid(did)).toEqual(parts)
  })

  it.each([
    '',
    'did',
    'did:',
    'did:example',
    'did:example:',
    'did:example:a:',
    'DID:example:a',
    'did:Example:a',
    'did:ex-ample:a',
    'did:example:a b',
    'did:example:%2',
    'did:example:%zz',
    'did:example:ø',
    ' did:example:a',
    'did:example:a\n',
    'did:example:a#key',
    'did:example:a?q',
    'did:example:a/p',
    'https://example.com',
  ])('refuses %j', (text) => {
    expect(codeOf(() => parseDid(text))).toBe('invalid_did')
  })

  it('refuses a text longer than any method needs', () => {
    const prefix = 'did:example:'
    expect(codeOf(() => parseDid(prefix + 'a'.repeat(MAX_DID_LENGTH - prefix.length)))).toBe('accepted')
    expect(codeOf(() => parseDid(prefix + 'a'.repeat(MAX_DID_LENGTH - prefix.length + 1)))).toBe('invalid_did')
  })
})

describe('DID 1.1 §3.2: DID URL syntax', () => {
  it('reads all parts, and tells an empty part from an absent one', () => {
    expect(parseDidUrl('did:a:b/c/d?e=f#g')).toEqual({
      did: 'did:a:b',
      didUrl: 'did:a:b/c/d?e=f#g',
      method: 'a',
      id: 'b',
      path: '/c/d',
      query: 'e=f',
      fragment: 'g',
    })
    expect(parseDidUrl('did:a:b?#')).toMatchObject({ query: '', fragment: '' })
    expect(Object.keys(parseDidUrl('did:a:b'))).not.toContain('fragment')
  })

  it.each(['#key', 'did:a:b#a#b', 'did:a:b#"', 'did:a:b?q=<', 'did:a', 'did:a:b# '])('refuses %j', (text) => {
    expect(codeOf(() => parseDidUrl(text))).toBe('invalid_did_url')
  })

  it('the parts put together again are the text', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9._~!$&'()*+,;=:@-]{1,20}$/)
    const url = fc
      .record({
        method: fc.stringMatching(/^[a-z0-9]{1,10}$/),
        id: fc.stringMatching(/^([A-Za-z0-9._-]|%[0-9A-F]{2}|:[a-z]){1,20}$/),
        path: fc.option(part, { nil: undefined }),
        query: fc.option(part, { nil: undefined }),
        fragment: fc.option(part, { nil: undefined }),
      })
      .map(({ method, id, path, query, fragment }) =>
        [
          `did:${method}:${id}`,
          path === undefined ? '' : `/${path}`,
          query === undefined ? '' : `?${query}`,
          fragment === undefined ? '' : `#${fragment}`,
        ].join(''),
      )
    fc.assert(
      fc.property(url, (text) => {
        const { did, path = '', query, fragment } = parseDidUrl(text)
        const again =
          did + path + (query === undefined ? '' : `?${query}`) + (fragment === undefined ? '' : `#${fragment}`)
        expect(again).toBe(text)
      }),
    )
  })

  it('any text is either refused with the code or read', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((tail) => `did:web:${tail}`),
        ),
        (text) => {
          expect(['accepted', 'invalid_did_url']).toContain(codeOf(() => parseDidUrl(text)))
        },
      ),
    )
  })
})
