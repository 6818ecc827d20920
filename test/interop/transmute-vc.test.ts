/** `@transmute/vc.js`: VC-JWT, VP-JWT and JsonWebSignature2020 of VCDM 1.1. Issuers are did:jwk, whose documents have the type of key it wants. */
import { CREDENTIALS_V1, signVcJwt, signVpJwt, verifyVcJwt, verifyVpJwt } from '@energy-ssi/credential'
import { createDataIntegrity, PINNED_CONTEXTS } from '@energy-ssi/data-integrity'
import { createDidJwk } from '@energy-ssi/did'
import { createSigner } from '@energy-ssi/keys'
import { JsonWebKey, JsonWebSignature } from '@transmute/json-web-signature'
import { type Loader, verifiable } from '@transmute/vc.js'
import { describe, expect, test } from 'vitest'
import { CHALLENGE, createCredential11, createPresentation11, DOMAIN, EXAMPLES_V2 } from './support/documents.ts'
import { createParty, NOW, type Party, resolveKey } from './support/parties.ts'
import { codesOf, verifiedValue, withChangedCharacter, withChangedSubject } from './support/tamper.ts'

const JWS_2020 = 'https://w3id.org/security/suites/jws-2020/v1'

describe.each(['EdDSA', 'ES256', 'ES384', 'ES256K'] as const)('%s', (algorithm) => {
  const issuer = asDidJwk(createParty('issuer', algorithm))
  const holder = asDidJwk(createParty('holder', algorithm))
  const credential = { ...createCredential11(issuer.did), '@context': [CREDENTIALS_V1, JWS_2020, EXAMPLES_V2] }

  const ours = { resolveKey, now: NOW }
  const asked = { challenge: CHALLENGE, domain: DOMAIN, EXAMPLES_V2 }
  const binding = { nonce: CHALLENGE, audience: DOMAIN, EXAMPLES_V2 }
  const documentLoader = loaderFor([issuer, holder])
  const suiteOf = async ({ did, keyId, keyPair }: Party) => {
    const publicKeyJwk = keyPair.publicKey.jwk
    const type = 'JsonWebKey2020'
    const privateKeyJwk = { ...keyPair.privateJwk }
    const key = await JsonWebKey.from({ id: keyId, type, controller: did, publicKeyJwk, privateKeyJwk })
    return new JsonWebSignature({ key, date: NOW.toISOString() })
  }
  const verifyThere = (token: string) =>
    verifiable.credential.verify({
      credential: token,
      format: ['vc-jwt'],
      suite: new JsonWebSignature(),
      documentLoader,
    })
  const verifyPresentationThere = (token: string) =>
    verifiable.presentation.verify({
      presentation: token,
      format: ['vp-jwt'],
      suite: new JsonWebSignature(),
      documentLoader,
      ...asked,
    })

  test('a VC-JWT signed here verifies there, with one character changed it does not', async () => {
    const token = await signVcJwt(credential, issuer.signer)
    expect(await verifyThere(token)).toMatchObject({ verified: true })
    expect(await verifyThere(withChangedCharacter(token))).toMatchObject({ verified: false })
  })

  test('a VC-JWT signed there verifies here, with one character changed with neither', async () => {
    const suite = await suiteOf(issuer)
    const { items } = await verifiable.credential.create({ credential, format: ['vc-jwt'], suite, documentLoader })
    const token = String(items[0])
    expect(verifiedValue(await verifyVcJwt(token, ours))).toMatchObject({ credential, controller: issuer.did })
    const altered = withChangedCharacter(token)
    expect(codesOf(await verifyVcJwt(altered, ours))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
    expect(await verifyThere(altered)).toMatchObject({ verified: false })
  })

  test('a VP-JWT signed here verifies there, with one character changed it does not', async () => {
    const presentation = createPresentation11(holder.did, [await signVcJwt(credential, issuer.signer)])
    const token = await signVpJwt(presentation, holder.signer, binding)
    expect(await verifyPresentationThere(token)).toMatchObject({ verified: true })
    expect(await verifyPresentationThere(withChangedCharacter(token))).toMatchObject({ verified: false })
  })

  test('a VP-JWT signed there verifies here, for another challenge it does not', async () => {
    const presentation = createPresentation11(holder.did, [await signVcJwt(credential, issuer.signer)])
    const suite = await suiteOf(holder)
    const options = { presentation, format: ['vp-jwt'], suite, documentLoader, ...asked } as const
    const { items } = await verifiable.presentation.create(options)
    const token = String(items[0])
    expect(verifiedValue(await verifyVpJwt(token, { ...ours, ...binding })).controller).toBe(holder.did)
    expect(codesOf(await verifyVpJwt(token, { ...ours, ...binding, nonce: 'another' }))).toEqual([
      'INVALID_CHALLENGE_ERROR',
    ])
  })

  const { verify } = createDataIntegrity()
  const legacySuites = ['JsonWebSignature2020'] as const
  const legacy = { ...ours, proofPurpose: 'assertionMethod', legacySuites } as const

  test('a JsonWebSignature2020 made there verifies here where it is asked for, altered with neither', async () => {
    const suite = await suiteOf(issuer)
    const options = { credential: structuredClone(credential), format: ['vc'], suite, documentLoader } as const
    const [signed] = (await verifiable.credential.create(options)).items
    expect(verifiedValue(await verify(signed, legacy))).toMatchObject({
      document: credential,
      proofs: [{ cryptosuite: 'JsonWebSignature2020', algorithm, controller: issuer.did }],
    })
    expect(codesOf(await verify(signed, { ...legacy, legacySuites: [] }))).toEqual(['SECURING_NOT_SUPPORTED'])
    const altered = withChangedSubject(signed as object)
    expect(codesOf(await verify(altered, legacy))).toEqual(['PROOF_VERIFICATION_ERROR'])
    const check = { credential: altered, format: ['vc'], suite: new JsonWebSignature(), documentLoader } as const
    expect(await verifiable.credential.verify(check)).toMatchObject({ verified: false })
  })

  test('a presentation with a JsonWebSignature2020 made there verifies here, for another challenge it does not', async () => {
    const { verifiableCredential: _, ...presentation } = createPresentation11(holder.did, [])
    const document = { ...presentation, '@context': [CREDENTIALS_V1, JWS_2020] }
    const options = { presentation: document, format: ['vp'], suite: await suiteOf(holder), documentLoader } as const
    const [signed] = (await verifiable.presentation.create({ ...options, ...asked })).items
    const expected = { ...legacy, ...asked, proofPurpose: 'authentication' } as const
    expect(verifiedValue(await verify(signed, expected)).proofs).toMatchObject([{ controller: holder.did }])
    expect(codesOf(await verify(signed, { ...expected, challenge: 'another' }))).toEqual(['INVALID_CHALLENGE_ERROR'])
  })
})

function asDidJwk({ keyPair }: Party): Party {
  const { did, keyId } = createDidJwk(keyPair.publicKey.jwk)
  return { did, keyId, keyPair, signer: createSigner(keyPair, keyId) }
}

/** It asks for keys by their DID URLs and wants the whole documents they stand in. */
function loaderFor(parties: readonly Party[]): Loader {
  return async (documentUrl) => {
    const context = PINNED_CONTEXTS[documentUrl]
    if (context !== undefined) return { documentUrl, document: JSON.parse(context) as unknown }
    const party = parties.find(({ did }) => documentUrl.startsWith(did))
    if (party === undefined) throw new Error(`There is no document at ${documentUrl}`)
    const { document } = createDidJwk(party.keyPair.publicKey.jwk)
    return { documentUrl, document: { ...document, '@context': ['https://www.w3.org/ns/did/v1', JWS_2020] } }
  }
}
