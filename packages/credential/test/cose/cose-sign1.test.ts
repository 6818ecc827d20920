/** COSE_Sign1 against the examples of the COSE working group (see spec/vectors/vc/SOURCES.md), and as a profile. */
import { readdirSync, readFileSync } from 'node:fs'
import {
  base64urlEncode,
  hexDecode,
  hexEncode,
  type SignatureAlgorithm,
  utf8Decode,
  utf8Encode,
} from '@energy-ssi/core'
import { importPublicJwk } from '@energy-ssi/keys'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeCbor,
  decodeSign1,
  type Sign1Profile,
  signSign1,
  sigStructure,
  verifySign1,
} from '../../src/cose/index.ts'
import { codesOf, createParty, issuer, mallory, resolveKey, resolverFor } from '../fixtures.ts'
import { ALG, CONTENT_TYPE, CRIT, headerFor, KID, makeMessage, TYP } from './cose-fixtures.ts'

const VECTORS = new URL('../../../../spec/vectors/vc/cose-wg/', import.meta.url)
const MAX = 1_000_000

interface Example {
  readonly title: string
  readonly fail?: boolean
  readonly input: {
    readonly plaintext: string
    readonly sign0: { readonly key: Record<string, string>; readonly alg: string; readonly external?: string }
  }
  readonly intermediates: { readonly ToBeSign_hex: string }
  readonly output: { readonly cbor: string }
}

const examples = ['ecdsa-examples', 'eddsa-examples', 'sign1-tests'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, VECTORS)).map((name) => {
    const example = JSON.parse(readFileSync(new URL(`${folder}/${name}`, VECTORS), 'utf8')) as Example
    return [example.title, example] as const
  }),
)
const passing = examples.filter(([, { fail }]) => fail !== true)
const failing = examples.filter(([, { fail }]) => fail === true)

/** The key of an example; octets are given in hexadecimal where they are no JWK. */
function keyOf({ input }: Example) {
  const { d: _d, d_hex: _hex, kid: _kid, x_hex, ...jwk } = input.sign0.key
  return importPublicJwk(x_hex === undefined ? jwk : { ...jwk, x: base64urlEncode(hexDecode(x_hex)) })
}

describe('cose-wg/Examples', () => {
  test('there are all of them', () => {
    expect([passing.length, failing.length]).toEqual([6, 6])
  })

  test.each(passing.filter(([, { input }]) => input.sign0.external === undefined))('%s', (_title, example) => {
    const parts = decodeSign1(hexDecode(example.output.cbor), MAX)
    expect(utf8Decode(parts?.payload ?? new Uint8Array())).toBe(example.input.plaintext)
    const signed = sigStructure(parts?.protectedBytes ?? new Uint8Array(), parts?.payload ?? new Uint8Array())
    expect(hexEncode(signed).toUpperCase()).toBe(example.intermediates.ToBeSign_hex)
    expect(keyOf(example).verify(signed, parts?.signature ?? new Uint8Array())).toBe(true)
  })

  test.each([...failing, ...passing.filter(([, { input }]) => input.sign0.external !== undefined)])(
    '%s: refused, or not the signature of what is there',
    (_title, example) => {
      const parts = decodeSign1(hexDecode(example.output.cbor), MAX)
      if (parts?.payload == null) return
      const signed = sigStructure(parts.protectedBytes, parts.payload)
      expect(keyOf(example).verify(signed, parts.signature)).toBe(false)
    },
  )

  test('sign-fail-01: another tag is no COSE_Sign1', () => {
    const wrongTag = failing.find(([title]) => title.startsWith('sign-fail-01'))?.[1]
    expect(decodeSign1(hexDecode(wrongTag?.output.cbor ?? ''), MAX)).toBeUndefined()
  })
})

