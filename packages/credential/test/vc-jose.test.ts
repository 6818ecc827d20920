/** VC-JOSE-COSE, credentials. */
import { describe, expect, test } from 'vitest'
import { type Credential, CredentialError, signVcJose, type VerifyVcJoseOptions, verifyVcJose } from '../src/index.ts'
import {
  codesOf,
  credential,
  credential11,
  freeze,
  headerOf,
  holder,
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

const verify = (token: string, options: Partial<VerifyVcJoseOptions> = {}) =>
  verifyVcJose(token, { resolveKey, now: NOW, ...options })
const issue = (payload: unknown, header: object = headerOf(issuer)) => makeToken(header, payload, issuer.keyPair)
const codes = async (payload: unknown, options?: Partial<VerifyVcJoseOptions>) =>
  codesOf(await verify(issue(payload), options))

describe('§3.1.1 signing', () => {
  test('the payload is the credential, and nothing else', async () => {
    const token = await signVcJose(credential, issuer.signer)
    const [header, payload] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString())
    expect(JSON.parse(header ?? '')).toEqual({ alg: 'EdDSA', typ: 'vc+jwt', cty: 'vc', kid: issuer.keyId })
    expect(payload).toBe(JSON.stringify(credential))
  })

  test('what was signed verifies, with key, controller and claims', async () => {
    const options = { issuedAt: NOW, expiresAt: new Date(NOW.getTime() + 3_600_000) }
    const verdict = await verify(await signVcJose(credential, issuer.signer, options))
    const claims = { iat: NOW_SECONDS, exp: NOW_SECONDS + 3600 }
    expect(verdict).toEqual({
      verified: true,
      value: {
        credential: { ...credential, ...claims },
        keyId: issuer.keyId,
        controller: ISSUER,
        algorithm: 'EdDSA',
        claims,
      },
      warnings: [],
    })
  })

  test('a synchronous signer gives a synchronous result', () => {
    expect(typeof signVcJose(credential, issuer.signer)).toBe('string')
  })

  test.each([
    ['a malformed credential', withMember(credential, 'issuer', undefined), 'malformed_credential'],
    ['a credential of VCDM 1.1', credential11, 'malformed_credential'],
    ['a member vc', { ...credential, vc: {} }, 'malformed_credential'],
    ['a member vp', { ...credential, vp: {} }, 'malformed_credential'],
    ['a member that is asked for as a claim', { ...credential, iat: 1 }, 'conflicting_claim'],
  ])('%s is not signed', (_what, document, code) => {
    const attempt = () => signVcJose(document as Credential, issuer.signer, { issuedAt: NOW })
    expect(attempt).toThrow(CredentialError)
    expect(attempt).toThrow(expect.objectContaining({ code }))
  })

  test('a refusal lists the problems and no claim', () => {
    const refusal = () => {
      try {
        return signVcJose(withMember(credential, 'validFrom', 'secret-7f3a'), issuer.signer)
      } catch (error) {
        return error as CredentialError
      }
    }
    expect(refusal()).toMatchObject({ problems: [{ pointer: '/validFrom' }] })
    expect(JSON.stringify([refusal(), String(refusal())])).not.toContain('secret-7f3a')
  })
})

