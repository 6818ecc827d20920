/** VCDM 1.1 §6.3.1, presentations. */
import { describe, expect, test } from 'vitest'
import {
  CREDENTIALS_V2,
  CredentialError,
  type Presentation,
  signVcJwt,
  signVpJwt,
  type VerifyVpJwtOptions,
  verifyVcJwt,
  verifyVpJwt,
} from '../src/index.ts'
import {
  codesOf,
  credential11,
  HOLDER,
  headerOf,
  holder,
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

const NONCE = '343s$FSFDa-'
const AUDIENCE = 'did:example:verifier'
const expected = { nonce: NONCE, audience: AUDIENCE }
const full = { iss: HOLDER, jti: presentation11.id, aud: AUDIENCE, nonce: NONCE, vp: presentation11 }

const verify = (token: string, options: Partial<VerifyVpJwtOptions> = {}) =>
  verifyVpJwt(token, { resolveKey, now: NOW, ...expected, ...options })
const present = (payload: unknown, party = holder) => makeToken(headerOf(party, 'JWT'), payload, party.keyPair)
const codes = async (payload: unknown, options?: Partial<VerifyVpJwtOptions>) =>
  codesOf(await verify(present(payload), options))

describe('JWT encoding', () => {
  test('credentials and presentation, signed and verified', async () => {
    const vcJwt = await signVcJwt(credential11, issuer.signer)
    const document = { ...presentation11, verifiableCredential: [vcJwt] }
    const token = await signVpJwt(document, holder.signer, { ...expected, now: NOW, expiresInSeconds: 300 })
    const verdict = await verify(token)
    expect(verdict).toEqual({
      verified: true,
      value: {
        presentation: document,
        keyId: holder.keyId,
        controller: HOLDER,
        algorithm: 'EdDSA',
        claims: {
          iss: HOLDER,
          jti: document.id,
          aud: AUDIENCE,
          nonce: NONCE,
          iat: NOW_SECONDS,
          exp: NOW_SECONDS + 300,
        },
      },
      warnings: [],
    })
    const inner = await verifyVcJwt(vcJwt, { resolveKey, now: NOW })
    expect(inner.verified && inner.value.credential).toEqual(credential11)
  })

  test('iss MUST represent the holder: of the presentation, else of the key', async () => {
    const nameless = withMember(presentation11, 'holder', undefined)
    const verdict = await verify(await signVpJwt(nameless, holder.signer, expected))
    expect(verdict.verified && verdict.value.presentation.holder).toBe(HOLDER)
  })

  test.each([
    ['a malformed presentation', withMember(presentation11, 'type', undefined)],
    ['a presentation of VCDM 2.0', presentation],
  ])('%s is not signed', (_what, document) => {
    const attempt = () => signVpJwt(document as Presentation, holder.signer, expected)
    expect(attempt).toThrow(CredentialError)
    expect(attempt).toThrow(expect.objectContaining({ code: 'malformed_presentation' }))
  })
})

describe('JWT decoding', () => {
  test('members that stand only in claims are completed from them', async () => {
    const { id: _id, holder: _holder, ...vp } = presentation11
    const verdict = await verify(present({ ...full, vp }))
    expect(verdict.verified && verdict.value.presentation).toEqual(presentation11)
  })

  test.each([
    ['iss', MALLORY],
    ['iss', undefined],
    ['jti', 'urn:other'],
    ['jti', 7],
    ['vp', undefined],
    ['vp', 'x'],
    ['vc', credential11],
    ['vp', { ...presentation11, type: 'VerifiableCredential' }],
    ['vp', { ...presentation11, verifiableCredential: [credential11] }],
  ])('%s that is %j is refused', async (claim, value) => {
    expect((await codes({ ...full, [claim]: value })).length).toBeGreaterThan(0)
  })

  test('mutation table: no field of a signed token can be changed', async () => {
    const [header, , signature] = present(full).split('.')
    for (const path of leafPaths(full)) {
      const changed = Buffer.from(JSON.stringify(withMember(full, path, 'urn:changed'))).toString('base64url')
      expect([path, codesOf(await verify(`${header}.${changed}.${signature}`))]).toEqual([
        path,
        ['CRYPTOGRAPHIC_SECURITY_ERROR'],
      ])
    }
  })

  test('VCDM 2.0 in vp is accepted only where the caller says so', async () => {
    const vp = { '@context': [CREDENTIALS_V2], type: ['VerifiablePresentation'], holder: HOLDER }
    expect(await codes({ ...full, vp })).toEqual(['MALFORMED_VALUE_ERROR'])
    expect(await codes({ ...full, vp }, { models: ['1.1', '2.0'] })).toEqual([])
  })
})

describe('T10, T11, T9', () => {
  test.each([
    ['nonce absent', { nonce: undefined }, {}, ['INVALID_CHALLENGE_ERROR']],
    ['nonce different', { nonce: 'x' }, {}, ['INVALID_CHALLENGE_ERROR']],
    ['none expected although required', {}, { nonce: undefined }, ['INVALID_CHALLENGE_ERROR']],
    ['audience absent', { aud: undefined }, {}, ['INVALID_DOMAIN_ERROR']],
    ['audience different', { aud: ['x'] }, {}, ['INVALID_DOMAIN_ERROR']],
    [
      'neither required',
      {},
      { nonce: undefined, audience: undefined, requireNonce: false, requireAudience: false },
      [],
    ],
    ['exp at −59 s', { exp: NOW_SECONDS - 59 }, {}, []],
    ['exp at −61 s', { exp: NOW_SECONDS - 61 }, {}, ['PROOF_VERIFICATION_ERROR']],
    ['nbf at +59 s', { nbf: NOW_SECONDS + 59 }, {}, []],
    ['nbf at +61 s', { nbf: NOW_SECONDS + 61 }, {}, ['PROOF_VERIFICATION_ERROR']],
    ['iat at +59 s', { iat: NOW_SECONDS + 59 }, {}, []],
    ['iat at +61 s', { iat: NOW_SECONDS + 61 }, {}, ['PROOF_VERIFICATION_ERROR']],
  ] as const)('%s', async (_what, claims, options, result) => {
    expect(await codes({ ...full, ...claims }, options)).toEqual(result)
  })

  test('two holders: only the one who is named may sign', async () => {
    for (const party of [holder, mallory]) {
      const verdict = await verify(present(full, party))
      expect(codesOf(verdict)).toEqual(party === holder ? [] : ['HOLDER_MISMATCH'])
    }
    expect(codesOf(await verify(present(full, mallory), { requireControllerBinding: false }))).toEqual([])
  })

  test('the key must be there for authentication', async () => {
    const resolve = resolverFor([holder], 'assertionMethod')
    expect(await codes(full, { resolveKey: resolve })).toEqual(['INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD'])
  })

  test('typ is JWT or absent, and nothing else', async () => {
    const token = (typ: unknown) => makeToken({ ...headerOf(holder), typ }, full, holder.keyPair)
    expect(codesOf(await verify(token(undefined)))).toEqual([])
    expect(codesOf(await verify(token('vp+jwt')))).toEqual(['SECURING_NOT_ACCEPTED'])
  })
})
