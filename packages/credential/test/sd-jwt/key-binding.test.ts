/** RFC 9901 §7.3: whether the presenter holds the holder's key is the verifier's policy. */
import type { ResolveKey } from '@energy-ssi/core'
import { describe, expect, test } from 'vitest'
import {
  type KeyBindingExpectations,
  presentSdJwt,
  signSdJwtVc,
  type VerifySdJwtVcOptions,
  verifySdJwtVc,
} from '../../src/sd-jwt/index.ts'
import { codesOf, issuer, makeToken, NOW, NOW_SECONDS, resolverFor } from '../fixtures.ts'
import {
  AUDIENCE,
  binding,
  claims,
  expected,
  holder,
  issueVc,
  makeKeyBinding,
  makeSdJwt,
  NONCE,
  options,
  randomBytes,
  resolveKey,
  thief,
} from './fixtures.ts'

const credential = issueVc()
const presented = presentSdJwt(credential, { reveal: ['/name', '/roles/0'], keyBinding: binding }) as string
const stripped = presented.slice(0, presented.lastIndexOf('~') + 1)
const unbound = makeSdJwt(claims)
const codes = async (text: string, more: Partial<VerifySdJwtVcOptions> = {}) =>
  codesOf(await verifySdJwtVc(text, { ...options, ...more }))
const expecting = (change: Partial<KeyBindingExpectations>) => ({ keyBinding: { ...expected, ...change } })

describe('step 1 the policy', () => {
  test('expectations: the presenter must prove it, and what was proven is told', async () => {
    const verdict = await verifySdJwtVc(presented, options)
    expect(verdict).toMatchObject({
      verified: true,
      value: {
        holderKey: { jwk: holder.keyPair.publicKey.jwk },
        keyBinding: { audience: AUDIENCE, nonce: NONCE, issuedAt: NOW_SECONDS, claims: { nonce: NONCE } },
      },
    })
  })

  test('step 2 without a key binding, or with it taken away, the presentation MUST be rejected', async () => {
    expect(await codes(stripped)).toEqual(['PROOF_MISSING'])
    expect(await codes(credential)).toEqual(['PROOF_MISSING'])
  })

  test('a credential that names no holder cannot be bound', async () => {
    expect(await codes(unbound)).toEqual(['HOLDER_MISMATCH'])
    expect(await codes(makeKeyBinding(unbound))).toEqual(['HOLDER_MISMATCH'])
  })

  test('without expectations: only a credential made for any bearer', async () => {
    const none = { keyBinding: undefined }
    expect(await codes(unbound, none)).toEqual([])
    for (const text of [presented, stripped, credential, makeKeyBinding(unbound)]) {
      expect(await codes(text, none)).toEqual(['INVALID_CHALLENGE_ERROR'])
    }
  })

  test('none: key bindings are not looked at, and nobody is said to have proven anything', async () => {
    const none = { keyBinding: 'none' } as const
    for (const text of [credential, stripped, `${stripped}nonsense`, makeKeyBinding(unbound)]) {
      const verdict = await verifySdJwtVc(text, { ...options, ...none })
      expect(verdict).toMatchObject({ verified: true, value: { keyBinding: undefined } })
    }
  })

  test('a caller in plain JavaScript that forgets nonce or audience gets a refusal', async () => {
    expect(await codes(presented, { keyBinding: { audience: AUDIENCE } as KeyBindingExpectations })).toEqual([
      'INVALID_CHALLENGE_ERROR',
    ])
    expect(await codes(presented, { keyBinding: { nonce: NONCE } as KeyBindingExpectations })).toEqual([
      'INVALID_DOMAIN_ERROR',
    ])
  })
})

