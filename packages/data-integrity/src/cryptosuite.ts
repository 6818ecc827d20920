/** What signatures are made over (vc-di-eddsa §3.2 and §3.3, vc-di-ecdsa §3.2 and §3.3). */
import { hash } from 'node:crypto'
import { type Awaitable, canonicalJson, concatBytes, type RandomBytes } from '@energy-ssi/core'
import { type CanonicaliseOptions, canonicalise, canonicaliseChecked, MAX_JSON_LD_VALUES } from './canonicalise.ts'
import { checkForm } from './check-form.ts'
import { checkJson } from './check-json.ts'
import type { Contexts } from './contexts.ts'
import type { LegacySuite } from './legacy-suites.ts'
import type { Proof } from './proof.ts'
import { createProofTemplates } from './proof-templates.ts'
import type { SelectiveSuite } from './selective/selective-suite.ts'
import type { CanonicalForm, ProofHash, ProofType } from './suites.ts'

/** A JSON object as it was received. */
export type Document = Readonly<Record<string, unknown>>

/** A proof without its value. */
export type ProofOptions = Omit<Proof, 'proofValue' | 'type'> & { readonly type: ProofType | LegacySuite }

/** The transformations that cryptosuites of one canonical form share, bound to a set of contexts. */
export interface Transformation {
  /**
   * Canonical form of a document without the proof to be made or checked. The document is a part of one that passed
   * `checkJson` and held this many values.
   */
  readonly transform: (document: Document, hash: ProofHash, values: number) => Awaitable<string>
  /** Canonical form of the proof options, which name the document's contexts. */
  readonly configure: (proof: ProofOptions, document: Document, hash: ProofHash) => Awaitable<string>
}

/** The transformations of one canonical form, for the parts of one document whose size is known. */
export interface DocumentTransformation extends Pick<Transformation, 'configure'> {
  readonly transform: (document: Document, hash: ProofHash) => Awaitable<string>
}

/** What signing and verifying share. */
export interface Collaborators {
  readonly contexts: Contexts
  readonly transformations: Readonly<Record<CanonicalForm, Transformation>>
  /** The selective suites by name. */
  readonly selective: ReadonlyMap<string, SelectiveSuite>
  readonly randomBytes: RandomBytes
  readonly selfCheck: boolean
}

/** The transformations. The one to N-Quads also checks the form of the document. */
export function createTransformations(
  contexts: Contexts,
  options: Pick<CanonicaliseOptions, 'selfCheck'> = {},
): Collaborators['transformations'] {
  const { load } = contexts
  const templates = createProofTemplates(load)
  return {
    rdfc: {
      transform: (document, hash, values) => {
        if (values > MAX_JSON_LD_VALUES) checkJson(document, MAX_JSON_LD_VALUES)
        checkForm(document, contexts)
        return canonicaliseChecked(document, load, { ...options, hash })
      },
      configure: (proof, document, hash) => {
        const written = templates(proof, document)
        if (written !== undefined && options.selfCheck !== true) return written
        const whole = canonicalise({ ...proof, '@context': document['@context'] }, load, { ...options, hash })
        return whole.then((nquads) => {
          if ((written ?? nquads) === nquads) return nquads
          throw new Error('A template of a proof and the canonicaliser differ.')
        })
      },
    },
    jcs: {
      transform: canonicalJson,
      configure: canonicalJson,
    },
  }
}

/**
 * Hash data (vc-di-eddsa and vc-di-ecdsa, §3.2.4 and §3.3.4): the hash of the proof configuration, then that of the document.
 */
export function hashData(configuration: string, document: string, name: ProofHash): Uint8Array {
  return concatBytes(hash(name, configuration, 'buffer'), hash(name, document, 'buffer'))
}
