import { base58btcDecode, concatBytes, isObject, multibaseEncode, varintEncode } from '@energy-ssi/core'
import { decodeMultikey, generateKeyPair, multikeyToJwk, type PublicJwk } from '@energy-ssi/keys'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDidKey, type DidDocument, didKey } from '../src/index.ts'
import { objectOf, objectsIn, readVectors, resolveWith } from './support.ts'

const FILES = ['bls12381', 'ed25519-x25519', 'nist-curves', 'rsa', 'secp256k1', 'x25519', 'spec-v0.9']
const SIGNING = ['authentication', 'assertionMethod', 'capabilityDelegation', 'capabilityInvocation'] as const
const ED25519 = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'

const allDids = [...new Set(FILES.flatMap((file) => didsIn(readVectors(`did-key/${file}.json`))))]

describe('did:key vectors', () => {
  it('are the 33 DIDs they were taken over as', () => {
    expect(allDids).toHaveLength(33)
  })

  it.each(allDids)('%.44s… resolves to a document of Multikeys', async (did) => {
    const { didDocument, didResolutionMetadata } = await resolveWith(didKey(), did)
    const multibase = did.slice('did:key:'.length)
    expect(didResolutionMetadata).toEqual({ contentType: 'application/did' })
    expect(didDocument?.id).toBe(did)
    expect(didDocument?.verificationMethod).toEqual([
      { id: `${did}#${multibase}`, type: 'Multikey', controller: did, publicKeyMultibase: multibase },
    ])
    const { codec } = decodeMultikey(multibase)
    for (const name of SIGNING) {
      expect(didDocument?.[name]).toEqual(codec === 'x25519-pub' ? undefined : [`${did}#${multibase}`])
    }
  })

  it('v0.9 §Test Vectors: the documents are reproduced', async () => {
    const { documents } = objectOf(readVectors('did-key/spec-v0.9.json'))
    const [document, signing, agreement] = documents as readonly DidDocument[]
    const { didDocument } = await resolveWith(didKey(), ED25519)
    expect(didDocument).toEqual(document)
    expect(didDocument?.verificationMethod).toEqual([signing])
    expect(didDocument?.keyAgreement).toEqual([agreement])
  })

  it.each(FILES.slice(0, 6))('%s: every published key and its id is in our document', async (file) => {
    let compared = 0
    for (const document of objectsIn(readVectors(`did-key/${file}.json`))) {
      if (typeof document.id !== 'string' || !document.id.startsWith('did:key:') || !document.verificationMethod)
        continue
      const { didDocument } = await resolveWith(didKey(), document.id)
      const ours = [...objectsIn(didDocument)].filter(({ type }) => type === 'Multikey')
      for (const method of objectsIn([document.verificationMethod, document.keyAgreement])) {
        const id = absolute(document.id, method.id)
        const mine = ours.find((candidate) => candidate.id === id)
        // The key of the pair in the BLS G1G2 vector has the id of its half.
        if (id === undefined || document.id.startsWith('did:key:z5Tc')) continue
        expect(mine, id).toBeDefined()
        expect(keyBytes(method)).toEqual(decodeMultikey(String(mine?.publicKeyMultibase)).bytes)
        compared++
      }
    }
    expect(compared).toBeGreaterThan(0)
  })

  it('as JsonWebKey: every published JWK is reproduced', async () => {
    let compared = 0
    for (const file of ['ed25519-x25519', 'nist-curves', 'rsa', 'secp256k1']) {
      for (const document of objectsIn(readVectors(`did-key/${file}.json`))) {
        if (typeof document.id !== 'string' || !document.verificationMethod) continue
        const published = [...objectsIn(document.verificationMethod)].filter((method) => isObject(method.publicKeyJwk))
        if (published.length === 0) continue
        const { didDocument } = await resolveWith(didKey({ publicKeyFormat: 'JsonWebKey' }), document.id)
        const ours = [...objectsIn(didDocument)].filter(({ type }) => type === 'JsonWebKey')
        for (const { id, publicKeyJwk } of published) {
          const { kty, crv, x, y, n, e } = objectOf(publicKeyJwk)
          expect(ours.find((mine) => mine.id === id)?.publicKeyJwk).toEqual(
            JSON.parse(JSON.stringify({ kty, crv, x, y, n, e })),
          )
          compared++
        }
      }
    }
    expect(compared).toBeGreaterThan(8)
  })
})

