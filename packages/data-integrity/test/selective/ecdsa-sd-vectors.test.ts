import { hexDecode, hexEncode, multibaseDecode, multibaseEncode, type Signer } from '@energy-ssi/core'
import { describe, expect, it } from 'vitest'
import type { Document } from '../../src/cryptosuite.ts'
import { createDataIntegrity, type Proof } from '../../src/index.ts'
import { createBaseProofValue } from '../../src/selective/create-base-proof.ts'
import { ECDSA_SD_2023 } from '../../src/selective/ecdsa-sd-2023.ts'
import { type EcdsaSdBase, formatBase, parseBase, parseDerived } from '../../src/selective/ecdsa-sd-proof-value.ts'
import { groupCompiled } from '../../src/selective/group-compiled.ts'
import { groupPlainly } from '../../src/selective/group-plainly.ts'
import { complement, type Groups, pick, positions } from '../../src/selective/groups.ts'
import { parsePointers } from '../../src/selective/json-pointer.ts'
import { parseProofValue } from '../../src/selective/proof-value.ts'
import { hmacLabels } from '../../src/selective/secret-labels.ts'
import { hashStatements, relabelStatements, splitStatements } from '../../src/selective/statements.ts'
import { ECDSA, NOW, readText, resolveDidKey, type VectorKeyPair, vectorSigner, verifiedValue } from '../support.ts'
import { collaborators } from './support.ts'

interface KeyMaterial {
  readonly baseKeyPair: VectorKeyPair
  readonly proofKeyPair: Required<Pick<VectorKeyPair, 'publicKeyMultibase' | 'secretKeyMultibase'>>
  readonly hmacKeyString: string
}
interface VectorMap {
  readonly value: readonly (readonly [number, string])[]
}
interface SignatureInfo extends Readonly<Record<'baseSignature' | 'publicKey', string>> {
  readonly signatures: readonly string[]
  readonly mandatoryPointers: readonly string[]
}

const read = <T>(name: string): T => JSON.parse(readText(`${ECDSA}${name}`)) as T
const KEYS = read<KeyMaterial>('ecdsa-sd-2023/SDKeyMaterial.json')
const HMAC_KEY = hexDecode(KEYS.hmacKeyString)
const dataIntegrity = createDataIntegrity()
const VERIFY = { resolveKey: resolveDidKey, proofPurpose: 'assertionMethod', now: NOW } as const

const FOLDERS = [
  ['prc', 'prCredMandatory.json', 'prCredSelective.json'],
  ['employ', 'employMandatory.json', 'employSelective.json'],
] as const

