/** `did-jwt-vc`: VC-JWT, VP-JWT and JwtProof2020 of VCDM 1.1, with our DID methods in the resolver of `did-resolver`. */
import {
  signVcJwt,
  signVcJwtProof,
  signVpJwt,
  verifyVcJwt,
  verifyVcJwtProof,
  verifyVpJwt,
  verifyVpJwtProof,
} from '@energy-ssi/credential'
import { didKey } from '@energy-ssi/did'
import { EdDSASigner, ES256KSigner, ES256Signer } from 'did-jwt'
import {
  createVerifiableCredentialJwt,
  createVerifiablePresentationJwt,
  verifyCredential,
  verifyPresentation,
} from 'did-jwt-vc'
import { Resolver } from 'did-resolver'
import { describe, expect, test } from 'vitest'
import { CHALLENGE, createCredential11, createPresentation11, DOMAIN } from './support/documents.ts'
import { createParty, NOW, type Party, resolveKey } from './support/parties.ts'
import { codesOf, verifiedValue, withChangedCharacter, withChangedSubject } from './support/tamper.ts'

const SIGNERS = { EdDSA: EdDSASigner, ES256: ES256Signer, ES256K: ES256KSigner }
const resolver = new Resolver({ key: didKey() })
const policies = { now: NOW.getTime() / 1000 }

describe.each(['EdDSA', 'ES256', 'ES256K'] as const)('%s', (alg) => {
  const issuer = createParty('issuer', alg)
  const holder = createParty('holder', alg)
  const credential = createCredential11(issuer.did)
  const theirs = ({ did, keyPair }: Party) => ({
    did,
    alg,
    signer: SIGNERS[alg](Buffer.from(keyPair.privateJwk.d, 'base64url')),
  })
  // Without it they write no `kid`, and tokens that name no key are not verified here.
  const headerOf = ({ keyId }: Party) => ({ header: { kid: keyId } })
  const ours = { resolveKey, now: NOW }
  const asked = { challenge: CHALLENGE, domain: DOMAIN, policies }
  const binding = { nonce: CHALLENGE, audience: DOMAIN }
  const REFUSED = /invalid_signature|Signature invalid/i

  test('a VC-JWT signed here verifies there, with one character changed it does not', async () => {
    const token = await signVcJwt(credential, issuer.signer)
    const { verified, verifiableCredential } = await verifyCredential(token, resolver, { policies })
    expect(verified).toBe(true)
    expect(verifiableCredential).toMatchObject({ id: credential.id, credentialSubject: credential.credentialSubject })
    await expect(verifyCredential(withChangedCharacter(token), resolver, { policies })).rejects.toThrow(REFUSED)
  })

  test('a VC-JWT signed there verifies here, with one character changed with neither', async () => {
    const token = await createVerifiableCredentialJwt(credential, theirs(issuer), headerOf(issuer))
    expect(verifiedValue(await verifyVcJwt(token, ours))).toMatchObject({
      controller: issuer.did,
      credential: { id: credential.id, credentialSubject: credential.credentialSubject },
    })
    const altered = withChangedCharacter(token)
    expect(codesOf(await verifyVcJwt(altered, ours))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
    await expect(verifyCredential(altered, resolver, { policies })).rejects.toThrow(REFUSED)
  })

  test('a VP-JWT signed here verifies there, for another challenge it does not', async () => {
    const presentation = createPresentation11(holder.did, [await signVcJwt(credential, issuer.signer)])
    const token = await signVpJwt(presentation, holder.signer, binding)
    expect(await verifyPresentation(token, resolver, asked)).toMatchObject({ verified: true })
    await expect(verifyPresentation(token, resolver, { ...asked, challenge: 'another' })).rejects.toThrow('challenge')
  })

  test('a VP-JWT signed there verifies here, for another audience it does not', async () => {
    const inner = await createVerifiableCredentialJwt(credential, theirs(issuer), headerOf(issuer))
    const presentation = createPresentation11(holder.did, [inner])
    const options = { ...headerOf(holder), challenge: CHALLENGE, domain: DOMAIN }
    const token = await createVerifiablePresentationJwt(presentation, theirs(holder), options)
    const verdict = verifiedValue(await verifyVpJwt(token, { ...ours, ...binding }))
    expect(verdict.presentation.verifiableCredential).toEqual([inner])
    expect(codesOf(await verifyVpJwt(token, { ...ours, ...binding, audience: 'https://thief.example' }))).toEqual([
      'INVALID_DOMAIN_ERROR',
    ])
  })

  test('what its normalising makes of a VC-JWT verifies here as JwtProof2020, altered it does not', async () => {
    const token = await createVerifiableCredentialJwt(credential, theirs(issuer), headerOf(issuer))
    const { verifiableCredential } = await verifyCredential(token, resolver, { policies })
    expect(verifiableCredential.proof.type).toBe('JwtProof2020')
    expect(verifiedValue(await verifyVcJwtProof(verifiableCredential, ours)).controller).toBe(issuer.did)
    expect(codesOf(await verifyVcJwtProof(withChangedSubject(verifiableCredential), ours))).toEqual([
      'PROOF_VERIFICATION_ERROR',
    ])
  })

  test('a JwtProof2020 made here stands in a presentation made there, which verifies with both', async () => {
    const inner = await signVcJwtProof(credential, issuer.signer)
    expect(await verifyCredential(inner.proof.jwt, resolver, { policies })).toMatchObject({ verified: true })
    const presentation = createPresentation11(holder.did, [inner])
    const options = { ...headerOf(holder), challenge: CHALLENGE, domain: DOMAIN }
    const token = await createVerifiablePresentationJwt(presentation, theirs(holder), options)
    const { verifiablePresentation } = await verifyPresentation(token, resolver, asked)
    const verdict = await verifyVpJwtProof(verifiablePresentation, { ...ours, ...binding })
    expect(verifiedValue(verdict).controller).toBe(holder.did)
    const altered = { ...verifiablePresentation, holder: issuer.did }
    expect(codesOf(await verifyVpJwtProof(altered, { ...ours, ...binding }))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })
})
