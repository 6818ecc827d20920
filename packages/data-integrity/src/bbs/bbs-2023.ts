/** bbs-2023 without optional features (vc-di-bbs §3.4): one signature over all statements, proofs about some of them. */

import {
  concatBytes,
  equalBytes,
  multibaseDecode,
  refused,
  type Signer,
  utf8Encode,
  type Verification,
  verified,
} from '@energy-ssi/core'
import { DataIntegrityError } from '../errors.ts'
import { complement, type Groups, isBelow, pick, positions } from '../selective/groups.ts'
import { parseProofValue } from '../selective/proof-value.ts'
import { shuffledLabels } from '../selective/secret-labels.ts'
import type {
  BaseProofInput,
  BbsSigner,
  DerivedProofInput,
  HolderOptions,
  KeySearch,
  SelectiveSuite,
  VerifiedKey,
  VerifyDerived,
} from '../selective/selective-suite.ts'
import { hashStatements, relabelStatements, type Statement } from '../selective/statements.ts'
import { G2_MULTICODEC } from './bbs-key.ts'
import {
  BBS_BASE,
  type BbsBase,
  type BbsDerived,
  formatBase,
  formatDerived,
  parseBase,
  parseDerived,
} from './bbs-proof-value.ts'
import { CIPHERSUITE, loadLibrary } from './load-library.ts'

/** Most statements under one signature: each costs both sides a millisecond or more. */
export const MAX_BBS_STATEMENTS = 500

/** Most bytes that a holder may bind a proof to. */
const MAX_PRESENTATION_HEADER_BYTES = 1024

/** Bytes of a proof in which everything is disclosed, and of each statement that is not. */
const PROOF_BYTES = 272
const HIDDEN_BYTES = 32

/**
 * The cryptosuite, to be plugged into `createDataIntegrity`. Its optional features (holder binding, pseudonyms) are refused.
 * @see https://www.w3.org/TR/vc-di-bbs/#bbs-2023
 */
export function bbs2023(): SelectiveSuite {
  return Object.freeze({
    cryptosuite: 'bbs-2023',
    createLabels: shuffledLabels,
    checkSigner,
    sign: signBase,
    parseBaseProof(proofValue: string) {
      const value = parseProofValue(proofValue)
      const base = value && parseBase(value)
      if (base === undefined) return undefined
      const { hmacKey, mandatoryPointers } = base
      const derive = (groups: Groups, options: HolderOptions) => deriveValue(base, groups, options)
      return { hmacKey, mandatoryPointers, derive }
    },
    parseDerivedProof,
  } satisfies SelectiveSuite)
}

function checkSigner(signer: Signer | BbsSigner): asserts signer is BbsSigner {
  if (signer.algorithm !== 'BBS') throw new TypeError('The cryptosuite bbs-2023 signs with BBS.')
}

/** §3.4.5 Base Proof Serialization. */
async function signBase(input: BaseProofInput, signer: Signer | BbsSigner): Promise<string> {
  checkSigner(signer)
  const { groups, proofHash, hmacKey, mandatoryPointers } = input
  const { statements, mandatory } = groups
  const others = pick(statements, complement(mandatory, statements.length))
  if (others.length > MAX_BBS_STATEMENTS)
    throw new DataIntegrityError('limit_exceeded', `There are more than ${MAX_BBS_STATEMENTS} statements to disclose.`)
  const bbsHeader = concatBytes(proofHash, hashStatements(pick(statements, mandatory)))
  const bbsSignature = await signer.signBbs(bbsHeader, toMessages(others))
  if (bbsSignature.length !== 80)
    throw new DataIntegrityError('signing_failed', 'The signer did not return a signature of BBS.')
  const { publicKey } = signer
  return formatBase({ bbsSignature, bbsHeader, publicKey, hmacKey, mandatoryPointers })
}

function toMessages(statements: readonly Statement[]): readonly Uint8Array[] {
  return statements.map(utf8Encode)
}

