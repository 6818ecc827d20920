/** VC-JOSE-COSE §3.2: credentials and presentations of VCDM 2.0 as SD-JWT. */
import { describe, expect, test } from 'vitest'
import {
  type Credential,
  envelopeCredential,
  type Presentation,
  recogniseSecuring,
  type VerifyVpJoseOptions,
} from '../../src/index.ts'
import {
  presentSdJwt,
  readSdJwt,
  signVcSdJwt,
  signVpSdJwt,
  type VerifyVcSdJwtOptions,
  verifySdJwtVc,
  verifyVcSdJwt,
  verifyVpSdJwt,
} from '../../src/sd-jwt/index.ts'
import {
  codesOf,
  credential,
  credential11,
  HOLDER,
  ISSUER,
  issuer,
  mallory,
  NOW,
  NOW_SECONDS,
  presentation,
  presentation11,
  withMember,
} from '../fixtures.ts'
import {
  AUDIENCE,
  binding,
  disclosureOf,
  holder,
  makeKeyBinding,
  makeSdJwt,
  NONCE,
  options,
  randomBytes,
  resolveKey,
  sha256,
} from './fixtures.ts'

const disclose = [
  '/credentialSubject/address',
  '/credentialSubject/address/city',
  '/credentialSubject/ratedPowerKw',
  '/name',
]
const holderKey = holder.keyPair.publicKey.jwk
const sign = (document: unknown, more: object = {}) =>
  signVcSdJwt(document as Credential, issuer.signer, { disclose, randomBytes, ...more }) as string
const verify = (text: string, more: Partial<VerifyVcSdJwtOptions> = {}) =>
  verifyVcSdJwt(text, { resolveKey, now: NOW, ...more })
const codes = async (text: string, more: Partial<VerifyVcSdJwtOptions> = {}) => codesOf(await verify(text, more))
const MALFORMED = ['MALFORMED_VALUE_ERROR']

