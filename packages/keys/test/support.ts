/** What several tests need: vectors, codes of refusals, seeded randomness, corrupted copies. */
import { createPublicKey, generateKeyPairSync, type JsonWebKey, type X25519KeyPairOptions } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isObject, type SignatureAlgorithm, SsiError, systemRandomBytes, utf8Encode } from '@energy-ssi/core'
import {
  createLocalKeyService,
  createMemoryKeyStore,
  importPublicJwk,
  type KeyService,
  type KeyStore,
  type KeyVersion,
} from '../src/index.ts'

export const ALGORITHMS: readonly SignatureAlgorithm[] = ['EdDSA', 'ES256', 'ES384', 'ES256K']

/** What is signed, wrapped and hashed. */
export const MESSAGE = utf8Encode('a reading')
export const KEY_ID = 'did:example:operator#key'
export const NOW = new Date('2026-11-22T10:00:00Z')
export const TEST_KEK = new Uint8Array(32).fill(7)

/** A file of spec/vectors/did/did-key. */
export function readVectors(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../spec/vectors/did/did-key/${file}`, import.meta.url), 'utf8'))
}

/** A public JWK that Node made, of types this package does not generate too; never exported from a generated key itself. */
export function freshJwk(type: 'x25519' | 'rsa' | 'P-256' | 'P-521'): JsonWebKey {
  const encodings: X25519KeyPairOptions<'der', 'der'> = {
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  }
  const { publicKey } =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048, ...encodings })
      : type === 'x25519'
        ? generateKeyPairSync('x25519', encodings)
        : generateKeyPairSync('ec', { namedCurve: type, ...encodings })
  return createPublicKey({ key: publicKey, format: 'der', type: 'spki' }).export({ format: 'jwk' })
}

/** The code a call is refused with; `accepted` if it is not. */
export function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof SsiError) return error.code
    throw error
  }
  return 'accepted'
}

/** As `codeOf` for a promise. */
export async function codeOfPromise(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    if (error instanceof SsiError) return error.code
    throw error
  }
  return 'accepted'
}

/** Every object in a JSON value, the value itself included. */
export function* objectsIn(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (isObject(value)) yield value
  if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) yield* objectsIn(member)
}

/** A copy with one bit turned over. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice()
  copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7))
  return copy
}

/** Bytes that only look random: a counter's hash would do as well. Never the same twice from one source. */
export function countingBytes(start = 1): (length: number) => Uint8Array {
  let counter = start
  return (length) => {
    const bytes = new Uint8Array(length)
    new DataView(bytes.buffer).setUint32(0, counter++)
    return bytes
  }
}

/** A key service of the tenant `tenant` over an empty store, unless told otherwise. */
export function open(
  parts: { readonly store?: KeyStore; readonly kek?: Uint8Array; readonly tenantId?: string } = {},
): KeyService {
  return createLocalKeyService({
    store: parts.store ?? createMemoryKeyStore(),
    kek: parts.kek ?? TEST_KEK,
    tenantId: parts.tenantId ?? 'tenant',
    clock: () => NOW,
    randomBytes: systemRandomBytes,
  })
}

/** Whether `signature` is that of a key version over MESSAGE. */
export function verifies(version: KeyVersion, signature: Uint8Array): boolean {
  return importPublicJwk(version.publicJwk).verify(MESSAGE, signature)
}
