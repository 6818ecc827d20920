/** SD-JWT VC: what is signed, what verifies, and what attacks come to. */
import type { JsonObject } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { envelopeCredential, recogniseSecuring } from '../../src/index.ts'
import {
  presentSdJwt,
  type SdJwtVcClaims,
  signSdJwtVc,
  type VerifySdJwtVcOptions,
  verifySdJwtVc,
} from '../../src/sd-jwt/index.ts'
import {
  codesOf,
  createParty,
  HOLDER,
  ISSUER,
  issuer,
  MALLORY,
  makeToken,
  mallory,
  NOW,
  NOW_SECONDS,
  resolverFor,
} from '../fixtures.ts'
import {
  claims,
  disclosureOf,
  holder,
  issueVc,
  makeSdJwt,
  options,
  randomBytes,
  resolveKey,
  sha256,
} from './fixtures.ts'

const cnf = { jwk: holder.keyPair.publicKey.jwk }
const bearer: VerifySdJwtVcOptions = { resolveKey, now: NOW }
const codes = async (text: string, more: Partial<VerifySdJwtVcOptions> = {}) =>
  codesOf(await verifySdJwtVc(text, { ...bearer, ...more }))
const MALFORMED = ['MALFORMED_VALUE_ERROR']
const TAMPERED = ['CRYPTOGRAPHIC_SECURITY_ERROR']

describe('§2.2 signing', () => {
  const sign = (document: unknown, more: object = {}) =>
    signSdJwtVc(document as SdJwtVcClaims, issuer.signer, { disclose: [], randomBytes, ...more })

  test('§2.2.1 typ MUST be dc+sd-jwt', () => {
    expect(JSON.parse(Buffer.from((sign(claims) as string).split('.')[0] ?? '', 'base64url').toString())).toEqual({
      alg: 'EdDSA',
      typ: 'dc+sd-jwt',
      kid: issuer.keyId,
    })
  })

  test('a synchronous signer gives a synchronous result, another one a promise', async () => {
    expect(sign(claims)).toEqual(expect.stringMatching(/~$/))
    const later = { ...issuer.signer, sign: async (message: Uint8Array) => issuer.signer.sign(message) }
    expect(await codes(await signSdJwtVc(claims, later, { disclose: ['/name'], randomBytes }))).toEqual([])
  })

  test.each<[string, object]>([
    ['vct missing', { vct: undefined }],
    ['vct empty', { vct: '' }],
    ['vct no text', { vct: 7 }],
    ['vct#integrity no text', { 'vct#integrity': {} }],
    ['aka_vcts empty', { aka_vcts: [] }],
    ['aka_vcts no array', { aka_vcts: 'x' }],
    ['aka_vcts that names vct', { aka_vcts: [claims.vct] }],
    ['status no object', { status: 'x' }],
    ['exp a text', { exp: '2027-01-01' }],
    ['iss no text', { iss: { id: ISSUER } }],
    ['cnf no object', { cnf: 'x' }],
    ['cnf with a private key', { cnf: { jwk: holder.keyPair.privateJwk } }],
    ['cnf with a symmetric key', { cnf: { jwk: { kty: 'oct', k: 'AA' } } }],
    ['cnf that points elsewhere', { cnf: { jku: 'https://holder.example/keys' } }],
    ['a reserved name', { _sd: [] }],
  ])('%s: not signed', (_what, change) => {
    expect(() => sign({ ...claims, ...change })).toThrow(expect.objectContaining({ code: 'malformed_claims' }))
  })

  test.each([
    '/iss',
    '/nbf',
    '/exp',
    '/cnf',
    '/cnf/jwk',
    '/vct',
    '/vct#integrity',
    '/aka_vcts/0',
    '/status',
    '/status/status_list/idx',
    '/aud',
  ])('§2.2.2.3 %s MUST NOT be selectively disclosable', (pointer) => {
    const whole = { ...claims, nbf: 1, aud: 'x', cnf, aka_vcts: ['urn:other'], 'vct#integrity': 'sha256-x' }
    expect(() => sign(whole, { disclose: [pointer] })).toThrow(expect.objectContaining({ code: 'not_disclosable' }))
  })

  test.each(['/sub', '/iat', '/name'])('%s may be', async (pointer) => {
    const text = sign({ ...claims, sub: 'did:example:subject' }, { disclose: [pointer] }) as string
    expect(await codes(presentSdJwt(text, { reveal: [] }) as string)).toEqual([])
  })

  test('the holder is named by key or by key id, once', () => {
    const holderKey = { ...cnf.jwk, kid: 'x', use: 'sig', alg: 'ES256' }
    const payloadOf = (text: unknown) =>
      JSON.parse(Buffer.from(String(text).split('.')[1] ?? '', 'base64url').toString())
    expect(payloadOf(sign(claims, { holderKey })).cnf).toEqual(cnf)
    expect(payloadOf(sign(claims, { holderKeyId: holder.keyId })).cnf).toEqual({ kid: holder.keyId })
    expect(() => sign(claims, { holderKey, holderKeyId: holder.keyId })).toThrow(TypeError)
    expect(() => sign(claims, { holderKeyId: 'key-1' })).toThrow(TypeError)
    expect(() => sign({ ...claims, cnf }, { holderKey })).toThrow(
      expect.objectContaining({ code: 'conflicting_claim' }),
    )
    expect(() => sign(claims, { holderKey: { ...holder.keyPair.privateJwk } })).toThrow(
      expect.objectContaining({ code: 'invalid_key' }),
    )
  })
})

