/** VCDM 1.1 §6.3.1, credentials. */
import { describe, expect, test } from 'vitest'
import {
  CREDENTIALS_V2,
  type Credential,
  CredentialError,
  checkValidityPeriod,
  signVcJwt,
  type VerifyJwtOptions,
  verifyVcJwt,
} from '../src/index.ts'
import {
  codesOf,
  credential,
  credential11,
  HOLDER,
  headerOf,
  ISSUER,
  issuer,
  leafPaths,
  makeToken,
  mallory,
  NOW,
  NOW_SECONDS,
  resolveKey,
  withMember,
} from './fixtures.ts'

const NBF = Date.parse('2026-01-01T00:00:00Z') / 1000
const EXP = Date.parse('2027-01-01T00:00:00Z') / 1000
const claims = {
  iss: ISSUER,
  sub: 'did:example:subject-1',
  jti: 'urn:uuid:3978344f-8596-4c3a-a978-8fcaba3903c5',
  nbf: NBF,
  exp: EXP,
}
const full = { ...claims, vc: credential11 }

const verify = (token: string, options: Partial<VerifyJwtOptions> = {}) =>
  verifyVcJwt(token, { resolveKey, now: NOW, ...options })
const issue = (payload: unknown, header: object = headerOf(issuer, 'JWT')) => makeToken(header, payload, issuer.keyPair)
const codes = async (payload: unknown, options?: Partial<VerifyJwtOptions>) =>
  codesOf(await verify(issue(payload), options))
const refusal = async (payload: unknown) => {
  const verdict = await verify(issue(payload))
  return verdict.verified ? 'verified' : verdict.problems.map(({ code, pointer }) => `${code} ${pointer}`).join()
}

describe('JWT encoding', () => {
  test('the claims MUST represent their members; the whole credential stands in vc', async () => {
    const token = await signVcJwt(credential11, issuer.signer, { issuedAt: NOW })
    const parts = token.split('.').slice(0, 2)
    const [header, payload] = parts.map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))
    expect(header).toEqual({ alg: 'EdDSA', typ: 'JWT', kid: issuer.keyId })
    expect(payload).toEqual({ ...claims, iat: NOW_SECONDS, vc: credential11 })
  })

  test('claims without a member are left out', async () => {
    const bearer = {
      ...withMember(withMember(credential11, 'id', undefined), 'expirationDate', undefined),
      credentialSubject: [{ a: 1 }],
    }
    const verdict = await verify(await signVcJwt(bearer, issuer.signer))
    expect(verdict.verified && verdict.value).toMatchObject({ credential: bearer, claims: { iss: ISSUER, nbf: NBF } })
    expect(verdict.verified && Object.keys(verdict.value.claims).sort()).toEqual(['iss', 'nbf'])
  })

  test('what was signed verifies, unchanged', async () => {
    const verdict = await verify(await signVcJwt(credential11, issuer.signer))
    expect(verdict).toEqual({
      verified: true,
      value: { credential: credential11, keyId: issuer.keyId, controller: ISSUER, algorithm: 'EdDSA', claims },
      warnings: [],
    })
  })

  test.each([
    ['a malformed credential', withMember(credential11, 'issuanceDate', undefined), 'malformed_credential'],
    ['a credential of VCDM 2.0', credential, 'malformed_credential'],
    ['several subjects', { ...credential11, credentialSubject: [{ a: 1 }, { b: 2 }] }, 'multiple_subjects'],
  ])('%s is not signed', (_what, document, code) => {
    const attempt = () => signVcJwt(document as Credential, issuer.signer)
    expect(attempt).toThrow(CredentialError)
    expect(attempt).toThrow(expect.objectContaining({ code }))
  })
})

