/** `JwtProof2020`, as did-jwt-vc and Veramo write it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Credential,
  CredentialError,
  type Presentation,
  recogniseSecuring,
  signVcJwt,
  signVcJwtProof,
  signVpJwt,
  signVpJwtProof,
  verifyVcJwtProof,
  verifyVpJwtProof,
} from '../src/index.ts'
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
  presentation11,
  resolveKey,
  withMember,
} from './fixtures.ts'

const options = { resolveKey, now: NOW }
const bound = { nonce: 'n-0S6_WzA2Mj', audience: 'https://verifier.example' }
const verifyVc = (document: unknown) => verifyVcJwtProof(document, options)
const verifyVp = (document: unknown) => verifyVpJwtProof(document, { ...options, ...bound })
const proofOf = (jwt: string) => ({ type: 'JwtProof2020', jwt })

/** What did-jwt-vc signs for the golden credential, and what it makes of the token (`normalizeCredential`). */
const { id, issuanceDate, expirationDate, credentialSubject, ...inVc } = credential11
const { id: sub, ...claims } = credentialSubject as { id: string }
const didJwtPayload = {
  vc: {
    '@context': credential11['@context'],
    type: credential11.type,
    credentialSubject: claims,
    credentialStatus: inVc.credentialStatus,
    credentialSchema: inVc.credentialSchema,
  },
  issuer: { name: 'Test university' },
  jti: id,
  nbf: Date.parse(issuanceDate as string) / 1000,
  exp: Date.parse(expirationDate as string) / 1000,
  iss: ISSUER,
  sub,
}
const didJwt = makeToken(headerOf(issuer, 'JWT'), didJwtPayload, issuer.keyPair)
const normalised = {
  ...credential11,
  issuer: { id: ISSUER, name: 'Test university' },
  issuanceDate: '2026-01-01T00:00:00.000Z',
  expirationDate: '2027-01-01T00:00:00.000Z',
  vc: {},
  proof: proofOf(didJwt),
}

