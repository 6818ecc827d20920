import { type KeyBindingOptions, presentSdJwt } from '@energy-ssi/credential/sd-jwt'
import { createSigner, generateKeyPair } from '@energy-ssi/keys'
import { type SecuredCredential, signCredential, type VerifierPolicy } from '@energy-ssi/vc-api'
import { describe, expect, it } from 'vitest'
import { type Desk, openDesk } from './support/desk.ts'
import { codes, credential, oldCredential, PRESENTATION, STATION, tokenOf } from './support/documents.ts'

const DOMAIN = 'https://grid.example'
const holder = generateKeyPair('ES256')
const signer = createSigner(holder, 'did:example:holder#key')
const cnf = { jwk: holder.publicKey.jwk }
const CLAIMS = { vct: 'urn:example:station', sub: STATION, name: 'Station 1', cnf }

const issue = (desk: Desk, members: Readonly<Record<string, unknown>> = {}) =>
  desk.issuer('sd-jwt-vc').issue({ credential: { ...CLAIMS, ...members } })

/** What the holder shows: the credential with its name disclosed, bound to a challenge of the verifier. */
async function present(desk: Desk, issued: SecuredCredential, changes: Partial<KeyBindingOptions> = {}) {
  const challenge = await desk.verifier().createChallenge()
  const keyBinding = { signer, audience: DOMAIN, nonce: challenge, now: desk.clock(), ...changes }
  return { challenge, token: await presentSdJwt(tokenOf(issued), { reveal: ['/name'], keyBinding }) }
}

const verify = (
  desk: Desk,
  verifiablePresentation: string | Readonly<Record<string, unknown>>,
  expected: object,
  policy: Partial<VerifierPolicy> = {},
) => desk.verifier(policy).verifyPresentation({ verifiablePresentation, options: { ...expected, returnResults: true } })

