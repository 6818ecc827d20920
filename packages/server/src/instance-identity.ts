/** Who an instance is: a key of its own in the key service, and the did:key of it, so that anyone can verify offline. */
import type { SignatureAlgorithm } from '@energy-ssi/core'
import { createDidKey } from '@energy-ssi/did'
import { KeyError, type KeyService, type KeyVersion } from '@energy-ssi/keys'
import type { Identity, Securing } from '@energy-ssi/vc-api'
import { notAllowed } from './config/config-error.ts'

/**
 * The identity of an instance; its key is generated at the first start and found again at every later one.
 *
 * @param kind - instances of different kinds may have the same id
 * @throws {ConfigError} if the instance began with a form of securing that has keys of another algorithm
 */
export async function instanceIdentity(
  keys: KeyService,
  kind: 'issuer' | 'holder',
  { id, securing }: { readonly id: string; readonly securing: Securing },
  algorithm: SignatureAlgorithm,
): Promise<Identity> {
  const name = `${kind}/${id}`
  const version = await firstVersion(keys, name, algorithm)
  if (version.algorithm === algorithm) return identityOf(keys, version)
  const allowed = `one for its key, which is of ${version.algorithm}, or another id`
  throw notAllowed(`${kind} "${id}": securing`, securing, allowed)
}

/** The identity an instance had when it was configured; undefined if it never was. */
export async function existingIdentity(
  keys: KeyService,
  kind: 'issuer' | 'holder',
  id: string,
): Promise<Identity | undefined> {
  const version = (await keys.versions(`${kind}/${id}`)).at(-1)
  return version && identityOf(keys, version)
}

async function identityOf(keys: KeyService, { name, version, publicJwk }: KeyVersion): Promise<Identity> {
  const { did, keyId } = createDidKey(publicJwk)
  return { did, signer: await keys.signer(name, keyId, version) }
}

/** Another node may start at the same moment: whoever comes second takes the first one's key. */
async function firstVersion(keys: KeyService, name: string, algorithm: KeyVersion['algorithm']): Promise<KeyVersion> {
  const existing = (await keys.versions(name)).at(-1)
  if (existing !== undefined) return existing
  try {
    return await keys.generate(name, algorithm)
  } catch (error) {
    if (!(error instanceof KeyError) || error.code !== 'key_exists') throw error
    return firstVersion(keys, name, algorithm)
  }
}