describe('§3.2.1 credentials', () => {
  test('typ vc+sd-jwt, cty vc; the claims are the credential', async () => {
    const text = sign(credential)
    expect(JSON.parse(Buffer.from(text.split('.')[0] ?? '', 'base64url').toString())).toEqual({
      alg: 'EdDSA',
      typ: 'vc+sd-jwt',
      cty: 'vc',
      kid: issuer.keyId,
    })
    expect(readSdJwt(text).claims).toEqual(credential)
    expect(await verify(text)).toMatchObject({ verified: true, value: { credential, controller: ISSUER, claims: {} } })
  })

  test('shown in part, bound to the holder’s key', async () => {
    const text = sign(credential, { holderKey, issuedAt: NOW, decoys: 2 })
    const presented = presentSdJwt(text, { reveal: ['/name'], keyBinding: binding }) as string
    expect(await verify(presented, options)).toMatchObject({
      verified: true,
      value: {
        credential: {
          name: 'Charging station',
          credentialSubject: { id: 'did:example:station-1', type: 'ChargingStation' },
          iat: NOW_SECONDS,
        },
        claims: { iat: NOW_SECONDS },
        disclosed: ['/name'],
        holderKey: { jwk: holderKey },
        keyBinding: { nonce: NONCE, audience: AUDIENCE },
      },
    })
    expect(await codes(presented)).toEqual(['INVALID_CHALLENGE_ERROR'])
    expect(await codes(text, options)).toEqual(['PROOF_MISSING'])
    expect(await codes(makeKeyBinding(text, { nonce: 'other' }), options)).toEqual(['INVALID_CHALLENGE_ERROR'])
    expect(await codes(text, { keyBinding: 'none' })).toEqual([])
  })

  test.each([
    '/@context',
    '/@context/1',
    '/type/1',
    '/issuer',
    '/issuer/id',
    '/issuer/name',
    '/validFrom',
    '/validUntil',
    '/credentialStatus',
    '/credentialStatus/statusListIndex',
    '/credentialSchema',
    '/relatedResource/0',
    '/termsOfUse',
    '/credentialSubject',
    '/exp',
    '/iat',
    '/cnf',
  ])('%s is needed to judge the credential, and cannot be hidden', (pointer) => {
    const attempt = () => sign(credential, { disclose: [pointer], issuedAt: NOW, expiresAt: NOW, holderKey })
    expect(attempt).toThrow(expect.objectContaining({ code: 'not_disclosable' }))
  })

  test('nor can one of several subjects, but its claims', () => {
    const two = withMember(credential, 'credentialSubject', [{ id: 'did:example:a', x: 1 }, { id: 'did:example:b' }])
    expect(() => sign(two, { disclose: ['/credentialSubject/0'] })).toThrow(
      expect.objectContaining({ code: 'not_disclosable' }),
    )
    expect(readSdJwt(sign(two, { disclose: ['/credentialSubject/0/x'] })).disclosable).toHaveLength(1)
  })

  test.each<[string, unknown, object, string]>([
    ['a malformed credential', withMember(credential, 'issuer', undefined), {}, 'malformed_credential'],
    ['a credential of VCDM 1.1', credential11, {}, 'malformed_credential'],
    ['a member vc', { ...credential, vc: {} }, {}, 'malformed_credential'],
    ['a member named _sd', withMember(credential, 'credentialSubject._sd', ['x']), {}, 'malformed_claims'],
    ['a claim that is there already', { ...credential, iat: 1 }, { issuedAt: NOW }, 'conflicting_claim'],
    ['a pointer to nothing', credential, { disclose: ['/evidence/7'] }, 'claim_not_found'],
  ])('%s is not signed', (_what, document, more, code) => {
    expect(() => sign(document, more)).toThrow(expect.objectContaining({ code }))
  })

  test('what was disclosed must be a credential of VCDM 2.0', async () => {
    const subject = disclosureOf('salt', 'credentialSubject', credential.credentialSubject)
    const { credentialSubject: _, ...rest } = credential
    const payload = { ...rest, _sd: [sha256(subject)] }
    expect(await codes(makeSdJwt(payload, [subject], 'vc+sd-jwt'))).toEqual([])
    expect(await codes(makeSdJwt(payload, [], 'vc+sd-jwt'))).toEqual(MALFORMED)
    expect(await codes(makeSdJwt(credential11, [], 'vc+sd-jwt'))).not.toEqual([])
    const vc = disclosureOf('salt', 'vc', {})
    expect(await codes(makeSdJwt({ ...credential, _sd: [sha256(vc)] }, [vc], 'vc+sd-jwt'))).toEqual(MALFORMED)
  })

  test('claims beside the members agree with them, and are in time', async () => {
    const signed = (change: object) => codes(makeSdJwt({ ...credential, ...change }, [], 'vc+sd-jwt'))
    expect(await signed({ iss: ISSUER })).toEqual([])
    expect(await signed({ iss: 'did:example:other' })).toEqual(MALFORMED)
    expect(await signed({ jti: 'urn:other' })).toEqual(MALFORMED)
    expect(await signed({ exp: NOW_SECONDS - 61 })).toEqual(['PROOF_VERIFICATION_ERROR'])
    expect(await signed({ issuer: mallory.did })).toEqual(['CONTROLLER_MISMATCH'])
    expect(await signed({ exp: 'x' })).toEqual(MALFORMED)
  })

  test('typ may be absent if asked for, and never another', async () => {
    expect(await codes(makeSdJwt(credential, [], null))).toEqual(['SECURING_NOT_ACCEPTED'])
    expect(await codes(makeSdJwt(credential, [], null), { requireTyp: false })).toEqual([])
    expect(await codes(makeSdJwt(credential, [], 'dc+sd-jwt'), { requireTyp: false })).toEqual([
      'SECURING_NOT_ACCEPTED',
    ])
    expect(await codes(makeSdJwt(credential, [], 'vc+jwt'), { requireTyp: false })).toEqual(['SECURING_NOT_ACCEPTED'])
  })

  test('T3 it is no SD-JWT VC', async () => {
    const verdict = await verifySdJwtVc(sign(credential), { resolveKey, now: NOW, acceptFormerTyp: true })
    expect(codesOf(verdict)).toEqual(['SECURING_NOT_ACCEPTED'])
  })

  test('it is recognised, also in its envelope', () => {
    const text = sign(credential)
    expect(recogniseSecuring(text)).toMatchObject({ form: 'token', tokenClass: 'vc+sd-jwt' })
    expect(recogniseSecuring(envelopeCredential('application/vc+sd-jwt', text))).toEqual({
      form: 'token',
      tokenClass: 'vc+sd-jwt',
      token: text,
      mediaType: 'application/vc+sd-jwt',
    })
  })
})

