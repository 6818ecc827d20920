/** `@digitalbazaar/ed25519-signature-2018`: proofs that are verified here on demand and never made. */
import { Ed25519Signature2018 } from '@digitalbazaar/ed25519-signature-2018'
import { Ed25519VerificationKey2018 } from '@digitalbazaar/ed25519-verification-key-2018'
import {
  type DocumentLoader,
  issue,
  signPresentation,
  verifyCredential,
  verify as verifyPresentation,
} from '@digitalbazaar/vc'
import { CREDENTIALS_V1 } from '@energy-ssi/credential'
import { createDataIntegrity } from '@energy-ssi/data-integrity'
import { expect, test } from 'vitest'
import { documentLoader, mustVerify, reasonsOf } from './support/digitalbazaar.ts'
import { CHALLENGE, createCredential11, DOMAIN, EXAMPLES_V2 } from './support/documents.ts'
import { createParty, NOW, resolveKey } from './support/parties.ts'
import { codesOf, verifiedValue, withChangedSubject } from './support/tamper.ts'

const { verify } = createDataIntegrity()
const { did, keyId, keyPair } = createParty('issuer', 'EdDSA')
const seed = Buffer.from(keyPair.privateJwk.d, 'base64url')
const key = await Ed25519VerificationKey2018.generate({ seed, id: keyId, controller: did })
const publicKey = await key.export({ publicKey: true, includeContext: true })
const loader: DocumentLoader = async (documentUrl) =>
  documentUrl === keyId ? { contextUrl: null, documentUrl, document: publicKey } : documentLoader(documentUrl)

const credential = { ...createCredential11(did), '@context': [CREDENTIALS_V1, EXAMPLES_V2] }
const theirs = { documentLoader: loader, now: NOW }
const sign = () => {
  const suite = new Ed25519Signature2018({ key, date: NOW })
  return issue({ ...theirs, credential: structuredClone(credential), suite })
}
const suite = new Ed25519Signature2018()
const legacySuites = ['Ed25519Signature2018'] as const
const ours = { resolveKey, now: NOW, proofPurpose: 'assertionMethod', legacySuites } as const

test('a credential signed there verifies here, altered with neither', async () => {
  const signed = await sign()
  expect(verifiedValue(await verify(signed, ours))).toMatchObject({
    document: credential,
    proofs: [{ controller: did }],
  })
  mustVerify(await verifyCredential({ ...theirs, credential: structuredClone(signed), suite }))
  const altered = withChangedSubject(signed)
  expect(codesOf(await verify(altered, ours))).toEqual(['PROOF_VERIFICATION_ERROR'])
  const refusal = await verifyCredential({ ...theirs, credential: structuredClone(altered), suite })
  expect(reasonsOf(refusal.error)).toEqual(['Invalid signature.'])
})

test('a presentation signed there verifies here, for another challenge with neither', async () => {
  const presentation = { '@context': [CREDENTIALS_V1], type: ['VerifiablePresentation'], holder: did }
  const asked = { challenge: CHALLENGE, domain: DOMAIN }
  const toSign = new Ed25519Signature2018({ key, date: NOW })
  const signed = await signPresentation({ ...theirs, ...asked, presentation, suite: toSign })
  const expected = { ...ours, ...asked, proofPurpose: 'authentication' } as const
  expect(verifiedValue(await verify(signed, expected)).proofs).toMatchObject([{ controller: did }])
  const replayed = { ...asked, challenge: 'another' }
  expect(codesOf(await verify(signed, { ...expected, ...replayed }))).toEqual(['INVALID_CHALLENGE_ERROR'])
  const refusal = await verifyPresentation({ ...theirs, ...replayed, presentation: structuredClone(signed), suite })
  expect(refusal).toMatchObject({ verified: false })
})

test('without the suite among the legacy ones it is not verified here', async () => {
  expect(codesOf(await verify(await sign(), { ...ours, legacySuites: [] }))).toEqual(['SECURING_NOT_SUPPORTED'])
})
