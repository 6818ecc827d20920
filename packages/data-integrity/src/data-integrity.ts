/** Signs and verifies documents with Data Integrity proofs, over a fixed set of contexts. */
import { type RandomBytes, systemRandomBytes, type Verification } from '@energy-ssi/core'
import { canonicalise } from './canonicalise.ts'
import { createContexts } from './contexts.ts'
import { type Collaborators, createTransformations } from './cryptosuite.ts'
import { type DerivedDocument, type DeriveOptions, deriveDocument } from './selective/derive-document.ts'
import { ECDSA_SD_2023 } from './selective/ecdsa-sd-2023.ts'
import type { SelectiveSuite } from './selective/selective-suite.ts'
import { type Secured, type SignOptions, signDocument } from './sign-document.ts'
import type { ProofHash } from './suites.ts'
import { type VerifiedDocument, verifyDocument } from './verify-document.ts'
import type { VerifyOptions } from './verify-proof.ts'

/** Data Integrity over one set of contexts. */
export interface DataIntegrity {
  /**
   * A copy of the document with a proof. With one proof, `proof` is an object; with several, a list.
   *
   * A document whose contexts do not define `DataIntegrityProof` (VCDM 1.1) gets `https://w3id.org/security/data-integrity/v2` as
   * its last context; for `Ed25519Signature2020` that is `https://w3id.org/security/suites/ed25519-2020/v1`.
   *
   * @throws {DataIntegrityError} any of its codes
   * @throws {TypeError} for a signer of an algorithm that the cryptosuite does not have
   * @see https://www.w3.org/TR/vc-data-integrity/#add-proof
   * @see https://www.w3.org/TR/vc-di-eddsa/
   * @see https://www.w3.org/TR/vc-di-ecdsa/
   */
  readonly sign: <D extends object>(document: D, options: SignOptions) => Promise<Secured<D>>
  /**
   * The verdict on a document and its proofs. Every proof that is understood must verify, and there must be one; proofs of other
   * types and cryptosuites are passed over. The first proof that fails ends the work. What `resolveKey` throws passes through.
   *
   * @see https://www.w3.org/TR/vc-data-integrity/#verify-proof-sets-and-chains
   */
  readonly verify: (document: unknown, options: VerifyOptions) => Promise<Verification<VerifiedDocument>>
  /**
   * The part of a document that its holder discloses, with a proof derived from its base proof (`ecdsa-sd-2023`, `bbs-2023`).
   * Other proofs are left out: they are over the whole. The base proof itself is not verified.
   *
   * @throws {DataIntegrityError} `no_base_proof` `pointer_refused` `not_selectable` and those of {@link canonicalise}
   * @see https://www.w3.org/TR/vc-di-ecdsa/#add-derived-proof-ecdsa-sd-2023
   */
  readonly derive: (document: object, options: DeriveOptions) => Promise<DerivedDocument>
  /**
   * The canonical N-Quads of a JSON-LD document, over this set of contexts. SHA-256 unless another hash is named.
   * @throws {DataIntegrityError} as {@link canonicalise}
   */
  readonly canonicalise: (document: object, options?: { readonly hash?: ProofHash }) => Promise<string>
}

/** Options of {@link createDataIntegrity}. */
export interface DataIntegrityOptions {
  /** Further context documents by URL, copied at the time of the call. */
  readonly contexts?: Readonly<Record<string, object>>
  /** Canonicalises everything twice, compiled and with the complete processor, and throws an `Error` if they ever differ. */
  readonly selfCheck?: boolean
  /** Cryptosuites that need a library of their own: `bbs2023()`. */
  readonly suites?: readonly SelectiveSuite[]
  /** Keys of base proofs are made of these. Default: the platform's. */
  readonly randomBytes?: RandomBytes
}

/**
 * Data Integrity over the pinned contexts and the given ones. There is no way to the network.
 * @throws {TypeError} for a context that takes the place of a pinned one, is not a context document, or gives an IRI a second term
 */
export function createDataIntegrity({
  contexts: extra = {},
  selfCheck = false,
  suites = [],
  randomBytes = systemRandomBytes,
}: DataIntegrityOptions = {}): DataIntegrity {
  const contexts = createContexts(extra)
  const collaborators: Collaborators = {
    contexts,
    transformations: createTransformations(contexts, { selfCheck }),
    selective: new Map([ECDSA_SD_2023, ...suites].map((suite) => [suite.cryptosuite, suite])),
    randomBytes,
    selfCheck,
  }
  return Object.freeze({
    sign: (document, options) => signDocument(document, options, collaborators),
    verify: (document, options) => verifyDocument(document, options, collaborators),
    derive: (document, options) => deriveDocument(document, options, collaborators),
    canonicalise: (document, options) => canonicalise(document, contexts.load, { ...options, selfCheck }),
  } satisfies DataIntegrity)
}