describe('§3.2.2 presentations', () => {
  const expectations = { nonce: NONCE, audience: AUDIENCE }
  const present = (document: unknown, more: object = {}) =>
    signVpSdJwt(document as Presentation, holder.signer, { ...expectations, now: NOW, ...more }) as string
  const verifyVp = (text: string, more: Partial<VerifyVpJoseOptions> = {}) =>
    verifyVpSdJwt(text, { resolveKey, now: NOW, ...expectations, ...more })
  const vpCodes = async (text: string, more: Partial<VerifyVpJoseOptions> = {}) => codesOf(await verifyVp(text, more))

  test('typ vp+sd-jwt, cty vp; the claims are the presentation', async () => {
    const held = presentSdJwt(sign(credential, { holderKey }), { reveal: ['/name'] }) as string
    const document = withMember(presentation, 'verifiableCredential', [
      envelopeCredential('application/vc+sd-jwt', held),
    ])
    const text = present(document)
    expect(recogniseSecuring(text)).toMatchObject({ tokenClass: 'vp+sd-jwt' })
    const verdict = await verifyVp(text)
    expect(verdict).toMatchObject({
      verified: true,
      value: { presentation: document, controller: HOLDER, algorithm: 'ES256' },
    })
  })

  test.each<[string, Partial<VerifyVpJoseOptions>, string]>([
    ['another nonce', { nonce: 'other' }, 'INVALID_CHALLENGE_ERROR'],
    ['no nonce', { nonce: undefined }, 'INVALID_CHALLENGE_ERROR'],
    ['another audience', { audience: 'https://other.example' }, 'INVALID_DOMAIN_ERROR'],
    ['no audience', { audience: undefined }, 'INVALID_DOMAIN_ERROR'],
  ])('%s is expected: refused', async (_what, more, code) => {
    expect(await vpCodes(present(presentation), more)).toEqual([code])
  })

  test('who signed must be the holder', async () => {
    expect(await vpCodes(present(withMember(presentation, 'holder', 'did:example:other')))).toEqual(['HOLDER_MISMATCH'])
  })

  test('in time', async () => {
    const text = present(presentation, { expiresInSeconds: 10 })
    expect(await vpCodes(text)).toEqual([])
    expect(await vpCodes(text, { now: new Date(NOW.getTime() + 70_000) })).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  test('members may come out of disclosures, and must make a presentation of VCDM 2.0', async () => {
    const type = disclosureOf('salt', 'type', presentation.type)
    const { type: _, ...rest } = { ...presentation, ...{ nonce: NONCE, aud: AUDIENCE, holder: ISSUER } }
    const payload = { ...rest, _sd: [sha256(type)] }
    expect(await vpCodes(makeSdJwt(payload, [type], 'vp+sd-jwt'))).toEqual([])
    expect(await vpCodes(makeSdJwt(payload, [], 'vp+sd-jwt'))).toEqual(MALFORMED)
    expect(await vpCodes(makeSdJwt({ ...payload, iat: 'x' }, [type], 'vp+sd-jwt'))).toEqual(MALFORMED)
  })

  test('a key binding has no place on it', async () => {
    expect(await vpCodes(makeKeyBinding(present(presentation)))).toEqual(['SECURING_NOT_SUPPORTED'])
  })

  test.each([
    ['a presentation of VCDM 1.1', presentation11, 'malformed_presentation'],
    ['a member vp', { ...presentation, vp: {} }, 'malformed_presentation'],
    ['a reserved name', { ...presentation, _sd: ['x'] }, 'malformed_claims'],
    ['a nonce already', { ...presentation, nonce: 'x' }, 'conflicting_claim'],
  ])('%s is not signed', (_what, document, code) => {
    expect(() => present(document)).toThrow(expect.objectContaining({ code }))
  })

  test('T3 tokens of other classes are refused', async () => {
    expect(await vpCodes(sign(credential))).toEqual(['SECURING_NOT_ACCEPTED'])
    expect(await codes(present(presentation))).toEqual(['SECURING_NOT_ACCEPTED'])
    expect(await vpCodes(present(presentation).slice(0, -1))).toEqual(['PARSING_ERROR'])
  })
})
