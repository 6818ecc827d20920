/** Keys in files: a private JWK to sign with, or a public one to verify with. */
import { isUrl, type ResolveKey, type ResolveMultikey, refused, type Verification, verified } from '@energy-ssi/core'
import { createBbsSigner } from '@energy-ssi/data-integrity/bbs-2023'
import { createDidKey } from '@energy-ssi/did'
import { createSigner, importPrivateJwk, importPublicJwk, KeyError, type PrivateJwk } from '@energy-ssi/keys'
import type { Identity } from '@energy-ssi/vc-api'
import { bbsMultikey, importBbsJwk, isBbsJwk } from './bbs-key-file.ts'
import { CommandError } from './command.ts'
import { readJsonObject } from './files.ts'

const PRIVATE = 'a private key as JWK, with "d"'

/**
 * Whoever signs with the private key in a file: the DID that `kid` belongs to, or the key's own did:key.
 * @throws {CommandError} if the file holds no private key
 */
export async function readIdentity(path: string): Promise<Identity> {
  const jwk = await readJsonObject(path)
  if (isBbsJwk(jwk)) {
    const pair = await importBbsJwk(jwk, path)
    const { did, keyId } = nameKey(jwk.kid, pair)
    return { did, signer: createBbsSigner(pair, keyId) }
  }
  const pair = importOrExplain(path, () => importPrivateJwk(jwk), PRIVATE)
  const { did, keyId } = nameKey(jwk.kid, pair.publicKey)
  return { did, signer: createSigner(pair, keyId) }
}

/**
 * The private key in a file and the verification method it speaks for, to be handed to other threads.
 * @throws {CommandError} if the file holds no private key
 */
export async function readPrivateKey(
  path: string,
): Promise<{ readonly privateJwk: PrivateJwk; readonly keyId: string }> {
  const jwk = await readJsonObject(path)
  const pair = importOrExplain(path, () => importPrivateJwk(jwk), PRIVATE)
  return { privateJwk: pair.privateJwk, keyId: nameKey(jwk.kid, pair.publicKey).keyId }
}

/** One key for whatever verification method is named. */
export interface TrustedKey {
  readonly resolveKey: ResolveKey
  readonly resolveMultikey: ResolveMultikey
}

/**
 * Finds one key for whatever verification method is named: the caller vouches for it, no DID document is asked.
 * @throws {CommandError} if the file holds no key
 */
export async function readTrustedKey(path: string): Promise<TrustedKey> {
  const { d: _, ...jwk } = await readJsonObject(path)
  const another = () => refused('INVALID_VERIFICATION_METHOD', 'The key is of another type than the proof asks for.')
  if (isBbsJwk(jwk)) {
    const multikey = bbsMultikey(jwk, path)
    return { resolveKey: another, resolveMultikey: (keyId) => named(keyId, { multikey }) }
  }
  const { algorithm, verify } = importOrExplain(path, () => importPublicJwk(jwk), 'a key as JWK')
  return { resolveKey: (keyId) => named(keyId, { algorithm, verify }), resolveMultikey: another }
}

function named<K extends object>(
  keyId: string,
  key: K,
): Verification<K & { readonly keyId: string; readonly controller: string }> {
  const controller = keyId.split(/[?#]/)[0] as string
  if (!isUrl(controller)) return refused('INVALID_VERIFICATION_METHOD_URL', 'The verification method is not a URL.')
  return verified({ ...key, keyId, controller })
}

function nameKey(kid: unknown, key: { readonly multikey: string }): { readonly did: string; readonly keyId: string } {
  if (typeof kid !== 'string' || !kid.startsWith('did:') || !kid.includes('#')) return createDidKey(key)
  return { did: kid.slice(0, kid.indexOf('#')), keyId: kid }
}

function importOrExplain<T>(path: string, importKey: () => T, wanted: string): T {
  try {
    return importKey()
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    throw new CommandError(`${path} is not ${wanted}: ${error.message}`, { cause: error })
  }
}
