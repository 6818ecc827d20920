/** The key behind a verification method's DID URL: core's `ResolveKey` over a DID resolver. */
import {
  type Clock,
  type ResolveKey,
  type Verification,
  type VerificationKey,
  type VerificationRelationship,
  verified,
} from '@energy-ssi/core'
import type { Resolvable, VerificationMethod } from 'did-resolver'
import { type KeyUrl, locateMethod, notKeyUrl, parseKeyUrl, periodProblem } from './dereference.ts'
import type { DidResolutionResult } from './resolution-result.ts'
import { verificationMethodKey } from './verification-method-key.ts'

/** A resolver that may know some answers without asking: ours does, did-resolver's `Resolver` need not. */
export interface KeySource extends Resolvable {
  readonly cached?: (did: string) => DidResolutionResult | undefined
}

interface Prepared {
  readonly method: VerificationMethod
  readonly verdict: Verification<VerificationKey>
}

/**
 * Creates the port through which signatures find their keys.
 *
 * A key whose DID is in the resolver's cache is answered at once, without a promise. Refusals have the codes of
 * `dereference`; a key that is malformed or cannot verify signatures is `INVALID_VERIFICATION_METHOD`.
 *
 * @throws {DidError} `did_unreachable` - from the port: nothing could be found out about the key
 * @see https://www.w3.org/TR/cid-1.0/#retrieve-verification-method
 */
export function createKeyResolver(resolver: KeySource, { clock }: { readonly clock: Clock }): ResolveKey {
  /** Ready keys live as long as the document they come from, so they are never staler than the resolver's cache. */
  const ready = new WeakMap<object, Map<string, Prepared>>()

  function answer(result: DidResolutionResult, url: KeyUrl, relationship: VerificationRelationship) {
    const prepared = prepare(result, url, relationship)
    if (!('method' in prepared)) return prepared
    // Only refusals depend on what the caller sends, so only keys are kept; and only those of documents that cannot change.
    const document = result.didDocument
    if (document !== null && Object.isFrozen(document)) {
      const keys = ready.get(document) ?? new Map<string, Prepared>()
      ready.set(document, keys.set(`${relationship} ${url.didUrl}`, prepared))
    }
    return inPeriod(prepared)
  }

  function inPeriod({ method, verdict }: Prepared): Verification<VerificationKey> {
    const problem = periodProblem(method, clock())
    return problem === undefined ? verdict : { verified: false, problems: [problem] }
  }

  return (keyId, relationship) => {
    const known = resolver.cached?.(keyId.slice(0, Math.max(0, keyId.indexOf('#'))))
    const prepared = known?.didDocument ? ready.get(known.didDocument)?.get(`${relationship} ${keyId}`) : undefined
    if (prepared !== undefined) return inPeriod(prepared)
    const url = parseKeyUrl(keyId)
    if (url === undefined) return notKeyUrl()
    if (known !== undefined) return answer(known, url, relationship)
    return resolver.resolve(url.did).then((result) => answer(result, url, relationship))
  }
}

function prepare(
  result: DidResolutionResult,
  url: KeyUrl,
  relationship: VerificationRelationship,
): Prepared | Verification<never> {
  const located = locateMethod(result, url, relationship)
  if (!located.verified) return located
  const key = verificationMethodKey(located.value)
  if (!key.verified) return key
  const publicKey = key.value
  const verify = (message: Uint8Array, signature: Uint8Array) => publicKey.verify(message, signature)
  const { algorithm } = publicKey
  return {
    method: located.value,
    verdict: verified(Object.freeze({ algorithm, keyId: url.didUrl, controller: url.did, verify })),
  }
}
