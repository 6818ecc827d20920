/** Who an instance is: a key of its own in the key service, and the did:key of it, so that anyone can verify offline. */
import { utf8Encode } from '@energy-ssi/core'
import { bbsKeyFromSeed, createBbsSigner } from '@energy-ssi/data-integrity/bbs-2023'
import { createDidKey } from '@energy-ssi/did'
import { KeyError, type KeyService, type KeyVersion } from '@energy-ssi/keys'
import type { Identity, InstanceAlgorithm, Securing } from '@energy-ssi/vc-api'
import { notAllowed } from './config/config-error.ts'

/**
 * The identity of an instance; its key is generated at the first start and found again at every later one.
 *
 * @param kind - instances of different kinds may have the same id
 * @param began - whether the instance has signed before: one that did and left no key was for BBS
 * @throws {ConfigError} if the instance began with a form of securing that has keys of another algorithm
 */
export async function instanceIdentity(
  keys: KeyService,
  kind: 'issuer' | 'holder',
  { id, securing }: { readonly id: string; readonly securing: Securing },
  algorithm: InstanceAlgorithm,
  began: boolean,
): Promise<Identity> {
  const name = `${kind}/${id}`
  const existing = (await keys.versions(name)).at(-1)
  const refuse = (established: InstanceAlgorithm) =>
    notAllowed(`${kind} "${id}": securing`, securing, `one for its key, which is of ${established}, or another id`)
  if (existing === undefined && algorithm === 'BBS') return bbsIdentity(keys, name)
  if (existing === undefined && began) throw refuse('BBS')
  const version = existing ?? (await firstVersion(keys, name, algorithm as KeyVersion['algorithm']))
  if (version.algorithm !== algorithm) throw refuse(version.algorithm)
  return identityOf(keys, version)
}

/** The identity an instance had when it was configured. One that left no key was for BBS. */
export async function existingIdentity(keys: KeyService, kind: 'issuer' | 'holder', id: string): Promise<Identity> {
  const version = (await keys.versions(`${kind}/${id}`)).at(-1)
  return version === undefined ? bbsIdentity(keys, `${kind}/${id}`) : identityOf(keys, version)
}

/** A key for BBS is not stored: it grows from a secret of the tenant, the same at every start. */
async function bbsIdentity(keys: KeyService, name: string): Promise<Identity> {
  const keyPair = await bbsKeyFromSeed(await keys.mac(`bbs-2023 ${name}`, utf8Encode('key 1')))
  const { did, keyId } = createDidKey(keyPair)
  return { did, signer: createBbsSigner(keyPair, keyId) }
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
