import { base64urlDecode, base64urlEncode, utf8Decode, utf8Encode } from '@energy-ssi/core'
import { generateKeyPair, type PublicJwk } from '@energy-ssi/keys'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDidJwk, type DidDocument, didJwk, MAX_DID_JWK_LENGTH } from '../src/index.ts'
import { codeOf, objectOf, readVectors, resolveWith } from './support.ts'

const ALL = [
  'assertionMethod',
  'authentication',
  'capabilityInvocation',
  'capabilityDelegation',
  'keyAgreement',
] as const
const P256 = {
  kty: 'EC',
  crv: 'P-256',
  x: 'acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0',
  y: '_KcyLj9vWMptnmKtm46GqDz8wf74I5LKgrl2GzH3nSE',
} as const

const didOf = (json: unknown) =>
  `did:jwk:${base64urlEncode(utf8Encode(typeof json === 'string' ? json : JSON.stringify(json)))}`

describe('did:jwk vectors', () => {
  const examples = readVectors('did-jwk/spec-examples.json') as readonly {
    name: string
    did: string
    didDocument: DidDocument
  }[]
  it.each(examples)('specification, $name: the document is reproduced', async ({ did, didDocument }) => {
    expect((await resolveWith(didJwk(), did)).didDocument).toEqual(didDocument)
  })

  const { vectors } = objectOf(readVectors('did-jwk/web5-resolve.json'))
  it.each(
    vectors as readonly {
      description: string
      input: string
      output: { didDocument: DidDocument | null; didResolutionMetadata: { error?: string } }
    }[],
  )('web5: $description', async ({ input, output }) => {
    const result = await resolveWith(didJwk({ publicKeyFormat: 'JsonWebKey' }), input)
    expect(result.didResolutionMetadata.error).toBe(output.didResolutionMetadata.error)
    // The vector's context does not define the type it uses; ours does.
    const { '@context': _, ...expected } = output.didDocument ?? {}
    const { '@context': context, ...document } = result.didDocument ?? {}
    expect(document).toEqual(expected)
    expect(context).toEqual(output.didDocument === null ? undefined : ['https://www.w3.org/ns/did/v1.1'])
  })
})

describe('did:jwk §Read', () => {
  it.each([
    [undefined, ALL],
    ['sig', ALL.slice(0, 4)],
    ['enc', ALL.slice(4)],
  ])('use %s gives the relationships %j', async (use, names) => {
    const did = didOf({ ...P256, use })
    const { didDocument } = await resolveWith(didJwk(), did)
    for (const name of ALL) expect(didDocument?.[name]).toEqual(names.includes(name) ? [`${did}#0`] : undefined)
  })

  it('the encoded text is kept as given: order, spaces and further members of the JWK', async () => {
    const text = ` {"y":"${P256.y}", "x":"${P256.x}","kid":"meter 1","crv":"P-256","kty":"EC"}`
    const { didDocument } = await resolveWith(didJwk(), didOf(text))
    expect(didDocument?.id).toBe(didOf(text))
    expect(didDocument?.verificationMethod?.[0]?.publicKeyJwk).toEqual({ ...P256, kid: 'meter 1' })
  })

  it.each([
    ['a private key', { ...P256, d: 'gPh-VvVS8MbvKQ9LSVVmfnxnKjHn4Tqj0bmbpehRlpc' }],
    ['a private key without a value', { ...P256, d: '' }],
    ['a private RSA member', { kty: 'RSA', n: 'AQAB', e: 'AQAB', p: 'AQAB' }],
    ['a symmetric key', { kty: 'oct', k: 'AAAA' }],
    ['a point off the curve', { ...P256, y: P256.x }],
    ['a short coordinate', { ...P256, x: 'AQAB' }],
    ['a coordinate with padding', { ...P256, x: `${P256.x}=` }],
    ['a use that is not text', { ...P256, use: 1 }],
    ['an algorithm of another curve', { ...P256, alg: 'ES384' }],
    ['no key type', { crv: 'P-256', x: P256.x, y: P256.y }],
    ['an array', [P256]],
    ['the same member twice', '{"kty":"EC","kty":"EC"}'],
    ['a prototype', `{"__proto__":{},"kty":"EC","crv":"P-256","x":"${P256.x}","y":"${P256.y}"}`],
    ['no JSON', '{'],
    ['nothing', ''],
  ])('refuses %s', async (_, jwk) => {
    const result = await resolveWith(didJwk(), didOf(jwk))
    expect(result.didResolutionMetadata.error).toBe('invalidDid')
    expect(result.didDocument).toBeNull()
  })

  it('refuses a key type this project does not know by that name', async () => {
    const result = await resolveWith(didJwk(), didOf({ kty: 'OKP', crv: 'Ed448', x: 'A'.repeat(76) }))
    expect(result.didResolutionMetadata.error).toBe('unsupportedPublicKeyType')
  })

  it.each([
    ['padding', (did: string) => `${did}=`],
    ['the alphabet of plain base64', (did: string) => did.replace(/[-_]/, '+').replace(/.$/, '/')],
    ['stray bits', (did: string) => `${did.slice(0, -1)}${String.fromCharCode(did.charCodeAt(did.length - 1) + 1)}`],
    ['a kid as part of the DID', (did: string) => `${did}:0`],
  ])('refuses base64url with %s', async (_, change) => {
    // 121 bytes: two characters' worth of stray bits at the end.
    const did = didOf({ ...P256, kid: 'a' })
    expect((await resolveWith(didJwk(), did)).didDocument).not.toBeNull()
    expect((await resolveWith(didJwk(), change(did))).didResolutionMetadata.error).toBe('invalidDid')
  })

  it('refuses bytes that are not UTF-8', async () => {
    const bytes = Buffer.from(JSON.stringify({ ...P256, kid: '?' }))
    bytes[bytes.indexOf('?')] = 0xff
    const result = await resolveWith(didJwk(), `did:jwk:${base64urlEncode(bytes)}`)
    expect(result.didResolutionMetadata.error).toBe('invalidDid')
  })

  it('refuses a DID longer than the limit', async () => {
    const empty = didOf({ ...P256, kid: '' })
    const room = Math.floor(((MAX_DID_JWK_LENGTH - empty.length) * 3) / 4)
    const [short, long] = [room - 2, room + 3].map((length) => didOf({ ...P256, kid: 'a'.repeat(length) })) as [
      string,
      string,
    ]
    expect((await resolveWith(didJwk(), short)).didDocument).not.toBeNull()
    expect((await resolveWith(didJwk(), long)).didResolutionMetadata.error).toBe('invalidDid')
  })
})

