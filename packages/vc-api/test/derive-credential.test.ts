import { presentSdJwt, readSdJwt } from '@energy-ssi/credential/sd-jwt'
import { createHolder, messageSigner } from '@energy-ssi/vc-api'
import { describe, expect, it } from 'vitest'
import { DERIVED, type Desk, openDesk, PLAIN } from './support/desk.ts'
import { codes, contentOf, credential, credentialFor, PRESENTATION, STATION, tokenOf } from './support/documents.ts'

const SUBJECT = { id: STATION, name: 'Station 1', description: 'A station' }
const withSubject = (members: Readonly<Record<string, unknown>> = {}) =>
  credential({ id: 'urn:example:1', credentialSubject: SUBJECT, ...members })
const derive = (
  desk: Desk,
  verifiableCredential: Readonly<Record<string, unknown>> | string,
  pointers: readonly string[],
) => desk.holder.deriveCredential({ verifiableCredential, options: { selectivePointers: pointers } })
const verify = (desk: Desk, verifiableCredential: Readonly<Record<string, unknown>>) =>
  desk.verifier().verifyCredential({ verifiableCredential })

describe.each(DERIVED)('deriving from a base proof of %s (VCALM §3.4)', (securing) => {
  const issue = (desk: Desk, options = {}) =>
    desk.issuer(securing).issue({ credential: withSubject({ name: 'Hidden' }), options })

  it('discloses what is selected, what is mandatory, and nothing else', async () => {
    const desk = await openDesk()
    const mandatoryPointers = ['/credentialSubject/description']
    const derived = await derive(desk, await issue(desk, { mandatoryPointers }), ['/credentialSubject/name'])
    expect(contentOf(derived).credentialSubject).toEqual(SUBJECT)
    expect(derived).not.toHaveProperty('name')
    const least = await derive(desk, await issue(desk, { mandatoryPointers }), [])
    expect(contentOf(least).credentialSubject).toEqual({ id: STATION, description: 'A station' })
    for (const shown of [derived, least]) expect(await verify(desk, shown)).toEqual({ verified: true })
  })

  it('discloses in any case what a verifier judges by: issuer, type, status and id', async () => {
    const desk = await openDesk()
    const derived = await derive(desk, await issue(desk), ['/credentialSubject'])
    expect(Object.keys(contentOf(derived)).toSorted()).toEqual([
      '@context',
      'credentialStatus',
      'credentialSubject',
      'id',
      'issuer',
      'type',
    ])
  })

  it('twice from one base gives two credentials that verify; from what is derived nothing is derived', async () => {
    const desk = await openDesk()
    const base = await issue(desk)
    const [one, two] = [
      await derive(desk, base, ['/credentialSubject']),
      await derive(desk, base, ['/credentialSubject']),
    ]
    for (const shown of [one, two]) {
      expect(await verify(desk, shown)).toEqual({ verified: true })
      await expect(derive(desk, shown, ['/credentialSubject'])).rejects.toMatchObject({ code: 'credential_refused' })
    }
  })

  it.each([['/credentialSubject/nothing'], ['credentialSubject'], ['/~2']])(
    'refuses %j, which leads nowhere',
    async (pointer) => {
      const desk = await openDesk()
      const base = await issue(desk)
      await expect(derive(desk, base, [pointer])).rejects.toMatchObject({ code: 'option_refused' })
    },
  )

  it('refuses a credential that was changed, or answers one that does not verify', async () => {
    const desk = await openDesk()
    const changed = { ...(await issue(desk)), credentialSubject: { ...SUBJECT, name: 'Another' } }
    const derived = await derive(desk, changed, ['/credentialSubject']).catch(({ code }: { code: string }) => code)
    if (typeof derived === 'string') expect(derived).toBe('credential_refused')
    else expect((await verify(desk, derived)).verified).toBe(false)
  })

  it('what is derived can be presented', async () => {
    const desk = await openDesk()
    const derived = await derive(desk, await issue(desk), ['/credentialSubject/name'])
    const challenge = await desk.verifier().createChallenge()
    const options = { challenge, domain: 'grid.example' }
    const presentation = { ...PRESENTATION, verifiableCredential: [derived] }
    const verifiablePresentation = await desk.holder.createPresentation({ presentation, options })
    expect(await desk.verifier().verifyPresentation({ verifiablePresentation, options })).toEqual({ verified: true })
  })
})

