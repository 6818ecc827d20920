import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { didWebUrl, formatDidWeb, MAX_DID_WEB_LENGTH, parseDidWeb } from '../src/index.ts'
import { HOSTILE_DIDS } from './hostile-did-web.ts'
import { codeOf } from './support.ts'

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/)
const host = fc
  .tuple(fc.array(label, { minLength: 0, maxLength: 3 }), fc.stringMatching(/^[a-z][a-z0-9]{1,8}$/))
  .map(([labels, last]) => [...labels, last].join('.'))
const segment = fc.stringMatching(/^[A-Za-z0-9._~-]{1,12}$/).filter((text) => text !== '.' && text !== '..')
const identifier = fc.record(
  { host, port: fc.integer({ min: 1, max: 65_535 }), path: fc.array(segment, { maxLength: 5 }) },
  { requiredKeys: ['host', 'path'] },
)

describe('did:web §Method-specific identifier', () => {
  it.each([
    ['did:web:w3c-ccg.github.io', 'https://w3c-ccg.github.io/.well-known/did.json'],
    ['did:web:w3c-ccg.github.io:user:alice', 'https://w3c-ccg.github.io/user/alice/did.json'],
    ['did:web:example.com%3A3000', 'https://example.com:3000/.well-known/did.json'],
    ['did:web:example.com%3A3000:user:alice', 'https://example.com:3000/user/alice/did.json'],
    ['did:web:example.com%3a3000:user:alice', 'https://example.com:3000/user/alice/did.json'],
    ['did:web:example.com:%7Ealice:a%2Db', 'https://example.com/~alice/a-b/did.json'],
    ['did:web:xn--mller-kva.example', 'https://xn--mller-kva.example/.well-known/did.json'],
    ['did:web:example.com:...', 'https://example.com/.../did.json'],
    ['did:web:localhost%3A3000:stations:1', 'https://localhost:3000/stations/1/did.json'],
  ])('§Read: %s lies at %s', (did, url) => {
    expect(didWebUrl(did)).toBe(url)
  })

  it.each(HOSTILE_DIDS)('refuses %s (%s)', (did) => {
    expect(codeOf(() => parseDidWeb(did))).toBe('invalid_did')
    expect(codeOf(() => didWebUrl(did))).toBe('invalid_did')
  })

  it('refuses a DID longer than 2,048 characters', () => {
    const prefix = 'did:web:example.com:'
    expect(codeOf(() => parseDidWeb(prefix + 'a'.repeat(MAX_DID_WEB_LENGTH - prefix.length)))).toBe('accepted')
    expect(codeOf(() => parseDidWeb(prefix + 'a'.repeat(MAX_DID_WEB_LENGTH - prefix.length + 1)))).toBe('invalid_did')
    expect(codeOf(() => formatDidWeb({ host: 'example.com', path: ['a'.repeat(2_100)] }))).toBe('invalid_did')
  })

  it.each([
    [{ host: '127.0.0.1', path: [] }],
    [{ host: 'example.com', port: 0, path: [] }],
    [{ host: 'example.com', port: 65_536, path: [] }],
    [{ host: 'example.com', port: 1.5, path: [] }],
    [{ host: 'example.com', path: ['a/b'] }],
    [{ host: 'example.com', path: ['..'] }],
    [{ host: 'example.com', path: [''] }],
    [{ host: 'example.com', path: ['a:b'] }],
    [{ host: '', path: [] }],
  ])('formatDidWeb refuses %j', (parts) => {
    expect(codeOf(() => formatDidWeb(parts))).toBe('invalid_did')
  })

  it('parse after format gives the parts back', () => {
    fc.assert(
      fc.property(identifier, (parts) => {
        expect(parseDidWeb(formatDidWeb(parts))).toEqual(parts)
      }),
    )
  })

  it('format after parse gives the canonical spelling, and that one is stable', () => {
    fc.assert(
      fc.property(identifier, (parts) => {
        const did = formatDidWeb(parts)
        expect(formatDidWeb(parseDidWeb(did))).toBe(did)
      }),
    )
  })

  it('any accepted DID has a URL on its own host, below its own path, without user, query or fragment', () => {
    const piece = fc.oneof(
      host,
      segment,
      fc.constantFrom('%3A8443', '%3a1', '..', '%2e%2e', '%2F', '%00', '%40', '127.0.0.1', '[::1]', '@', '', '%25'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), fc.constantFrom('', ':'), (pieces, joint) => {
        const did = `did:web:${pieces.join(joint)}`
        if (codeOf(() => parseDidWeb(did)) !== 'accepted') return
        const parts = parseDidWeb(did)
        const url = new URL(didWebUrl(did))
        expect(url.hostname).toBe(parts.host.toLowerCase())
        expect(url.username + url.password + url.search + url.hash).toBe('')
        expect(url.pathname).toBe(
          `/${[...(parts.path.length > 0 ? parts.path : ['.well-known']), 'did.json'].join('/')}`,
        )
      }),
      { numRuns: 1_000 },
    )
  })
})
