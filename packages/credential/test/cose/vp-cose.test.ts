/** VC-JOSE-COSE §3.3.2, presentations: the challenge and the domain are bound, so that no presentation can be replayed. */
import { utf8Encode } from '@energy-ssi/core'
import { describe, expect, test } from 'vitest'
import {
  decodeSign1,
  signVcCose,
  signVpCose,
  type VerifyVpCoseOptions,
  verifyVcCose,
  verifyVpCose,
} from '../../src/cose/index.ts'
import { CredentialError, envelopeCredential, openBinaryEnvelope, type Presentation } from '../../src/index.ts'
import {
  codesOf,
  credential,
  HOLDER,
  holder,
  ISSUER,
  issuer,
  MALLORY,
  mallory,
  NOW,
  NOW_SECONDS,
  presentation,
  presentation11,
  resolveKey,
  resolverFor,
  withMember,
} from '../fixtures.ts'
import { CLAIMS, headerFor, makeMessage } from './cose-fixtures.ts'

const NONCE = 'n-0S6_WzA2Mj'
const AUDIENCE = 'https://verifier.example'
const expected = { nonce: NONCE, audience: AUDIENCE }

const verify = (bytes: Uint8Array, options: Partial<VerifyVpCoseOptions> = {}) =>
  verifyVpCose(bytes, { resolveKey, now: NOW, ...expected, ...options })
const present = (claims: object = {}, payload: unknown = presentation, party = holder) => {
  const keys = { iss: 1, aud: 3, exp: 4, nbf: 5, iat: 6, nonce: 10 } as const
  const values: Record<string, unknown> = { nonce: utf8Encode(NONCE), aud: AUDIENCE, ...claims }
  const entries = Object.entries(keys).flatMap(([name, key]) =>
    values[name] === undefined ? [] : [[key, values[name]] as const],
  )
  return makeMessage({ header: headerFor(party, 'vp', [CLAIMS, new Map(entries)]), payload }, party)
}
const codes = async (claims: object, options?: Partial<VerifyVpCoseOptions>) =>
  codesOf(await verify(present(claims), options))

describe('signing', () => {
  test('what was signed verifies, with holder, nonce and audience in the header', async () => {
    const bytes = await signVpCose(presentation, holder.signer, { ...expected, now: NOW, expiresInSeconds: 120 })
    const claims = { nonce: NONCE, aud: AUDIENCE, iat: NOW_SECONDS, exp: NOW_SECONDS + 120 }
    expect(decodeSign1(bytes, 100_000)?.header.get(CLAIMS)).toEqual(
      new Map<number, unknown>([
        [3, AUDIENCE],
        [4, claims.exp],
        [6, claims.iat],
        [10, utf8Encode(NONCE)],
      ]),
    )
    expect(await verify(bytes)).toEqual({
      verified: true,
      value: { presentation, keyId: holder.keyId, controller: HOLDER, algorithm: 'EdDSA', claims },
      warnings: [],
    })
  })

  test.each([
    ['a malformed presentation', withMember(presentation, 'type', 'x'), 'malformed_presentation'],
    ['a presentation of VCDM 1.1', presentation11, 'malformed_presentation'],
    [
      '§3.3.2 an unsecured credential',
      withMember(presentation, 'verifiableCredential', [credential]),
      'malformed_presentation',
    ],
    ['a member that is asked for as a claim', { ...presentation, nonce: 'x' }, 'conflicting_claim'],
  ])('%s is not signed', (_what, document, code) => {
    const attempt = () => signVpCose(document as Presentation, holder.signer, { nonce: NONCE })
    expect(attempt).toThrow(CredentialError)
    expect(attempt).toThrow(expect.objectContaining({ code }))
  })
})

