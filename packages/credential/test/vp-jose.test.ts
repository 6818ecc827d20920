/** VC-JOSE-COSE, presentations. */
import { describe, expect, test } from 'vitest'
import { CredentialError, type Presentation, signVpJose, type VerifyVpJoseOptions, verifyVpJose } from '../src/index.ts'
import {
  codesOf,
  credential,
  credential11,
  HOLDER,
  headerOf,
  holder,
  ISSUER,
  issuer,
  leafPaths,
  MALLORY,
  makeToken,
  mallory,
  NOW,
  NOW_SECONDS,
  presentation,
  presentation11,
  resolveKey,
  resolverFor,
  withMember,
} from './fixtures.ts'

const NONCE = 'n-0S6_WzA2Mj'
const AUDIENCE = 'https://verifier.example'
const expected = { nonce: NONCE, audience: AUDIENCE }
const bound = { ...presentation, nonce: NONCE, aud: AUDIENCE }

const verify = (token: string, options: Partial<VerifyVpJoseOptions> = {}) =>
  verifyVpJose(token, { resolveKey, now: NOW, ...expected, ...options })
const present = (payload: unknown, party = holder, typ = 'vp+jwt') =>
  makeToken(headerOf(party, typ), payload, party.keyPair)
const codes = async (payload: unknown, options?: Partial<VerifyVpJoseOptions>) =>
  codesOf(await verify(present(payload), options))

describe('§3.1.2 signing', () => {
  test('what was signed verifies, with holder, nonce and audience', async () => {
    const token = await signVpJose(presentation, holder.signer, { ...expected, now: NOW, expiresInSeconds: 120 })
    const claims = { nonce: NONCE, aud: AUDIENCE, iat: NOW_SECONDS, exp: NOW_SECONDS + 120 }
    expect(await verify(token)).toEqual({
      verified: true,
      value: {
        presentation: { ...presentation, ...claims },
        keyId: holder.keyId,
        controller: HOLDER,
        algorithm: 'EdDSA',
        claims,
      },
      warnings: [],
    })
    expect(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())).toEqual({
      alg: 'EdDSA',
      typ: 'vp+jwt',
      cty: 'vp',
      kid: holder.keyId,
    })
  })

  test('without options the payload is the presentation, and nothing else', () => {
    const token = signVpJose(presentation, holder.signer) as string
    expect(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).toBe(JSON.stringify(presentation))
  })

  test.each([
    ['a malformed presentation', withMember(presentation, 'type', 'x'), 'malformed_presentation'],
    ['a presentation of VCDM 1.1', presentation11, 'malformed_presentation'],
    [
      'an unsecured credential',
      withMember(presentation, 'verifiableCredential', [credential]),
      'malformed_presentation',
    ],
    ['a member vp', { ...presentation, vp: {} }, 'malformed_presentation'],
    ['a member that is asked for as a claim', { ...presentation, nonce: 'x' }, 'conflicting_claim'],
  ])('%s is not signed', (_what, document, code) => {
    const attempt = () => signVpJose(document as Presentation, holder.signer, { nonce: NONCE })
    expect(attempt).toThrow(CredentialError)
    expect(attempt).toThrow(expect.objectContaining({ code }))
  })

  test('a time to live needs a time to count from', () => {
    expect(() => signVpJose(presentation, holder.signer, { expiresInSeconds: 60 })).toThrow(TypeError)
  })
})

describe('T10 nonce and audience: absent counts as different', () => {
  test.each([
    ['both as expected', {}, {}, []],
    ['nonce absent', { nonce: undefined }, {}, ['INVALID_CHALLENGE_ERROR']],
    ['nonce different', { nonce: 'other' }, {}, ['INVALID_CHALLENGE_ERROR']],
    ['nonce of another type', { nonce: 7 }, {}, ['MALFORMED_VALUE_ERROR']],
    ['none expected although required', {}, { nonce: undefined }, ['INVALID_CHALLENGE_ERROR']],
    ['none expected, none required', {}, { nonce: undefined, requireNonce: false }, []],
    [
      'none required, one expected all the same',
      { nonce: 'other' },
      { requireNonce: false },
      ['INVALID_CHALLENGE_ERROR'],
    ],
    ['audience absent', { aud: undefined }, {}, ['INVALID_DOMAIN_ERROR']],
    ['audience different', { aud: 'https://other.example' }, {}, ['INVALID_DOMAIN_ERROR']],
    ['audience among several', { aud: ['https://other.example', AUDIENCE] }, {}, []],
    ['no audience at all in the list', { aud: [] }, {}, ['INVALID_DOMAIN_ERROR']],
    ['one of several own names', {}, { audience: ['did:example:verifier', AUDIENCE] }, []],
    ['RFC 7519 §4.1.3 an audience named, the verifier nameless', {}, { audience: undefined }, ['INVALID_DOMAIN_ERROR']],
    ['an audience named, the verifier nameless on purpose', {}, { audience: undefined, requireAudience: false }, []],
    ['no audience named, the verifier nameless', { aud: undefined }, { audience: undefined }, []],
  ] as const)('%s', async (_what, claims, options, result) => {
    expect(await codes({ ...bound, ...claims }, options)).toEqual(result)
  })
})

