import { calculateJwkThumbprint, type JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { generateKeyPair, jwkThumbprint } from '../src/index.ts'
import { ALGORITHMS, codeOf, freshJwk } from './support.ts'

/** RFC 7638 §3.1. */
const RFC_7638_KEY = {
  kty: 'RSA',
  n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
  e: 'AQAB',
  alg: 'RS256',
  kid: '2011-04-29',
}

describe('JWK thumbprint (RFC 7638)', () => {
  it('§3.1: the example of the specification', () => {
    expect(jwkThumbprint(RFC_7638_KEY)).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs')
  })

  it('RFC 8037 §A.3: the Ed25519 example', () => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }
    expect(jwkThumbprint(jwk)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
  })

  it.each(ALGORITHMS)('%s: equals that of jose', async (algorithm) => {
    const { publicKey } = generateKeyPair(algorithm)
    expect(publicKey.thumbprint).toBe(await calculateJwkThumbprint({ ...publicKey.jwk } as JWK))
    expect(jwkThumbprint(publicKey.jwk)).toBe(publicKey.thumbprint)
  })

  it('X25519, P-521 and RSA: equals that of jose', async () => {
    for (const type of ['x25519', 'P-521', 'rsa'] as const) {
      const jwk = freshJwk(type)
      expect(jwkThumbprint(jwk)).toBe(await calculateJwkThumbprint(jwk as JWK))
    }
  })

  it('§3.2: other members do not change it', () => {
    const { publicKey } = generateKeyPair('ES256')
    expect(jwkThumbprint({ kid: 'a', use: 'sig', ...publicKey.jwk })).toBe(publicKey.thumbprint)
  })

  it('a second spelling of a key has none', () => {
    const { jwk } = generateKeyPair('EdDSA').publicKey
    expect(codeOf(() => jwkThumbprint({ ...jwk, x: `${jwk.x}=` }))).toBe('invalid_key')
    expect(codeOf(() => jwkThumbprint({ kty: 'oct', k: 'AAAA' }))).toBe('invalid_key')
  })
})