describe('T10 replay: nonce and audience, absent counts as different', () => {
  test.each([
    ['both as expected', {}, {}, []],
    ['nonce absent', { nonce: undefined }, {}, ['INVALID_CHALLENGE_ERROR']],
    ['a presentation replayed to another challenge', {}, { nonce: 'other' }, ['INVALID_CHALLENGE_ERROR']],
    ['nonce that is text', { nonce: NONCE }, {}, ['MALFORMED_VALUE_ERROR']],
    ['none expected although required', {}, { nonce: undefined }, ['INVALID_CHALLENGE_ERROR']],
    ['none expected, none required', {}, { nonce: undefined, requireNonce: false }, []],
    ['audience absent', { aud: undefined }, {}, ['INVALID_DOMAIN_ERROR']],
    ['a presentation replayed to another verifier', {}, { audience: 'https://b.example' }, ['INVALID_DOMAIN_ERROR']],
    ['one of several own names', {}, { audience: ['did:example:verifier', AUDIENCE] }, []],
    ['an audience named, the verifier nameless', {}, { audience: undefined }, ['INVALID_DOMAIN_ERROR']],
    ['an audience named, the verifier nameless on purpose', {}, { audience: undefined, requireAudience: false }, []],
  ] as const)('%s', async (_what, claims, options, result) => {
    expect(await codes(claims, options)).toEqual(result)
  })

  test('claims that are members of the presentation bind as well', async () => {
    const bound = { ...presentation, nonce: NONCE, aud: AUDIENCE }
    const bytes = makeMessage({ header: headerFor(holder, 'vp'), payload: bound }, holder)
    expect(codesOf(await verify(bytes))).toEqual([])
    expect(codesOf(await verify(bytes, { nonce: 'other' }))).toEqual(['INVALID_CHALLENGE_ERROR'])
    expect(codesOf(await verify(present({}, { ...bound, nonce: 'other' })))).toEqual(['MALFORMED_VALUE_ERROR'])
  })

  test('an unprotected challenge binds nothing', async () => {
    const unprotected = new Map([[CLAIMS, new Map<number, unknown>([[10, utf8Encode(NONCE)]])]])
    const bytes = makeMessage({ header: headerFor(holder, 'vp'), unprotected, payload: presentation }, holder)
    expect(codesOf(await verify(bytes, { audience: undefined }))).toEqual(['INVALID_CHALLENGE_ERROR'])
  })

  test.each([
    ['exp', -61],
    ['nbf', 61],
    ['iat', 61],
  ])('T11 %s at %i s from now', async (name, offset) => {
    expect(await codes({ [name]: NOW_SECONDS + offset })).toEqual(['PROOF_VERIFICATION_ERROR'])
  })
})

describe('who presents', () => {
  test('T9 only the one who is named may sign', async () => {
    for (const [party, did] of [
      [holder, HOLDER],
      [mallory, HOLDER],
      [holder, MALLORY],
    ] as const) {
      const verdict = await verify(present({}, { ...presentation, holder: did }, party))
      expect(codesOf(verdict)).toEqual(party.did === did ? [] : ['HOLDER_MISMATCH'])
    }
  })

  test('§4.1.2 iss MUST match the holder', async () => {
    expect(await codes({ iss: HOLDER })).toEqual([])
    expect(await codes({ iss: MALLORY })).toEqual(['MALFORMED_VALUE_ERROR'])
  })

  test('T5 the key must be there for authentication', async () => {
    const resolve = resolverFor([holder], 'assertionMethod')
    expect(await codes({}, { resolveKey: resolve })).toEqual(['INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD'])
  })

  test('§4.13.4 a foreign unsecured credential is not secured by the presentation, whatever the options', async () => {
    const forged = present({}, { ...presentation, holder: ISSUER, verifiableCredential: [credential] }, mallory)
    expect(codesOf(await verify(forged, { requireControllerBinding: false }))).toEqual(['PROOF_MISSING'])
  })
})

test('the classes do not mix', async () => {
  const vc = await signVcCose(credential, issuer.signer)
  const vp = await signVpCose(presentation, holder.signer)
  const options = { resolveKey, now: NOW, requireTyp: false, requireNonce: false, requireControllerBinding: false }
  expect((await verifyVpCose(vc, options)).verified).toBe(false)
  expect((await verifyVcCose(vp, options)).verified).toBe(false)
})

test('§3.3.1 a credential secured with COSE travels in a presentation, in base64', async () => {
  const vc = await signVcCose(credential, issuer.signer)
  const enveloped = envelopeCredential('application/vc+cose', vc)
  const vp = await signVpCose({ ...presentation, verifiableCredential: [enveloped] }, holder.signer, expected)
  const verdict = await verify(vp)
  const [item] = verdict.verified ? [verdict.value.presentation.verifiableCredential].flat() : []
  const opened = openBinaryEnvelope(item)
  expect(opened).toEqual({ mediaType: 'application/vc+cose', bytes: vc })
  expect((await verifyVcCose(opened?.bytes ?? new Uint8Array(), { resolveKey, now: NOW })).verified).toBe(true)
})
