/** The Multikey behind a verification method's DID URL: core's `ResolveMultikey` over a DID resolver. */
import {
  type Clock,
  type MultikeyMethod,
  type ResolveMultikey,
  refused,
  SsiError,
  type Verification,
  verified,
} from '@energy-ssi/core'
import { decodeMultikey } from '@energy-ssi/keys'
import type { Resolvable, VerificationMethod } from 'did-resolver'
import { dereference } from './dereference.ts'
import { holdsKeyIn } from './verification-method-key.ts'

/**
 * Creates the port through which signatures find keys of any type as Multikeys, such as those of BBS.
 *
 * Refusals have the codes of `dereference`; a method of another type than `Multikey`, or whose key is malformed, is
 * `INVALID_VERIFICATION_METHOD`.
 *
 * @throws {DidError} `did_unreachable` - from the port: nothing could be found out about the key
 * @see https://www.w3.org/TR/cid-1.0/#Multikey
 */
export function createMultikeyResolver(resolver: Resolvable, { clock }: { readonly clock: Clock }): ResolveMultikey {
  return async (keyId, relationship) => {
    const method = await dereference(resolver, keyId, { relationship, now: clock() })
    return method.verified ? readMultikey(method.value) : method
  }
}

function readMultikey(method: VerificationMethod): Verification<MultikeyMethod> {
  const { type, id, controller, publicKeyMultibase } = method
  const isMultikey = type === 'Multikey' && holdsKeyIn(method, 'publicKeyMultibase') && isWellFormed(publicKeyMultibase)
  return isMultikey
    ? verified(Object.freeze({ keyId: id, controller, multikey: String(publicKeyMultibase) }))
    : refused('INVALID_VERIFICATION_METHOD', 'The verification method is not a Multikey, and nothing else.')
}

function isWellFormed(multikey: unknown): boolean {
  try {
    return typeof multikey === 'string' && decodeMultikey(multikey).bytes.length > 0
  } catch (error) {
    if (error instanceof SsiError) return false
    throw error
  }
}
