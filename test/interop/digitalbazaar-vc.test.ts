/** `@digitalbazaar/vc` and its cryptosuites: Data Integrity proofs over whole documents. */
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as ecdsaJcs from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite'
import * as ecdsaMultikey from '@digitalbazaar/ecdsa-multikey'
import { cryptosuite as ecdsaRdfc } from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite'
import * as ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020'
import * as eddsaJcs from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import { cryptosuite as eddsaRdfc } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { issue, signPresentation, verifyCredential, verify as verifyPresentation } from '@digitalbazaar/vc'
import { CREDENTIALS_V1, CREDENTIALS_V2 } from '@energy-ssi/credential'
import { type Cryptosuite, createDataIntegrity } from '@energy-ssi/data-integrity'
import { describe, expect, test } from 'vitest'
import { documentLoader, keyToImport, mustVerify, reasonsOf } from './support/digitalbazaar.ts'
import { CHALLENGE, createCredential, createCredential11, DOMAIN, EXAMPLES_V2 } from './support/documents.ts'
import { createParty, NOW, resolveKey } from './support/parties.ts'
import { codesOf, verifiedValue, withChangedSubject } from './support/tamper.ts'

const ED25519_2020 = 'https://w3id.org/security/suites/ed25519-2020/v1'
const DATA_INTEGRITY_V2 = 'https://w3id.org/security/data-integrity/v2'
const { sign, verify } = createDataIntegrity()

interface Suite {
  readonly cryptosuite: Cryptosuite
  readonly algorithm: 'EdDSA' | 'ES256' | 'ES384'
  readonly toSign: (signer: object) => object
  readonly toVerify: object
}
const proofs = (signing: object, verifying = signing) => ({
  toSign: (signer: object) => new DataIntegrityProof({ signer, cryptosuite: signing, date: NOW }),
  toVerify: new DataIntegrityProof({ cryptosuite: verifying }),
})
const ecdsaJcsProofs = proofs(ecdsaJcs.createSignCryptosuite(), ecdsaJcs.createVerifyCryptosuite())
const suites: readonly Suite[] = [
  { cryptosuite: 'eddsa-rdfc-2022', algorithm: 'EdDSA', ...proofs(eddsaRdfc) },
  {
    cryptosuite: 'eddsa-jcs-2022',
    algorithm: 'EdDSA',
    ...proofs(eddsaJcs.createSignCryptosuite(), eddsaJcs.createVerifyCryptosuite()),
  },
  { cryptosuite: 'ecdsa-rdfc-2019', algorithm: 'ES256', ...proofs(ecdsaRdfc) },
  { cryptosuite: 'ecdsa-rdfc-2019', algorithm: 'ES384', ...proofs(ecdsaRdfc) },
  { cryptosuite: 'ecdsa-jcs-2019', algorithm: 'ES256', ...ecdsaJcsProofs },
  { cryptosuite: 'ecdsa-jcs-2019', algorithm: 'ES384', ...ecdsaJcsProofs },
  {
    cryptosuite: 'Ed25519Signature2020',
    algorithm: 'EdDSA',
    toSign: (signer) => new Ed25519Signature2020({ signer, date: NOW }),
    toVerify: new Ed25519Signature2020(),
  },
]

