/** VC-JOSE-COSE §3.3.1, credentials. */
import { utf8Decode } from '@energy-ssi/core'
import { describe, expect, test } from 'vitest'
import { decodeSign1, signVcCose, type VerifyVcCoseOptions, verifyVcCose } from '../../src/cose/index.ts'
import { type Credential, CredentialError, signVcJose } from '../../src/index.ts'
import {
  codesOf,
  credential,
  credential11,
  freeze,
  ISSUER,
  issuer,
  leafPaths,
  mallory,
  NOW,
  NOW_SECONDS,
  resolveKey,
  withMember,
} from '../fixtures.ts'
import { CLAIMS, CONTENT_TYPE, headerFor, KID, makeMessage, TYP } from './cose-fixtures.ts'

const verify = (bytes: Uint8Array, options: Partial<VerifyVcCoseOptions> = {}) =>
  verifyVcCose(bytes, { resolveKey, now: NOW, ...options })
const codes = async (payload: unknown, options?: Partial<VerifyVcCoseOptions>) =>
  codesOf(await verify(makeMessage({ payload }), options))
const withClaims = (claims: unknown, payload: unknown = credential) =>
  makeMessage({ header: headerFor(issuer, 'vc', [CLAIMS, claims]), payload })
const claim = (key: number, value: unknown) => withClaims(new Map([[key, value]]))

describe('signing', () => {
  test('the payload is the credential as JSON; typ, content type and kid are protected', () => {
    const parts = decodeSign1(signVcCose(credential, issuer.signer) as Uint8Array, 100_000)
    expect(utf8Decode(parts?.payload ?? new Uint8Array())).toBe(JSON.stringify(credential))
    expect(parts?.header).toEqual(headerFor(issuer, 'vc'))
    expect(parts?.unprotected.size).toBe(0)
    expect([CONTENT_TYPE, TYP].map((label) => parts?.header.get(label))).toEqual([
      'application/vc',
      'application/vc+cose',
    ])
  })

  test('what was signed verifies, with key, controller and claims; the document is what was signed', async () => {
    const options = freeze({ issuedAt: NOW, expiresAt: new Date(NOW.getTime() + 3_600_000) })
    const bytes = await signVcCose(freeze(structuredClone(credential)), issuer.signer, options)
    const claims = { iat: NOW_SECONDS, exp: NOW_SECONDS + 3600 }
    expect(decodeSign1(bytes, 100_000)?.header.get(CLAIMS)).toEqual(
      new Map([
        [4, claims.exp],
        [6, claims.iat],
      ]),
    )
    expect(await verify(bytes)).toEqual({
      verified: true,
      value: { credential, keyId: issuer.keyId, controller: ISSUER, algorithm: 'EdDSA', claims },
      warnings: [],
    })
  })

  test.each([
    ['a malformed credential', withMember(credential, 'issuer', undefined), 'malformed_credential'],
    ['a credential of VCDM 1.1', credential11, 'malformed_credential'],
    ['a member vc', { ...credential, vc: {} }, 'malformed_credential'],
    ['a member that is asked for as a claim', { ...credential, iat: 1 }, 'conflicting_claim'],
  ])('%s is not signed', (_what, document, code) => {
    const attempt = () => signVcCose(document as Credential, issuer.signer, { issuedAt: NOW })
    expect(attempt).toThrow(CredentialError)
    expect(attempt).toThrow(expect.objectContaining({ code }))
  })
})

