import { base64urlDecode, utf8Encode } from '@energy-ssi/core'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import fc from 'fast-check'
import { CompactSign, compactVerify, exportJWK, generateKeyPair as generateJoseKeyPair, importJWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { generateKeyPair, importPrivateJwk, importPublicJwk } from '../src/index.ts'

const PAYLOAD = utf8Encode('{"energyWh":12345}')

describe.each(['EdDSA', 'ES256', 'ES384'] as const)('jose and %s', (algorithm) => {
  it('a signature by jose verifies here', async () => {
    const { publicKey, privateKey } = await generateJoseKeyPair(algorithm, { extractable: true })
    const token = await new CompactSign(PAYLOAD).setProtectedHeader({ alg: algorithm }).sign(privateKey)
    const [header, payload, signature] = token.split('.') as [string, string, string]
    const key = importPublicJwk(await exportJWK(publicKey))
    expect(key.verify(utf8Encode(`${header}.${payload}`), base64urlDecode(signature))).toBe(true)
    expect(key.verify(utf8Encode(`${header}.${payload}A`), base64urlDecode(signature))).toBe(false)
  })

  it('a signature made here verifies with jose', async () => {
    const pair = generateKeyPair(algorithm)
    const header = Buffer.from(JSON.stringify({ alg: algorithm })).toString('base64url')
    const input = `${header}.${Buffer.from(PAYLOAD).toString('base64url')}`
    const signature = Buffer.from(pair.sign(utf8Encode(input))).toString('base64url')
    const { payload } = await compactVerify(
      `${input}.${signature}`,
      await importJWK({ ...pair.publicKey.jwk }, algorithm),
    )
    expect(new Uint8Array(payload)).toEqual(PAYLOAD)
  })

  it('a private key of either side signs as the other one', async () => {
    const { privateKey } = await generateJoseKeyPair(algorithm, { extractable: true })
    const pair = importPrivateJwk(await exportJWK(privateKey))
    const signer = await importJWK({ ...pair.privateJwk }, algorithm)
    const token = await new CompactSign(PAYLOAD).setProtectedHeader({ alg: algorithm }).sign(signer)
    const [header, payload, signature] = token.split('.') as [string, string, string]
    expect(pair.publicKey.verify(utf8Encode(`${header}.${payload}`), base64urlDecode(signature))).toBe(true)
  })
})

describe('noble and ES256K', () => {
  it('a signature made here verifies with noble, in its strict mode', () => {
    const pair = generateKeyPair('ES256K')
    const point = compressed(pair.publicKey.jwk)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (message) => {
        expect(secp256k1.verify(pair.sign(message), message, point, { lowS: true })).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  it('a signature by noble verifies here', () => {
    const pair = generateKeyPair('ES256K')
    const secret = base64urlDecode(pair.privateJwk.d)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (message, lowS) => {
        expect(pair.publicKey.verify(message, secp256k1.sign(message, secret, { lowS }))).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  it('the public key of a private key is the same on both sides', () => {
    for (let i = 0; i < 5; i++) {
      const { publicKey, privateJwk } = generateKeyPair('ES256K')
      expect(secp256k1.getPublicKey(base64urlDecode(privateJwk.d))).toEqual(compressed(publicKey.jwk))
    }
  })
})

function compressed(jwk: object): Uint8Array {
  const { x, y } = jwk as { readonly x: string; readonly y: string }
  const isOdd = (base64urlDecode(y).at(-1) as number) & 1
  return Uint8Array.from([2 + isOdd, ...base64urlDecode(x)])
}
