import { describe, expect, it } from 'vitest'
import { createDataIntegrity } from '../src/index.ts'
import {
  CASE_NAMES,
  CASES,
  type CaseName,
  codesOf,
  createCredential,
  ED25519_2020,
  NOW,
  RDFC_NAMES,
  resolveDidKey,
  verifiedValue,
} from './support.ts'

const dataIntegrity = createDataIntegrity()
const V2 = 'https://www.w3.org/ns/credentials/v2'
const EXAMPLES = 'https://www.w3.org/ns/credentials/examples/v2'
const VERIFY = { resolveKey: resolveDidKey, proofPurpose: 'assertionMethod', now: NOW } as const

const sign = (document: object, suite: CaseName) =>
  dataIntegrity.sign(document, { ...CASES[suite], proofPurpose: 'assertionMethod' })
const credential = (...added: unknown[]) => ({
  '@context': [V2, ...added],
  type: ['VerifiableCredential', 'StationCredential'],
  issuer: 'did:example:operator',
  credentialSubject: { id: 'did:example:station' },
})
const STATION = { StationCredential: 'https://vocabulary.example/#StationCredential' }

describe.each(CASE_NAMES)('contexts of a document signed with %s (Data Integrity §2.4.1)', (suite) => {
  it('inline objects that only add plain terms are accepted (VCDM 2.0 §4.3)', async () => {
    const signed = await sign(
      credential(STATION, { '@protected': true, power: 'https://vocabulary.example/power' }),
      suite,
    )
    verifiedValue(await dataIntegrity.verify(signed, VERIFY))
  })

  it.each([
    ['unknown_context', 'an unknown URL', ['https://unknown.example/v1']],
    ['unknown_context', 'something that is no URL', ['https ://not-a-url/v1']],
    ['unknown_context', 'a network address', ['http://169.254.169.254/latest']],
    ['context_refused', 'null', [null]],
    ['context_refused', 'a number', [123192875]],
    ['context_refused', 'a nested list', [[V2]]],
    ['context_refused', 'a term defined as null', [STATION, { extra: null }]],
    ['context_refused', 'a vocabulary', [{ '@vocab': 'https://vocabulary.example/#' }]],
    ['context_refused', 'an import', [STATION, { '@import': EXAMPLES }]],
    ['context_refused', 'a base', [STATION, { '@base': 'https://vocabulary.example/' }]],
    ['context_refused', 'a scoped context', [STATION, { power: { '@id': 'https://v.example/power', '@context': {} } }]],
    ['context_refused', 'a keyword alias', [STATION, { uri: '@id' }]],
    [
      'context_refused',
      'an IRI that does not end in the term',
      [STATION, { watts: 'https://vocabulary.example/power' }],
    ],
    [
      'context_refused',
      'an IRI that ends in a longer word',
      [STATION, { power: 'https://vocabulary.example/superpower' }],
    ],
    ['context_refused', 'an IRI with a space', [{ StationCredential: 'https ://not-a-url#StationCredential' }]],
    [
      'context_refused',
      'the IRI of a pinned term under another name',
      [STATION, { expiration: 'https://w3id.org/security#expiration' }],
    ],
    ['protected_term', 'a redefinition of a pinned term', [STATION, { issuer: 'https://elsewhere.example/issuer' }]],
    [
      'protected_term',
      'a redefinition of a pinned type',
      [STATION, { VerifiableCredential: 'https://e.example/#VerifiableCredential' }],
    ],
    [
      'protected_term',
      'a term defined twice',
      [STATION, { StationCredential: 'https://elsewhere.example/StationCredential' }],
    ],
  ])('%s: %s', async (code, _rule, added) => {
    await expect(sign(credential(...added), suite)).rejects.toMatchObject({ code })
    const proof = (await sign(credential(STATION), suite)).proof
    expect(codesOf(await dataIntegrity.verify({ ...credential(...added), proof }, VERIFY))).toHaveLength(1)
  })

  it('the rules hold at every depth', async () => {
    const inner = { ...credential(STATION), '@context': [V2, 'https://unknown.example/v1'] }
    const presentation = { '@context': [V2], type: ['VerifiablePresentation'], verifiableCredential: [inner] }
    await expect(sign(presentation, suite)).rejects.toMatchObject({ code: 'unknown_context' })
  })

  it('expectedContexts: only the very sequences an application understands', async () => {
    const contexts = suite === 'Ed25519Signature2020' ? [V2, EXAMPLES, ED25519_2020] : [V2, EXAMPLES]
    const signed = await sign({ ...createCredential(), '@context': contexts }, suite)
    const verify = (...expectedContexts: string[][]) => dataIntegrity.verify(signed, { ...VERIFY, expectedContexts })
    verifiedValue(await verify([V2], contexts))
    expect(codesOf(await verify([V2], [EXAMPLES, V2], [V2, EXAMPLES, EXAMPLES]))).toEqual(['MALFORMED_VALUE_ERROR'])
  })
})

describe.each(RDFC_NAMES)('context substitution (w3c/vc-data-integrity #272), %s', (suite) => {
  const signedTerms = {
    givenName: 'https://vocabulary.example/givenName',
    familyName: 'https://vocabulary.example/familyName',
  }
  const swappedTerms = {
    givenName: 'https://vocabulary.example/familyName',
    familyName: 'https://vocabulary.example/givenName',
  }
  const person = { givenName: 'Ada', familyName: 'Lovelace' }
  const swapped = { givenName: 'Lovelace', familyName: 'Ada' }

  it('two members cannot be exchanged by exchanging their definitions', async () => {
    const original = { ...credential(STATION, signedTerms), credentialSubject: person }
    const attack = { ...credential(STATION, swappedTerms), credentialSubject: swapped }
    const { proof } = await sign(original, suite)
    expect(codesOf(await dataIntegrity.verify({ ...attack, proof }, VERIFY))).toEqual(['PROOF_TRANSFORMATION_ERROR'])
  })

  it('a status entry cannot be hidden under a name of its own', async () => {
    const original = createCredential()
    const { proof } = await sign(original, suite)
    const { credentialStatus, ...others } = original
    const attack = {
      ...others,
      '@context': [V2, EXAMPLES, { state: 'https://www.w3.org/2018/credentials#credentialStatus' }],
      state: credentialStatus,
      proof,
    }
    expect(codesOf(await dataIntegrity.verify(attack, VERIFY))).toEqual(['PROOF_TRANSFORMATION_ERROR'])
  })
})
