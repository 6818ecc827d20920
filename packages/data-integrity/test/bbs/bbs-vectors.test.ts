import { hexDecode, hexEncode } from '@energy-ssi/core'
import { describe, expect, it } from 'vitest'
import { bbs2023 } from '../../src/bbs/bbs-2023.ts'
import { createBbsSigner, importBbsKey } from '../../src/bbs/bbs-key.ts'
import { parseBase, parseDerived } from '../../src/bbs/bbs-proof-value.ts'
import type { Document, DocumentTransformation, Transformation } from '../../src/cryptosuite.ts'
import { createDataIntegrity, type Proof } from '../../src/index.ts'
import { createBaseProofValue } from '../../src/selective/create-base-proof.ts'
import { groupCompiled } from '../../src/selective/group-compiled.ts'
import { groupPlainly } from '../../src/selective/group-plainly.ts'
import { complement, type Groups, pick, positions } from '../../src/selective/groups.ts'
import { parsePointers } from '../../src/selective/json-pointer.ts'
import { parseProofValue } from '../../src/selective/proof-value.ts'
import { shuffledLabels } from '../../src/selective/secret-labels.ts'
import { hashStatements } from '../../src/selective/statements.ts'
import { verifyDerivedProof } from '../../src/selective/verify-derived-proof.ts'
import { collaborators } from '../selective/support.ts'
import { codesOf, NOW, readText } from '../support.ts'
import { resolveDidMultikey } from './support.ts'

const read = <T>(name: string): T => JSON.parse(readText(`../../vc-di-bbs/TestVectors/${name}`)) as T
const KEYS = read<Record<'publicKeyHex' | 'privateKeyHex' | 'hmacKeyString', string>>('BBSKeyMaterial.json')
const { presentationHeaderHex } = read<{ readonly presentationHeaderHex: string }>('BBSDeriveMaterial.json')
const HMAC_KEY = hexDecode(KEYS.hmacKeyString)
const SUITE = bbs2023()
const SEARCH = {
  resolveKey: () => never(),
  resolveMultikey: resolveDidMultikey,
  proofPurpose: 'assertionMethod',
} as const

interface VectorMap<V> {
  readonly value: readonly (readonly [V, string])[]
}
type Secured = Document & { readonly proof: Proof }

const FOLDERS = [
  ['', 'windMandatory.json', 'windSelective.json'],
  ['prc/', 'prCredMandatory.json', 'prCredSelective.json'],
] as const