describe('did:key v0.9 §Document Creation Algorithm', () => {
  it('without enableEncryptionKeyDerivation there is no keyAgreement', async () => {
    const { didDocument } = await resolveWith(didKey({ enableEncryptionKeyDerivation: false }), ED25519)
    expect(didDocument).not.toHaveProperty('keyAgreement')
  })

  it('an X25519 key is for keyAgreement only, because it cannot sign', async () => {
    const did = 'did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F'
    const { didDocument } = await resolveWith(didKey(), did)
    expect(didDocument?.keyAgreement).toEqual([`${did}#z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F`])
    expect(didDocument).not.toHaveProperty('authentication')
  })

  it('a BLS12-381 key has no JsonWebKey form', async () => {
    const did = allDids.find((candidate) => candidate.startsWith('did:key:zUC7')) as string
    const { didResolutionMetadata } = await resolveWith(didKey({ publicKeyFormat: 'JsonWebKey' }), did)
    expect(didResolutionMetadata.error).toBe('unsupportedPublicKeyType')
  })

  const { bytes } = decodeMultikey(ED25519.slice('did:key:'.length))
  const encode = (...parts: readonly Uint8Array[]) => `did:key:${multibaseEncode('z', concatBytes(...parts))}`
  it.each([
    ['one byte short', encode(varintEncode(0xed), bytes.slice(1)), 'invalidDid'],
    ['one byte long', encode(varintEncode(0xed), bytes, Uint8Array.of(0)), 'invalidDid'],
    ['a varint that is not the shortest', encode(Uint8Array.of(0xed, 0x81, 0), bytes), 'invalidDid'],
    [
      'a P-256 point that is not on the curve',
      encode(varintEncode(0x1200), Uint8Array.of(2), Buffer.alloc(32, 1)),
      'invalidDid',
    ],
    ['an Ed25519 point of small order', encode(varintEncode(0xed), Uint8Array.of(1), Buffer.alloc(31)), 'invalidDid'],
    ['another codec (sha2-256)', encode(Uint8Array.of(0x12), bytes), 'unsupportedPublicKeyType'],
    ['no key', 'did:key:z', 'invalidDid'],
    [
      'base64url, which §Document Creation Algorithm does not take',
      `did:key:u${Buffer.from([0xed, 1, ...bytes]).toString('base64url')}`,
      'invalidDid',
    ],
    ['a version', ED25519.replace('key:', 'key:1:'), 'invalidDid'],
    ['a foreign character', `${ED25519}0`, 'invalidDid'],
    ['another method', ED25519.replace('key', 'kex'), 'invalidDid'],
    ['more than 1,500 characters', `did:key:z${'2'.repeat(1_500)}`, 'invalidDid'],
    ['a megabyte', `did:key:z${'2'.repeat(1_000_000)}`, 'invalidDid'],
  ])('refuses %s', async (_, did, error) => {
    const result = await resolveWith(didKey(), did)
    expect(result.didResolutionMetadata.error).toBe(error)
    expect(result.didDocument).toBeNull()
  })

  it('one wrong character never resolves to the document of the right DID', async () => {
    const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
    const places = fc.record({ at: fc.integer({ min: 9, max: ED25519.length - 1 }), to: fc.constantFrom(...alphabet) })
    await fc.assert(
      fc.asyncProperty(places, async ({ at, to }) => {
        const did = ED25519.slice(0, at) + to + ED25519.slice(at + 1)
        const { didDocument } = await resolveWith(didKey(), did)
        if (didDocument !== null) expect(didDocument.id).toBe(did)
      }),
    )
  })
})

describe('createDidKey', () => {
  it.each(['EdDSA', 'ES256', 'ES384', 'ES256K'] as const)(
    '%s: resolves to the document it returned',
    async (algorithm) => {
      const { publicKey } = generateKeyPair(algorithm)
      const created = createDidKey(publicKey)
      expect(created).toEqual(createDidKey(publicKey.jwk))
      expect(created.keyId).toBe(`${created.did}#${publicKey.multikey}`)
      expect((await resolveWith(didKey(), created.did)).didDocument).toEqual(created.document)
    },
  )

  it('every key of the vectors gets its DID back', () => {
    for (const did of allDids) {
      const multikey = did.slice('did:key:'.length)
      if (!decodeMultikey(multikey).codec.startsWith('bls')) expect(createDidKey(multikeyToJwk(multikey)).did).toBe(did)
    }
  })

  it('a private key is refused, not cut down to its public part', () => {
    const { privateJwk } = generateKeyPair('EdDSA')
    expect(() => createDidKey(privateJwk as PublicJwk)).toThrow(expect.objectContaining({ code: 'invalid_key' }))
  })

  it('the document cannot be changed', () => {
    const { document } = createDidKey(generateKeyPair('EdDSA').publicKey)
    expect(() => document.authentication?.push('did:example:eve#1')).toThrow(TypeError)
  })
})

function didsIn(value: unknown): readonly string[] {
  return [...new Set(JSON.stringify(value).match(/did:key:z[1-9A-HJ-NP-Za-km-z]+/g) ?? [])]
}

function absolute(did: string, id: unknown): string | undefined {
  if (typeof id !== 'string') return undefined
  return id.startsWith('#') ? did + id : id
}

function keyBytes(method: Readonly<Record<string, unknown>>): Uint8Array {
  if (typeof method.publicKeyBase58 === 'string') return base58btcDecode(method.publicKeyBase58)
  const { kty, crv, x, y, n, e } = objectOf(method.publicKeyJwk)
  const jwk = JSON.parse(JSON.stringify({ kty, crv, x, y, n, e })) as PublicJwk
  return decodeMultikey(createDidKey(jwk).did.slice('did:key:'.length)).bytes
}
