/** What the libraries of Digital Bazaar are given: contexts, DID documents and keys. */
import type { DocumentLoader, Verdict } from '@digitalbazaar/vc'
import { PINNED_CONTEXTS } from '@energy-ssi/data-integrity'
import { createDidResolver, dereference, didKey } from '@energy-ssi/did'
import { clock, NOW, type Party } from './parties.ts'
import { verifiedValue } from './tamper.ts'

const DID_CONTEXT = 'https://www.w3.org/ns/did/v1'
const MULTIKEY_CONTEXT = 'https://w3id.org/security/multikey/v1'
const resolver = createDidResolver({ methods: { key: didKey() }, clock })

/** Answers with the pinned contexts, with the documents of did:key, and with their verification methods by themselves. */
export const documentLoader: DocumentLoader = async (documentUrl) => {
  const context = PINNED_CONTEXTS[documentUrl]
  if (context !== undefined) {
    return { contextUrl: null, documentUrl, document: JSON.parse(context) as unknown, tag: 'static' }
  }
  if (!documentUrl.startsWith('did:key:')) throw new Error(`There is no document at ${documentUrl}`)
  if (!documentUrl.includes('#')) {
    const { didDocument } = await resolver.resolve(documentUrl)
    // Ours name the context of DIDs 1.1, which these libraries neither bundle nor take without framing.
    return { contextUrl: null, documentUrl, document: { ...didDocument, '@context': [DID_CONTEXT, MULTIKEY_CONTEXT] } }
  }
  const method = verifiedValue(await dereference(resolver, documentUrl, { now: NOW }))
  return { contextUrl: null, documentUrl, document: { '@context': MULTIKEY_CONTEXT, ...method } }
}

/** A key as their key libraries import it. */
export function keyToImport({ did, keyId, keyPair }: Party) {
  return { jwk: { ...keyPair.privateJwk }, secretKey: true, id: keyId, controller: did }
}

/** Fails the test with their reasons unless they verified. */
export function mustVerify({ verified, error }: Verdict): void {
  if (!verified) throw new Error(`Not verified: ${reasonsOf(error).join('; ')}`)
}

/** Why they refused; empty if they did not. */
export function reasonsOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return []
  const { errors } = error as { readonly errors?: readonly unknown[] }
  return [...(errors ?? []).flatMap(reasonsOf), ...(errors === undefined ? [error.message] : [])]
}
