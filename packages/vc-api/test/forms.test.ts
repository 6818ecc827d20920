import {
  hasPresentations,
  type Issuer,
  PRESENTING_SECURINGS,
  SECURINGS,
  type SecuredCredential,
  type Securing,
} from '@energy-ssi/vc-api'
import { describe, expect, it } from 'vitest'
import { DERIVED, type Desk, openDesk } from './support/desk.ts'
import { codes, contentOf, credentialFor, oldCredential, tamper } from './support/documents.ts'

const ID = 'urn:example:1'
const EXPIRED = { validUntil: '2026-05-01T00:00:00Z' }
const isDerived = (securing: Securing) => DERIVED.some((name) => name === securing)

/** What a verifier is shown of an issued credential: all of it. */
async function shown(desk: Desk, securing: Securing, verifiableCredential: SecuredCredential) {
  if (!isDerived(securing)) return verifiableCredential
  const options = { selectivePointers: ['/credentialSubject'] }
  return desk.holder.deriveCredential({ verifiableCredential, options })
}

async function issue(desk: Desk, securing: Securing, members: Readonly<Record<string, unknown>> = {}) {
  const issuer = desk.issuer(securing)
  return shown(desk, securing, await issuer.issue({ credential: credentialFor(securing, { id: ID, ...members }) }))
}

const revoke = (issuer: Issuer) =>
  issuer.updateStatus({
    credentialId: ID,
    credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' },
    status: true,
  })

describe.each(SECURINGS)('%s', (securing) => {
  it('is issued with a status entry of its own list, and verifies', async () => {
    const desk = await openDesk()
    const verifiableCredential = await issue(desk, securing)
    const [list] = await desk.statusLists.overview()
    const { credentialStatus, status } = contentOf(verifiableCredential)
    expect(status ?? credentialStatus).toMatchObject(
      securing.startsWith('sd-jwt-vc')
        ? { status_list: { uri: list?.url, idx: expect.any(Number) } }
        : { type: 'BitstringStatusListEntry', statusListCredential: list?.url, statusPurpose: 'revocation' },
    )
    expect(await desk.verifier().verifyCredential({ verifiableCredential })).toEqual({ verified: true })
  })

  it('is refused with one byte changed', async () => {
    const desk = await openDesk()
    const verifiableCredential = await issue(desk, securing)
    const changed = tamper(verifiableCredential)
    expect(changed).not.toEqual(verifiableCredential)
    const result = await desk.verifier().verifyCredential({ verifiableCredential: changed })
    expect(result.verified).toBe(false)
    expect(['CRYPTOGRAPHIC_SECURITY_ERROR', 'PROOF_VERIFICATION_ERROR']).toContain(codes(result)?.[0])
  })

  it('is refused once it is revoked; an advisory verifier only warns', async () => {
    const desk = await openDesk()
    const verifiableCredential = await issue(desk, securing)
    await revoke(desk.issuer(securing))
    const verify = (policy = {}) => desk.verifier(policy).verifyCredential({ verifiableCredential })
    const [strict, advisory] = [await verify(), await verify({ treatWarningsAsErrors: false })]
    expect([strict.verified, codes(strict)]).toEqual([false, ['CREDENTIAL_REVOKED']])
    expect([advisory.verified, codes(advisory)]).toEqual([true, ['CREDENTIAL_REVOKED']])
  })

  it('is refused when it has expired; an advisory verifier only warns', async () => {
    const desk = await openDesk()
    const verifiableCredential = await issue(desk, securing, EXPIRED)
    const verify = (policy = {}) => desk.verifier(policy).verifyCredential({ verifiableCredential })
    const [strict, advisory] = [await verify(), await verify({ treatWarningsAsErrors: false })]
    expect([strict.verified, codes(strict)]).toEqual([false, ['CREDENTIAL_EXPIRED']])
    expect([advisory.verified, codes(advisory)]).toEqual([true, ['CREDENTIAL_EXPIRED']])
  })

  it('is accepted by its own name, and refused where only others are accepted', async () => {
    const desk = await openDesk()
    const verifiableCredential = await issue(desk, securing)
    const accept = (acceptedSecurings: readonly string[]) =>
      desk.verifier({ acceptedSecurings }).verifyCredential({ verifiableCredential })
    expect(await accept([securing])).toEqual({ verified: true })
    expect(codes(await accept(SECURINGS.filter((name) => name !== securing)))).toEqual(['SECURING_NOT_ACCEPTED'])
  })

  it('is retained as it was issued, and fetched again', async () => {
    const desk = await openDesk()
    const issuer = desk.issuer(securing)
    const issued = await issuer.issue({ credential: credentialFor(securing, { id: ID }) })
    expect(await issuer.get(ID)).toEqual(issued)
    expect(await issuer.issue({ credential: credentialFor(securing, { id: ID }) })).toEqual(issued)
  })
})