describe('an SD-JWT VC with a key binding is a presentation of itself', () => {
  it('that verifies for its challenge and domain, with the credential in it, as a token or enveloped', async () => {
    const desk = await openDesk()
    const issued = await issue(desk)
    const { challenge, token } = await present(desk, issued)
    const result = await verify(desk, token, { challenge, domain: DOMAIN })
    expect(result).toMatchObject({
      verified: true,
      results: {
        presentation: {
          challenge: { verified: true },
          domain: { verified: true },
          proof: [{ verified: true, input: token }],
        },
        credentials: [
          {
            verified: true,
            results: { proof: [{ verified: true }], credentialStatus: [{ verified: true, value: 0 }] },
          },
        ],
      },
    })
    const again = await present(desk, issued)
    const enveloped = { ...issued, id: `data:application/dc+sd-jwt,${again.token}` }
    expect((await verify(desk, enveloped, { challenge: again.challenge, domain: DOMAIN })).verified).toBe(true)
  })

  it.each<[string, Partial<KeyBindingOptions>, string]>([
    ['another challenge', { nonce: 'another' }, 'INVALID_CHALLENGE_ERROR'],
    ['another domain', { audience: 'https://other.example' }, 'INVALID_DOMAIN_ERROR'],
    [
      'the key of somebody else',
      { signer: createSigner(generateKeyPair('ES256'), 'did:example:b#key') },
      'CRYPTOGRAPHIC_SECURITY_ERROR',
    ],
    ['a signature of long ago', { now: new Date('2026-06-01T11:00:00Z') }, 'PROOF_VERIFICATION_ERROR'],
  ])('is refused with %s', async (_, changes, code) => {
    const desk = await openDesk()
    const { challenge, token } = await present(desk, await issue(desk), changes)
    const result = await verify(desk, token, { challenge, domain: DOMAIN })
    expect([result.verified, codes(result)]).toEqual([false, [code]])
  })

  it('is refused where no challenge or no domain is expected', async () => {
    const desk = await openDesk()
    const { challenge, token } = await present(desk, await issue(desk))
    expect(codes(await verify(desk, token, { domain: DOMAIN }))).toEqual(['INVALID_CHALLENGE_ERROR'])
    expect(codes(await verify(desk, token, { challenge }))).toEqual(['INVALID_DOMAIN_ERROR'])
  })

  it('is refused without the binding, or for a credential that names no holder', async () => {
    const desk = await openDesk()
    const challenge = await desk.verifier().createChallenge()
    const expected = { challenge, domain: DOMAIN }
    expect(codes(await verify(desk, tokenOf(await issue(desk)), expected))).toEqual(['PROOF_MISSING'])
    const bearer = await desk.issuer('sd-jwt-vc').issue({ credential: { vct: 'urn:x', name: 'Bearer' } })
    const keyBinding = { signer, audience: DOMAIN, nonce: challenge, now: desk.clock() }
    const bound = await presentSdJwt(tokenOf(bearer), { reveal: 'all', keyBinding })
    expect(codes(await verify(desk, bound, expected))).toEqual(['HOLDER_MISMATCH'])
  })

  it('is refused a second time: its challenge is used up', async () => {
    const desk = await openDesk()
    const { challenge, token } = await present(desk, await issue(desk))
    const results = await Promise.all([1, 2, 3].map(() => verify(desk, token, { challenge, domain: DOMAIN })))
    expect(results.map(({ verified }) => verified).toSorted()).toEqual([false, false, true])
  })

  it('is refused with a disclosure added or taken away: the binding is over what is shown', async () => {
    const desk = await openDesk()
    const { challenge, token } = await present(desk, await issue(desk))
    const [jwt, , binding] = token.split('~')
    const result = await verify(desk, `${jwt}~${binding}`, { challenge, domain: DOMAIN })
    expect([result.verified, codes(result)]).toEqual([false, ['CRYPTOGRAPHIC_SECURITY_ERROR']])
  })

  it('is refused once the credential is revoked or has expired; its challenge is not burnt by that', async () => {
    const desk = await openDesk()
    const expired = await present(desk, await issue(desk, { exp: 1700000000 }))
    const expected = { challenge: expired.challenge, domain: DOMAIN }
    expect(codes(await verify(desk, expired.token, expected))).toEqual(['CREDENTIAL_EXPIRED'])
    expect((await verify(desk, expired.token, expected, { treatWarningsAsErrors: false })).verified).toBe(true)
    const revoked = await present(desk, await issue(desk, { jti: 'urn:example:1' }))
    const credentialStatus = { type: 'status_list', statusPurpose: 'revocation' }
    await desk.issuer('sd-jwt-vc').updateStatus({ credentialId: 'urn:example:1', credentialStatus, status: true })
    expect(codes(await verify(desk, revoked.token, { challenge: revoked.challenge, domain: DOMAIN }))).toEqual([
      'CREDENTIAL_REVOKED',
    ])
  })

  it('is judged by the policy for credentials', async () => {
    const desk = await openDesk()
    const { challenge, token } = await present(desk, await issue(desk))
    const expected = { challenge, domain: DOMAIN }
    expect(codes(await verify(desk, token, expected, { acceptedIssuers: ['did:example:other'] }))).toEqual([
      'ISSUER_NOT_ACCEPTED',
    ])
    expect(codes(await verify(desk, token, expected, { acceptedSecurings: ['vc-jose'] }))).toEqual([
      'SECURING_NOT_ACCEPTED',
    ])
  })

  it('names the holder by a verification method too', async () => {
    const desk = await openDesk()
    const { did, signer: own } = desk.identity('EdDSA')
    if (own.algorithm === 'BBS') throw new TypeError('This key signs messages.')
    const issued = await issue(desk, { cnf: { kid: own.keyId }, sub: did })
    const { challenge, token } = await present(desk, issued, { signer: own })
    expect((await verify(desk, token, { challenge, domain: DOMAIN })).verified).toBe(true)
  })
})

describe('a vc+sd-jwt with a key binding', () => {
  it('is a presentation of itself too', async () => {
    const desk = await openDesk()
    const members = { cnf, credentialSubject: { id: STATION, name: 'Station 1' } }
    const issued = await desk.issuer('vc-sd-jwt').issue({ credential: credential(members) })
    const challenge = await desk.verifier().createChallenge()
    const keyBinding = { signer, audience: DOMAIN, nonce: challenge, now: desk.clock() }
    const token = await presentSdJwt(tokenOf(issued), { reveal: ['/credentialSubject/name'], keyBinding })
    expect(codes(await verify(desk, token, { challenge: 'another', domain: DOMAIN }))).toEqual([
      'INVALID_CHALLENGE_ERROR',
    ])
    expect((await verify(desk, token, { challenge, domain: DOMAIN })).verified).toBe(true)
  })
})

