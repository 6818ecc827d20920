/** RFC 9901 for SD-JWTs of any class. */
import { describe, expect, test } from 'vitest'
import { type SdJwtProfile, signSdJwt, verifySdJwt } from '../../src/sd-jwt/index.ts'
import { codesOf, ISSUER, issuer, NOW } from '../fixtures.ts'
import {
  disclosureOf,
  holder,
  makeKeyBinding,
  makeSdJwt,
  options,
  randomBytes,
  resolveKey,
  sha256,
} from './fixtures.ts'

const profile: SdJwtProfile = { typ: ['example+sd-jwt'], typRequired: true, cty: [], relationship: 'assertionMethod' }
const cnf = { jwk: holder.keyPair.publicKey.jwk }
const sign = (claims: object, more: object = {}) =>
  signSdJwt({ ...claims }, issuer.signer, { typ: 'example+sd-jwt' }, { disclose: [], randomBytes, ...more }) as string

test('what was signed verifies: payload as signed, processed claims, signature, and what was disclosed', async () => {
  const text = sign({ iss: ISSUER, a: 1 }, { disclose: ['/a'] })
  const disclosure = text.split('~')[1] ?? ''
  const payload = { iss: ISSUER, _sd: [sha256(disclosure)], _sd_alg: 'sha-256' }
  expect(await verifySdJwt(text, profile, { resolveKey, now: NOW })).toEqual({
    verified: true,
    value: {
      header: { alg: 'EdDSA', typ: 'example+sd-jwt', kid: issuer.keyId },
      payload,
      claims: { iss: ISSUER, a: 1 },
      disclosed: [{ pointer: '/a', disclosure }],
      hashAlgorithm: 'sha-256',
      keyId: issuer.keyId,
      controller: ISSUER,
      algorithm: 'EdDSA',
      holderKey: undefined,
      keyBinding: undefined,
    },
    warnings: [],
  })
})

describe('§9.7 claims whose hiding would free their bearer', () => {
  test.each(['iss', 'aud', 'exp', 'nbf', 'cnf'])('%s cannot be made selectively disclosable', (name) => {
    const claims = { iss: ISSUER, aud: 'x', exp: 1, nbf: 1, cnf, a: 1 }
    expect(() => sign(claims, { disclose: [`/${name}`] })).toThrow(expect.objectContaining({ code: 'not_disclosable' }))
  })

  test('a cnf that came out of a disclosure, whole or in part, binds nobody', async () => {
    const whole = disclosureOf('salt', 'cnf', cnf)
    const part = disclosureOf('salt', 'jwk', cnf.jwk)
    const cases = [
      makeSdJwt({ _sd: [sha256(whole)] }, [whole], 'example+sd-jwt'),
      makeSdJwt({ cnf: { _sd: [sha256(part)] } }, [part], 'example+sd-jwt'),
    ]
    for (const text of cases) {
      expect(codesOf(await verifySdJwt(makeKeyBinding(text), profile, options))).toEqual(['MALFORMED_VALUE_ERROR'])
      expect(codesOf(await verifySdJwt(text, profile, { ...options, keyBinding: 'none' }))).toEqual([
        'MALFORMED_VALUE_ERROR',
      ])
    }
    const open = makeKeyBinding(makeSdJwt({ cnf }, [], 'example+sd-jwt'))
    expect(codesOf(await verifySdJwt(open, profile, options))).toEqual([])
  })
})

test('what the resolver of keys throws is passed on', async () => {
  const failing = () => {
    throw new Error('no network')
  }
  await expect(verifySdJwt(sign({}), profile, { resolveKey: failing, now: NOW })).rejects.toThrow('no network')
})
