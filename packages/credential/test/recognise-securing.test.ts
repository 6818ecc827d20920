import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { envelopeCredential, envelopePresentation, recogniseSecuring } from '../src/index.ts'
import { headerFor, makeMessage, TYP } from './cose/cose-fixtures.ts'
import { credential, credential11, freeze, headerOf, issuer, makeToken, presentation11 } from './fixtures.ts'

const tokenOf = (typ: unknown, payload: unknown) => makeToken({ ...headerOf(issuer), typ }, payload, issuer.keyPair)
const vcJose = tokenOf('vc+jwt', credential)

describe('tokens', () => {
  test.each([
    ['vc+jwt', credential, 'vc+jwt'],
    ['application/VP+JWT', {}, 'vp+jwt'],
    ['JWT', { vc: credential11 }, 'vc-jwt'],
    ['JWT', { vp: presentation11 }, 'vp-jwt'],
    [undefined, { vc: credential11 }, 'vc-jwt'],
    [undefined, credential, 'vc+jwt'],
    [undefined, { type: 'VerifiablePresentation' }, 'vp+jwt'],
  ])('typ %j: the token tells its class', (typ, payload, tokenClass) => {
    const token = tokenOf(typ, payload)
    expect(recogniseSecuring(token)).toEqual({ form: 'token', tokenClass, token, mediaType: undefined })
  })

  test.each([
    ['a token of another class', tokenOf('at+jwt', {})],
    ['a token of another class with a claim vc', tokenOf('at+jwt', { vc: credential11 })],
    ['a JWT with neither vc nor vp', tokenOf('JWT', credential)],
    ['a token without typ that holds neither', tokenOf(undefined, {})],
    ['an encrypted token', 'eyJhbGciOiJkaXIifQ..iv.ciphertext.tag'],
  ])('%s is secured in a way not known here', (_what, token) => {
    expect(recogniseSecuring(token)).toEqual({ form: 'unsupported', mediaType: undefined })
  })
})

describe('SD-JWTs', () => {
  test.each([
    ['dc+sd-jwt', { vct: 'urn:x' }, 'dc+sd-jwt'],
    ['application/DC+SD-JWT', {}, 'dc+sd-jwt'],
    ['vc+sd-jwt', credential, 'vc+sd-jwt'],
    ['vc+sd-jwt', { vct: 'urn:x' }, 'dc+sd-jwt'],
    ['vc+sd-jwt', { ...credential, vct: 'urn:x' }, 'vc+sd-jwt'],
    ['vp+sd-jwt', {}, 'vp+sd-jwt'],
    [undefined, credential, 'vc+sd-jwt'],
    [undefined, { type: ['VerifiablePresentation'] }, 'vp+sd-jwt'],
  ])('typ %j: the token tells its class, with or without disclosures and key binding', (typ, payload, tokenClass) => {
    for (const rest of ['~', '~WyJzYWx0IiwiYSIsMV0~', `~WyJzYWx0IiwiYSIsMV0~${vcJose}`]) {
      const token = tokenOf(typ, payload) + rest
      expect(recogniseSecuring(token)).toEqual({ form: 'token', tokenClass, token, mediaType: undefined })
    }
  })

  test.each([
    ['of another class', `${tokenOf('example+sd-jwt', credential)}~`],
    ['of the class of a JWT', `${vcJose}~`],
    ['without typ and document', `${tokenOf(undefined, { vct: 'urn:x' })}~`],
    ['without its tilde', tokenOf('dc+sd-jwt', { vct: 'urn:x' })],
    ['that holds no JWT', 'a~b~'],
  ])('%s: secured in a way not known here', (_what, token) => {
    expect(recogniseSecuring(token)).toEqual({ form: 'unsupported', mediaType: undefined })
  })
})

describe('documents', () => {
  test('proofs are named by cryptosuite, others by type', () => {
    const proof = [{ type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022' }, { type: 'Ed25519Signature2020' }]
    expect(recogniseSecuring(freeze({ ...credential, proof }))).toEqual({
      form: 'embedded',
      proofs: ['eddsa-rdfc-2022', 'Ed25519Signature2020'],
    })
    expect(recogniseSecuring({ ...credential, proof: proof[0] })).toMatchObject({ proofs: ['eddsa-rdfc-2022'] })
  })

  test('an envelope is what its token is, whatever its media type says', () => {
    for (const envelope of [envelopeCredential, envelopePresentation]) {
      expect(recogniseSecuring(envelope('application/vp+jwt', vcJose))).toEqual({
        form: 'token',
        tokenClass: 'vc+jwt',
        token: vcJose,
        mediaType: 'application/vp+jwt',
      })
    }
  })

  test.each([
    ['broken COSE', 'data:application/vc+cose;base64,0oRA', 'application/vc+cose'],
    ['a JWT called an SD-JWT', `data:application/vc+sd-jwt,${vcJose}~`, 'application/vc+sd-jwt'],
    ['anything', 'data:text/plain,hello', 'text/plain'],
  ])('an envelope with %s is secured in a way not known here', (_what, id, mediaType) => {
    const envelope = { ...envelopeCredential('a/b', 'c'), id }
    expect(recogniseSecuring(envelope)).toEqual({ form: 'unsupported', mediaType })
  })

  test('COSE is recognised by its typ or its payload, in an envelope and without one', () => {
    const bare = (payload: unknown, ...changes: Parameters<typeof headerFor>[2][]) =>
      makeMessage({ header: headerFor(issuer, 'vc', ...changes), payload })
    const cases = [
      [bare({}), 'vc+cose'],
      [bare({}, [TYP, 'Application/VP+COSE']), 'vp+cose'],
      [bare(credential, [TYP, undefined]), 'vc+cose'],
      [bare({ type: 'VerifiablePresentation' }, [TYP, undefined]), 'vp+cose'],
    ] as const
    for (const [bytes, tokenClass] of cases) {
      expect(recogniseSecuring(bytes)).toEqual({ form: 'cose', tokenClass, bytes, mediaType: undefined })
      const enveloped = envelopeCredential('application/vc+jwt', bytes)
      expect(recogniseSecuring(enveloped)).toEqual({ form: 'cose', tokenClass, bytes, mediaType: 'application/vc+jwt' })
    }
    for (const typ of ['application/statuslist+cwt', 61, null]) {
      expect(recogniseSecuring(bare(credential, [TYP, typ]))).toEqual({ form: 'none' })
    }
    expect(recogniseSecuring(bare({}, [TYP, undefined]))).toEqual({ form: 'none' })
    expect(recogniseSecuring(bare(null, [TYP, undefined]))).toEqual({ form: 'none' })
    expect(recogniseSecuring(Uint8Array.of(0xd2))).toEqual({ form: 'none' })
  })

  test.each([
    ['a bare credential', credential],
    ['a malformed envelope', { ...envelopeCredential('a/b', vcJose), '@context': [] }],
    ['an empty set of proofs', { ...credential, proof: [] }],
    ['a proof without a type', { ...credential, proof: {} }],
    ['a proof that is no object', { ...credential, proof: 'x' }],
    ['a text', 'hello'],
    ['nothing', undefined],
    ['null', null],
    ['an array', [credential]],
  ])('%s is not secured', (_what, value) => {
    expect(recogniseSecuring(value)).toEqual({ form: 'none' })
  })

  test('any JSON at all: an answer, never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string()), (value) => {
        expect(['embedded', 'token', 'unsupported', 'none']).toContain(recogniseSecuring(value).form)
      }),
    )
  })
})