const profile: Sign1Profile = {
  algorithms: ['EdDSA', 'ES256', 'ES384', 'ES256K'],
  typ: ['application/vc+cose'],
  typRequired: true,
  contentTypes: ['application/vc'],
  relationship: 'assertionMethod',
  maxLength: MAX,
}
const payload = utf8Encode('{}')
const verify = (bytes: Uint8Array, changes: Partial<Sign1Profile> = {}, resolve = resolveKey) =>
  verifySign1(bytes, resolve, { ...profile, ...changes })

describe('RFC 9052 §4.4 signing and verifying', () => {
  test.each([
    ['EdDSA', -8],
    ['ES256', -7],
    ['ES384', -35],
    ['ES256K', -47],
  ] as const)('%s is algorithm %i; what was signed verifies', async (algorithm: SignatureAlgorithm, id) => {
    const party = createParty('did:example:test-only', algorithm)
    const bytes = signSign1(payload, party.signer, { typ: 'application/vc+cose', contentType: 'application/vc' })
    expect(bytes).toBeInstanceOf(Uint8Array)
    expect((bytes as Uint8Array)[0]).toBe(0xd2)
    const header = new Map<number, unknown>([
      [ALG, id],
      [CONTENT_TYPE, 'application/vc'],
      [KID, utf8Encode(party.keyId)],
      [TYP, 'application/vc+cose'],
    ])
    expect(decodeSign1(bytes as Uint8Array, MAX)).toMatchObject({ header, unprotected: new Map(), payload })
    expect(await verify(bytes as Uint8Array, {}, resolverFor([party]))).toEqual({
      verified: true,
      value: { header, payload, keyId: party.keyId, controller: party.did, algorithm },
      warnings: [],
    })
  })

  test('a signer that answers later, or with the wrong length', async () => {
    const sign = async (message: Uint8Array) => issuer.keyPair.sign(message)
    const later = await signSign1(payload, { ...issuer.signer, sign }, { typ: 'application/vc+cose' })
    expect(codesOf(await verify(later))).toEqual([])
    const short = { ...issuer.signer, sign: () => new Uint8Array(70) }
    expect(() => signSign1(payload, short, { typ: 'a/b' })).toThrow(TypeError)
  })

  test('a header that was remembered stays with its signer, its types and without claims', () => {
    const headerOf = (party: typeof issuer, claims?: ReadonlyMap<number, unknown>, contentType?: string) => {
      const header = { typ: 'a/b', contentType, claims }
      return decodeSign1(signSign1(payload, party.signer, header) as Uint8Array, MAX)?.header
    }
    const bare = headerOf(issuer)
    expect(headerOf(issuer, new Map([[6, 1]]))?.size).toBe(4)
    expect(headerOf(issuer)).toEqual(bare)
    expect(headerOf(issuer, undefined, 'c/d')?.get(CONTENT_TYPE)).toBe('c/d')
    expect(headerOf(mallory)?.get(KID)).toEqual(utf8Encode(mallory.keyId))
  })

  test('labels are written in deterministic order', () => {
    const bytes = signSign1(payload, issuer.signer, {
      typ: 'a/b',
      claims: new Map([[10, Uint8Array.of(1)]]),
      contentType: 'c/d',
    }) as Uint8Array
    expect([...(decodeSign1(bytes, MAX)?.header.keys() ?? [])]).toEqual([1, 3, 4, 15, 16])
  })

  test('§2 the tag may be absent', async () => {
    expect(codesOf(await verify(makeMessage({ payload, tag: 0 })))).toEqual([])
  })

  test('any payload, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (bytes) => {
        const content = new Uint8Array(bytes)
        const message = await signSign1(content, issuer.signer, { typ: 'application/vc+cose' })
        const verdict = await verify(message)
        expect(verdict.verified && verdict.value.payload).toEqual(content)
      }),
      { numRuns: 30 },
    )
  })

  test('no byte of a message can be changed', async () => {
    const message = makeMessage({ payload })
    for (let i = 0; i < message.length; i++) {
      for (const bit of [1, 0x80]) {
        const changed = Uint8Array.from(message)
        changed[i] = (changed[i] as number) ^ bit
        expect([i, (await verify(changed)).verified]).toEqual([i, false])
      }
    }
  })
})