describe.each(FOLDERS)('vc-di-bbs vectors, baseline %s', (folder, mandatoryFile, selectiveFile) => {
  const file = <T>(name: string) => read<T>(`${folder}${name}.json`)
  const mandatoryPointers = read<readonly string[]>(mandatoryFile)
  const selectivePointers = read<readonly string[]>(selectiveFile)
  const { proof: baseProof, ...document } = file<Secured>('addSignedSDBase')
  const { proof: derivedProof, ...revealed } = file<Secured>('derivedRevealDocument')
  const shared = collaborators({ selective: new Map([['bbs-2023', SUITE]]) })
  const request = {
    mandatory: parsePointers(mandatoryPointers),
    selective: parsePointers(selectivePointers),
    createLabels: shuffledLabels(HMAC_KEY),
  }

  it.each([
    ['compiled', async () => groupCompiled(document, request, shared.contexts.load)],
    ['plain', () => groupPlainly(document, request, shared.contexts.load)],
  ])('shuffled labels, groups and indexes, %s (§3.2.1)', async (path, group) => {
    const groups = await group()
    // An inline context, and nodes that look alike, are not for the compiled walk.
    if (path === 'compiled' && folder === '') return expect(groups).toBeUndefined()
    const { statements, mandatory, disclosed } = groups as Groups
    expect(statements).toEqual(file('addBaseDocHMACCanon'))
    const expected = file<Readonly<Record<string, readonly number[]>>>('derivedGroupIndexes')
    expect(mandatory).toEqual(expected.mandatoryIndexes)
    expect(disclosed).toEqual(expected.combinedIndexes)
    const others = complement(mandatory, statements.length)
    expect(others).toEqual(expected.nonMandatoryIndexes)
    const adjusted = file<Readonly<Record<string, unknown>>>('derivedAdjIndexes')
    expect(positions(mandatory, disclosed)).toEqual(adjusted.adjMandatoryIndexes)
    expect(positions(disclosed, others)).toEqual(adjusted.adjSelectiveIndexes)
    const hashes = file<Record<'proofHash' | 'mandatoryHash', string>>('addHashData')
    expect(hexEncode(hashStatements(pick(statements, mandatory)))).toBe(hashes.mandatoryHash)
    const transform = file<Record<'mandatory' | 'nonMandatory', VectorMap<number>>>('addBaseTransform')
    const entries = (indexes: readonly number[]) => indexes.map((index) => [index, statements[index]])
    expect(entries(mandatory)).toEqual(transform.mandatory.value)
    expect(entries(others)).toEqual(transform.nonMandatory.value)
  })

  it('own signing makes the published base proof, to the byte (§3.4.1)', async () => {
    const keyPair = await importBbsKey(hexDecode(KEYS.privateKeyHex))
    expect(hexEncode(keyPair.publicKey)).toBe(KEYS.publicKeyHex)
    const signer = createBbsSigner(keyPair, baseProof.verificationMethod)
    const { proofValue, ...options } = baseProof
    const maker = { suite: SUITE, signer, mandatoryPointers }
    const parts = { ...shared, randomBytes: () => HMAC_KEY.slice() }
    expect(await createBaseProofValue(document, options, maker, parts)).toBe(proofValue)
    const { bbsSignature } = file<{ readonly bbsSignature: string }>('addRawBaseSignatureInfo')
    expect(hexEncode(parseBase(parseProofValue(proofValue) ?? never())?.bbsSignature ?? never())).toBe(bbsSignature)
  })

  it('the published derived proof, read and verified (§3.3.6, §3.4.7)', async () => {
    const value = parseDerived(parseProofValue(derivedProof.proofValue) ?? never()) ?? never()
    const expected = file<{ readonly bbsProof: string; readonly labelMap: VectorMap<string> }>('derivedDisclosureData')
    expect(hexEncode(value.bbsProof)).toBe(expected.bbsProof)
    expect(value.labels.map((label, node) => [`c14n${node}`, `b${label}`])).toEqual(expected.labelMap.value)
    expect(hexEncode(value.presentationHeader)).toBe(presentationHeaderHex)
    const proof = { suite: SUITE, proof: derivedProof, pointer: '/proof', document: revealed }
    const key = await verifyDerivedProof(proof, SEARCH, sized(shared.transformations.rdfc))
    expect(key).toMatchObject({ verified: true, value: { algorithm: 'BBS' } })
  })

  it('own derivation makes all of it but the proof, which is random, and that verifies', async () => {
    const base = SUITE.parseBaseProof(baseProof.proofValue) ?? never()
    const groups = await groupPlainly(document, request, shared.contexts.load)
    const proofValue = await base.derive(groups, { presentationHeader: hexDecode(presentationHeaderHex) })
    const own = parseDerived(parseProofValue(proofValue ?? never()) ?? never()) ?? never()
    const theirs = parseDerived(parseProofValue(derivedProof.proofValue) ?? never()) ?? never()
    expect(own.bbsProof.length).toBe(theirs.bbsProof.length)
    expect({ ...own, bbsProof: theirs.bbsProof }).toEqual(theirs)
    const proof = { ...derivedProof, proofValue: proofValue ?? never() }
    const input = { suite: SUITE, proof, pointer: '/proof', document: revealed }
    expect((await verifyDerivedProof(input, SEARCH, sized(shared.transformations.rdfc))).verified).toBe(true)
  })
})

/** The transformation of documents that are small. */
function sized({ transform, configure }: Transformation): DocumentTransformation {
  return { transform: (document, hash) => transform(document, hash, 0), configure }
}

describe('vc-di-bbs vectors through the public interface', () => {
  const { verify, derive } = createDataIntegrity({ suites: [bbs2023()] })
  const options = { ...SEARCH, now: NOW } as const

  it('prc: the published derived document verifies; what is derived from the published base proof does too', async () => {
    const published = read<Secured>('prc/derivedRevealDocument.json')
    expect(await verify(published, options)).toMatchObject({
      value: { proofs: [{ cryptosuite: 'bbs-2023', algorithm: 'BBS' }] },
    })
    const selectivePointers = read<readonly string[]>('prCredSelective.json')
    const own = await derive(read<Secured>('prc/addSignedSDBase.json'), { selectivePointers })
    expect({ ...own, proof: 0 }).toEqual({ ...published, proof: 0 })
    expect((await verify(own, options)).verified).toBe(true)
  })

  it.each(['HolderBinding', 'Pseudonym', 'PseudonymHB'])(
    '%s: an optional feature is refused by name',
    async (folder) => {
      const published = read<Secured>(`${folder}/derivedRevealDocument.json`)
      const { proof, ...document } = published
      const input = { suite: SUITE, proof, pointer: '/proof', document }
      const verdict = await verifyDerivedProof(input, SEARCH, sized(collaborators().transformations.rdfc))
      expect(codesOf(verdict)).toEqual(['PROOF_VERIFICATION_ERROR'])
      expect(verdict).toMatchObject({ problems: [{ detail: 'Proofs with optional features are not supported.' }] })
    },
  )
})

function never(): never {
  throw new Error('a vector could not be read')
}