describe('step 5 the Key Binding JWT', () => {
  const bound = (changes: object, header: object = {}, party = holder) =>
    makeKeyBinding(stripped, { ...changes }, { ...header }, party)

  test('a well-made one is accepted', async () => {
    expect(await codes(bound({}))).toEqual([])
    expect(await codes(bound({}, { kid: 'whatever' }))).toEqual([])
  })

  test.each<[string, object, string]>([
    ['b algorithm none', { alg: 'none' }, 'CRYPTOGRAPHIC_SECURITY_ERROR'],
    ['b algorithm HS256', { alg: 'HS256' }, 'CRYPTOGRAPHIC_SECURITY_ERROR'],
    ['b another algorithm than the key’s', { alg: 'EdDSA' }, 'CRYPTOGRAPHIC_SECURITY_ERROR'],
    ['d no typ', { typ: undefined }, 'SECURING_NOT_ACCEPTED'],
    ['d another typ', { typ: 'JWT' }, 'SECURING_NOT_ACCEPTED'],
    ['h crit', { crit: ['x'] }, 'SECURING_NOT_SUPPORTED'],
    ['h b64', { b64: false }, 'SECURING_NOT_SUPPORTED'],
  ])('5.%s', async (_what, header, code) => {
    expect(await codes(bound({}, header))).toEqual([code])
  })

  test('5.c signed by another key, even one that comes along', async () => {
    expect(await codes(bound({}, {}, thief))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
    expect(await codes(bound({}, { kid: thief.keyId, jwk: thief.keyPair.publicKey.jwk }, thief))).toEqual([
      'CRYPTOGRAPHIC_SECURITY_ERROR',
    ])
  })

  test.each<[string, object, string]>([
    ['e iat missing', { iat: undefined }, 'MALFORMED_VALUE_ERROR'],
    ['e iat a text', { iat: `${NOW_SECONDS}` }, 'MALFORMED_VALUE_ERROR'],
    ['f nonce missing', { nonce: undefined }, 'MALFORMED_VALUE_ERROR'],
    ['f nonce a number', { nonce: 1 }, 'MALFORMED_VALUE_ERROR'],
    ['f nonce of another transaction', { nonce: 'other' }, 'INVALID_CHALLENGE_ERROR'],
    ['f aud missing', { aud: undefined }, 'MALFORMED_VALUE_ERROR'],
    ['f aud an array', { aud: [AUDIENCE] }, 'MALFORMED_VALUE_ERROR'],
    ['f aud of another verifier', { aud: 'https://other.example' }, 'INVALID_DOMAIN_ERROR'],
    ['g sd_hash missing', { sd_hash: undefined }, 'MALFORMED_VALUE_ERROR'],
    ['g sd_hash a number', { sd_hash: 1 }, 'MALFORMED_VALUE_ERROR'],
    ['g sd_hash of something else', { sd_hash: 'x' }, 'CRYPTOGRAPHIC_SECURITY_ERROR'],
    ['h exp in the past', { exp: NOW_SECONDS - 61, iat: NOW_SECONDS - 70 }, 'PROOF_VERIFICATION_ERROR'],
    ['h nbf in the future', { nbf: NOW_SECONDS + 61 }, 'PROOF_VERIFICATION_ERROR'],
  ])('5.%s', async (_what, changes, code) => {
    expect(await codes(bound(changes))).toEqual([code])
  })

  test.each([
    [60, []],
    [61, ['PROOF_VERIFICATION_ERROR']],
    [-360, []],
    [-361, ['PROOF_VERIFICATION_ERROR']],
  ])('5.e iat %i s from now, with 300 s of age and 60 s of tolerance', async (offset, result) => {
    expect(await codes(bound({ iat: NOW_SECONDS + offset }))).toEqual(result)
  })

  test('5.e the window can be set', async () => {
    const old = bound({ iat: NOW_SECONDS - 11 })
    expect(await codes(old, { ...expecting({ maxAgeSeconds: 10 }), skewSeconds: 0 })).toEqual([
      'PROOF_VERIFICATION_ERROR',
    ])
    expect(await codes(old, { ...expecting({ maxAgeSeconds: 11 }), skewSeconds: 0 })).toEqual([])
  })

  test('5.f a verifier may have several names', async () => {
    expect(await codes(presented, expecting({ audience: ['x509_hash:abc', AUDIENCE] }))).toEqual([])
    expect(await codes(presented, expecting({ audience: [] }))).toEqual(['INVALID_DOMAIN_ERROR'])
  })
})

describe('replay', () => {
  const keyBindingJwt = presented.slice(stripped.length)
  const [jwt = '', first = '', second = ''] = presented.split('~')

  test.each<[string, string]>([
    ['one disclosure less', `${jwt}~${first}~${keyBindingJwt}`],
    ['one disclosure more', `${jwt}~${first}~${second}~${credential.split('~')[2]}~${keyBindingJwt}`],
    ['disclosures in another order', `${jwt}~${second}~${first}~${keyBindingJwt}`],
    ['another credential of the same holder', `${issueVc()}${keyBindingJwt}`],
  ])('with %s: refused', async (_what, text) => {
    expect(await codes(text)).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
  })

  test('to another verifier, or for another transaction: refused', async () => {
    expect(await codes(presented, expecting({ audience: 'https://other.example' }))).toEqual(['INVALID_DOMAIN_ERROR'])
    expect(await codes(presented, expecting({ nonce: 'other' }))).toEqual(['INVALID_CHALLENGE_ERROR'])
    expect(await codes(presented, { now: new Date(NOW.getTime() + 361_000) })).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  test('T3 tokens of other classes in its place: refused', async () => {
    const payload = { iat: NOW_SECONDS, aud: AUDIENCE, nonce: NONCE }
    for (const typ of ['vp+jwt', 'openid4vci-proof+jwt', 'JWT']) {
      const other = makeToken({ alg: 'ES256', typ }, payload, holder.keyPair)
      expect(await codes(stripped + other)).toEqual(['SECURING_NOT_ACCEPTED'])
    }
    for (const other of ['x', 'a.b', 'a.b.c.d', '.', 'a.b.c'.padEnd(70_000, 'x')]) {
      expect(await codes(stripped + other)).toEqual(['PARSING_ERROR'])
    }
  })
})

describe('RFC 7800 the key in cnf', () => {
  const bind = (cnf: unknown) => makeKeyBinding(makeSdJwt({ ...claims, cnf }))

  test('kid: the key of a DID, there for authentication', async () => {
    const text = await signSdJwtVc(claims, issuer.signer, { disclose: [], randomBytes, holderKeyId: holder.keyId })
    const bound = await presentSdJwt(text, { reveal: [], keyBinding: binding })
    expect(await verifySdJwtVc(bound, options)).toMatchObject({ value: { holderKey: { keyId: holder.keyId } } })
    const asked: string[] = []
    const watching: ResolveKey = (keyId, relationship) => {
      asked.push(`${keyId} ${relationship}`)
      return resolveKey(keyId, relationship)
    }
    await verifySdJwtVc(bound, { ...options, resolveKey: watching })
    expect(asked).toEqual([`${issuer.keyId} assertionMethod`, `${holder.keyId} authentication`])
    expect(await codes(bound, { resolveKey: resolverFor([issuer]) })).toEqual(['INVALID_VERIFICATION_METHOD'])
  })

  const { jwk } = holder.keyPair.publicKey
  test.each<[string, unknown, readonly string[]]>([
    ['jwk', { jwk }, []],
    ['jwk beside kid', { jwk, kid: 'anything' }, []],
    ['jwk with other members', { jwk: { ...jwk, kid: 'x', use: 'sig' } }, []],
    ['jwk that is not for signatures', { jwk: { ...jwk, use: 'enc' } }, ['INVALID_VERIFICATION_METHOD']],
    ['jwk with its private part', { jwk: { ...holder.keyPair.privateJwk } }, ['INVALID_VERIFICATION_METHOD']],
    ['jwk off its curve', { jwk: { ...jwk, y: jwk.x } }, ['INVALID_VERIFICATION_METHOD']],
    ['jwk that is symmetric', { jwk: { kty: 'oct', k: 'AAAA' } }, ['INVALID_VERIFICATION_METHOD']],
    ['jwk of RSA', { jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } }, ['INVALID_VERIFICATION_METHOD']],
    ['jwk that is null', { jwk: null }, ['INVALID_VERIFICATION_METHOD']],
    ['kid that is no URL', { kid: 'key-1' }, ['INVALID_VERIFICATION_METHOD']],
    ['a URL of keys', { jku: 'https://mallory.example/keys', kid: undefined }, ['SECURING_NOT_SUPPORTED']],
    ['a thumbprint', { jkt: 'x' }, ['SECURING_NOT_SUPPORTED']],
    ['nothing', {}, ['SECURING_NOT_SUPPORTED']],
    ['a text', 'x', ['MALFORMED_VALUE_ERROR']],
    ['null', null, ['MALFORMED_VALUE_ERROR']],
  ])('%s', async (_what, cnf, result) => {
    expect(await codes(bind(cnf))).toEqual(result)
  })
})
