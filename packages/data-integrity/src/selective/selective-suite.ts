/** What a selective-disclosure cryptosuite adds to the algorithms that all of them share. */
import type { Awaitable, RandomBytes, ResolveKey, ResolveMultikey, Signer, Verification } from '@energy-ssi/core'
import type { ProofPurpose } from '../proof.ts'
import type { SelectiveAlgorithm, SelectiveCryptosuite } from '../suites.ts'
import type { Groups } from './groups.ts'
import type { CreateLabels } from './secret-labels.ts'
import type { Statement } from './statements.ts'

/** Signs messages one by one under one header, so that each can be disclosed without the others: BBS over BLS12-381. */
export interface BbsSigner {
  readonly algorithm: 'BBS'
  /** DID URL of the verification method that verifies this signer's signatures. */
  readonly keyId: string
  /** 96 bytes: a compressed point of G2. */
  readonly publicKey: Uint8Array
  /** The 80-byte signature over a header and messages (ciphersuite BLS12-381-SHA-256). */
  signBbs(header: Uint8Array, messages: readonly Uint8Array[]): Awaitable<Uint8Array>
}

/** What a base proof is made of. */
export interface BaseProofInput {
  readonly groups: Groups
  /** SHA-256 of the canonical proof options. */
  readonly proofHash: Uint8Array
  readonly hmacKey: Uint8Array
  readonly mandatoryPointers: readonly string[]
}

/** A base proof as the holder needs it. */
export interface BaseProof {
  readonly hmacKey: Uint8Array
  readonly mandatoryPointers: readonly string[]
  /** The value of the derived proof; undefined if the base proof is not one over this document. */
  readonly derive: (groups: Groups, options: HolderOptions) => Awaitable<string | undefined>
}

/** What a holder may add. */
export interface HolderOptions {
  /** `bbs-2023` only: bytes that the derived proof is bound to. Default none. */
  readonly presentationHeader?: Uint8Array
}

/** What a derived proof is verified against. */
export interface DerivedProofInput {
  readonly verificationMethod: string
  /** Of the document disclosed, with canonical labels. */
  readonly statements: readonly Statement[]
  /** SHA-256 of the canonical proof options. */
  readonly proofHash: Uint8Array
  /** Where the proof stands in the document. */
  readonly pointer: string
}

/** How the key is found. */
export interface KeySearch {
  readonly resolveKey: ResolveKey
  readonly resolveMultikey?: ResolveMultikey
  readonly proofPurpose: ProofPurpose
}

/** The key that verified. */
export interface VerifiedKey {
  readonly algorithm: SelectiveAlgorithm
  readonly controller: string
}

/** The verdict on a derived proof. What the resolvers throw passes through. */
export type VerifyDerived = (input: DerivedProofInput, search: KeySearch) => Promise<Verification<VerifiedKey>>

/** A selective-disclosure cryptosuite. */
export interface SelectiveSuite {
  readonly cryptosuite: SelectiveCryptosuite
  readonly createLabels: (hmacKey: Uint8Array) => CreateLabels
  /** @throws {TypeError} for a signer of another algorithm */
  readonly checkSigner: (signer: Signer | BbsSigner) => void
  /** The value of a base proof. @throws {DataIntegrityError} `signing_failed` `limit_exceeded` */
  readonly sign: (input: BaseProofInput, signer: Signer | BbsSigner, randomBytes: RandomBytes) => Promise<string>
  /** Reads the value of a base proof; undefined for any other value. */
  readonly parseBaseProof: (proofValue: string) => BaseProof | undefined
  /**
   * Reads the value of a derived proof, before any work is spent on its document.
   * @param pointer - where the proof stands in the document
   */
  readonly parseDerivedProof: (proofValue: string, pointer: string) => Verification<VerifyDerived>
}