describe.each([
  ['vc-sd-jwt', 'application/vp+sd-jwt', 'ES256'],
  ['vc-cose', 'application/vp+cose', 'EdDSA'],
] as const)('presentations of %s', (securing, mediaType, algorithm) => {
  const make = async (desk: Desk, options: { readonly challenge?: string; readonly domain?: string }) => {
    const { did, signer: own } = desk.identity(algorithm)
    const verifiableCredential = [
      await desk.issuer(securing).issue({ credential: credential() }),
      await desk.issuer('sd-jwt-vc').issue({ credential: { vct: 'urn:example:station', name: 'Station 1' } }),
    ]
    const presentation = { ...PRESENTATION, holder: did, verifiableCredential } as never
    return desk.presentAs(securing)(presentation, own, desk.clock(), options)
  }

  it(`are ${mediaType} and verify once, with the challenge and domain they were made for`, async () => {
    const desk = await openDesk()
    const options = { challenge: await desk.verifier().createChallenge(), domain: DOMAIN }
    const made = await make(desk, options)
    expect(made.type).toBe('EnvelopedVerifiablePresentation')
    expect(String(made.id).startsWith(`data:${mediaType}`)).toBe(true)
    expect(codes(await verify(desk, made, { ...options, domain: 'https://other.example' }))).toEqual([
      'INVALID_DOMAIN_ERROR',
    ])
    expect(codes(await verify(desk, made, { ...options, challenge: 'another' }))).toEqual(['INVALID_CHALLENGE_ERROR'])
    const result = await verify(desk, made, options)
    expect([result.verified, result.results?.credentials.map(({ verified }) => verified)]).toEqual([true, [true, true]])
    expect(codes(await verify(desk, made, options))).toEqual(['INVALID_CHALLENGE_ERROR'])
  })

  it('are no credentials, nor credentials presentations', async () => {
    const desk = await openDesk()
    const made = await make(desk, { challenge: 'c' })
    expect(codes(await desk.verifier().verifyCredential({ verifiableCredential: made }))).toEqual([
      'SECURING_NOT_SUPPORTED',
    ])
    const issued = await desk.issuer('vc-cose').issue({ credential: credential() })
    expect(codes(await verify(desk, issued, { challenge: 'c' }))).toEqual(['SECURING_NOT_SUPPORTED'])
  })
})

describe('signing without an issuer instance', () => {
  const of = (desk: Desk, securing: 'vc-jose' | 'sd-jwt-vc' | 'vc-jwt-1.1') => {
    const form = desk.forms[securing]
    return { form, identity: desk.identity(form.algorithm), clock: desk.clock }
  }

  it('fills in the issuer and adds no status', async () => {
    const desk = await openDesk()
    for (const securing of ['vc-jose', 'sd-jwt-vc'] as const) {
      const parts = of(desk, securing)
      const verifiableCredential = await signCredential(credential(), parts)
      const options = { returnResults: true }
      const result = await desk.verifier().verifyCredential({ verifiableCredential, options })
      expect(result).toMatchObject({ verified: true })
      expect(result.results).not.toHaveProperty('credentialStatus')
      await expect(signCredential(credential({ issuer: 'did:example:other' }), parts)).rejects.toMatchObject({
        code: 'issuer_mismatch',
      })
    }
  })

  it('refuses what the form does not carry, and options it does not have', async () => {
    const desk = await openDesk()
    await expect(signCredential(oldCredential(), of(desk, 'vc-jose'))).rejects.toMatchObject({
      code: 'credential_refused',
    })
    const options = { mandatoryPointers: ['/type'] }
    await expect(signCredential(credential(), of(desk, 'vc-jose'), options)).rejects.toMatchObject({
      code: 'option_refused',
    })
  })
})