describe('§2.4 verifying', () => {
  test('the processed claims, who signed them, and what was disclosed', async () => {
    const { name: _, ...open } = claims
    const text = signSdJwtVc(claims, issuer.signer, {
      disclose: ['/name', '/roles/0', '/roles/1'],
      randomBytes,
    }) as string
    const verdict = await verifySdJwtVc(presentSdJwt(text, { reveal: ['/roles/1'] }) as string, bearer)
    expect(verdict).toEqual({
      verified: true,
      value: {
        claims: { ...open, roles: ['owner', 'guest'] },
        vct: claims.vct,
        issuer: ISSUER,
        keyId: issuer.keyId,
        controller: ISSUER,
        algorithm: 'EdDSA',
        disclosed: ['/roles/0'],
        status: claims.status,
        holderKey: undefined,
        keyBinding: undefined,
      },
      warnings: [],
    })
  })

  test.each(['EdDSA', 'ES256', 'ES384', 'ES256K'] as const)('%s on both sides', async (algorithm) => {
    const by = createParty(ISSUER, algorithm)
    const to = createParty(HOLDER, algorithm)
    const holderKey = to.keyPair.publicKey.jwk
    const text = await signSdJwtVc(claims, by.signer, { disclose: ['/name'], randomBytes, holderKey })
    const { audience, nonce } = options.keyBinding as { audience: string; nonce: string }
    const presented = await presentSdJwt(text, {
      reveal: [],
      keyBinding: { signer: to.signer, audience, nonce, now: NOW },
    })
    expect(await codes(presented, { ...options, resolveKey: resolverFor([by]) })).toEqual([])
    const { [algorithm]: others } = { EdDSA: ['ES256'], ES256: ['ES384'], ES384: ['EdDSA'], ES256K: ['ES256'] } as const
    expect(await codes(presented, { ...options, resolveKey: resolverFor([by]), algorithms: others })).toEqual(TAMPERED)
  })

  test('§2.2.2.3 claims that MUST NOT be selectively disclosable are refused when they were disclosed', async () => {
    for (const [claim, value] of Object.entries({
      ...claims,
      cnf,
      nbf: 1,
      aka_vcts: ['urn:x'],
      'vct#integrity': 'x',
    })) {
      if (['name', 'tariff', 'address', 'roles', 'iat'].includes(claim)) continue
      const disclosure = disclosureOf('salt', claim, value)
      const { [claim]: _, ...rest } = { ...claims } as Record<string, unknown>
      const text = makeSdJwt({ ...rest, _sd: [sha256(disclosure)] }, [disclosure])
      expect([claim, await codes(text, { keyBinding: 'none' })]).toEqual([claim, MALFORMED])
    }
  })

  test('nor may anything in them be hidden, shown or not', async () => {
    const inner = disclosureOf('salt', 'idx', 7)
    const payload = { ...claims, status: { status_list: { uri: 'https://issuer.example/1', _sd: [sha256(inner)] } } }
    expect(await codes(makeSdJwt(payload, [inner]))).toEqual(MALFORMED)
    expect(await codes(makeSdJwt(payload))).toEqual(MALFORMED)
    expect(await codes(makeSdJwt({ ...claims, aka_vcts: ['urn:a', { '...': 'x' }] }))).toEqual(MALFORMED)
  })

  test.each<[string, object]>([
    ['vct missing', { vct: undefined }],
    ['vct no text', { vct: ['x'] }],
    ['aka_vcts empty', { aka_vcts: [] }],
    ['status no object', { status: [] }],
    ['exp a text', { exp: '1893456000' }],
    ['nbf null', { nbf: null }],
    ['iat a text', { iat: 'x' }],
    ['iss an object', { iss: { id: ISSUER } }],
  ])('%s is refused', async (_what, change) => {
    expect(await codes(makeSdJwt({ ...claims, ...change }))).toEqual(MALFORMED)
  })

  test('iss must control the key; without iss whoever controls it is the issuer', async () => {
    const text = (iss: unknown) => makeSdJwt({ ...claims, iss })
    expect(await codes(text(MALLORY))).toEqual(['CONTROLLER_MISMATCH'])
    expect(await codes(text(MALLORY), { requireControllerBinding: false })).toEqual([])
    const verdict = await verifySdJwtVc(text(undefined), bearer)
    expect(verdict).toMatchObject({ verified: true, value: { issuer: ISSUER } })
  })

  test.each([
    ['exp', -59, []],
    ['exp', -61, ['CREDENTIAL_EXPIRED']],
    ['nbf', 59, []],
    ['nbf', 61, ['CREDENTIAL_NOT_YET_VALID']],
    ['iat', 59, []],
    ['iat', 61, ['PROOF_VERIFICATION_ERROR']],
  ])('T11 %s at %i s from now', async (claim, offset, expected) => {
    expect(await codes(makeSdJwt({ ...claims, [claim]: NOW_SECONDS + offset }))).toEqual(expected)
  })

  test('T11 the tolerance can be set, and the time must be one', async () => {
    expect(await codes(makeSdJwt({ ...claims, exp: NOW_SECONDS }), { skewSeconds: 0 })).toEqual(['CREDENTIAL_EXPIRED'])
    await expect(codes(makeSdJwt(claims), { now: new Date(Number.NaN) })).rejects.toThrow(TypeError)
  })

  test('the former typ only if asked for, and never for a credential of VCDM 2.0', async () => {
    const former = makeSdJwt(claims, [], 'vc+sd-jwt')
    expect(recogniseSecuring(former)).toMatchObject({ tokenClass: 'dc+sd-jwt' })
    expect(await codes(former)).toEqual(['SECURING_NOT_ACCEPTED'])
    expect(await codes(former, { acceptFormerTyp: true })).toEqual([])
    expect(await codes(makeSdJwt(claims), { acceptFormerTyp: true })).toEqual([])
    const other = { ...claims, '@context': ['https://www.w3.org/ns/credentials/v2'] }
    expect(recogniseSecuring(makeSdJwt(other, [], 'vc+sd-jwt'))).toMatchObject({ tokenClass: 'vc+sd-jwt' })
    expect(await codes(makeSdJwt(other, [], 'vc+sd-jwt'), { acceptFormerTyp: true })).toEqual(MALFORMED)
    expect(await codes(makeSdJwt(other))).toEqual([])
  })

  test.each(['jwt', 'vc+jwt', 'kb+jwt', 'example+sd-jwt', 'vp+sd-jwt', 'statuslist+jwt'])(
    'typ %s is refused',
    async (typ) => {
      expect(await codes(makeSdJwt(claims, [], typ), { acceptFormerTyp: true })).toEqual(['SECURING_NOT_ACCEPTED'])
    },
  )

  test('T3 the bare JWT of an SD-JWT is no SD-JWT', async () => {
    expect(await codes(makeSdJwt(claims).slice(0, -1))).toEqual(['PARSING_ERROR'])
  })

  test('it travels in an envelope', async () => {
    const text = issueVc()
    const securing = recogniseSecuring(envelopeCredential('application/dc+sd-jwt', text))
    expect(securing).toEqual({
      form: 'token',
      tokenClass: 'dc+sd-jwt',
      token: text,
      mediaType: 'application/dc+sd-jwt',
    })
  })
})

