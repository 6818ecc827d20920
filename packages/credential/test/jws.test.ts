/** The compact JWS and its profile (RFC 7515; facts: alg none, key confusion, crit, keys in headers). */
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { base64urlEncode, utf8Encode, verified } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_TOKEN_LENGTH, SIGNATURE_ALGORITHMS, signJws, type TokenProfile, verifyJws } from '../src/index.ts'
import {
  codesOf,
  createParty,
  encode,
  headerOf,
  issuer,
  makeToken,
  makeTokenOfText,
  mallory,
  resolveKey,
  resolverFor,
} from './fixtures.ts'

const profile: TokenProfile = {
  algorithms: SIGNATURE_ALGORITHMS,
  typ: ['vc+jwt'],
  typRequired: true,
  cty: ['vc'],
  relationship: 'assertionMethod',
  maxLength: MAX_TOKEN_LENGTH,
}
const verify = async (token: unknown, changes: Partial<TokenProfile> = {}) =>
  codesOf(await verifyJws(token as string, resolveKey, { ...profile, ...changes }))
const payload = { a: 1 }
/** The last character of 64 bytes in base64url has four bits to spare. */
const STRAY = { A: 'B', Q: 'R', g: 'h', w: 'x' }

describe('what is signed', () => {
  test.each(SIGNATURE_ALGORITHMS)('%s: header, payload and key come back', async (algorithm) => {
    const party = createParty('did:example:test-only-other', algorithm)
    const token = await signJws('{"a":1}', party.signer, 'vc+jwt', 'vc')
    expect(await verifyJws(token, resolverFor([party]), profile)).toEqual(
      verified({
        header: { alg: algorithm, typ: 'vc+jwt', cty: 'vc', kid: party.keyId },
        payload,
        keyId: party.keyId,
        controller: party.did,
        algorithm,
      }),
    )
  })

  test('a synchronous signer gives a synchronous result, an asynchronous one a promise of the same', async () => {
    const now = signJws('{}', issuer.signer, 'vc+jwt')
    const later = signJws('{}', { ...issuer.signer, sign: async (message) => issuer.signer.sign(message) }, 'vc+jwt')
    expect(typeof now).toBe('string')
    expect(later).toBeInstanceOf(Promise)
    expect(await later).toBe(now)
  })

  test('the header is the same for the same signer, and another for another class', async () => {
    const head = async (typ: string, cty?: string) => (await signJws('{}', issuer.signer, typ, cty)).split('.')[0]
    expect(await head('vc+jwt', 'vc')).toBe(await head('vc+jwt', 'vc'))
    expect(new Set([await head('vc+jwt', 'vc'), await head('vc+jwt'), await head('JWT')]).size).toBe(3)
  })

  test('a signature of the wrong length (DER) is a mistake of the programmer', () => {
    expect(() => signJws('{}', { ...issuer.signer, sign: () => new Uint8Array(70) }, 'JWT')).toThrow(TypeError)
  })
})