/** §3.3.3 createDisclosureData. */
async function deriveValue(base: BbsBase, groups: Groups, options: HolderOptions): Promise<string | undefined> {
  const { statements, mandatory, disclosed, verifierLabels } = groups
  const { presentationHeader = new Uint8Array() } = options
  if (presentationHeader.length > MAX_PRESENTATION_HEADER_BYTES)
    throw new DataIntegrityError('option_refused', 'The presentation header is too long.')
  const others = complement(mandatory, statements.length)
  const isOverDocument = equalBytes(base.bbsHeader.subarray(32), hashStatements(pick(statements, mandatory)))
  if (!isOverDocument || others.length > MAX_BBS_STATEMENTS) return undefined
  const selectiveIndexes = positions(disclosed, others)
  const { deriveProof } = await loadLibrary()
  const bbsProof = await attempt(() =>
    deriveProof({
      publicKey: base.publicKey,
      signature: base.bbsSignature,
      header: base.bbsHeader,
      messages: toMessages(pick(statements, others)),
      presentationHeader,
      disclosedMessageIndexes: selectiveIndexes,
      ciphersuite: CIPHERSUITE,
    }),
  )
  if (bbsProof === undefined) return undefined
  const labels = verifierLabels.map((label) => Number(label.slice(1)))
  const mandatoryIndexes = positions(mandatory, disclosed)
  return formatDerived({ bbsProof, labels, mandatoryIndexes, selectiveIndexes, presentationHeader })
}

function parseDerivedProof(proofValue: string, pointer: string): Verification<VerifyDerived> {
  const value = parseProofValue(proofValue)
  const proof = value && parseDerived(value)
  return proof === undefined
    ? refused('PROOF_VERIFICATION_ERROR', explain(value?.header), `${pointer}/proofValue`)
    : verified((input, search) => verifyDerived(proof, input, search))
}

/** §3.4.7 Verify Derived Proof, with §3.3.7 createVerifyData. */
async function verifyDerived(
  proof: BbsDerived,
  { verificationMethod, statements, proofHash, pointer }: DerivedProofInput,
  { resolveMultikey, proofPurpose }: KeySearch,
): Promise<Verification<VerifiedKey>> {
  const no = (detail: string) => refused('PROOF_VERIFICATION_ERROR', detail, pointer)
  const { labels, mandatoryIndexes, selectiveIndexes, presentationHeader } = proof
  const relabelled = relabelStatements(
    statements,
    labels.map((label) => `b${label}`),
  )
  if (relabelled === undefined) return no('The label map is not that of the document.')
  if (!isBelow(mandatoryIndexes, relabelled.length)) return no('A mandatory index is out of range.')
  const others = pick(relabelled, complement(mandatoryIndexes, relabelled.length))
  if (!isProofOver(proof, others.length)) return no('The statements disclosed are not those of the proof.')

  if (resolveMultikey === undefined) throw new TypeError('Verifying bbs-2023 needs resolveMultikey.')
  const key = await resolveMultikey(verificationMethod, proofPurpose)
  if (!key.verified) return key
  const publicKey = decodeKey(key.value.multikey)
  if (publicKey === undefined) {
    const detail = 'The verification method is not a key for BBS.'
    return refused('INVALID_VERIFICATION_METHOD', detail, `${pointer}/verificationMethod`)
  }
  const header = concatBytes(proofHash, hashStatements(pick(relabelled, mandatoryIndexes)))
  const { verifyProof } = await loadLibrary()
  const isVerified = await attempt(() =>
    verifyProof({
      publicKey,
      proof: proof.bbsProof,
      header,
      presentationHeader,
      disclosedMessages: toMessages(others),
      disclosedMessageIndexes: selectiveIndexes,
      ciphersuite: CIPHERSUITE,
    }),
  )
  const { controller } = key.value
  return isVerified === true ? verified({ algorithm: 'BBS', controller }) : no('The proof does not match the document.')
}

function explain(header: number | undefined): string {
  if (header === BBS_BASE) return 'A base proof must be derived before it verifies.'
  const isOptional = header !== undefined && header >= 0x04 && header <= 0x09
  return isOptional ? 'Proofs with optional features are not supported.' : 'The proofValue is not a derived proof.'
}

/** Whether a proof is one about so many statements, hiding a bounded number of others. */
function isProofOver({ bbsProof, selectiveIndexes, presentationHeader }: BbsDerived, disclosed: number): boolean {
  const hidden = (bbsProof.length - PROOF_BYTES) / HIDDEN_BYTES
  const count = hidden + disclosed
  return (
    Number.isInteger(hidden) &&
    hidden >= 0 &&
    count <= MAX_BBS_STATEMENTS &&
    presentationHeader.length <= MAX_PRESENTATION_HEADER_BYTES &&
    selectiveIndexes.length === disclosed &&
    isBelow(selectiveIndexes, count)
  )
}

function decodeKey(multikey: string): Uint8Array | undefined {
  const bytes = multibaseDecode(multikey)
  const isG2 = bytes.length === 98 && equalBytes(bytes.subarray(0, 2), G2_MULTICODEC)
  return isG2 ? bytes.subarray(2) : undefined
}

/** The library throws for points and numbers that are none. */
async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch {
    return undefined
  }
}
