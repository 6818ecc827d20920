/** The proof values of bbs-2023 without optional features (vc-di-bbs §3.3.1 to §3.3.6). */
import { MAX_POINTERS } from '../selective/json-pointer.ts'
import {
  formatProofValue,
  isBytes,
  isIndexes,
  isListOf,
  isText,
  type ProofValue,
  readLabels,
} from '../selective/proof-value.ts'

/** Third byte of the header of a base proof. */
export const BBS_BASE = 0x02
const BBS_DERIVED = 0x03

/** What a base proof holds. */
export interface BbsBase {
  /** 80 bytes. */
  readonly bbsSignature: Uint8Array
  /** The hash of the proof options, then that of the mandatory statements. */
  readonly bbsHeader: Uint8Array
  /** The issuer's, 96 bytes. */
  readonly publicKey: Uint8Array
  /** 32 bytes. */
  readonly hmacKey: Uint8Array
  readonly mandatoryPointers: readonly string[]
}

/** What a derived proof holds. */
export interface BbsDerived {
  readonly bbsProof: Uint8Array
  /** The secret labels of the nodes, as numbers, in the order of their canonical labels. */
  readonly labels: readonly number[]
  /** Among all statements disclosed, ascending. */
  readonly mandatoryIndexes: readonly number[]
  /** Of the other statements disclosed, among all that are not mandatory, ascending. */
  readonly selectiveIndexes: readonly number[]
  readonly presentationHeader: Uint8Array
}

/** §3.3.1 serializeBaseProofValue. */
export function formatBase(base: BbsBase): string {
  const { bbsSignature, bbsHeader, publicKey, hmacKey, mandatoryPointers } = base
  return formatProofValue(BBS_BASE, [bbsSignature, bbsHeader, publicKey, hmacKey, mandatoryPointers])
}

/** §3.3.2 parseBaseProofValue; undefined for anything else, optional features too. */
export function parseBase({ header, components }: ProofValue): BbsBase | undefined {
  const [bbsSignature, bbsHeader, publicKey, hmacKey, mandatoryPointers, ...more] = components
  if (header !== BBS_BASE || more.length > 0) return undefined
  if (!isBytes(bbsSignature, 80) || !isBytes(bbsHeader, 64) || !isBytes(publicKey, 96)) return undefined
  if (!isBytes(hmacKey, 32) || !isListOf(mandatoryPointers, isText)) return undefined
  if (mandatoryPointers.length > MAX_POINTERS) return undefined
  return { bbsSignature, bbsHeader, publicKey, hmacKey, mandatoryPointers }
}

/** §3.3.5 serializeDerivedProofValue. */
export function formatDerived(derived: BbsDerived): string {
  const { bbsProof, labels, mandatoryIndexes, selectiveIndexes, presentationHeader } = derived
  const labelMap = new Map(labels.entries())
  return formatProofValue(BBS_DERIVED, [bbsProof, labelMap, mandatoryIndexes, selectiveIndexes, presentationHeader])
}

/** §3.3.6 parseDerivedProofValue; undefined for anything else, optional features too. */
export function parseDerived({ header, components }: ProofValue): BbsDerived | undefined {
  const [bbsProof, labelMap, mandatoryIndexes, selectiveIndexes, presentationHeader, ...more] = components
  if (header !== BBS_DERIVED || more.length > 0) return undefined
  const labels = readLabels(labelMap, isLabel, (label) => label)
  if (!isBytes(bbsProof) || labels === undefined || !isBytes(presentationHeader)) return undefined
  if (!isIndexes(mandatoryIndexes) || !isIndexes(selectiveIndexes)) return undefined
  return { bbsProof, labels, mandatoryIndexes, selectiveIndexes, presentationHeader }
}

function isLabel(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