describe('deriving from an SD-JWT', () => {
  it.each([
    ['vc-sd-jwt', 'application/vc+sd-jwt', '/credentialSubject'],
    ['sd-jwt-vc', 'application/dc+sd-jwt', ''],
  ] as const)('of %s reveals what is selected, enveloped or not', async (securing, mediaType, at) => {
    const desk = await openDesk()
    const issued = await desk.issuer(securing).issue({ credential: withSubject() })
    for (const held of [issued, tokenOf(issued)]) {
      const derived = await derive(desk, held, [`${at}/name`])
      expect(derived).toMatchObject({ type: 'EnvelopedVerifiableCredential' })
      expect(String(derived.id).startsWith(`data:${mediaType},`)).toBe(true)
      expect(readSdJwt(tokenOf(derived)).disclosable).toEqual([`${at}/name`])
      expect(await verify(desk, derived)).toEqual({ verified: true })
    }
    const least = await desk.holder.deriveCredential({ verifiableCredential: issued })
    expect(readSdJwt(tokenOf(least)).disclosable).toEqual([])
  })

  it('twice leaves what both times was selected', async () => {
    const desk = await openDesk()
    const issued = await desk.issuer('sd-jwt-vc').issue({ credential: withSubject() })
    const once = await derive(desk, issued, ['/name', '/description'])
    const twice = await derive(desk, once, ['/name'])
    expect(readSdJwt(tokenOf(twice)).disclosable).toEqual(['/name'])
    await expect(derive(desk, twice, ['/description'])).rejects.toMatchObject({ code: 'option_refused' })
  })

  it.each([['/nothing'], ['name'], ['/~2']])('refuses %j, which leads nowhere', async (pointer) => {
    const desk = await openDesk()
    const issued = await desk.issuer('sd-jwt-vc').issue({ credential: withSubject() })
    await expect(derive(desk, issued, [pointer])).rejects.toMatchObject({ code: 'option_refused' })
  })

  it('refuses one that is presented already', async () => {
    const desk = await openDesk()
    const key = desk.identity('ES256')
    const cnf = { kid: key.signer.keyId }
    const issued = await desk.issuer('sd-jwt-vc').issue({ credential: { vct: 'urn:x', sub: STATION, cnf } })
    const keyBinding = { signer: messageSigner(key.signer), audience: 'a', nonce: 'n', now: desk.clock() }
    const bound = await presentSdJwt(tokenOf(issued), { reveal: 'all', keyBinding })
    await expect(derive(desk, bound, [])).rejects.toMatchObject({ code: 'credential_refused' })
  })
})

