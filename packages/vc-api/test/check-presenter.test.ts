import { type Credential, envelopeCredential, type Presentation, signVcJose } from '@energy-ssi/credential'
import { signSdJwtVc, signVcSdJwt } from '@energy-ssi/credential/sd-jwt'
import { createDidJwk } from '@energy-ssi/did'
import { createSigner, generateKeyPair } from '@energy-ssi/keys'
import { type Identity, messageSigner, type SecuredCredential, type VerifierPolicy } from '@energy-ssi/vc-api'
import { describe, expect, it } from 'vitest'
import { type Desk, openDesk } from './support/desk.ts'
import { codes, credential, PRESENTATION } from './support/documents.ts'

const options = { challenge: 'c', domain: 'https://grid.example' }
const holder = generateKeyPair('ES256')

/** Credentials that name the key of their holder. */
const BOUND = {
  'dc+sd-jwt': ({ did, signer }: Identity, { randomBytes }: Desk, cnf: object) =>
    signSdJwtVc({ vct: 'urn:example:station', iss: did, cnf }, messageSigner(signer), { disclose: [], randomBytes }),
  'vc+sd-jwt': ({ did, signer }: Identity, { randomBytes }: Desk, cnf: object) =>
    signVcSdJwt({ ...CREDENTIAL, issuer: did, cnf }, messageSigner(signer), { disclose: [], randomBytes }),
  'vc+jwt': ({ did, signer }: Identity, _desk: Desk, cnf: object) =>
    signVcJose({ ...CREDENTIAL, issuer: did, cnf }, messageSigner(signer)),
} as const
const CREDENTIAL = credential() as object as Credential

describe.each(Object.keys(BOUND) as (keyof typeof BOUND)[])('a %s that names the key of its holder', (tokenClass) => {
  const present = async (desk: Desk, by: Identity, cnf: object, policy: Partial<VerifierPolicy> = {}) => {
    const token = await BOUND[tokenClass](desk.identity('ES256'), desk, cnf)
    const verifiableCredential: SecuredCredential[] = [{ ...envelopeCredential(`application/${tokenClass}`, token) }]
    const presentation = { ...PRESENTATION, verifiableCredential } as object as Presentation
    const signed = await desk.presentAs('vc-jose')?.(presentation, by.signer, desk.clock(), options)
    return desk.verifier(policy).verifyPresentation({ verifiablePresentation: signed ?? '', options })
  }

  it('is refused in the presentation of somebody else; an advisory verifier only warns', async () => {
    const desk = await openDesk()
    const thief = desk.identity()
    for (const cnf of [{ jwk: holder.publicKey.jwk }, { kid: 'did:example:holder#1' }]) {
      const result = await present(desk, thief, cnf)
      expect([result.verified, codes(result)]).toEqual([false, ['HOLDER_MISMATCH']])
    }
    const warned = await present(desk, thief, { jwk: holder.publicKey.jwk }, { treatWarningsAsErrors: false })
    expect([warned.verified, codes(warned)]).toEqual([true, ['HOLDER_MISMATCH']])
    const { verified } = await present(
      desk,
      thief,
      { kid: 'did:example:holder#1' },
      { requireControllerBinding: false },
    )
    expect(verified).toBe(true)
  })

  it('verifies in that of the holder, whose DID is of the key or of the verification method named', async () => {
    const desk = await openDesk()
    const { did, keyId } = createDidJwk(holder.publicKey.jwk)
    const jwk = { jwk: holder.publicKey.jwk }
    expect(await present(desk, { did, signer: createSigner(holder, keyId) }, jwk)).toEqual({ verified: true })
    const other = desk.identity()
    expect(await present(desk, other, { kid: other.signer.keyId })).toEqual({ verified: true })
  })
})
