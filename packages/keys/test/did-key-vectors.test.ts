import { base58btcDecode, base64urlDecode, concatBytes, isObject } from '@energy-ssi/core'
import { describe, expect, it } from 'vitest'
import { decodeMultikey, ed25519ToX25519, importPublicMultikey, jwkToMultikey, multikeyToJwk } from '../src/index.ts'
import { objectsIn, readVectors } from './support.ts'

const FILES = ['bls12381', 'ed25519-x25519', 'nist-curves', 'rsa', 'secp256k1', 'x25519', 'spec-v0.9']
const EXPECTED_DIDS = {
  bls12381: 6,
  'ed25519-x25519': 5,
  'nist-curves': 7,
  rsa: 2,
  secp256k1: 6,
  x25519: 4,
  'spec-v0.9': 8,
}
const SIGNING = ['ed25519-pub', 'p256-pub', 'p384-pub', 'secp256k1-pub']

describe.each(FILES)('did:key vectors: %s', (file) => {
  const vectors = readVectors(`${file}.json`)
  const dids = didsIn(vectors)

  it('holds the number of DIDs it was taken over with', () => {
    expect(dids).toHaveLength(EXPECTED_DIDS[file as keyof typeof EXPECTED_DIDS])
  })

  it.each(dids)('%.40s… decodes, and its JWK spells the same Multikey', (did) => {
    const multikey = did.slice('did:key:'.length)
    const { codec, bytes } = decodeMultikey(multikey)
    expect(bytes.length).toBeGreaterThanOrEqual(32)
    if (codec.startsWith('bls')) {
      expect(() => multikeyToJwk(multikey)).toThrow(expect.objectContaining({ code: 'unsupported_key' }))
    } else {
      expect(jwkToMultikey(multikeyToJwk(multikey))).toBe(multikey)
    }
    if (SIGNING.includes(codec)) expect(importPublicMultikey(multikey).multikey).toBe(multikey)
    else expect(() => importPublicMultikey(multikey)).toThrow(expect.objectContaining({ code: 'unsupported_key' }))
  })

  it('every published key equals the decoded one', () => {
    let compared = 0
    for (const method of objectsIn(vectors)) {
      const multikey = typeof method.id === 'string' ? method.id.split('#')[1] : undefined
      if (multikey === undefined) continue
      if (typeof method.publicKeyBase58 === 'string') {
        expect(decodeMultikey(multikey).bytes).toEqual(base58btcDecode(method.publicKeyBase58))
        compared++
      }
      if (isObject(method.publicKeyJwk)) {
        expect(publishedBytes(multikey)).toEqual(jwkBytes(method.publicKeyJwk))
        compared++
      }
      if (typeof method.publicKeyMultibase === 'string') {
        expect(multikey).toBe(method.publicKeyMultibase)
        compared++
      }
    }
    expect(compared).toBeGreaterThan(0)
  })
})

it('did:key v0.9: the X25519 key derived from an Ed25519 key is the published key agreement key', () => {
  const vectors = readVectors('ed25519-x25519.json')
  let compared = 0
  for (const [did, vector] of Object.entries(vectors as object)) {
    const x25519 = vector.keyAgreementKeyPair.id.split('#')[1]
    const derived = ed25519ToX25519(decodeMultikey(did.slice('did:key:'.length)).bytes)
    expect(decodeMultikey(x25519)).toEqual({ codec: 'x25519-pub', bytes: derived })
    compared++
  }
  expect(compared).toBe(5)
})

function didsIn(vectors: unknown): string[] {
  const texts = JSON.stringify(vectors).matchAll(/"(did:key:z[1-9A-HJ-NP-Za-km-z]+)"/g)
  return [...new Set([...texts].map((match) => match[1] as string))]
}

/** x ‖ y, x, or n ‖ e. */
function jwkBytes(jwk: Readonly<Record<string, unknown>>): Uint8Array {
  return concatBytes(
    ...['x', 'y', 'n', 'e'].flatMap((name) => (typeof jwk[name] === 'string' ? base64urlDecode(jwk[name]) : [])),
  )
}

function publishedBytes(multikey: string): Uint8Array {
  const { codec, bytes } = decodeMultikey(multikey)
  return codec.startsWith('bls') ? bytes : jwkBytes({ ...multikeyToJwk(multikey) })
}