describe('credentials', () => {
  test('what was signed verifies; the token stands in the proof', async () => {
    const signed = signVcJwtProof(credential11, issuer.signer, { issuedAt: NOW }) as Credential
    const jwt = signVcJwt(credential11, issuer.signer, { issuedAt: NOW })
    expect(signed).toEqual({ ...credential11, proof: proofOf(jwt as string) })
    expect(await verifyVc(signed)).toMatchObject({
      verified: true,
      value: { credential: credential11, controller: ISSUER, claims: { iat: NOW_SECONDS } },
    })
    expect(recogniseSecuring(signed)).toEqual({ form: 'embedded', proofs: ['JwtProof2020'] })
  })

  test('a signer that answers later', async () => {
    const sign = async (message: Uint8Array) => issuer.keyPair.sign(message)
    expect(codesOf(await verifyVc(await signVcJwtProof(credential11, { ...issuer.signer, sign })))).toEqual([])
  })

  test.each([
    ['a malformed credential', withMember(credential11, 'issuer', undefined), 'malformed_credential'],
    ['a credential of VCDM 2.0', credential, 'malformed_credential'],
    ['several subjects', withMember(credential11, 'credentialSubject', [{ a: 1 }, { b: 1 }]), 'multiple_subjects'],
    ['a credential with a proof', { ...credential11, proof: { type: 'A' } }, 'conflicting_claim'],
  ])('%s is not signed', (_what, document, code) => {
    const attempt = () => signVcJwtProof(document as Credential, issuer.signer)
    expect(attempt).toThrow(CredentialError)
    expect(attempt).toThrow(expect.objectContaining({ code }))
  })

  test.each<[string, object]>([
    ['as it writes it', {}],
    ['with the claims of the token left among the members', didJwtPayload],
    ['without the empty vc', { vc: undefined }],
    ['with a single type for an array of one', { type: credential11.type }],
    ['with the subject in an array', { credentialSubject: [credential11.credentialSubject] }],
    ['in a set of one proof', { proof: [proofOf(didJwt)] }],
    ['with the time in another zone', { issuanceDate: '2026-01-01T01:00:00+01:00' }],
  ])('did-jwt-vc: accepted %s', async (_what, changes) => {
    const document = { ...normalised, ...changes, issuer: normalised.issuer }
    const verdict = await verifyVc(document)
    expect(verdict).toMatchObject({ verified: true, value: { credential: { issuer: ISSUER, id, credentialSubject } } })
  })

  test('did-jwt-vc: a member of vc that it does not know stays in vc', async () => {
    const payload = { ...didJwtPayload, vc: { ...didJwtPayload.vc, level: 'gold' } }
    const proof = proofOf(makeToken(headerOf(issuer, 'JWT'), payload, issuer.keyPair))
    expect(codesOf(await verifyVc({ ...normalised, vc: { level: 'gold' }, proof }))).toEqual([])
    expect(codesOf(await verifyVc({ ...normalised, level: 'gold', proof }))).toEqual([])
    expect(codesOf(await verifyVc({ ...normalised, vc: { level: 'lead' }, proof }))).toEqual([
      'PROOF_VERIFICATION_ERROR',
    ])
    expect(codesOf(await verifyVc({ ...normalised, vc: 'gold', proof }))).toEqual(['PROOF_VERIFICATION_ERROR'])
    expect(codesOf(await verifyVc({ ...normalised, proof }))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  test('did-jwt-vc: an issuer described in vc stays there, and iss is the issuer', async () => {
    const { proof, ...signed } = signVcJwtProof(credential11, issuer.signer) as Credential
    const document = { ...signed, issuer: { id: ISSUER }, vc: { issuer: credential11.issuer }, proof }
    expect(codesOf(await verifyVc(document))).toEqual([])
    for (const changes of [{ vc: {} }, { vc: { issuer: { id: ISSUER } } }, { issuer: { id: MALLORY } }]) {
      expect(codesOf(await verifyVc({ ...document, ...changes }))).toEqual(['PROOF_VERIFICATION_ERROR'])
    }
  })

  test('veramo #1070: mutation table, no member around the token can be changed, removed or added', async () => {
    const signed = signVcJwtProof(credential11, issuer.signer) as Credential
    for (const document of [signed, normalised]) {
      for (const path of leafPaths({ ...document, proof: undefined, vc: undefined })) {
        if (path === 'proof' || path === 'vc') continue
        for (const value of ['urn:changed', undefined]) {
          const verdict = await verifyVc(withMember(document, path, value))
          expect([path, value, codesOf(verdict)]).toEqual([path, value, ['PROOF_VERIFICATION_ERROR']])
        }
      }
      for (const name of ['admin', 'evidence', 'constructor', 'toString', 'validUntil', 'holder']) {
        expect([name, codesOf(await verifyVc({ ...document, [name]: 'x' }))]).toEqual([
          name,
          ['PROOF_VERIFICATION_ERROR'],
        ])
      }
    }
    expect(codesOf(await verifyVc(withMember(signed, 'credentialStatus', undefined)))).toEqual([
      'PROOF_VERIFICATION_ERROR',
    ])
  })

  test('the refusal points to the member and tells nothing of it', async () => {
    const altered = { ...normalised, credentialSubject: { id: sub, degree: 'secret-7f3a' } }
    const verdict = await verifyVc(altered)
    expect(verdict).toMatchObject({ problems: [{ pointer: '/credentialSubject' }] })
    expect(JSON.stringify(verdict)).not.toContain('secret-7f3a')
  })

  test.each([
    ['no proof', { ...credential11 }],
    ['a proof of another type', { ...credential11, proof: { type: 'DataIntegrityProof', jwt: didJwt } }],
    ['a proof without a token', { ...credential11, proof: { type: 'JwtProof2020' } }],
    ['a proof with more in it', { ...normalised, proof: { ...proofOf(didJwt), proofPurpose: 'assertionMethod' } }],
    ['two proofs', { ...normalised, proof: [proofOf(didJwt), proofOf(didJwt)] }],
    ['a token', didJwt],
    ['nothing', undefined],
  ])('%s', async (_what, document) => {
    expect(codesOf(await verifyVc(document))).toEqual(['PROOF_MISSING'])
  })

  test('what verifyVcJwt refuses is refused', async () => {
    const forged = makeToken(headerOf(mallory, 'JWT'), didJwtPayload, mallory.keyPair)
    expect(codesOf(await verifyVc({ ...normalised, proof: proofOf(forged) }))).toEqual(['CONTROLLER_MISMATCH'])
    expect(codesOf(await verifyVc({ ...normalised, proof: proofOf('eyJ.e30.') }))).toEqual(['PARSING_ERROR'])
    const vp = signVpJwt(presentation11, holder.signer) as string
    expect(codesOf(await verifyVc({ ...presentation11, proof: proofOf(vp) }))).toEqual(['MALFORMED_VALUE_ERROR'])
  })

  test('any members at all: never an exception, never verified with other members', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(credential11)), fc.jsonValue(), async (member, value) => {
        const same = JSON.stringify(value) === JSON.stringify(credential11[member])
        fc.pre(!same)
        expect((await verifyVc({ ...normalised, [member]: value })).verified).toBe(false)
      }),
      { numRuns: 50 },
    )
  })
})

