/** The proof values of ecdsa-sd-2023 (vc-di-ecdsa §3.5.2 to §3.5.8). */

import { MAX_POINTERS } from './json-pointer.ts'
import { formatProofValue, isBytes, isIndexes, isListOf, isText, type ProofValue, readLabels } from './proof-value.ts'

/** Header bytes. */
export const ECDSA_SD_BASE = 0x00
/** Header bytes. */
const ECDSA_SD_DERIVED = 0x01

/** What a base proof holds. */
export interface EcdsaSdBase {
  /** The issuer's signature, 64 bytes. */
  readonly baseSignature: Uint8Array
  /** The key of this proof, as a Multikey without its multibase: 35 bytes. */
  readonly publicKey: Uint8Array
  /** 32 bytes. */
  readonly hmacKey: Uint8Array
  /** One for each statement that is not mandatory, 64 bytes each. */
  readonly signatures: readonly Uint8Array[]
  readonly mandatoryPointers: readonly string[]
}

/** What a derived proof holds. */
export interface EcdsaSdDerived extends Pick<EcdsaSdBase, 'baseSignature' | 'publicKey' | 'signatures'> {
  /** The secret labels of the nodes, 32 bytes each, in the order of their canonical labels. */
  readonly labels: readonly Uint8Array[]
  /** Ascending. */
  readonly mandatoryIndexes: readonly number[]
}

/** §3.5.2 serializeBaseProofValue. */
export function formatBase(base: EcdsaSdBase): string {
  const { baseSignature, publicKey, hmacKey, signatures, mandatoryPointers } = base
  return formatProofValue(ECDSA_SD_BASE, [baseSignature, publicKey, hmacKey, signatures, mandatoryPointers])
}

/** §3.5.3 parseBaseProofValue; undefined for anything else. */
export function parseBase({ header, components }: ProofValue): EcdsaSdBase | undefined {
  const [baseSignature, publicKey, hmacKey, signatures, mandatoryPointers, ...more] = components
  if (header !== ECDSA_SD_BASE || more.length > 0) return undefined
  if (!isSignature(baseSignature) || !isPublicKey(publicKey) || !isBytes(hmacKey, 32)) return undefined
  if (!isListOf(signatures, isSignature) || !isListOf(mandatoryPointers, isText)) return undefined
  if (mandatoryPointers.length > MAX_POINTERS) return undefined
  return { baseSignature, publicKey, hmacKey, signatures, mandatoryPointers }
}

/** §3.5.7 serializeDerivedProofValue. */
export function formatDerived(derived: EcdsaSdDerived): string {
  const { baseSignature, publicKey, signatures, labels, mandatoryIndexes } = derived
  return formatProofValue(ECDSA_SD_DERIVED, [
    baseSignature,
    publicKey,
    signatures,
    new Map(labels.entries()),
    mandatoryIndexes,
  ])
}

/** §3.5.8 parseDerivedProofValue; undefined for anything else. The key has 35 bytes, not the 36 of the text. */
export function parseDerived({ header, components }: ProofValue): EcdsaSdDerived | undefined {
  const [baseSignature, publicKey, signatures, labelMap, mandatoryIndexes, ...more] = components
  if (header !== ECDSA_SD_DERIVED || more.length > 0) return undefined
  const labels = readLabels(labelMap, isLabel, (label) => Buffer.from(label).toString('latin1'))
  if (!isSignature(baseSignature) || !isPublicKey(publicKey) || !isListOf(signatures, isSignature)) return undefined
  if (labels === undefined || !isIndexes(mandatoryIndexes)) return undefined
  return { baseSignature, publicKey, signatures, labels, mandatoryIndexes }
}

function isSignature(value: unknown): value is Uint8Array {
  return isBytes(value, 64)
}

function isLabel(value: unknown): value is Uint8Array {
  return isBytes(value, 32)
}

/** A compressed P-256 point behind the varint of its multicodec (0x1200). */
function isPublicKey(value: unknown): value is Uint8Array {
  return isBytes(value, 35) && value[0] === 0x80 && value[1] === 0x24
}
