import { describe, expect, it } from 'vitest'
import { generateKeyPair, importPrivateJwk, importPublicJwk, parsePublicJwk } from '../src/index.ts'
import { codeOf, freshJwk } from './support.ts'

const PAIR = generateKeyPair('ES256')
const P256 = PAIR.publicKey.jwk
const ED25519 = generateKeyPair('EdDSA').publicKey.jwk
const SECP256K1 = generateKeyPair('ES256K').publicKey.jwk
const X25519 = freshJwk('x25519')

describe('"alg", "use" and "key_ops" of a key to verify with (RFC 7517 §4.2 to §4.4)', () => {
  it.each([
    [{}],
    [{ alg: 'ES256' }],
    [{ use: 'sig' }],
    [{ key_ops: ['verify'] }],
    [{ alg: 'ES256', use: 'sig', key_ops: ['verify'] }],
  ])('accepted: %j', (members) => {
    expect(codeOf(() => importPublicJwk({ ...P256, ...members }))).toBe('accepted')
  })

  it.each([
    [{ alg: 'ES384' }],
    [{ alg: 'ES256K' }],
    [{ alg: 'EdDSA' }],
    [{ alg: 'RS256' }],
    [{ alg: 'HS256' }],
    [{ alg: 'none' }],
    [{ alg: 'es256' }],
    [{ alg: 'ECDH-ES' }],
    [{ alg: null }],
    [{ alg: ['ES256'] }],
    [{ use: 'enc' }],
    [{ use: 'tls' }],
    [{ use: null }],
    [{ use: ['sig'] }],
    [{ key_ops: [] }],
    [{ key_ops: ['sign'] }],
    [{ key_ops: ['verify', 'sign'] }],
    [{ key_ops: ['encrypt'] }],
    [{ key_ops: ['verify', 'verify'] }],
    [{ key_ops: 'verify' }],
    [{ key_ops: ['verify', 1] }],
    [{ key_ops: null }],
    [{ use: 'sig', key_ops: ['deriveKey'] }],
    [{ alg: 'ES256', use: 'enc' }],
  ])('refused: %j', (members) => {
    expect(codeOf(() => importPublicJwk({ ...P256, ...members }))).toBe('invalid_key')
  })

  it('RFC 9864 §2.2: "Ed25519" is the same algorithm as "EdDSA" with that curve', () => {
    expect(importPublicJwk({ ...ED25519, alg: 'Ed25519' }).algorithm).toBe('EdDSA')
    expect(importPublicJwk({ ...ED25519, alg: 'EdDSA' }).algorithm).toBe('EdDSA')
    expect(codeOf(() => importPublicJwk({ ...ED25519, alg: 'Ed448' }))).toBe('invalid_key')
  })

  it('a check of the use is not skipped for a key that was imported before', () => {
    importPublicJwk(P256)
    expect(codeOf(() => importPublicJwk({ ...P256, alg: 'ES384' }))).toBe('invalid_key')
    expect(codeOf(() => importPublicJwk({ ...P256, d: PAIR.privateJwk.d }))).toBe('invalid_key')
  })
})

describe('"alg", "use" and "key_ops" of a key to sign with', () => {
  it('key_ops must hold "sign" and may hold "verify"', () => {
    const ops = (key_ops: readonly string[]) => codeOf(() => importPrivateJwk({ ...PAIR.privateJwk, key_ops }))
    expect(ops(['sign'])).toBe('accepted')
    expect(ops(['sign', 'verify'])).toBe('accepted')
    expect(ops(['verify'])).toBe('invalid_key')
    expect(ops(['deriveKey'])).toBe('invalid_key')
  })
})

describe('a look at a public key of any use', () => {
  it.each([
    [X25519, { use: 'enc' }],
    [X25519, { alg: 'ECDH-ES+A256KW' }],
    [X25519, { key_ops: [] }],
    [P256, { use: 'enc', alg: 'ECDH-ES' }],
    [P256, { use: 'sig' }],
    [P256, { use: 'tls' }],
  ])('accepted: %o %j', (jwk, members) => {
    expect(codeOf(() => parsePublicJwk({ ...jwk, ...members }))).toBe('accepted')
  })

  it.each([
    ['a signature with a key agreement curve', X25519, { use: 'sig' }],
    ['key agreement with a signature curve', ED25519, { use: 'enc' }],
    ['key agreement with secp256k1', SECP256K1, { use: 'enc' }],
    ['a signature algorithm for encryption', P256, { use: 'enc', alg: 'ES256' }],
    ['an encryption algorithm for signatures', P256, { use: 'sig', alg: 'ECDH-ES' }],
    ['an operation of private keys', P256, { key_ops: ['deriveKey', 'sign'] }],
    ['an operation that does not fit the use', X25519, { use: 'enc', key_ops: ['verify'] }],
  ])('refused: %s', (_, jwk, members) => {
    expect(codeOf(() => parsePublicJwk({ ...jwk, ...members }))).toBe('invalid_key')
  })
})