describe.each(suites)('$cryptosuite with $algorithm', ({ cryptosuite, algorithm, toSign, toVerify }) => {
  const issuer = createParty('issuer', algorithm)
  const holder = createParty('holder', algorithm)
  const suiteContext = cryptosuite === 'Ed25519Signature2020' ? [ED25519_2020] : []
  const credential = {
    ...createCredential(issuer.did),
    '@context': [CREDENTIALS_V2, EXAMPLES_V2, ...suiteContext],
    // Nodes without an id: their labels take part in the signature.
    evidence: ['Inspection', 'Measurement', 'Photograph', 'Calibration', 'Signature'].map((type) => ({ type })),
  }
  const credential11 = {
    ...createCredential11(issuer.did),
    '@context': [CREDENTIALS_V1, EXAMPLES_V2, ...(suiteContext.length > 0 ? suiteContext : [DATA_INTEGRITY_V2])],
  }
  const documents = [
    ['2.0', credential],
    ['1.1', credential11],
  ] as const

  const theirKey = async (party: typeof issuer) => {
    const { fromJwk } = algorithm === 'EdDSA' ? ed25519Multikey : ecdsaMultikey
    return (await fromJwk(keyToImport(party))).signer()
  }
  const theirs = { documentLoader, now: NOW }
  const ours = { resolveKey, now: NOW }

  test.each(documents)('a VCDM %s credential signed here verifies there, altered it does not', async (_, document) => {
    const { signer } = issuer
    const signed = await sign(document, { cryptosuite, signer, proofPurpose: 'assertionMethod', created: NOW })
    const verdict = await verifyCredential({ ...theirs, credential: structuredClone(signed), suite: toVerify })
    mustVerify(verdict)
    const refusal = await verifyCredential({ ...theirs, credential: withChangedSubject(signed), suite: toVerify })
    expect(reasonsOf(refusal.error)).toEqual(['Invalid signature.'])
  })

  test.each(documents)('a VCDM %s credential signed there verifies here, altered with neither', async (_, document) => {
    const suite = toSign(await theirKey(issuer))
    const signed = await issue({ ...theirs, credential: structuredClone(document), suite })
    const expected = { ...ours, proofPurpose: 'assertionMethod' } as const
    expect(verifiedValue(await verify(signed, expected))).toMatchObject({
      document,
      proofs: [{ cryptosuite, algorithm, controller: issuer.did }],
    })
    const altered = withChangedSubject(signed)
    expect(codesOf(await verify(altered, expected))).toEqual(['PROOF_VERIFICATION_ERROR'])
    const refusal = await verifyCredential({ ...theirs, credential: structuredClone(altered), suite: toVerify })
    expect(reasonsOf(refusal.error)).toEqual(['Invalid signature.'])
  })

  const presentation = {
    '@context': [CREDENTIALS_V2, ...suiteContext],
    type: ['VerifiablePresentation'],
    holder: holder.did,
  }
  const asked = { challenge: CHALLENGE, domain: DOMAIN }
  const createPresentation = async () => {
    const options = { cryptosuite, signer: issuer.signer, proofPurpose: 'assertionMethod', created: NOW } as const
    return { ...presentation, verifiableCredential: [await sign(credential, options)] }
  }

  test('a presentation signed here verifies there, for another challenge it does not', async () => {
    const document = await createPresentation()
    const options = { cryptosuite, signer: holder.signer, created: NOW, ...asked } as const
    const signed = await sign(document, { ...options, proofPurpose: 'authentication' })
    const check = async (expected: typeof asked) =>
      verifyPresentation({ ...theirs, ...expected, presentation: structuredClone(signed), suite: toVerify })
    mustVerify(await check(asked))
    expect(await check({ ...asked, challenge: 'another' })).toMatchObject({ verified: false })
  })

  test('a presentation signed there verifies here, for another domain it does not', async () => {
    const document = await createPresentation()
    const suite = toSign(await theirKey(holder))
    const signed = await signPresentation({ ...theirs, ...asked, presentation: document, suite })
    const expected = { ...ours, ...asked, proofPurpose: 'authentication' } as const
    expect(verifiedValue(await verify(signed, expected)).proofs).toMatchObject([{ controller: holder.did }])
    expect(codesOf(await verify(signed, { ...expected, domain: 'https://thief.example' }))).toEqual([
      'INVALID_DOMAIN_ERROR',
    ])
  })
})

describe.each(suites.filter(({ algorithm }) => algorithm === 'EdDSA'))('$cryptosuite', ({ cryptosuite, toSign }) => {
  test('both make the same proof', async () => {
    const issuer = createParty('issuer', 'EdDSA')
    const credential = { ...createCredential(issuer.did), '@context': [CREDENTIALS_V2, EXAMPLES_V2, ED25519_2020] }
    const options = { cryptosuite, signer: issuer.signer, proofPurpose: 'assertionMethod', created: NOW } as const
    const { proof } = await sign(credential, options)
    const suite = toSign((await ed25519Multikey.fromJwk(keyToImport(issuer))).signer())
    expect((await issue({ credential, suite, documentLoader, now: NOW })).proof).toEqual(proof)
  })
})

describe('a set of two proofs, one with Ed25519 and one with P-256', () => {
  const issuer = createParty('issuer', 'EdDSA')
  const notary = createParty('notary', 'ES256')
  const credential = { ...createCredential(issuer.did), '@context': [CREDENTIALS_V2, EXAMPLES_V2] }
  const purpose = { proofPurpose: 'assertionMethod', created: NOW } as const
  const ours = { resolveKey, now: NOW, proofPurpose: 'assertionMethod' } as const
  const controllers = [issuer.did, notary.did].map((controller) => ({ controller }))
  const suite = [eddsaRdfc, ecdsaRdfc].map((cryptosuite) => new DataIntegrityProof({ cryptosuite }))
  const checkThere = (document: object) =>
    verifyCredential({ credential: structuredClone(document), suite, documentLoader, now: NOW })

  test('begun here and completed there it verifies with both, altered with neither', async () => {
    const first = await sign(credential, { ...purpose, cryptosuite: 'eddsa-rdfc-2022', signer: issuer.signer })
    const signer = (await ecdsaMultikey.fromJwk(keyToImport(notary))).signer()
    const second = new DataIntegrityProof({ signer, cryptosuite: ecdsaRdfc, date: NOW })
    const signed = await issue({ credential: structuredClone(first), suite: second, documentLoader, now: NOW })
    expect(verifiedValue(await verify(signed, ours)).proofs).toMatchObject(controllers)
    mustVerify(await checkThere(signed))
    const altered = withChangedSubject(signed)
    expect(codesOf(await verify(altered, ours))).toEqual(['PROOF_VERIFICATION_ERROR'])
    expect(await checkThere(altered)).toMatchObject({ verified: false })
  })

  test('begun there and completed here it verifies with both', async () => {
    const key = (await ed25519Multikey.fromJwk(keyToImport(issuer))).signer()
    const first = new DataIntegrityProof({ signer: key, cryptosuite: eddsaRdfc, date: NOW })
    const begun = await issue({ credential: structuredClone(credential), suite: first, documentLoader, now: NOW })
    const options = { ...purpose, cryptosuite: 'ecdsa-rdfc-2019', existingProofs: 'set' } as const
    const signed = await sign(begun, { ...options, signer: notary.signer })
    expect(verifiedValue(await verify(signed, ours)).proofs).toMatchObject(controllers)
    mustVerify(await checkThere(signed))
  })
})