describe('§5.2 what is not a compact JWS of JSON objects', () => {
  const good = makeToken(headerOf(issuer), payload, issuer.keyPair)
  const [head, body, signature] = good.split('.') as [string, string, string]

  test.each([
    ['nothing', ''],
    ['no text', undefined],
    ['an object', {}],
    ['two parts', `${head}.${body}`],
    ['four parts', `${good}.${body}`],
    ['five parts (an encrypted token)', `${good}.a.b`],
    ['an empty header', `.${body}.${signature}`],
    ['an empty payload (detached)', `${head}..${signature}`],
    ['an empty signature', `${head}.${body}.`],
    ['padding', `${head}=.${body}.${signature}`],
    ['white space', ` ${good}`],
    ['a line break at the end', `${good}\n`],
    ['base64 instead of base64url', `${head}.${body}.${signature.slice(0, -2)}+/`],
    ['stray bits in the signature', good.slice(0, -1) + STRAY[good.slice(-1) as keyof typeof STRAY]],
    ['a header that is an array', `${encode('[]')}.${body}.${signature}`],
    ['a header that is no JSON', `${encode('{')}.${body}.${signature}`],
    [
      'a header beyond 16 KiB',
      `${encode(JSON.stringify({ ...headerOf(issuer), x: 'x'.repeat(13_000) }))}.${body}.${signature}`,
    ],
    [
      'the same key twice in the header',
      makeTokenOfText(`{"alg":"EdDSA","alg":"EdDSA","typ":"vc+jwt","kid":"${issuer.keyId}"}`, '{}', issuer.keyPair),
    ],
    [
      'the same key twice in the payload',
      makeTokenOfText(JSON.stringify(headerOf(issuer)), '{"a":1,"a":2}', issuer.keyPair),
    ],
    [
      'the key __proto__ in the payload',
      makeTokenOfText(JSON.stringify(headerOf(issuer)), '{"__proto__":{}}', issuer.keyPair),
    ],
    ['a payload that is an array', makeTokenOfText(JSON.stringify(headerOf(issuer)), '[]', issuer.keyPair)],
    [
      'a payload nested 100 levels deep',
      makeTokenOfText(JSON.stringify(headerOf(issuer)), `{"a":${'['.repeat(100)}${']'.repeat(100)}}`, issuer.keyPair),
    ],
  ])('%s', async (_what, token) => {
    expect(await verify(token)).toEqual(['PARSING_ERROR'])
  })

  test('the size is bounded before anything is decoded', async () => {
    expect(await verify(good, { maxLength: good.length })).toEqual([])
    expect(await verify(good, { maxLength: good.length - 1 })).toEqual(['PARSING_ERROR'])
  })

  test('a payload of ten megabytes is fine', async () => {
    const big = makeToken(headerOf(issuer), { a: 'x'.repeat(10 * 1024 * 1024) }, issuer.keyPair)
    expect(await verify(big)).toEqual([])
  })

  test('any text at all: a verdict, never an exception', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.array(fc.base64String(), { minLength: 3, maxLength: 3 })),
        async (input) => {
          expect(await verify(Array.isArray(input) ? input.join('.') : input)).toHaveLength(1)
        },
      ),
    )
  })
})