describe('createDidJwk', () => {
  it('writes canonical JSON, so that equal keys get equal DIDs', () => {
    const { did, keyId } = createDidJwk({ y: P256.y, kty: 'EC', x: P256.x, crv: 'P-256' })
    expect(did).toBe(
      didOf(
        '{"crv":"P-256","kty":"EC","x":"acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0","y":"_KcyLj9vWMptnmKtm46GqDz8wf74I5LKgrl2GzH3nSE"}',
      ),
    )
    expect(keyId).toBe(`${did}#0`)
  })

  it.each(['EdDSA', 'ES256', 'ES384', 'ES256K'] as const)(
    '%s: resolves to the document it returned',
    async (algorithm) => {
      const created = createDidJwk({ ...generateKeyPair(algorithm).publicKey.jwk, use: 'sig', alg: algorithm })
      expect((await resolveWith(didJwk(), created.did)).didDocument).toEqual(created.document)
    },
  )

  it('takes the members given into the DID', async () => {
    const { did, document } = createDidJwk({ ...P256, use: 'sig' })
    expect(JSON.parse(utf8Decode(base64urlDecode(did.slice('did:jwk:'.length))))).toEqual({ ...P256, use: 'sig' })
    expect(document).not.toHaveProperty('keyAgreement')
  })

  it('refuses a private key and what would be too long', () => {
    const { privateJwk } = generateKeyPair('ES256')
    expect(codeOf(() => createDidJwk(privateJwk as PublicJwk))).toBe('invalid_key')
    expect(codeOf(() => createDidJwk({ ...P256, kid: 'a'.repeat(4_096) }))).toBe('invalid_did')
  })

  it('any further members survive the way there and back', async () => {
    const members = fc.dictionary(
      fc.stringMatching(/^x-[a-z]{1,8}$/),
      fc.jsonValue({ maxDepth: 3, noUnicodeString: false }),
    )
    await fc.assert(
      fc.asyncProperty(members, async (further) => {
        fc.pre(!JSON.stringify(further).includes('__proto__'))
        const jwk = JSON.parse(JSON.stringify({ ...P256, ...further })) as PublicJwk & Record<string, unknown>
        const { did } = createDidJwk(jwk)
        const { didDocument } = await resolveWith(didJwk(), did)
        expect(didDocument?.verificationMethod?.[0]?.publicKeyJwk).toEqual(jwk)
      }),
    )
  })
})
