/** ecdsa-sd-2023 (vc-di-ecdsa §3.6): each statement signed with a key made for the proof, that key signed by the issuer. */
import {
  base64urlDecode,
  base64urlEncode,
  concatBytes,
  type RandomBytes,
  refused,
  type Signer,
  type Verification,
  verified,
} from '@energy-ssi/core'
import { DataIntegrityError } from '../errors.ts'
import { SIGNATURE_BYTES } from '../suites.ts'
import {
  ECDSA_SD_BASE,
  type EcdsaSdBase,
  type EcdsaSdDerived,
  formatBase,
  formatDerived,
  parseBase,
  parseDerived,
} from './ecdsa-sd-proof-value.ts'
import { complement, type Groups, isBelow, pick, positions } from './groups.ts'
import { createProofScopedKey, verifyStatements } from './proof-scoped-key.ts'
import { parseProofValue } from './proof-value.ts'
import { hmacLabels } from './secret-labels.ts'
import type {
  BaseProofInput,
  BbsSigner,
  DerivedProofInput,
  KeySearch,
  SelectiveSuite,
  VerifiedKey,
  VerifyDerived,
} from './selective-suite.ts'
import { hashStatements, relabelStatements } from './statements.ts'

/**
 * The cryptosuite, on P-256.
 * @see https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-sd-2023
 */
export const ECDSA_SD_2023: SelectiveSuite = Object.freeze({
  cryptosuite: 'ecdsa-sd-2023',
  createLabels: hmacLabels,
  checkSigner,
  sign: signBase,
  parseBaseProof(proofValue: string) {
    const value = parseProofValue(proofValue)
    const base = value && parseBase(value)
    if (base === undefined) return undefined
    const { hmacKey, mandatoryPointers } = base
    return { hmacKey, mandatoryPointers, derive: (groups: Groups) => deriveValue(base, groups) }
  },
  parseDerivedProof,
} satisfies SelectiveSuite)

function checkSigner(signer: Signer | BbsSigner): asserts signer is Signer {
  if (signer.algorithm !== 'ES256') throw new TypeError('The cryptosuite ecdsa-sd-2023 signs with ES256.')
}

/** §3.6.5 Base Proof Serialization. */
async function signBase(input: BaseProofInput, signer: Signer | BbsSigner, randomBytes: RandomBytes): Promise<string> {
  checkSigner(signer)
  const { groups, proofHash, hmacKey, mandatoryPointers } = input
  const { statements, mandatory } = groups
  const { publicKey, sign } = createProofScopedKey(randomBytes)
  const signatures = pick(statements, complement(mandatory, statements.length)).map(sign)
  const mandatoryHash = hashStatements(pick(statements, mandatory))
  const baseSignature = await signer.sign(signData(proofHash, publicKey, mandatoryHash))
  if (baseSignature.length !== SIGNATURE_BYTES.ES256)
    throw new DataIntegrityError('signing_failed', 'The signer did not return a signature of ES256.')
  return formatBase({ baseSignature, publicKey, hmacKey, signatures, mandatoryPointers })
}

/** §3.5.1 serializeSignData. */
function signData(proofHash: Uint8Array, publicKey: Uint8Array, mandatoryHash: Uint8Array): Uint8Array {
  return concatBytes(proofHash, publicKey, mandatoryHash)
}

/** §3.5.4 createDisclosureData. */
function deriveValue(base: EcdsaSdBase, groups: Groups): string | undefined {
  const { statements, mandatory, disclosed, verifierLabels } = groups
  const { baseSignature, publicKey } = base
  const signed = complement(mandatory, statements.length)
  if (signed.length !== base.signatures.length) return undefined
  return formatDerived({
    baseSignature,
    publicKey,
    signatures: pick(base.signatures, positions(disclosed, signed)),
    labels: verifierLabels.map((label) => base64urlDecode(label.slice(1))),
    mandatoryIndexes: positions(mandatory, disclosed),
  })
}

function parseDerivedProof(proofValue: string, pointer: string): Verification<VerifyDerived> {
  const value = parseProofValue(proofValue)
  const proof = value && parseDerived(value)
  if (proof !== undefined) return verified((input, search) => verifyDerived(proof, input, search))
  const isBase = value?.header === ECDSA_SD_BASE
  const detail = isBase ? 'A base proof must be derived before it verifies.' : 'The proofValue is not a derived proof.'
  return refused('PROOF_VERIFICATION_ERROR', detail, `${pointer}/proofValue`)
}

/** §3.6.7 Verify Derived Proof, with §3.5.9 createVerifyData. */
async function verifyDerived(
  proof: EcdsaSdDerived,
  { verificationMethod, statements, proofHash, pointer }: DerivedProofInput,
  { resolveKey, proofPurpose }: KeySearch,
): Promise<Verification<VerifiedKey>> {
  const no = (detail: string) => refused('PROOF_VERIFICATION_ERROR', detail, pointer)
  const { baseSignature, publicKey, signatures, mandatoryIndexes } = proof
  const labels = proof.labels.map((label) => `u${base64urlEncode(label)}`)
  const relabelled = relabelStatements(statements, labels)
  if (relabelled === undefined) return no('The label map is not that of the document.')
  if (!isBelow(mandatoryIndexes, relabelled.length)) return no('A mandatory index is out of range.')
  const mandatory = pick(relabelled, mandatoryIndexes)
  const others = complement(mandatoryIndexes, relabelled.length)
  if (others.length !== signatures.length) return no('The statements disclosed are not those signed.')

  const key = await resolveKey(verificationMethod, proofPurpose)
  if (!key.verified) return key
  const { algorithm, controller } = key.value
  if (algorithm !== 'ES256') {
    const detail = 'The verification method is not a key for ES256.'
    return refused('INVALID_VERIFICATION_METHOD', detail, `${pointer}/verificationMethod`)
  }
  const data = signData(proofHash, publicKey, hashStatements(mandatory))
  const isVerified =
    (await key.value.verify(data, baseSignature)) && verifyStatements(publicKey, pick(relabelled, others), signatures)
  return isVerified ? verified({ algorithm, controller }) : no('A signature does not match the document.')
}