describe('§3 the data model is held against the verified payload', () => {
  test('§2.1 the claims vc and vp MUST NOT be present', async () => {
    expect(await codes({ ...bound, vp: presentation })).toEqual(['MALFORMED_VALUE_ERROR'])
    expect(await codes({ ...bound, vc: {} })).toEqual(['MALFORMED_VALUE_ERROR'])
  })

  test('a presentation of VCDM 1.1 is not secured this way', async () => {
    expect(await codes({ ...presentation11, nonce: NONCE, aud: AUDIENCE })).toEqual(['MALFORMED_VALUE_ERROR'])
  })

  test.each(['@context', 'type'])('deletion table: without %s', async (member) => {
    expect(await codes(withMember(bound, member, undefined))).toContain('MALFORMED_VALUE_ERROR')
  })

  test('mutation table: no field of a signed presentation can be changed', async () => {
    const [header, , signature] = present(bound).split('.')
    for (const path of leafPaths(bound)) {
      const changed = Buffer.from(JSON.stringify(withMember(bound, path, 'urn:changed'))).toString('base64url')
      expect([path, codesOf(await verify(`${header}.${changed}.${signature}`))]).toEqual([
        path,
        ['CRYPTOGRAPHIC_SECURITY_ERROR'],
      ])
    }
  })

  test.each([
    ['exp', -59, []],
    ['exp', -61, ['PROOF_VERIFICATION_ERROR']],
    ['iat', 59, []],
    ['iat', 61, ['PROOF_VERIFICATION_ERROR']],
    ['nbf', 59, []],
    ['nbf', 61, ['PROOF_VERIFICATION_ERROR']],
  ])('T11 %s at %i s from now', async (claim, offset, result) => {
    expect(await codes({ ...bound, [claim]: NOW_SECONDS + offset })).toEqual(result)
  })
})

describe('who presents', () => {
  test('T9 two holders: only the one who is named may sign', async () => {
    const matrix = [holder, mallory].flatMap((party) => [HOLDER, MALLORY].map((did) => [party, did] as const))
    for (const [party, did] of matrix) {
      const verdict = await verify(present({ ...bound, holder: did }, party))
      expect([party.did, did, codesOf(verdict)]).toEqual([party.did, did, party.did === did ? [] : ['HOLDER_MISMATCH']])
    }
  })

  test('the check can be switched off', async () => {
    const verdict = await verify(present({ ...bound, holder: HOLDER }, mallory), { requireControllerBinding: false })
    expect(verdict.verified && verdict.value.controller).toBe(MALLORY)
  })

  test('§4.13 without a holder the securing tells who it is', async () => {
    expect(await codes(withMember(bound, 'holder', undefined))).toEqual([])
  })

  test('§4.1.2 iss MUST match the holder, and the key', async () => {
    expect(await codes({ ...bound, iss: HOLDER })).toEqual([])
    expect(await codes({ ...bound, iss: MALLORY })).toEqual(['MALFORMED_VALUE_ERROR'])
    expect(await codes({ ...withMember(bound, 'holder', undefined), iss: MALLORY })).toEqual(['HOLDER_MISMATCH'])
  })

  test('T5 the key must be there for authentication', async () => {
    const resolve = resolverFor([holder], 'assertionMethod')
    expect(await codes(bound, { resolveKey: resolve })).toEqual(['INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD'])
  })

  test('§4.13.4 a self-asserted credential is secured by its issuer only, whatever the options', async () => {
    const own = { ...bound, verifiableCredential: [{ ...credential, issuer: HOLDER }] }
    expect(await codes(own)).toEqual([])
    const forged = present({ ...own, holder: ISSUER, verifiableCredential: [credential] }, mallory)
    expect(codesOf(await verify(forged))).toEqual(['HOLDER_MISMATCH'])
    expect(codesOf(await verify(forged, { requireControllerBinding: false }))).toEqual(['PROOF_MISSING'])
    const signed = { ...credential, proof: { type: 'DataIntegrityProof' } }
    expect(await codes({ ...bound, verifiableCredential: [signed, { ...credential11, proof: signed.proof }] })).toEqual(
      [],
    )
  })
})

test('typ may be left out only where the caller says so', async () => {
  const token = makeToken({ alg: 'EdDSA', kid: holder.keyId }, bound, holder.keyPair)
  expect(codesOf(await verify(token))).toEqual(['SECURING_NOT_ACCEPTED'])
  expect(codesOf(await verify(token, { requireTyp: false }))).toEqual([])
  expect(codesOf(await verify(makeToken(headerOf(issuer), bound, issuer.keyPair)))).toEqual(['SECURING_NOT_ACCEPTED'])
})