describe.each(FOLDERS)('vc-di-ecdsa vectors, ecdsa-sd-2023 %s', (folder, mandatoryFile, selectiveFile) => {
  const file = <T>(name: string) => read<T>(`ecdsa-sd-2023/${folder}/${name}.json`)
  const mandatoryPointers = read<readonly string[]>(mandatoryFile)
  const selectivePointers = read<readonly string[]>(selectiveFile)
  const signed = file<Document & { readonly proof: Proof }>('addSignedSDBase')
  const { proof: _proof, ...document } = signed
  const revealed = file<Document & { readonly proof: Proof }>('derivedRevealDocument')
  const info = file<SignatureInfo>('addRawBaseSignatureInfo')
  const load = collaborators().contexts.load

  const request = {
    mandatory: parsePointers(mandatoryPointers),
    selective: parsePointers(selectivePointers),
    createLabels: hmacLabels(HMAC_KEY),
  }

  it('canonical N-Quads and those with HMAC labels (§3.4.2, §3.4.4)', async () => {
    const canonical = splitStatements(await dataIntegrity.canonicalise(document))
    expect(canonical).toEqual(file('addBaseDocCanon'))
    const labels = hmacLabels(HMAC_KEY)(new Set(canonical.join('').match(/_:c14n\d+/g)).size)
    expect(relabelStatements(canonical, labels)).toEqual(file('addBaseDocHMACCanon'))
  })

  it.each([
    ['compiled', async () => groupCompiled(document, request, load)],
    ['plain', () => groupPlainly(document, request, load)],
  ])('groups and indexes, %s (§3.4.16)', async (_, group) => {
    const groups = (await group()) as Groups
    const expected = file<Readonly<Record<string, readonly number[]>>>('derivedGroupIndexes')
    expect(groups.statements).toEqual(file('addBaseDocHMACCanon'))
    expect(groups.mandatory).toEqual(expected.mandatoryIndexes)
    expect(groups.disclosed).toEqual(expected.combinedIndexes)
    const others = complement(groups.mandatory, groups.statements.length)
    expect(others).toEqual(expected.nonMandatoryIndexes)
    expect(positions(groups.mandatory, groups.disclosed)).toEqual(
      file<{ readonly adjMandatoryIndexes: unknown }>('derivedAdjMandatoryIndexes').adjMandatoryIndexes,
    )
    expect(positions(groups.disclosed, others)).toEqual(
      file<{ readonly adjSignatureIndexes: unknown }>('derivedAdjSignatures').adjSignatureIndexes,
    )
    const { mandatory, nonMandatory } = file<Record<'mandatory' | 'nonMandatory', VectorMap>>('addBaseTransform')
    const entries = (indexes: readonly number[]) => indexes.map((index) => [index, groups.statements[index]])
    expect(entries(groups.mandatory)).toEqual(mandatory.value)
    expect(entries(others)).toEqual(nonMandatory.value)
    expect(hexEncode(hashStatements(pick(groups.statements, groups.mandatory)))).toBe(
      file<{ readonly mandatoryHash: string }>('addHashData').mandatoryHash,
    )
  })

  it('the base proof value, written and read (§3.5.2, §3.5.3)', () => {
    const base: EcdsaSdBase = {
      baseSignature: hexDecode(info.baseSignature),
      publicKey: multibaseDecode(info.publicKey),
      hmacKey: HMAC_KEY,
      signatures: info.signatures.map(hexDecode),
      mandatoryPointers: info.mandatoryPointers,
    }
    expect(formatBase(base)).toBe(signed.proof.proofValue)
    expect(parseBase(parseProofValue(signed.proof.proofValue) ?? never())).toEqual(base)
  })

  it('own signing with the keys of the vectors: sign data and everything but the random signatures (§3.6)', async () => {
    const { proofHash, mandatoryHash } = file<Record<'proofHash' | 'mandatoryHash', string>>('addHashData')
    const asked: string[] = []
    const signer = watch(vectorSigner(KEYS.baseKeyPair), asked)
    const { proofValue: _, ...options } = signed.proof
    const randomBytes = queue([HMAC_KEY, multibaseDecode(KEYS.proofKeyPair.secretKeyMultibase).subarray(2)])
    const maker = { suite: ECDSA_SD_2023, signer, mandatoryPointers }
    const proofValue = await createBaseProofValue(document, options, maker, collaborators({ randomBytes }))
    const publicKey = hexEncode(multibaseDecode(KEYS.proofKeyPair.publicKeyMultibase))
    expect(asked).toEqual([proofHash + publicKey + mandatoryHash])
    const own = parseBase(parseProofValue(proofValue) ?? never()) ?? never()
    const theirs = parseBase(parseProofValue(signed.proof.proofValue) ?? never()) ?? never()
    const { baseSignature: _own, signatures, ...rest } = own
    expect(rest).toEqual({ publicKey: theirs.publicKey, hmacKey: HMAC_KEY, mandatoryPointers })
    expect(signatures.length).toBe(theirs.signatures.length)
    const derived = await dataIntegrity.derive(
      { ...document, proof: { ...options, proofValue } },
      { selectivePointers },
    )
    verifiedValue(await dataIntegrity.verify(derived, VERIFY))
  })

  it('the derived document, from the published base proof, to the byte (§3.6.6)', async () => {
    expect(await dataIntegrity.derive(signed, { selectivePointers })).toEqual(revealed)
    const { proof: _, ...unsigned } = revealed
    expect(unsigned).toEqual(file('derivedUnsignedReveal'))
    const value = parseDerived(parseProofValue(revealed.proof.proofValue) ?? never()) ?? never()
    const expected = file<{ readonly labelMap: VectorMap; readonly mandatoryIndexes: unknown }>('derivedDisclosureData')
    expect(value.labels.map((label, node) => [`c14n${node}`, multibaseEncode('u', label)])).toEqual(
      expected.labelMap.value,
    )
    expect(value.mandatoryIndexes).toEqual(expected.mandatoryIndexes)
  })

  it('the published derived document verifies (§3.6.7)', async () => {
    const { proof: _, ...unsigned } = revealed
    const { document: verified, proofs } = verifiedValue(await dataIntegrity.verify(revealed, VERIFY))
    expect(verified).toEqual(unsigned)
    expect(proofs).toMatchObject([{ cryptosuite: 'ecdsa-sd-2023', algorithm: 'ES256' }])
  })
})

function never(): never {
  throw new Error('a vector could not be read')
}

function watch(signer: Signer, asked: string[]): Signer {
  const sign = (message: Uint8Array) => {
    asked.push(hexEncode(message))
    return signer.sign(message)
  }
  return { ...signer, sign }
}

function queue(values: readonly Uint8Array[]): (length: number) => Uint8Array {
  const rest = [...values]
  return () => rest.shift()?.slice() ?? never()
}