describe('the algorithm', () => {
  test.each(['none', 'None', 'NONE', 'HS256', 'RS256', 'PS256', 'ES512', 'eddsa', '', null, 7, ['EdDSA'], undefined])(
    'T1 alg %j is refused, whatever the signature',
    async (alg) => {
      const header = { ...headerOf(issuer), alg }
      expect(await verify(makeToken(header, payload, issuer.keyPair))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
    },
  )

  test('T1 alg none without a signature is not even a token', async () => {
    const token = `${encode(JSON.stringify({ ...headerOf(issuer), alg: 'none' }))}.${encode('{}')}.`
    expect(await verify(token)).toEqual(['PARSING_ERROR'])
  })

  test('T1 HS256 keyed with the public key is refused', async () => {
    const secret = JSON.stringify(issuer.keyPair.publicKey.jwk)
    for (const alg of ['HS256', 'EdDSA']) {
      const input = `${encode(JSON.stringify({ ...headerOf(issuer), alg }))}.${encode('{}')}`
      const mac = createHmac('sha256', secret).update(input).digest()
      expect(await verify(`${input}.${base64urlEncode(mac)}`)).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
    }
  })

  test('T1 an RSA signature is refused under its own name and under another', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    for (const alg of ['RS256', 'ES256', 'EdDSA']) {
      const input = `${encode(JSON.stringify({ ...headerOf(issuer), alg }))}.${encode('{}')}`
      const signature = sign('sha256', utf8Encode(input), privateKey)
      expect(await verify(`${input}.${base64urlEncode(signature)}`)).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
    }
  })

  test('the algorithm of the token must be the one of its key', async () => {
    const header = { ...headerOf(issuer), alg: 'ES256' }
    expect(await verify(makeToken(header, payload, issuer.keyPair))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
  })

  test('the profile may allow fewer algorithms', async () => {
    const token = makeToken(headerOf(issuer), payload, issuer.keyPair)
    expect(await verify(token, { algorithms: ['EdDSA'] })).toEqual([])
    expect(await verify(token, { algorithms: ['ES256', 'ES384'] })).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
    expect(await verify(token, { algorithms: [] })).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
  })
})

describe('the header', () => {
  test.each([['exp'], ['b64'], [], 'b64', null])(
    '§4.1.11 crit %j is refused: no extension is understood',
    async (crit) => {
      const header = { ...headerOf(issuer), crit, exp: 1 }
      expect(await verify(makeToken(header, payload, issuer.keyPair))).toEqual(['SECURING_NOT_SUPPORTED'])
    },
  )

  test.each([true, false])('RFC 7797 b64 %j is refused', async (b64) => {
    const header = { ...headerOf(issuer), b64 }
    expect(await verify(makeToken(header, payload, issuer.keyPair))).toEqual(['SECURING_NOT_SUPPORTED'])
  })

  test.each(['vc+jwt', 'VC+JWT', 'application/vc+jwt', 'Application/VC+jwt'])('§4.1.9 typ %s', async (typ) => {
    expect(await verify(makeToken(headerOf(issuer, typ), payload, issuer.keyPair))).toEqual([])
  })

  test.each(['JWT', 'vp+jwt', 'vc+sd-jwt', 'at+jwt', 'application/application/vc+jwt', '', 7, null, ['vc+jwt']])(
    '§4.1.9 typ %j is refused',
    async (typ) => {
      const header = { ...headerOf(issuer), typ }
      expect(await verify(makeToken(header, payload, issuer.keyPair))).toEqual(['SECURING_NOT_ACCEPTED'])
    },
  )

  test('§4.1.9 an absent typ is refused unless the profile says otherwise', async () => {
    const token = makeToken({ alg: 'EdDSA', kid: issuer.keyId }, payload, issuer.keyPair)
    expect(await verify(token)).toEqual(['SECURING_NOT_ACCEPTED'])
    expect(await verify(token, { typRequired: false })).toEqual([])
  })

  test.each([
    ['vc', []],
    ['application/vc', []],
    [undefined, []],
    ['vp', ['SECURING_NOT_ACCEPTED']],
    ['JWT', ['SECURING_NOT_ACCEPTED']],
    [7, ['SECURING_NOT_ACCEPTED']],
  ])('§4.1.10 cty %j', async (cty, codes) => {
    expect(await verify(makeToken({ ...headerOf(issuer), cty }, payload, issuer.keyPair))).toEqual(codes)
  })

  test.each([undefined, '', 'key-1', '#key-1', '../../x', "' or 1=1", 7, ['did:example:a#b'], null])(
    'T4 kid %j is no way to a key',
    async (kid) => {
      const header = { ...headerOf(issuer), kid }
      expect(await verify(makeToken(header, payload, issuer.keyPair))).toEqual(['INVALID_VERIFICATION_METHOD_URL'])
    },
  )

  test('T4 a key in the header is never used', async () => {
    const jwk = mallory.keyPair.publicKey.jwk
    const hints = { jwk, jku: 'https://mallory.example/jwks', x5u: 'https://mallory.example/x5u', x5c: ['AAAA'] }
    const forged = makeToken({ ...headerOf(issuer), ...hints }, payload, mallory.keyPair)
    expect(await verify(forged)).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
    const { kid: _kid, ...withoutKid } = headerOf(issuer)
    expect(await verify(makeToken({ ...withoutKid, ...hints }, payload, mallory.keyPair))).toEqual([
      'INVALID_VERIFICATION_METHOD_URL',
    ])
    expect(await verify(makeToken({ ...headerOf(issuer), ...hints }, payload, issuer.keyPair))).toEqual([])
  })
})

describe('the key', () => {
  const token = makeToken(headerOf(issuer), payload, issuer.keyPair)

  test('a refusal of the resolver is passed on', async () => {
    expect(codesOf(await verifyJws(token, resolverFor([]), profile))).toEqual(['INVALID_VERIFICATION_METHOD'])
  })

  test('T5 the key must be there for the purpose of the profile', async () => {
    const resolve = resolverFor([issuer], 'authentication')
    expect(codesOf(await verifyJws(token, resolve, profile))).toEqual(['INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD'])
    expect(codesOf(await verifyJws(token, resolve, { ...profile, relationship: 'authentication' }))).toEqual([])
  })

  test('what says nothing about the token is thrown, not judged', async () => {
    const unreachable = () => Promise.reject(new Error('unreachable'))
    await expect(verifyJws(token, unreachable, profile)).rejects.toThrow('unreachable')
  })

  test('the key is not looked for when the header is refused already', async () => {
    const never = () => Promise.reject(new Error('asked'))
    const refusedToken = makeToken({ ...headerOf(issuer), alg: 'none' }, payload)
    expect(codesOf(await verifyJws(refusedToken, never, profile))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
  })

  test('the payload is not read before the signature is good', async () => {
    const unread = makeTokenOfText(JSON.stringify(headerOf(issuer)), '{"a":1,"a":2}', mallory.keyPair)
    expect(await verify(unread)).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
  })

  test('T5 any changed character is noticed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'ABCxyz019-_.'), async (at, char) => {
        fc.pre(token[at] !== char)
        expect(await verify(token.slice(0, at) + char + token.slice(at + 1))).not.toEqual([])
      }),
    )
  })
})