describe('presentations', () => {
  const vpClaims = { nonce: bound.nonce, audience: bound.audience, now: NOW, expiresInSeconds: 60 }

  test('what was signed verifies, with nonce and audience', async () => {
    const signed = signVpJwtProof(presentation11, holder.signer, vpClaims) as Presentation
    expect(signed).toMatchObject({ ...presentation11, proof: { type: 'JwtProof2020' } })
    expect(await verifyVp(signed)).toMatchObject({
      verified: true,
      value: { presentation: presentation11, controller: HOLDER },
    })
    const replayed = await verifyVpJwtProof(signed, { ...options, ...bound, nonce: 'other' })
    expect(codesOf(replayed)).toEqual(['INVALID_CHALLENGE_ERROR'])
  })

  test('a presentation without a holder gets the one of the key', async () => {
    const signed = signVpJwtProof(withMember(presentation11, 'holder', undefined), holder.signer, vpClaims)
    expect(signed).toMatchObject({ holder: HOLDER })
    expect(codesOf(await verifyVp(signed))).toEqual([])
  })

  test('a presentation with a proof is not signed', () => {
    const attempt = () => signVpJwtProof({ ...presentation11, proof: { type: 'A' } }, holder.signer)
    expect(attempt).toThrow(expect.objectContaining({ code: 'conflicting_claim' }))
  })

  /** What did-jwt-vc makes of a token with one credential in it (`normalizePresentation`). */
  const vpPayload = {
    vp: { '@context': presentation11['@context'], type: presentation11.type, verifiableCredential: [didJwt] },
    iss: HOLDER,
    aud: [bound.audience],
    nonce: bound.nonce,
    nbf: NOW_SECONDS,
    exp: NOW_SECONDS + 60,
  }
  const vpJwt = makeToken(headerOf(holder, 'JWT'), vpPayload, holder.keyPair)
  const normalisedVp = {
    '@context': presentation11['@context'],
    type: presentation11.type,
    holder: HOLDER,
    verifier: [bound.audience],
    verifiableCredential: [normalised],
    nonce: bound.nonce,
    issuanceDate: new Date(NOW).toISOString(),
    expirationDate: new Date((NOW_SECONDS + 60) * 1000).toISOString(),
    proof: proofOf(vpJwt),
  }

  test('did-jwt-vc: embedded credentials stand for the tokens in the presentation', async () => {
    const verdict = await verifyVp(normalisedVp)
    expect(verdict).toMatchObject({ verified: true, value: { presentation: { verifiableCredential: [didJwt] } } })
    expect(codesOf(await verifyVp({ ...normalisedVp, ...vpPayload, vp: vpPayload.vp }))).toEqual([])
  })

  test('did-jwt-vc: no credentials at all', async () => {
    const { verifiableCredential: _none, ...vp } = vpPayload.vp
    const jwt = makeToken(headerOf(holder, 'JWT'), { ...vpPayload, vp }, holder.keyPair)
    const document = { ...normalisedVp, verifiableCredential: [], proof: proofOf(jwt) }
    expect(codesOf(await verifyVp(document))).toEqual([])
    expect(codesOf(await verifyVp({ ...document, verifiableCredential: [normalised] }))).toEqual([
      'PROOF_VERIFICATION_ERROR',
    ])
  })

  test('mutation table: neither the presentation nor a credential in it can be changed around its token', async () => {
    const paths = leafPaths(normalisedVp).filter((path) => !path.endsWith('jwt') && !path.endsWith('vc'))
    for (const path of paths) {
      const verdict = await verifyVp(withMember(normalisedVp, path, 'urn:changed'))
      expect([path, verdict.verified]).toEqual([path, false])
    }
    expect((await verifyVp({ ...normalisedVp, holder: MALLORY })).verified).toBe(false)
    expect((await verifyVp({ ...normalisedVp, verifiableCredential: [didJwt] })).verified).toBe(true)
    const other = signVcJwt({ ...credential11, id: 'urn:other' }, issuer.signer) as string
    expect((await verifyVp({ ...normalisedVp, verifiableCredential: [other] })).verified).toBe(false)
    const swapped = { ...credential11, id: 'urn:other', proof: proofOf(other) }
    expect((await verifyVp({ ...normalisedVp, verifiableCredential: [swapped] })).verified).toBe(false)
  })

  test('members that must be there', async () => {
    for (const member of ['@context', 'type', 'holder']) {
      expect(codesOf(await verifyVp(withMember(normalisedVp, member, undefined)))).toEqual(['PROOF_VERIFICATION_ERROR'])
    }
    expect(codesOf(await verifyVp({ ...normalisedVp, proof: undefined }))).toEqual(['PROOF_MISSING'])
  })
})
