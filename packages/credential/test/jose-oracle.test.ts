/** `jose` on the other end: what it signs we verify, what we sign it verifies. */
import { importJWK, jwtVerify, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import {
  SIGNATURE_ALGORITHMS,
  signVcJose,
  signVcJwt,
  signVpJose,
  signVpJwt,
  verifyVcJose,
  verifyVcJwt,
  verifyVpJose,
  verifyVpJwt,
} from '../src/index.ts'
import {
  createParty,
  credential,
  credential11,
  HOLDER,
  ISSUER,
  NOW,
  presentation,
  presentation11,
  resolverFor,
} from './fixtures.ts'

/** jose 6 speaks no ES256K. */
const algorithms = SIGNATURE_ALGORITHMS.filter((algorithm) => algorithm !== 'ES256K')
const expected = { nonce: 'n-1', audience: 'https://verifier.example' }

describe.each(algorithms)('%s', (algorithm) => {
  const issuer = createParty(ISSUER, algorithm)
  const holder = createParty(HOLDER, algorithm)
  const options = { resolveKey: resolverFor([issuer, holder]), now: NOW }

  const ours = [
    ['vc+jwt', issuer, () => signVcJose(credential, issuer.signer), credential],
    ['vp+jwt', holder, () => signVpJose(presentation, holder.signer), presentation],
    [
      'JWT',
      issuer,
      () => signVcJwt(credential11, issuer.signer),
      expect.objectContaining({ vc: credential11, iss: ISSUER }),
    ],
    [
      'JWT',
      holder,
      () => signVpJwt(presentation11, holder.signer),
      expect.objectContaining({ vp: presentation11, iss: HOLDER }),
    ],
  ] as const

  test.each(ours)('jose verifies our %s', async (typ, party, sign, payload) => {
    const key = await importJWK({ ...party.keyPair.publicKey.jwk }, algorithm)
    const verified = await jwtVerify(await sign(), key, { algorithms: [algorithm], typ, currentDate: NOW })
    expect(verified.payload).toEqual(payload)
    expect(verified.protectedHeader).toMatchObject({ alg: algorithm, kid: party.keyId })
  })

  const theirs = async (payload: object, typ: string, party: typeof issuer) => {
    const key = await importJWK({ ...party.keyPair.privateJwk }, algorithm)
    return new SignJWT({ ...payload }).setProtectedHeader({ alg: algorithm, typ, kid: party.keyId }).sign(key)
  }

  test('we verify their vc+jwt', async () => {
    const verdict = await verifyVcJose(await theirs(credential, 'vc+jwt', issuer), options)
    expect(verdict.verified && verdict.value.credential).toEqual(credential)
  })

  test('we verify their vp+jwt', async () => {
    const payload = { ...presentation, nonce: expected.nonce, aud: expected.audience }
    const verdict = await verifyVpJose(await theirs(payload, 'vp+jwt', holder), { ...options, ...expected })
    expect(verdict.verified && verdict.value.presentation).toEqual(payload)
  })

  test('we verify their VC-JWT', async () => {
    const token = await theirs({ vc: credential11, iss: ISSUER, jti: credential11.id }, 'JWT', issuer)
    const verdict = await verifyVcJwt(token, options)
    expect(verdict.verified && verdict.value.credential).toEqual(credential11)
  })

  test('we verify their VP-JWT', async () => {
    const payload = { vp: presentation11, iss: HOLDER, nonce: expected.nonce, aud: expected.audience }
    const verdict = await verifyVpJwt(await theirs(payload, 'JWT', holder), { ...options, ...expected })
    expect(verdict.verified && verdict.value.presentation).toEqual(presentation11)
  })
})