describe('the verified payload', () => {
  test.each([
    ['empty', new Uint8Array(0)],
    ['not JSON', new TextEncoder().encode('{')],
    ['not UTF-8', Uint8Array.of(0x22, 0xc3, 0x28, 0x22)],
    ['no object', new TextEncoder().encode('[]')],
    ['CBOR', Uint8Array.of(0xa0)],
    ['with a key twice', new TextEncoder().encode('{"a":1,"a":2}')],
    ['a token', new TextEncoder().encode(signVcJose(credential, issuer.signer) as string)],
  ])('%s is refused', async (_what, payload) => {
    expect(await codes(payload)).toEqual(['PARSING_ERROR'])
  })

  test('integrity comes first: a forged malformed credential is called forged', async () => {
    const forged = makeMessage({ header: headerFor(issuer, 'vc'), payload: {} }, mallory)
    expect(codesOf(await verify(forged))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
  })

  test('the data model is held against it', async () => {
    expect(await codes({})).toContain('MALFORMED_VALUE_ERROR')
    expect(await codes(credential11)).toEqual(['MALFORMED_VALUE_ERROR'])
    expect(await codes({ ...credential, vc: credential })).toEqual(['MALFORMED_VALUE_ERROR'])
    for (const member of ['@context', 'type', 'issuer', 'credentialSubject']) {
      expect(await codes(withMember(credential, member, undefined))).toContain('MALFORMED_VALUE_ERROR')
    }
  })

  test('mutation table: no field of a signed credential can be changed', async () => {
    const signature = decodeSign1(makeMessage({ payload: credential }), 100_000)?.signature ?? new Uint8Array()
    for (const path of leafPaths(credential)) {
      const changed = makeMessage({ payload: withMember(credential, path, 'urn:changed'), signature })
      expect([path, codesOf(await verify(changed))]).toEqual([path, ['CRYPTOGRAPHIC_SECURITY_ERROR']])
    }
  })
})

describe('§3.3.3 CWT claims', () => {
  test.each([
    ['iss', 1, ISSUER],
    ['sub', 2, 'did:example:station-1'],
    ['aud', 3, 'https://verifier.example'],
    ['exp, with fractions', 4, NOW_SECONDS + 0.5],
    ['cti, not understood', 7, Uint8Array.of(1)],
    ['cnf, not understood', 8, new Map([[3, Uint8Array.of(1)]])],
  ])('%s that agrees is accepted', async (_name, key, value) => {
    expect(codesOf(await verify(claim(key, value)))).toEqual([])
  })

  test.each([
    ['iss of somebody else', 1, 'did:example:other', '/iss'],
    ['iss that is bytes', 1, Uint8Array.of(1), '/iss'],
    ['sub of somebody else', 2, 'did:example:other', '/sub'],
    ['aud that is an array', 3, ['https://verifier.example'], '/aud'],
    ['exp that is text', 4, '2027-01-01', '/exp'],
    ['exp beyond all dates', 4, 2n ** 63n, '/exp'],
    ['nbf that is null', 5, null, '/nbf'],
    ['iat that is an array', 6, [1], '/iat'],
    ['nonce that is text', 10, 'n-0S6_WzA2Mj', '/nonce'],
    ['nonce that is no UTF-8', 10, Uint8Array.of(0xc3, 0x28), '/nonce'],
  ])('%s is refused', async (_name, key, value, pointer) => {
    expect(await verify(claim(key, value))).toMatchObject({
      verified: false,
      problems: [{ code: 'MALFORMED_VALUE_ERROR', pointer }],
    })
  })

  test('the claims MUST be a map', async () => {
    expect(codesOf(await verify(withClaims([1])))).toEqual(['MALFORMED_VALUE_ERROR'])
  })

  test('what the payload says of itself counts as well, and must not differ', async () => {
    expect(await codes({ ...credential, exp: NOW_SECONDS - 61 })).toEqual(['PROOF_VERIFICATION_ERROR'])
    const both = (inHeader: number, inPayload: number) =>
      withClaims(new Map([[4, inHeader]]), { ...credential, exp: inPayload })
    expect(codesOf(await verify(both(NOW_SECONDS + 9, NOW_SECONDS + 9)))).toEqual([])
    expect(codesOf(await verify(both(NOW_SECONDS + 9, NOW_SECONDS + 8)))).toEqual(['MALFORMED_VALUE_ERROR'])
  })

  test('claims in the unprotected header are nobody’s word', async () => {
    const unprotected = new Map([[CLAIMS, new Map([[4, NOW_SECONDS - 1000]])]])
    expect(codesOf(await verify(makeMessage({ unprotected, payload: credential })))).toEqual([])
  })

  test.each([
    ['exp', 4, -59, []],
    ['exp', 4, -61, ['PROOF_VERIFICATION_ERROR']],
    ['nbf', 5, 59, []],
    ['nbf', 5, 61, ['PROOF_VERIFICATION_ERROR']],
    ['iat', 6, 59, []],
    ['iat', 6, 61, ['PROOF_VERIFICATION_ERROR']],
  ])('T11 %s (%i) at %i s from now', async (_name, key, offset, expected) => {
    expect(codesOf(await verify(claim(key, NOW_SECONDS + offset)))).toEqual(expected)
  })
})

test('T5 a good signature by somebody else than the issuer is refused', async () => {
  const forged = makeMessage({ header: headerFor(mallory, 'vc'), payload: credential }, mallory)
  expect(codesOf(await verify(forged))).toEqual(['CONTROLLER_MISMATCH'])
  const lenient = await verify(forged, { requireControllerBinding: false })
  expect(lenient.verified && lenient.value.controller).toBe(mallory.did)
})

test('a presentation is no credential, and typ may be left out only where the caller says so', async () => {
  const asPresentation = makeMessage({ header: headerFor(issuer, 'vp'), payload: credential })
  expect(codesOf(await verify(asPresentation, { requireTyp: false }))).toEqual(['SECURING_NOT_ACCEPTED'])
  const bare = makeMessage({ header: headerFor(issuer, 'vc', [TYP, undefined]), payload: credential })
  expect(codesOf(await verify(bare))).toEqual(['SECURING_NOT_ACCEPTED'])
  expect(codesOf(await verify(bare, { requireTyp: false }))).toEqual([])
})

test('maxLength is in bytes; algorithms can be fewer', async () => {
  const bytes = await signVcCose(credential, issuer.signer)
  expect(codesOf(await verify(bytes, { maxLength: bytes.length - 1 }))).toEqual(['PARSING_ERROR'])
  expect(codesOf(await verify(bytes, { algorithms: ['ES256'] }))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
  expect(headerFor(issuer, 'vc').get(KID)).toEqual(new TextEncoder().encode(issuer.keyId))
})