it('a form is among those with presentations exactly if it has them', async () => {
  const { forms } = await openDesk()
  expect(SECURINGS.filter((name) => hasPresentations(forms[name]))).toEqual(PRESENTING_SECURINGS)
})

describe.each(DERIVED)('a base proof of %s', (securing) => {
  it('does not verify, and says that it must be derived', async () => {
    const desk = await openDesk()
    const verifiableCredential = await desk.issuer(securing).issue({ credential: credentialFor(securing) })
    const result = await desk.verifier().verifyCredential({ verifiableCredential })
    expect([result.verified, codes(result)]).toEqual([false, ['PROOF_VERIFICATION_ERROR']])
    expect(result.problemDetails?.[0]?.detail).toMatch(/must be derived/)
  })

  it('is over credentials of data model 1.1 too', async () => {
    const desk = await openDesk()
    const issued = await desk.issuer(securing).issue({ credential: oldCredential() })
    const verifiableCredential = await shown(desk, securing, issued)
    expect(await desk.verifier().verifyCredential({ verifiableCredential })).toEqual({ verified: true })
  })
})

describe('JwtProof2020', () => {
  it('is a document of data model 1.1 with its token as proof', async () => {
    const desk = await openDesk()
    expect(await issue(desk, 'jwt-proof-2020')).toMatchObject({
      '@context': expect.arrayContaining(['https://www.w3.org/2018/credentials/v1']),
      proof: { type: 'JwtProof2020', jwt: expect.stringMatching(/^ey/) },
    })
  })

  it.each([
    ['the subject', { credentialSubject: { id: 'did:example:thief' } }],
    ['the issuer', { issuer: 'did:example:thief' }],
    ['the status', { credentialStatus: undefined }],
    ['an expiry that is not in the token', { expirationDate: '2099-01-01T00:00:00Z' }],
  ])('counts for what its token says: %s changed outside it is refused', async (_, members) => {
    const desk = await openDesk()
    const issued = await issue(desk, 'jwt-proof-2020')
    const changed = Object.fromEntries(
      Object.entries({ ...issued, ...members }).filter(([, each]) => each !== undefined),
    )
    const result = await desk.verifier().verifyCredential({ verifiableCredential: changed })
    expect(result.verified).toBe(false)
  })

  it('does not carry a credential of data model 2.0', async () => {
    const desk = await openDesk()
    const credential = credentialFor('vc-jose')
    await expect(desk.issuer('jwt-proof-2020').issue({ credential })).rejects.toMatchObject({
      code: 'credential_refused',
      problems: [{ code: 'SECURING_NOT_SUPPORTED' }],
    })
  })
})

describe('options.mandatoryPointers', () => {
  it.each(SECURINGS.filter((name) => !/^(?:sd-jwt-vc|vc-sd-jwt|ecdsa-sd|bbs)/.test(name)))(
    'is refused by %s, which discloses everything',
    async (securing) => {
      const options = { mandatoryPointers: ['/credentialSubject'] }
      const issued = (await openDesk()).issuer(securing).issue({ credential: credentialFor(securing), options })
      await expect(issued).rejects.toMatchObject({ code: 'option_refused' })
    },
  )

  it.each(['vc-sd-jwt', 'ecdsa-sd-2023-p256', 'bbs-2023'] as const)(
    'that lead nowhere are refused by %s: a slip must not make a claim one that can be hidden',
    async (securing) => {
      const issuer = (await openDesk()).issuer(securing)
      for (const pointer of ['/credentialSubject/nothing', 'credentialSubject', '/credentialSubject/~2']) {
        const options = { mandatoryPointers: [pointer] }
        const issued = issuer.issue({ credential: credentialFor(securing), options })
        await expect(issued).rejects.toMatchObject({ code: 'option_refused' })
      }
    },
  )
})