describe('attacks', () => {
  const signed = (...changes: Parameters<typeof headerFor>[2][]) =>
    makeMessage({ header: headerFor(issuer, 'vc', ...changes), payload })

  test.each([
    ['alg absent', [ALG, undefined]],
    ['alg 0, reserved', [ALG, 0]],
    ['an HMAC (5)', [ALG, 5]],
    ['a text', [ALG, 'EdDSA']],
    ['ES256 for a key of EdDSA', [ALG, -7]],
    ['RFC 9864 Ed25519 (-19), which the specification does not ask for', [ALG, -19]],
  ] as const)('alg confusion: %s', async (_what, change) => {
    expect(codesOf(await verify(signed(change)))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
  })

  test('an algorithm that the profile leaves out', async () => {
    expect(codesOf(await verify(signed(), { algorithms: ['ES256'] }))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
  })

  test('alg in the unprotected header is not one', async () => {
    const header = headerFor(issuer, 'vc', [ALG, undefined])
    const bytes = makeMessage({ header, unprotected: new Map([[ALG, -8]]), payload })
    expect(codesOf(await verify(bytes))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
  })

  test('kid in the unprotected header is not one', async () => {
    const header = headerFor(issuer, 'vc', [KID, undefined])
    const bytes = makeMessage({ header, unprotected: new Map([[KID, utf8Encode(issuer.keyId)]]), payload })
    expect(codesOf(await verify(bytes))).toEqual(['INVALID_VERIFICATION_METHOD_URL'])
  })

  test.each([
    ['a text', issuer.keyId],
    ['no URL', utf8Encode('11')],
    ['no UTF-8', Uint8Array.of(0xc3, 0x28)],
    ['nothing', new Uint8Array(0)],
  ])('kid that is %s', async (_what, kid) => {
    expect(codesOf(await verify(signed([KID, kid])))).toEqual(['INVALID_VERIFICATION_METHOD_URL'])
  })

  test('§3 a label in both headers', async () => {
    const bytes = makeMessage({ unprotected: new Map([[KID, utf8Encode(mallory.keyId)]]), payload })
    expect(codesOf(await verify(bytes))).toEqual(['PARSING_ERROR'])
  })

  test('keys and certificates in headers are never used', async () => {
    const key = new Map<number, unknown>([
      [1, 1],
      [-1, 6],
      [-2, new Uint8Array(32)],
    ])
    const extras = [
      [33, new Uint8Array(100)],
      [35, 'https://mallory.example/chain'],
      [8, key],
    ] as const
    const forged = makeMessage({ header: headerFor(issuer, 'vc', ...extras), payload }, mallory)
    expect(codesOf(await verify(forged))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
    expect(codesOf(await verify(makeMessage({ unprotected: new Map<number, unknown>(extras), payload })))).toEqual([])
  })

  test('§3.1 crit, wherever it stands', async () => {
    expect(codesOf(await verify(signed([CRIT, [TYP]])))).toEqual(['SECURING_NOT_SUPPORTED'])
    expect(codesOf(await verify(makeMessage({ unprotected: new Map([[CRIT, [TYP]]]), payload })))).toEqual([
      'SECURING_NOT_SUPPORTED',
    ])
  })

  test.each([
    ['absent', [TYP, undefined], ['SECURING_NOT_ACCEPTED']],
    ['of another class', [TYP, 'application/statuslist+cwt'], ['SECURING_NOT_ACCEPTED']],
    ['RFC 9596 §2 shortened', [TYP, 'vc+cose'], ['SECURING_NOT_ACCEPTED']],
    ['a number', [TYP, 61], ['SECURING_NOT_ACCEPTED']],
    ['in upper case', [TYP, 'Application/VC+COSE'], []],
    ['a content type of another class', [CONTENT_TYPE, 'application/vp'], ['SECURING_NOT_ACCEPTED']],
    ['a content type that is a number', [CONTENT_TYPE, 50], ['SECURING_NOT_ACCEPTED']],
    ['no content type', [CONTENT_TYPE, undefined], []],
    ['an unknown parameter, to be ignored', ['x', [1, 2]], []],
  ] as const)('typ %s', async (_what, change, codes) => {
    expect(codesOf(await verify(signed(change)))).toEqual(codes)
  })

  test('typ may be left out where the profile says so', async () => {
    expect(codesOf(await verify(signed([TYP, undefined]), { typRequired: false }))).toEqual([])
  })

  test('a detached payload', async () => {
    expect(codesOf(await verify(makeMessage({ payload: null })))).toEqual(['SECURING_NOT_SUPPORTED'])
  })

  const good = makeMessage({ payload })
  test.each([
    ['nothing', new Uint8Array(0)],
    ['another tag (COSE_Sign)', makeMessage({ payload, tag: 98 })],
    ['nested tags', Uint8Array.from([0xd2, ...good])],
    ['the tag of a CWT around it', Uint8Array.from([0xd8, 0x3d, ...good])],
    ['trailing bytes', Uint8Array.from([...good, 0])],
    ['a 5-byte input that claims 4 GiB', hexDecode('5affffffff')],
    ['an array of indefinite length', hexDecode('d29f40a04040ff')],
    ['three parts', hexDecode('d28340a040')],
    ['five parts', hexDecode('d28540a0404040')],
    ['a protected header that is a map itself', hexDecode('d284a0a04040')],
    ['a protected header that holds no map', hexDecode('d2844180a04040')],
    ['a protected header with a label twice', hexDecode('d28445a201260126a04040')],
    ['a protected header with trailing bytes', hexDecode('d28444a1012600a04040')],
    ['an unprotected header with a label twice', hexDecode('d28443a10126a2040104024040')],
    ['an unprotected header that is bytes', hexDecode('d28440404040')],
    ['a payload that is text', hexDecode('d28440a06040')],
    ['no signature', hexDecode('d28440a040f6')],
    ['a header of 16 KiB', makeMessage({ header: headerFor(issuer, 'vc', ['x', 'x'.repeat(16_384)]), payload })],
  ])('%s', async (_what, bytes) => {
    expect(codesOf(await verify(bytes))).toEqual(['PARSING_ERROR'])
  })

  test('an empty protected header has no algorithm', async () => {
    const bytes = makeMessage({ header: new Uint8Array(0), payload })
    expect(codesOf(await verify(bytes))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
  })

  test('the length is bounded, and no bytes are no message', async () => {
    expect(codesOf(await verify(good, { maxLength: good.length }))).toEqual([])
    expect(codesOf(await verify(good, { maxLength: good.length - 1 }))).toEqual(['PARSING_ERROR'])
    expect(codesOf(await verify('0oREoQE4' as never))).toEqual(['PARSING_ERROR'])
  })

  test('a signature of another length', async () => {
    for (const length of [0, 63, 65, 96]) {
      const bytes = makeMessage({ payload, signature: new Uint8Array(length) })
      expect(codesOf(await verify(bytes))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
    }
  })

  test('what the resolver refuses is refused, what it throws is thrown', async () => {
    expect(
      codesOf(await verify(good, { relationship: 'authentication' }, resolverFor([issuer], 'assertionMethod'))),
    ).toEqual(['INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD'])
    const unreachable = () => Promise.reject(new Error('unreachable'))
    await expect(verify(good, {}, unreachable)).rejects.toThrow('unreachable')
  })

  test('random bytes are refused, never fallen over', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, framed) => {
        const message = framed ? Uint8Array.from([0xd2, 0x84, ...bytes]) : bytes
        expect((await verify(message)).verified).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})

test('the Sig_structure is what RFC 9052 §4.4 says', () => {
  expect(decodeCbor(sigStructure(Uint8Array.of(1), Uint8Array.of(2)))).toEqual([
    'Signature1',
    Uint8Array.of(1),
    new Uint8Array(0),
    Uint8Array.of(2),
  ])
})
