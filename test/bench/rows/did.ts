/** Resolution of DIDs that carry their key. No peer is installed for it; the floor is what Node needs for the key alone. */
import assert from 'node:assert/strict'
import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { base64urlDecode, base64urlEncode, concatBytes, multibaseEncode, utf8Encode } from '@energy-ssi/core'
import { createDidResolver, didJwk, didKey } from '@energy-ssi/did'
import { generateKeyPair } from '@energy-ssi/keys'
import type { Row } from '../row.ts'

/** More keys than any cache on the way holds, so that a cold resolution is cold all the way down. */
const KEYS = 5_000
const NOW = new Date('2026-11-22T12:00:00Z')
const ED25519_PUB = Uint8Array.of(0xed, 0x01)

interface Method {
  readonly name: string
  toDid(jwk: JsonWebKey): string
  /** The key in a DID, as far as that is cheap without a library. */
  readKey(did: string, jwk: JsonWebKey): JsonWebKey
}

const METHODS: readonly Method[] = [
  {
    name: 'key',
    toDid: ({ x = '' }) => `did:key:${multibaseEncode('z', concatBytes(ED25519_PUB, base64urlDecode(x)))}`,
    readKey: (_, jwk) => jwk,
  },
  {
    name: 'jwk',
    toDid: (jwk) => `did:jwk:${base64urlEncode(utf8Encode(JSON.stringify(jwk)))}`,
    readKey: (did) => JSON.parse(Buffer.from(did.slice(8), 'base64url').toString()) as JsonWebKey,
  },
]

/** Rows `did/…`. */
export function didRows(): readonly Row[] {
  let made: readonly JsonWebKey[] | undefined
  const keys = () => {
    made ??= Array.from({ length: KEYS }, () => ({ ...generateKeyPair('EdDSA').publicKey.jwk }))
    return made
  }
  return METHODS.flatMap((method) => [coldRow(method, keys), cachedRow(method, keys)])
}

/** Every call another DID and no cache of results. Floor: the key made ready by Node, text and document for free. */
function coldRow({ name, toDid, readKey }: Method, keys: () => readonly JsonWebKey[]): Row {
  return {
    name: `did/${name}/cold`,
    async prepare() {
      const made = keys().map((jwk) => ({ did: toDid(jwk), jwk }))
      const resolver = ownResolver(0)
      await mustResolve(resolver.resolve(at(made, 1).did), at(made, 1).did)
      return {
        own: (i) => resolver.resolve(at(made, i).did),
        floor: (i) => {
          const { did, jwk } = at(made, i)
          return createPublicKey({ format: 'jwk', key: readKey(did, jwk) })
        },
      }
    },
  }
}

/** The same few DIDs again and again. Floor: a look-up in a Map behind a promise, which the contract asks for. */
function cachedRow({ name, toDid }: Method, keys: () => readonly JsonWebKey[]): Row {
  return {
    name: `did/${name}/cached`,
    async prepare() {
      const dids = keys().slice(0, 32).map(toDid)
      const resolver = ownResolver(1_000)
      const known = new Map<string, unknown>()
      for (const did of dids) known.set(did, await mustResolve(resolver.resolve(did), did))
      return {
        own: (i) => resolver.resolve(at(dids, i)),
        floor: async (i) => known.get(at(dids, i)),
      }
    },
  }
}

function ownResolver(maxEntries: number) {
  return createDidResolver({ methods: { key: didKey(), jwk: didJwk() }, clock: () => NOW, cache: { maxEntries } })
}

async function mustResolve(answer: Promise<{ didDocument: { id: string } | null }>, did: string) {
  const result = await answer
  assert.equal(result.didDocument?.id, did)
  return result
}

function at<T>(items: readonly T[], i: number): T {
  return items[i % items.length] as T
}