describe('§3 the data model is held against the verified payload', () => {
  test('§2.1 the claims vc and vp MUST NOT be present', async () => {
    expect(await codes({ ...credential, vc: credential })).toEqual(['MALFORMED_VALUE_ERROR'])
    expect(await codes({ ...credential, vp: null })).toEqual(['MALFORMED_VALUE_ERROR'])
    expect(await codes({ iss: ISSUER, vc: credential })).toEqual(['MALFORMED_VALUE_ERROR'])
  })

  test('a credential of VCDM 1.1 is not secured this way', async () => {
    expect(await codes(credential11)).toEqual(['MALFORMED_VALUE_ERROR'])
  })

  test('integrity comes first: a forged malformed credential is called forged', async () => {
    const forged = makeToken(headerOf(issuer), {}, mallory.keyPair)
    expect(codesOf(await verify(forged))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
  })

  test.each(['@context', 'type', 'issuer', 'credentialSubject'])('deletion table: without %s', async (member) => {
    expect(await codes(withMember(credential, member, undefined))).toContain('MALFORMED_VALUE_ERROR')
  })

  test('mutation table: no field of a signed credential can be changed', async () => {
    const token = await signVcJose(credential, issuer.signer)
    const [header, , signature] = token.split('.')
    for (const path of leafPaths(credential)) {
      for (const value of ['urn:changed', undefined]) {
        const changed = Buffer.from(JSON.stringify(withMember(credential, path, value))).toString('base64url')
        expect([path, codesOf(await verify(`${header}.${changed}.${signature}`))]).toEqual([
          path,
          ['CRYPTOGRAPHIC_SECURITY_ERROR'],
        ])
      }
    }
  })
})

describe('§4.1 claims beside the members', () => {
  test.each([
    ['iss', ISSUER],
    ['jti', credential.id],
    ['sub', 'did:example:station-1'],
    ['cnf', { kid: 'did:example:a#b' }],
    ['unknown', 1],
  ])('%s that agrees is accepted', async (claim, value) => {
    expect(await codes({ ...credential, [claim]: value })).toEqual([])
  })

  test.each([
    ['iss', 'did:example:other', '/iss'],
    ['iss', 7, '/iss'],
    ['jti', 'urn:other', '/jti'],
    ['jti', {}, '/jti'],
    ['sub', 'did:example:other', '/sub'],
    ['exp', '2027-01-01', '/exp'],
    ['exp', 1e300, '/exp'],
    ['nbf', null, '/nbf'],
    ['iat', [1], '/iat'],
    ['aud', 7, '/aud'],
    ['aud', [7], '/aud'],
  ])('%s that is %j is refused', async (claim, value, pointer) => {
    const verdict = await verify(issue({ ...credential, [claim]: value }))
    expect(verdict).toMatchObject({ verified: false, problems: [{ code: 'MALFORMED_VALUE_ERROR', pointer }] })
  })

  test('§4.1.2 iss in the header MUST match the issuer, too', async () => {
    const header = (iss: unknown) => ({ ...headerOf(issuer), iss })
    expect(codesOf(await verify(issue(credential, header(ISSUER))))).toEqual([])
    expect(codesOf(await verify(issue(credential, header('did:example:other'))))).toEqual(['MALFORMED_VALUE_ERROR'])
    expect(codesOf(await verify(issue(credential, header(7))))).toEqual(['MALFORMED_VALUE_ERROR'])
  })

  test('sub names one of several subjects, or a subject without an id', async () => {
    const two = withMember(credential, 'credentialSubject', [{ id: 'did:example:a' }, { id: 'did:example:b' }])
    expect(await codes({ ...two, sub: 'did:example:b' })).toEqual([])
    expect(await codes({ ...two, sub: 'did:example:c' })).toEqual(['MALFORMED_VALUE_ERROR'])
    expect(await codes({ ...withMember(credential, 'credentialSubject.id', undefined), sub: 'did:example:c' })).toEqual(
      [],
    )
  })

  test.each([
    ['exp', -59, []],
    ['exp', -61, ['PROOF_VERIFICATION_ERROR']],
    ['nbf', 59, []],
    ['nbf', 61, ['PROOF_VERIFICATION_ERROR']],
    ['iat', 59, []],
    ['iat', 61, ['PROOF_VERIFICATION_ERROR']],
  ])('T11 %s at %i s from now', async (claim, offset, expected) => {
    expect(await codes({ ...credential, [claim]: NOW_SECONDS + offset })).toEqual(expected)
  })

  test('T11 the tolerance can be set', async () => {
    expect(await codes({ ...credential, exp: NOW_SECONDS - 1 }, { skewSeconds: 0 })).toEqual([
      'PROOF_VERIFICATION_ERROR',
    ])
    expect(await codes({ ...credential, exp: NOW_SECONDS - 299 }, { skewSeconds: 300 })).toEqual([])
  })

  test('X4 a token issued ten years ahead is refused', async () => {
    expect(await codes({ ...credential, iat: NOW_SECONDS + 315_360_000 })).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  test('exp before nbf or iat is nonsense', async () => {
    for (const claim of ['nbf', 'iat']) {
      expect(await codes({ ...credential, exp: NOW_SECONDS, [claim]: NOW_SECONDS + 1 })).toEqual([
        'MALFORMED_VALUE_ERROR',
      ])
    }
  })

  test('§3.1.3 validFrom and validUntil are not the times of the signature', async () => {
    expect(await codes(withMember(credential, 'validUntil', '2026-01-02T00:00:00Z'))).toEqual([])
    expect(await codes(withMember(credential, 'validFrom', '2026-12-31T00:00:00Z'))).toEqual([])
  })
})

describe('controller binding', () => {
  test('T5 a good signature by somebody else than the issuer is refused', async () => {
    const forged = makeToken(headerOf(mallory), credential, mallory.keyPair)
    const verdict = await verify(forged)
    expect(verdict).toMatchObject({ verified: false, problems: [{ code: 'CONTROLLER_MISMATCH', pointer: '/issuer' }] })
    const lenient = await verify(forged, { requireControllerBinding: false })
    expect(lenient.verified && lenient.value.controller).toBe(mallory.did)
  })

  test('the issuer may be a plain URL', async () => {
    expect(await codes(withMember(credential, 'issuer', ISSUER))).toEqual([])
    expect(await codes(withMember(credential, 'issuer', holder.did))).toEqual(['CONTROLLER_MISMATCH'])
  })
})

test('typ may be left out only where the caller says so', async () => {
  const token = issue(credential, { alg: 'EdDSA', kid: issuer.keyId })
  expect(codesOf(await verify(token))).toEqual(['SECURING_NOT_ACCEPTED'])
  expect(codesOf(await verify(token, { requireTyp: false }))).toEqual([])
  const other = issue(credential, headerOf(issuer, 'JWT'))
  expect(codesOf(await verify(other, { requireTyp: false }))).toEqual(['SECURING_NOT_ACCEPTED'])
})

test('inputs are not changed', async () => {
  const options = freeze({ issuedAt: NOW })
  await expect(signVcJose(freeze(structuredClone(credential)), Object.freeze(issuer.signer), options)).toBeTypeOf(
    'string',
  )
})

test('a clock that shows no time is a mistake of the programmer', async () => {
  await expect(verify(issue(credential), { now: new Date('x') })).rejects.toThrow(TypeError)
})
