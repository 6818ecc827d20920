import { describe, expect, it } from 'vitest'
import { createDataIntegrity } from '../src/index.ts'
import {
  CASES,
  codesOf,
  createCredential,
  JCS_NAMES,
  NOW,
  RDFC_NAMES,
  resolveDidKey,
  verifiedValue,
} from './support.ts'

const dataIntegrity = createDataIntegrity()
const VERIFY = { resolveKey: resolveDidKey, proofPurpose: 'assertionMethod', now: NOW } as const
const original = createCredential()
const { credentialStatus, validUntil, ...others } = original
const subject = original.credentialSubject as Record<string, unknown>

/** Each says the same to a signature over N-Quads, and something else (or nothing) to a reader of the JSON. */
const DISGUISES: readonly (readonly [string, object])[] = [
  [
    'a member named by its IRI',
    { ...others, validUntil, 'https://www.w3.org/2018/credentials#credentialStatus': credentialStatus },
  ],
  ['a member wrapped in @nest', { ...others, validUntil, '@nest': { credentialStatus } }],
  ['id spelled @id', { ...original, credentialSubject: { '@id': subject.id, ...subject, id: undefined } }],
  ['type spelled @type', { ...original, '@type': original.type, type: undefined }],
  [
    'a type spelled as its IRI',
    {
      ...original,
      type: ['VerifiableCredential', 'https://www.w3.org/ns/credentials/examples#ChargingStationCredential'],
    },
  ],
  ['a set spelled @set', { ...original, credentialSubject: { '@set': [subject] } }],
  [
    'a date spelled as a value object',
    {
      ...others,
      credentialStatus,
      validUntil: { '@value': validUntil, '@type': 'http://www.w3.org/2001/XMLSchema#dateTime' },
    },
  ],
  [
    'a string spelled as a value object',
    { ...original, credentialSubject: { ...subject, connectors: [{ '@value': 'Type 2' }, 'CCS'] } },
  ],
  ['a member that is null', { ...original, termsOfUse: null }],
].map(([rule, document]) => [rule as string, JSON.parse(JSON.stringify(document)) as object])

describe.each(RDFC_NAMES)('the form of a document signed over N-Quads, %s', (suite) => {
  const OPTIONS = { ...CASES[suite], proofPurpose: 'assertionMethod' } as const

  it.each(DISGUISES)(
    '%s is refused when signing and when verifying, although the statements are the same',
    async (_rule, disguised) => {
      expect(await dataIntegrity.canonicalise(disguised)).toBe(await dataIntegrity.canonicalise(original))
      await expect(dataIntegrity.sign(disguised, OPTIONS)).rejects.toMatchObject({ code: 'ambiguous_form' })
      const { proof } = await dataIntegrity.sign(original, OPTIONS)
      expect(codesOf(await dataIntegrity.verify({ ...disguised, proof }, VERIFY))).toEqual([
        'PROOF_TRANSFORMATION_ERROR',
      ])
    },
  )

  it.each([
    [
      'a value object with a member the statements do not hold',
      { name: { '@value': 'Ladesäule', '@language': 'de', '@index': 'x' } },
    ],
    [
      'a type spelled as the IRI of a pinned term',
      { type: ['VerifiableCredential', 'https://www.w3.org/2018/credentials#EnvelopedVerifiableCredential'] },
    ],
    ['a type spelled with a prefix', { type: ['VerifiableCredential', 'cred:EnvelopedVerifiableCredential'] }],
  ])('%s is refused', async (_rule, changes) => {
    await expect(dataIntegrity.sign({ ...original, ...changes }, OPTIONS)).rejects.toMatchObject({
      code: 'ambiguous_form',
    })
  })

  it('a blank node label is refused: another label would sign alike', async () => {
    const labelled = { ...original, credentialSubject: { ...subject, id: '_:station' } }
    await expect(dataIntegrity.sign(labelled, OPTIONS)).rejects.toMatchObject({ code: 'ambiguous_form' })
  })

  it('a second term for the IRI of another is refused where a context defines both', async () => {
    const old = { '@context': ['https://w3id.org/security/v2'], id: 'urn:x', expiration: '2027-01-01T00:00:00Z' }
    await expect(dataIntegrity.sign(old, OPTIONS)).rejects.toMatchObject({ code: 'ambiguous_form' })
    const { proof } = await dataIntegrity.sign(
      { ...original, credentialSubject: { ...subject, expiration: 'x' } },
      OPTIONS,
    )
    expect(proof).toBeDefined()
  })

  it('a type that is an IRI without a term, and strings with language or direction, are accepted', async () => {
    const document = {
      ...original,
      type: ['VerifiableCredential', 'https://vocabulary.example/#Station'],
      name: [
        { '@value': 'Station', '@language': 'en' },
        { '@value': 'محطة', '@language': 'ar', '@direction': 'rtl' },
      ],
    }
    verifiedValue(await dataIntegrity.verify(await dataIntegrity.sign(document, OPTIONS), VERIFY))
  })
})

describe.each(JCS_NAMES)('the form of a document signed as JSON, %s', (suite) => {
  it('is covered by the proof itself, so any is accepted', async () => {
    const options = { ...CASES[suite], proofPurpose: 'assertionMethod' } as const
    verifiedValue(await dataIntegrity.verify(await dataIntegrity.sign({ ...original, note: null }, options), VERIFY))
  })
})
