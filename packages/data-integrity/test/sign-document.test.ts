import { createSigner, generateKeyPair } from '@energy-ssi/keys'
import { describe, expect, it } from 'vitest'
import { createDataIntegrity, type SignOptions } from '../src/index.ts'
import {
  BYTES,
  CASE_NAMES,
  CASES,
  createCredential,
  ED25519_2020,
  NOW,
  resolveDidKey,
  verifiedValue,
} from './support.ts'

const dataIntegrity = createDataIntegrity()
const VERIFY = { resolveKey: resolveDidKey, proofPurpose: 'assertionMethod', now: NOW } as const
const DATA_INTEGRITY = 'https://w3id.org/security/data-integrity/v2'

describe.each(CASE_NAMES)('sign, %s', (suite) => {
  const { cryptosuite, signer: own } = CASES[suite]
  const options: SignOptions = { cryptosuite, signer: own, proofPurpose: 'assertionMethod' }
  const sign = (document: Readonly<Record<string, unknown>>, more: Partial<SignOptions> = {}) =>
    dataIntegrity.sign(document, { ...options, ...more })

  it('one proof is an object, several are a list', async () => {
    const one = await sign(createCredential())
    expect(one.proof).toMatchObject(
      suite === 'Ed25519Signature2020' ? { type: suite } : { type: 'DataIntegrityProof', cryptosuite },
    )
    const two = await sign(one, { existingProofs: 'set' })
    const three = await sign(two, { existingProofs: 'set' })
    expect([two.proof, three.proof].map((proof) => (proof as object[]).length)).toEqual([2, 3])
    expect(verifiedValue(await dataIntegrity.verify(three, VERIFY)).proofs).toHaveLength(3)
  })

  it('never changes its input', async () => {
    const document = createCredential()
    await sign(document)
    expect(document).toEqual(createCredential())
  })

  it('a signer that answers later is as good as one that answers at once', async () => {
    const later = { ...own, sign: async (message: Uint8Array) => own.sign(message) }
    verifiedValue(await dataIntegrity.verify(await sign(createCredential(), { signer: later }), VERIFY))
  })

  it('a document with a proof is refused unless a set is asked for', async () => {
    const signed = await sign(createCredential())
    await expect(sign(signed)).rejects.toMatchObject({ code: 'existing_proof' })
    await expect(sign({ ...createCredential(), proof: null })).rejects.toMatchObject({ code: 'existing_proof' })
    await expect(sign({ ...createCredential(), proof: ['x'] }, { existingProofs: 'set' })).rejects.toMatchObject({
      code: 'invalid_json',
    })
    const full = { ...createCredential(), proof: Array.from({ length: 20 }, () => ({})) }
    await expect(sign(full, { existingProofs: 'set' })).rejects.toMatchObject({ code: 'limit_exceeded' })
  })

  it('a chain needs the proof it follows', async () => {
    const first = await sign(createCredential(), { proofId: 'urn:uuid:1' })
    const chain = () => sign(first, { existingProofs: 'set', previousProof: 'urn:uuid:1' })
    if (suite === 'Ed25519Signature2020') await expect(chain()).rejects.toMatchObject({ code: 'option_refused' })
    else verifiedValue(await dataIntegrity.verify(await chain(), VERIFY))
    for (const previousProof of ['urn:uuid:2', ['urn:uuid:1', 'urn:uuid:2']]) {
      await expect(sign(first, { existingProofs: 'set', previousProof })).rejects.toMatchObject({
        code: 'unknown_previous_proof',
      })
    }
  })

  it('a VCDM 1.1 credential gets the context of the proof at the end, and its own copy stays as it was', async () => {
    const old = {
      '@context': ['https://www.w3.org/2018/credentials/v1'],
      type: ['VerifiableCredential'],
      issuer: 'did:example:operator',
      issuanceDate: '2026-01-01T00:00:00Z',
      credentialSubject: { id: 'did:example:station' },
    }
    const signed = await sign(old)
    const added = suite === 'Ed25519Signature2020' ? ED25519_2020 : DATA_INTEGRITY
    expect(signed['@context']).toEqual(['https://www.w3.org/2018/credentials/v1', added])
    expect(old['@context']).toHaveLength(1)
    verifiedValue(await dataIntegrity.verify(signed, VERIFY))
    expect((await sign({ ...old, '@context': 'https://www.w3.org/2018/credentials/v1' }))['@context']).toEqual(
      signed['@context'],
    )
    for (const defining of added === ED25519_2020 ? [added] : [added, added.replace('v2', 'v1')]) {
      const contexts = ['https://www.w3.org/2018/credentials/v1', defining]
      expect((await sign({ ...old, '@context': contexts }))['@context']).toEqual(contexts)
    }
  })

  it.each([
    ['challenge', ''],
    ['challenge', 'x'.repeat(5000)],
    ['challenge', '\ud83d'],
    ['domain', []],
    ['proofId', 'not a url'],
    ['previousProof', 'not a url'],
  ])('option %s %.9j has no form on the wire', async (name, value) => {
    const failure = sign(createCredential(), { existingProofs: 'set', [name]: value })
    await expect(failure).rejects.toMatchObject({
      code: name === 'previousProof' ? 'unknown_previous_proof' : 'option_refused',
    })
  })

  it.each<unknown>([null, 'x', 5, []])('%j is no document', async (document) => {
    await expect(dataIntegrity.sign(document as object, options)).rejects.toMatchObject({ code: 'invalid_json' })
  })

  it('a key of another algorithm is a mistake of the programmer, a wrong signature one of the signer', async () => {
    for (const algorithm of ['ES256K', own.algorithm === 'EdDSA' ? 'ES256' : 'EdDSA'] as const) {
      const signer = createSigner(generateKeyPair(algorithm), own.keyId)
      await expect(sign(createCredential(), { signer }), algorithm).rejects.toThrow(TypeError)
    }
    for (const length of [0, BYTES[own.algorithm as keyof typeof BYTES] - 1, own.algorithm === 'ES384' ? 64 : 96]) {
      const broken = { ...own, sign: () => new Uint8Array(length) }
      await expect(sign(createCredential(), { signer: broken })).rejects.toMatchObject({ code: 'signing_failed' })
    }
  })
})