describe('JWT decoding', () => {
  test('members that stand only in claims are completed from them', async () => {
    const { id: _id, issuer: _issuer, issuanceDate: _from, expirationDate: _until, ...rest } = credential11
    const slim = { ...claims, vc: withMember(rest, 'credentialSubject.id', undefined) }
    const verdict = await verify(issue(slim))
    expect(verdict.verified && verdict.value.credential).toEqual({ ...credential11, issuer: ISSUER })
  })

  test('iss completes an issuer object that has no id', async () => {
    const vc = withMember(credential11, 'issuer.id', undefined)
    const verdict = await verify(issue({ ...full, vc }))
    expect(verdict.verified && verdict.value.credential).toEqual(credential11)
  })

  test('a single subject in an array is completed in the array', async () => {
    const verdict = await verify(issue({ ...full, vc: { ...credential11, credentialSubject: [{ a: 1 }] } }))
    expect(verdict.verified && verdict.value.credential.credentialSubject).toEqual([{ a: 1, id: claims.sub }])
  })

  test('members and claims agree within the same second', async () => {
    const vc = withMember(credential11, 'issuanceDate', '2026-01-01T01:00:00.999+01:00')
    expect(await codes({ ...full, vc })).toEqual([])
    expect(await codes({ ...full, nbf: NBF + 0.5 })).toEqual([])
  })

  test.each([
    ['iss', 'did:example:other'],
    ['iss', undefined],
    ['iss', 7],
    ['sub', 'did:example:other'],
    ['jti', 'urn:other'],
    ['nbf', NBF + 1],
    ['nbf', '2026-01-01T00:00:00Z'],
    ['exp', EXP - 1],
    ['exp', 1e300],
  ])('%s that is %j contradicts the credential and is refused', async (claim, value) => {
    expect(await refusal({ ...full, [claim]: value })).toBe(`MALFORMED_VALUE_ERROR /${claim}`)
  })

  test.each([
    ['id', 'urn:other', '/jti'],
    ['issuer', 'did:example:other', '/iss'],
    ['issuer.id', 7, '/iss'],
    ['issuanceDate', '2026-01-02T00:00:00Z', '/nbf'],
    ['issuanceDate', 'soon', '/nbf'],
    ['expirationDate', '2026-01-02T00:00:00Z', '/exp'],
    ['credentialSubject.id', 'did:example:other', '/sub'],
    ['credentialSubject', [{ a: 1 }, { b: 1 }], '/sub'],
    ['credentialSubject', 'did:example:subject-1', '/sub'],
  ])('a %s that is %j contradicts the claims and is refused', async (path, value, pointer) => {
    expect(await refusal({ ...full, vc: withMember(credential11, path, value) })).toBe(
      `MALFORMED_VALUE_ERROR ${pointer}`,
    )
  })

  test.each(['sub', 'jti', 'nbf', 'exp'])('%s may be absent where the member is there', async (claim) => {
    expect(await codes(withMember(full, claim, undefined))).toEqual([])
  })

  test('claims come from the verified payload, not from what stands around it', async () => {
    const verdict = await verify(issue({ ...full, credentialSubject: { id: 'did:example:other' }, issuer: HOLDER }))
    expect(verdict.verified && verdict.value.credential).toEqual(credential11)
  })

  test('a member of vc called "code" or "problems" is a member like any other', async () => {
    const vc = { ...credential11, code: 'x', problems: [] }
    const verdict = await verify(issue({ ...full, vc }))
    expect(verdict.verified && verdict.value.credential).toEqual(vc)
  })
})