describe('what nothing is derived from', () => {
  it.each(PLAIN.filter((name) => name !== 'vc-sd-jwt'))(
    'is a credential of %s: all of it is signed as one',
    async (securing) => {
      const desk = await openDesk()
      const issued = await desk.issuer(securing).issue({ credential: credentialFor(securing) })
      await expect(derive(desk, issued, ['/credentialSubject'])).rejects.toMatchObject({
        code: 'credential_refused',
        problems: [{ code: 'PROOF_TRANSFORMATION_ERROR' }],
      })
    },
  )

  it.each<[string, Readonly<Record<string, unknown>> | string]>([
    ['a document without a proof', withSubject()],
    ['a text', 'hello'],
    ['an SD-JWT that is none', 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.e30.AA~broken~'],
    [
      'a proof value that is none',
      { ...withSubject(), proof: { type: 'DataIntegrityProof', cryptosuite: 'bbs-2023' } },
    ],
    ['several base proofs', { ...withSubject(), proof: [] }],
  ])('is %s', async (_, input) => {
    await expect(derive(await openDesk(), input, [])).rejects.toMatchObject({ code: 'credential_refused' })
  })
})

describe('proof sets', () => {
  /** A credential with an eddsa-jcs-2022 proof and a base proof over the same document, of the same issuer. */
  async function withTwoProofs(desk: Desk) {
    const { did, signer } = desk.identity('ES256')
    const plain = { ...withSubject(), issuer: did }
    const jcs = { cryptosuite: 'ecdsa-jcs-2019', signer, proofPurpose: 'assertionMethod' } as const
    const base = { ...jcs, cryptosuite: 'ecdsa-sd-2023', existingProofs: 'set' } as const
    return desk.dataIntegrity.sign(await desk.dataIntegrity.sign(plain, jcs), base)
  }

  it('with a base proof do not verify: a proof that is understood is never passed over', async () => {
    const desk = await openDesk()
    expect(codes(await verify(desk, await withTwoProofs(desk)))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it('with a base proof can be derived from; the other proofs are over the whole and left out', async () => {
    const desk = await openDesk()
    const derived = await derive(desk, await withTwoProofs(desk), ['/credentialSubject/name'])
    expect(derived).toMatchObject({ proof: { cryptosuite: 'ecdsa-sd-2023' } })
    expect(await verify(desk, derived)).toEqual({ verified: true })
  })

  it('with a derived proof and a broken one are refused, and both forms must be accepted', async () => {
    const desk = await openDesk()
    const { did, signer } = desk.identity('ES256')
    const sign = (document: object, cryptosuite: 'ecdsa-jcs-2019' | 'ecdsa-sd-2023') =>
      desk.dataIntegrity.sign(document, {
        cryptosuite,
        signer,
        proofPurpose: 'assertionMethod',
        existingProofs: 'set',
      })
    const whole = await derive(desk, await sign({ ...withSubject(), issuer: did }, 'ecdsa-sd-2023'), [
      '/credentialSubject',
      '/id',
    ])
    const set = (await sign(whole, 'ecdsa-jcs-2019')) as Record<string, unknown> & { readonly proof: object[] }
    const accept = (acceptedSecurings: readonly string[]) =>
      desk.verifier({ acceptedSecurings }).verifyCredential({ verifiableCredential: set })
    expect(await accept(['ecdsa-sd-2023', 'ecdsa-jcs-2019'])).toEqual({ verified: true })
    expect(codes(await accept(['ecdsa-sd-2023']))).toEqual(['SECURING_NOT_ACCEPTED'])
    const changed = { ...set, proof: set.proof.map((proof, i) => (i === 1 ? { ...proof, proofValue: 'z' } : proof)) }
    expect((await verify(desk, changed)).verified).toBe(false)
  })
})

describe('a credential of somebody else in one’s own presentation', () => {
  it.each([...DERIVED, 'vc-sd-jwt', 'sd-jwt-vc', 'vc-cose'] as const)(
    'of %s keeps its issuer: a holder cannot sign for it',
    async (securing) => {
      const desk = await openDesk()
      const { did, signer } = desk.identity()
      const instance = { id: 'thief', securing: 'eddsa-jcs-2022', did, signer } as const
      const holder = createHolder({ instance, forms: desk.forms, dataIntegrity: desk.dataIntegrity, clock: desk.clock })
      const issued = await desk.issuer(securing).issue({ credential: withSubject() })
      const { proof: _, ...unsigned } = {
        ...withSubject(),
        issuer: desk.issuer(securing).instance.did,
        proof: issued.proof,
      }
      const forged = await desk.forms['eddsa-jcs-2022'].secureCredential(unsigned, signer, desk.clock())
      const options = { challenge: 'c' }
      const presentation = { ...PRESENTATION, verifiableCredential: [forged] }
      const verifiablePresentation = await holder.createPresentation({ presentation, options })
      const result = await desk.verifier().verifyPresentation({ verifiablePresentation, options })
      expect([result.verified, codes(result)]).toEqual([false, ['CONTROLLER_MISMATCH']])
    },
  )

  it.each(PLAIN)('of %s, with a member changed, makes the presentation fail', async (securing) => {
    const desk = await openDesk()
    const issued = await desk.issuer(securing).issue({ credential: credentialFor(securing) })
    const broken =
      issued.type === 'EnvelopedVerifiableCredential'
        ? { ...issued, id: `${String(issued.id).slice(0, -12)}AAAAAAAAAAAA` }
        : { ...issued, credentialSubject: { id: 'did:example:thief' } }
    for (const [one, verified] of [
      [issued, true],
      [broken, false],
    ] as const) {
      const options = { challenge: 'c' }
      const presentation = { ...PRESENTATION, verifiableCredential: [one] }
      const verifiablePresentation = await desk.holder.createPresentation({ presentation, options })
      expect((await desk.verifier().verifyPresentation({ verifiablePresentation, options })).verified).toBe(verified)
    }
  })
})
