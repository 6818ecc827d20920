/** The two EdDSA cryptosuites: what their signatures are made over (vc-di-eddsa §3.2 and §3.3). */
import { hash } from 'node:crypto'
import { canonicalJson, concatBytes } from '@energy-ssi/core'
import { type CanonicaliseOptions, canonicalise } from './canonicalise.ts'
import { checkForm } from './check-form.ts'
import type { Contexts } from './contexts.ts'
import type { Cryptosuite, Proof } from './proof.ts'

/** A JSON object as it was received. */
export type Document = Readonly<Record<string, unknown>>

/** A proof without its value. */
export type ProofOptions = Omit<Proof, 'proofValue'>

/** A cryptosuite bound to a set of contexts. */
export interface Suite {
  /** Canonical form of a document without the proof to be made or checked. */
  readonly transform: (document: Document) => Promise<string>
  /** Canonical form of the proof options, which name the document's contexts. */
  readonly configure: (proof: ProofOptions, document: Document) => Promise<string>
}

/** What signing and verifying share. */
export interface Collaborators {
  readonly contexts: Contexts
  readonly suites: Readonly<Record<Cryptosuite, Suite>>
}

/** The suites by name. Those over N-Quads also check the form of the document. */
export function createSuites(
  contexts: Contexts,
  options: CanonicaliseOptions = {},
): Readonly<Record<Cryptosuite, Suite>> {
  const { load } = contexts
  return {
    'eddsa-rdfc-2022': {
      transform: async (document) => {
        checkForm(document, contexts)
        return canonicalise(document, load, options)
      },
      configure: (proof, document) => canonicalise({ ...proof, '@context': document['@context'] }, load, options),
    },
    'eddsa-jcs-2022': {
      transform: async (document) => canonicalJson(document),
      configure: async (proof) => canonicalJson(proof),
    },
  }
}

/** Hash data (§3.2.4, §3.3.4): SHA-256 of the proof configuration, then SHA-256 of the document. */
export function hashData(configuration: string, document: string): Uint8Array {
  return concatBytes(hash('sha256', configuration, 'buffer'), hash('sha256', document, 'buffer'))
}