describe('what a VC-JWT is', () => {
  test.each([
    ['without vc', claims],
    ['with a vc that is no object', { ...claims, vc: 'x' }],
    ['with a vc that is an array', { ...claims, vc: [credential11] }],
    ['with vp instead', { ...claims, vp: credential11 }],
    ['with vc and vp', { ...full, vp: {} }],
  ])('a token %s is refused', async (_what, payload) => {
    expect(await refusal(payload)).toBe('MALFORMED_VALUE_ERROR /vc')
  })

  test('typ is JWT or absent, and nothing else', async () => {
    for (const typ of ['JWT', 'jwt', undefined])
      expect(codesOf(await verify(issue(full, { ...headerOf(issuer), typ })))).toEqual([])
    for (const typ of ['vc+jwt', 'at+jwt', 'vp+jwt', '', 7]) {
      expect(codesOf(await verify(issue(full, { ...headerOf(issuer), typ })))).toEqual(['SECURING_NOT_ACCEPTED'])
    }
    expect(codesOf(await verify(issue(full, { ...headerOf(issuer, 'JWT'), cty: 'JWT' })))).toEqual([
      'SECURING_NOT_ACCEPTED',
    ])
  })

  test('VCDM 2.0 in vc is accepted only where the caller says so; exp and nbf are then those of the token', async () => {
    const vc = {
      '@context': [CREDENTIALS_V2],
      type: ['VerifiableCredential'],
      issuer: ISSUER,
      credentialSubject: { id: 'did:example:a' },
    }
    const payload = { iss: ISSUER, sub: 'did:example:a', vc }
    const models = ['1.1', '2.0'] as const
    expect(await refusal(payload)).toBe('MALFORMED_VALUE_ERROR /vc')
    expect(await codes(payload, { models })).toEqual([])
    expect(await codes({ ...payload, exp: NOW_SECONDS - 59 }, { models })).toEqual([])
    expect(await codes({ ...payload, exp: NOW_SECONDS - 61 }, { models })).toEqual(['PROOF_VERIFICATION_ERROR'])
    expect(await codes(full, { models: ['2.0'] })).toEqual(['MALFORMED_VALUE_ERROR'])
  })

  test.each(['@context', 'type', 'credentialSubject'])('deletion table: without %s', async (member) => {
    const vc = withMember(credential11, member, undefined)
    expect(await codes({ ...full, sub: undefined, vc })).toContain('MALFORMED_VALUE_ERROR')
  })

  test('deletion table: issuanceDate needs nbf in its place', async () => {
    const vc = withMember(credential11, 'issuanceDate', undefined)
    expect(await refusal({ ...full, nbf: undefined, vc })).toBe('MALFORMED_VALUE_ERROR /issuanceDate')
    expect(await codes({ ...full, vc })).toEqual([])
  })

  test('mutation table: no field of a signed token can be changed', async () => {
    const [header, , signature] = issue(full).split('.')
    for (const path of leafPaths(full)) {
      const changed = Buffer.from(JSON.stringify(withMember(full, path, 'urn:changed'))).toString('base64url')
      expect([path, codesOf(await verify(`${header}.${changed}.${signature}`))]).toEqual([
        path,
        ['CRYPTOGRAPHIC_SECURITY_ERROR'],
      ])
    }
  })
})

describe('time and binding', () => {
  test('exp and nbf are the validity period, which is judged apart', async () => {
    const verdict = await verify(issue(full), { now: new Date((EXP + 61) * 1000) })
    expect(verdict.verified).toBe(true)
    if (!verdict.verified) return
    expect(checkValidityPeriod(verdict.value.credential, new Date((EXP + 59) * 1000))).toBeUndefined()
    expect(checkValidityPeriod(verdict.value.credential, new Date((EXP + 61) * 1000))?.code).toBe('CREDENTIAL_EXPIRED')
    expect(checkValidityPeriod(verdict.value.credential, new Date((NBF - 61) * 1000))?.code).toBe(
      'CREDENTIAL_NOT_YET_VALID',
    )
  })

  test.each([
    [59, []],
    [61, ['PROOF_VERIFICATION_ERROR']],
    [315_360_000, ['PROOF_VERIFICATION_ERROR']],
  ])('T11 iat at %i s from now', async (offset, expected) => {
    expect(await codes({ ...full, iat: NOW_SECONDS + offset })).toEqual(expected)
  })

  test('T5 a good signature by somebody else than the issuer is refused', async () => {
    const forged = makeToken(headerOf(mallory, 'JWT'), full, mallory.keyPair)
    expect(codesOf(await verify(forged))).toEqual(['CONTROLLER_MISMATCH'])
    expect(codesOf(await verify(forged, { requireControllerBinding: false }))).toEqual([])
  })

  test('iss in the header must be the issuer', async () => {
    expect(codesOf(await verify(issue(full, { ...headerOf(issuer, 'JWT'), iss: HOLDER })))).toEqual([
      'MALFORMED_VALUE_ERROR',
    ])
  })
})
