/** jose signs and verifies the JWTs in SD-JWTs, both ways. */
import { importJWK, jwtVerify, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { parseSdJwt, presentSdJwt, signSdJwtVc, verifySdJwtVc } from '../../src/sd-jwt/index.ts'
import { createParty, HOLDER, ISSUER, NOW, NOW_SECONDS, resolverFor } from '../fixtures.ts'
import { AUDIENCE, claims, disclosureOf, expected, NONCE, randomBytes, sha256 } from './fixtures.ts'

/** jose 6 does not speak ES256K. */
const ALGORITHMS = ['EdDSA', 'ES256', 'ES384'] as const

test.each(ALGORITHMS)('%s: jose verifies our credential and our key binding', async (algorithm) => {
  const issuer = createParty(ISSUER, algorithm)
  const holder = createParty(HOLDER, algorithm)
  const jwk = holder.keyPair.publicKey.jwk
  const text = await signSdJwtVc(claims, issuer.signer, { disclose: ['/name'], randomBytes, holderKey: jwk })
  const keyBinding = { signer: holder.signer, audience: AUDIENCE, nonce: NONCE, now: NOW }
  const { jwt, keyBindingJwt, presented } = parseSdJwt(await presentSdJwt(text, { reveal: ['/name'], keyBinding }))

  const issuerKey = await importJWK({ ...issuer.keyPair.publicKey.jwk }, algorithm)
  const { payload } = await jwtVerify(jwt, issuerKey, {
    algorithms: [algorithm],
    typ: 'dc+sd-jwt',
    issuer: ISSUER,
    currentDate: NOW,
  })
  expect(payload).toMatchObject({ vct: claims.vct, cnf: { jwk }, _sd_alg: 'sha-256' })
  const holderKey = await importJWK({ ...jwk }, algorithm)
  const bound = await jwtVerify(keyBindingJwt ?? '', holderKey, { typ: 'kb+jwt', audience: AUDIENCE, currentDate: NOW })
  expect(bound.payload).toMatchObject({ nonce: NONCE, sd_hash: sha256(presented) })
})

test.each(ALGORITHMS)('%s: we verify a credential and a key binding made with jose', async (algorithm) => {
  const issuer = createParty(ISSUER, algorithm)
  const holder = createParty(HOLDER, algorithm)
  const signWith = async (party: typeof issuer, header: object, payload: object) =>
    new SignJWT({ ...payload })
      .setProtectedHeader({ alg: algorithm, ...header })
      .sign(await importJWK({ ...party.keyPair.privateJwk }, algorithm))
  const disclosure = disclosureOf('salt', 'city', 'Berlin')
  const payload = { ...claims, cnf: { jwk: holder.keyPair.publicKey.jwk }, _sd: [sha256(disclosure)] }
  const presented = `${await signWith(issuer, { typ: 'dc+sd-jwt', kid: issuer.keyId }, payload)}~${disclosure}~`
  const bound = { iat: NOW_SECONDS, aud: AUDIENCE, nonce: NONCE, sd_hash: sha256(presented) }
  const text = presented + (await signWith(holder, { typ: 'kb+jwt' }, bound))
  const verdict = await verifySdJwtVc(text, { resolveKey: resolverFor([issuer]), now: NOW, keyBinding: expected })
  expect(verdict).toMatchObject({ verified: true, value: { disclosed: ['/city'], keyBinding: { nonce: NONCE } } })
})
