/** Keys in files: a private JWK to sign with, or a public one to verify with. */
import type { ResolveKey } from '@energy-ssi/core'
import { isUrl, refused, verified } from '@energy-ssi/core'
import { createDidKey } from '@energy-ssi/did'
import {
  createSigner,
  importPrivateJwk,
  importPublicJwk,
  KeyError,
  type KeyPair,
  type PrivateJwk,
  type PublicKey,
} from '@energy-ssi/keys'
import type { Identity } from '@energy-ssi/vc-api'
import { CommandError } from './command.ts'
import { readJsonObject } from './files.ts'

const PRIVATE = 'a private key as JWK, with "d"'

/**
 * Whoever signs with the private key in a file: the DID that `kid` belongs to, or the key's own did:key.
 * @throws {CommandError} if the file holds no private key
 */
export async function readIdentity(path: string): Promise<Identity> {
  const jwk = await readJsonObject(path)
  const pair = importOrExplain(path, () => importPrivateJwk(jwk), PRIVATE)
  const { did, keyId } = nameKey(jwk.kid, pair)
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
  return { privateJwk: pair.privateJwk, keyId: nameKey(jwk.kid, pair).keyId }
}

/**
 * Finds one key for whatever verification method is named: the caller vouches for it, no DID document is asked.
 * @throws {CommandError} if the file holds no key
 */
export async function readTrustedKey(path: string): Promise<ResolveKey> {
  const jwk = await readJsonObject(path)
  const { d: _, ...publicJwk } = jwk
  const key = importOrExplain(path, () => importPublicJwk(publicJwk), 'a key as JWK')
  return (keyId) => {
    const controller = keyId.split(/[?#]/)[0] as string
    if (!isUrl(controller)) return refused('INVALID_VERIFICATION_METHOD_URL', 'The verification method is not a URL.')
    return verified({
      algorithm: key.algorithm,
      keyId,
      controller,
      verify: (message, signature) => key.verify(message, signature),
    })
  }
}

function nameKey(kid: unknown, { publicKey }: KeyPair): { readonly did: string; readonly keyId: string } {
  if (typeof kid !== 'string' || !kid.startsWith('did:') || !kid.includes('#')) return createDidKey(publicKey)
  return { did: kid.slice(0, kid.indexOf('#')), keyId: kid }
}

function importOrExplain<T extends KeyPair | PublicKey>(path: string, importKey: () => T, wanted: string): T {
  try {
    return importKey()
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    throw new CommandError(`${path} is not ${wanted}: ${error.message}`, { cause: error })
  }
}
