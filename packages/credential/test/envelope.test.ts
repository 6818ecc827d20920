/** VCDM 2.0 §4.13.1 and §4.13.2, RFC 2397. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CREDENTIALS_V2,
  envelopeCredential,
  envelopePresentation,
  isEnvelopedCredential,
  isEnvelopedPresentation,
  openBinaryEnvelope,
  openEnvelope,
} from '../src/index.ts'
import { EXAMPLES_V2, freeze } from './fixtures.ts'

const token = 'eyJhbGciOiJFZERTQSJ9.e30.c2ln'
const close = (id: unknown, members: object = {}) =>
  freeze({ '@context': CREDENTIALS_V2, type: 'EnvelopedVerifiableCredential', id, ...members })
const base64 = Buffer.from(token).toString('base64')

test('what was closed opens again', () => {
  const characters = fc.stringMatching(/^[A-Za-z0-9_.~-]{1,40}$/)
  const mediaType = fc.stringMatching(/^[a-z]{1,10}\/[a-z0-9.+-]{1,10}$/)
  fc.assert(
    fc.property(mediaType, characters, (type, content) => {
      for (const close of [envelopeCredential, envelopePresentation]) {
        expect(openEnvelope(freeze(close(type, content)))).toEqual({ mediaType: type, token: content })
      }
    }),
  )
})

test('RFC 2397 bytes are written in base64, and open again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (content) => {
      const bytes = new Uint8Array(content)
      for (const close of [envelopeCredential, envelopePresentation]) {
        const envelope = freeze(close('application/vc+cose', bytes))
        expect(envelope.id).toBe(`data:application/vc+cose;base64,${Buffer.from(bytes).toString('base64')}`)
        expect(openBinaryEnvelope(envelope)).toEqual({ mediaType: 'application/vc+cose', bytes })
      }
    }),
  )
})

test('bytes and text are not taken for each other', () => {
  expect(openEnvelope(envelopeCredential('application/vc+cose', Uint8Array.of(0xd2, 0x84)))).toBeUndefined()
  expect(openBinaryEnvelope(envelopeCredential('application/vc+jwt', token))).toBeUndefined()
  expect(openBinaryEnvelope(close('data:a/b;base64,YR=='))).toBeUndefined()
  expect(openBinaryEnvelope(close('data:a/b;base64,YR==').id)).toBeUndefined()
  expect(() => envelopeCredential('a/b', new Uint8Array(0))).toThrow(TypeError)
})

test('an envelope is of one kind', () => {
  const ofCredential = envelopeCredential('application/vc+jwt', token)
  expect(ofCredential).toEqual({
    '@context': [CREDENTIALS_V2],
    type: 'EnvelopedVerifiableCredential',
    id: `data:application/vc+jwt,${token}`,
  })
  const ofPresentation = envelopePresentation('application/vp+jwt', token)
  expect([isEnvelopedCredential(ofCredential), isEnvelopedPresentation(ofCredential)]).toEqual([true, false])
  expect([isEnvelopedCredential(ofPresentation), isEnvelopedPresentation(ofPresentation)]).toEqual([false, true])
})

test.each([
  ['vc+jwt', token],
  ['application/vc+jwt;a=b', token],
  ['', token],
  ['application/vc+jwt', ''],
  ['application/vc+jwt', 'a b'],
  ['application/vc+jwt', 'a,b'],
  ['application/vc+jwt', 'a%2Eb'],
])('closing %j around %j is a mistake of the programmer', (mediaType, content) => {
  expect(() => envelopeCredential(mediaType, content)).toThrow(TypeError)
})

describe('accepted', () => {
  test.each([
    [`data:application/vc+jwt,${token}`, 'application/vc+jwt'],
    [`data:application/jwt,${token}`, 'application/jwt'],
    [`DATA:Application/VC+JWT,${token}`, 'application/vc+jwt'],
    [`data:application/vc+jwt;charset=utf-8;version=1,${token}`, 'application/vc+jwt'],
    [`data:application/vc+jwt;base64,${base64}`, 'application/vc+jwt'],
    [`data:application/vc+jwt;a=b;base64,${base64}`, 'application/vc+jwt'],
  ])('%s', (id, mediaType) => {
    expect(openEnvelope(close(id))).toEqual({ mediaType, token })
  })

  test('the context may be one of several', () => {
    expect(openEnvelope(close(`data:a/b,${token}`, { '@context': [CREDENTIALS_V2, EXAMPLES_V2] }))).toBeDefined()
  })

  test('a token of ten megabytes', () => {
    const big = 'x'.repeat(10 * 1024 * 1024 + 1)
    expect(openEnvelope(close(`data:a/b,${big}`))?.token).toBe(big)
    expect(openEnvelope(close(`data:a/b;base64,${Buffer.from(big).toString('base64')}`))?.token).toBe(big)
  })
})

describe('refused', () => {
  test.each([
    ['no URL', 7],
    ['another scheme', `https://example.org/${token}`],
    ['the token alone', token],
    ['no media type', `data:,${token}`],
    ['no subtype', `data:application,${token}`],
    ['no comma', `data:application/vc+jwt`],
    ['no content', 'data:application/vc+jwt,'],
    ['a parameter without a value', `data:application/vc-ld+jwt;base64url,${token}`],
    ['a parameter twice', `data:a/b;c=d;C=e,${token}`],
    ['base64 before a parameter', `data:a/b;base64;c=d,${base64}`],
    ['base64 that is none', `data:a/b;base64,${token}`],
    ['base64 without its padding', `data:a/b;base64,${base64.replace(/=+$/, '')}`],
    ['base64 with stray bits', 'data:a/b;base64,YR=='],
    ['base64 of bytes that are no token', `data:a/b;base64,${Buffer.of(0xd2, 0x84).toString('base64')}`],
    ['percent encoding', `data:a/b,${token}%7E`],
    ['white space', `data:a/b, ${token}`],
    ['a fragment', `data:a/b,${token}#a`],
    ['an endless media type', `data:a/${'b'.repeat(300)},${token}`],
  ])('%s', (_what, id) => {
    expect(openEnvelope(close(id))).toBeUndefined()
  })

  test.each([
    ['no context', { '@context': undefined }],
    ['no context in the list', { '@context': [] }],
    ['another context', { '@context': [EXAMPLES_V2] }],
    ['no type', { type: undefined }],
    ['another type', { type: 'VerifiableCredential' }],
    ['a second type', { type: ['EnvelopedVerifiableCredential', 'EnvelopedVerifiablePresentation'] }],
  ])('%s', (_what, members) => {
    expect(openEnvelope(close(`data:application/vc+jwt,${token}`, members))).toBeUndefined()
  })

  test.each([null, undefined, 'x', 7, [[]], {}])('%j', (value) => {
    expect(openEnvelope(value)).toBeUndefined()
  })
})