describe('attacks on the issuer’s signature', () => {
  const text = issueVc()
  const [jwt = '', ...disclosures] = text.slice(0, -1).split('~')
  const held = { keyBinding: 'none' } as const

  test('disclosures: removed is hidden; injected, doubled, changed are refused', async () => {
    expect(await codes(`${[jwt, ...disclosures.slice(0, 1)].join('~')}~`, held)).toEqual([])
    expect(await codes(`${text}${disclosureOf('salt', 'admin', true)}~`, held)).toEqual(TAMPERED)
    expect(await codes(`${text}${disclosures[0]}~`, held)).toEqual(TAMPERED)
    expect(await codes(text.replace(disclosures[0] ?? '', disclosureOf('salt', 'name', 'Eve')), held)).toEqual(TAMPERED)
    expect(await codes(`${text}${disclosureOf('salt', '_sd', [])}~`, held)).toEqual(TAMPERED)
  })

  test('_sd_alg in another case', async () => {
    expect(await codes(makeSdJwt({ ...claims, _sd_alg: 'SHA-256' }))).toEqual(['SECURING_NOT_SUPPORTED'])
  })

  const forged = (header: object, keyPair = mallory.keyPair) =>
    `${makeToken({ typ: 'dc+sd-jwt', ...header }, claims, keyPair)}~`
  test.each<[string, string, readonly string[]]>([
    ['alg none', forged({ alg: 'none', kid: issuer.keyId }), TAMPERED],
    ['alg HS256', forged({ alg: 'HS256', kid: issuer.keyId }), TAMPERED],
    ['alg RS256', forged({ alg: 'RS256', kid: issuer.keyId }), TAMPERED],
    ['another algorithm than the key’s', forged({ alg: 'ES256', kid: issuer.keyId }), TAMPERED],
    ['another key', forged({ alg: 'EdDSA', kid: issuer.keyId }), TAMPERED],
    [
      'the key in the header',
      forged({ alg: 'EdDSA', kid: issuer.keyId, jwk: mallory.keyPair.publicKey.jwk }),
      TAMPERED,
    ],
    [
      'only the key in the header',
      forged({ alg: 'EdDSA', jwk: mallory.keyPair.publicKey.jwk }),
      ['INVALID_VERIFICATION_METHOD_URL'],
    ],
    [
      'a place of keys',
      forged({ alg: 'EdDSA', jku: 'https://mallory.example/keys' }),
      ['INVALID_VERIFICATION_METHOD_URL'],
    ],
    ['a certificate', forged({ alg: 'EdDSA', x5c: ['AA=='] }), ['INVALID_VERIFICATION_METHOD_URL']],
    ['the own key', forged({ alg: 'EdDSA', kid: mallory.keyId }), ['CONTROLLER_MISMATCH']],
    ['crit', forged({ alg: 'EdDSA', kid: issuer.keyId, crit: ['b64'] }, issuer.keyPair), ['SECURING_NOT_SUPPORTED']],
    ['b64', forged({ alg: 'EdDSA', kid: issuer.keyId, b64: false }, issuer.keyPair), ['SECURING_NOT_SUPPORTED']],
  ])('T1 T4 %s', async (_what, token, expected) => {
    expect(await codes(token)).toEqual(expected)
  })

  test('the key must be there for assertions', async () => {
    expect(await codes(makeSdJwt(claims), { resolveKey: resolverFor([issuer], 'authentication') })).toEqual([
      'INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD',
    ])
  })

  test('integrity comes first: a forged malformed credential is called forged', async () => {
    const token = makeToken({ alg: 'EdDSA', typ: 'dc+sd-jwt', kid: issuer.keyId }, { _sd: 'x' }, mallory.keyPair)
    expect(await codes(`${token}~`)).toEqual(TAMPERED)
  })

  test('oversized input', async () => {
    expect(await codes(text, { ...held, maxLength: text.length })).toEqual([])
    expect(await codes(text, { ...held, maxLength: text.length - 1 })).toEqual(['PARSING_ERROR'])
    expect(await codes(`${jwt}~${'WyJzIiwxXQ~'.repeat(5000)}`, held)).toEqual(['PARSING_ERROR'])
  })

  test('any text: a refusal, never an exception', async () => {
    const texts = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(jwt, '~', '.', disclosures[0] ?? '', 'a', '{}')).map((parts) => parts.join('')),
    )
    await fc.assert(
      fc.asyncProperty(texts, async (any) => {
        fc.pre(!any.startsWith(`${jwt}~`))
        expect(await codes(any)).toHaveLength(1)
      }),
    )
  })

  test('claims are what the issuer signed, whatever their names', async () => {
    const disclosure = disclosureOf('salt', 'constructor', { prototype: { admin: true } })
    const verdict = await verifySdJwtVc(makeSdJwt({ ...claims, _sd: [sha256(disclosure)] }, [disclosure]), bearer)
    expect(verdict.verified && Object.hasOwn(verdict.value.claims, 'constructor')).toBe(true)
    expect(({} as JsonObject).admin).toBeUndefined()
  })
})
