/** `@sd-jwt/jwt-status-list`: Token Status Lists of 1, 2, 4 and 8 bits. It signs nothing; `jose` does that. */
import { signJws, verifyJws } from '@energy-ssi/credential'
import {
  createTokenStatusClaim,
  createTokenStatuses,
  createTokenStatusListClaims,
  lookUpTokenStatus,
  openTokenStatusList,
  STATUS_LIST_TOKEN_TYP,
} from '@energy-ssi/status-list'
import {
  createHeaderAndPayload,
  getListFromStatusListJWT,
  getStatusListFromJWT,
  StatusList,
} from '@sd-jwt/jwt-status-list'
import { importJWK, jwtVerify, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { createParty, NOW, resolveKey } from './support/parties.ts'
import { codesOf, verifiedValue, withChangedCharacter } from './support/tamper.ts'

const url = 'https://issuer.example/status-lists/2'
const issuer = createParty('issuer', 'ES256')
const LENGTH = 1024
const issuedAt = Math.floor(NOW.getTime() / 1000)

const profile = {
  algorithms: ['ES256'],
  typ: [STATUS_LIST_TOKEN_TYP],
  typRequired: true,
  cty: [],
  maxLength: 100_000,
  relationship: 'assertionMethod',
} as const

const verifyWithJose = async (token: string) => {
  const key = await importJWK({ ...issuer.keyPair.publicKey.jwk }, 'ES256')
  return jwtVerify(token, key, { algorithms: ['ES256'], typ: STATUS_LIST_TOKEN_TYP, currentDate: NOW })
}
const BAD_SIGNATURE = { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' }

describe.each([1, 2, 4, 8] as const)('statuses of %i bits', (bits) => {
  const values = Array.from({ length: LENGTH }, (_, i) => (i * 7) % 2 ** bits)

  test('a list made here is read there, with one character changed it is not', async () => {
    const statuses = createTokenStatuses(LENGTH, bits)
    values.forEach((value, index) => {
      statuses.set(index, value)
    })
    const claims = createTokenStatusListClaims({
      url,
      statuses,
      issuedAt: NOW,
      ttlSeconds: 3600,
      minimumLength: LENGTH,
    })
    const token = await signJws(JSON.stringify(claims), issuer.signer, STATUS_LIST_TOKEN_TYP)
    await verifyWithJose(token)
    const list = getListFromStatusListJWT(token)
    expect(values.map((_, index) => list.getStatus(index))).toEqual(values)
    await expect(verifyWithJose(withChangedCharacter(token))).rejects.toMatchObject(BAD_SIGNATURE)
  })

  test('a list made there is read here, with one character changed with neither', async () => {
    const { header, payload } = createHeaderAndPayload(
      new StatusList([...values], bits),
      { iss: issuer.did, sub: url, iat: issuedAt, ttl: 3600 },
      { alg: 'ES256', kid: issuer.keyId },
    )
    const key = await importJWK({ ...issuer.keyPair.privateJwk }, 'ES256')
    const token = await new SignJWT({ ...payload }).setProtectedHeader({ alg: 'ES256', ...header }).sign(key)
    const list = verifiedValue(
      openTokenStatusList(verifiedValue(await verifyJws(token, resolveKey, profile)).payload, { now: NOW }),
    )
    const read = values.map((_, index) => {
      const status = lookUpTokenStatus(createTokenStatusClaim({ url, index }), list, { now: NOW })
      return verifiedValue(status).value
    })
    expect(read).toEqual(values)
    const altered = withChangedCharacter(token)
    expect(codesOf(await verifyJws(altered, resolveKey, profile))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
    await expect(verifyWithJose(altered)).rejects.toMatchObject(BAD_SIGNATURE)
  })
})

test('the claim that points to a list is read there', async () => {
  const status = createTokenStatusClaim({ url, index: 17 })
  const token = await signJws(JSON.stringify({ iss: issuer.did, status }), issuer.signer, 'dc+sd-jwt')
  expect(getStatusListFromJWT(token)).toEqual({ idx: 17, uri: url })
})
