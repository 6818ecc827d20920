/** Own signer and key of the test keys that the peers sign with. */
import { type ResolveKey, verified } from '@energy-ssi/core'
import { createSigner, importPrivateJwk, type LocalSigner } from '@energy-ssi/keys'
import type { PeerAlgorithm, Peers } from './load-peers.ts'

/** Both ends of one test key: imported once, found without I/O, as on the peers' side. */
export interface OwnKey {
  readonly signer: LocalSigner
  readonly resolveKey: ResolveKey
}

/** The issuer of the peers' sample. */
const ISSUER = 'did:example:issuer'

/** The key for an algorithm; `fragment` names it in the issuer's document. */
export function ownKey({ support }: Peers, algorithm: PeerAlgorithm, fragment: string): OwnKey {
  const keyPair = importPrivateJwk(support.nodeKeys()[algorithm].privateKey.export({ format: 'jwk' }))
  const keyId = `${ISSUER}#${fragment}`
  const { verify } = keyPair.publicKey
  const verdict = verified(Object.freeze({ algorithm, keyId, controller: ISSUER, verify }))
  return { signer: createSigner(keyPair, keyId), resolveKey: () => verdict }
}
