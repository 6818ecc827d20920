import { type CreatePresentationRequest, createHolder, type Securing } from '@energy-ssi/vc-api'
import { describe, expect, it } from 'vitest'
import { type Desk, openDesk, PLAIN } from './support/desk.ts'
import { codes, credential, isModel1, PRESENTATION } from './support/documents.ts'

type Options = NonNullable<CreatePresentationRequest['options']>

async function present(desk: Desk, options: Options, members: Record<string, unknown> = {}) {
  return desk.holder.createPresentation({ presentation: { ...PRESENTATION, ...members }, options })
}

describe.each([['eddsa-rdfc-2022'], ['eddsa-jcs-2022']])('a presentation with %s', (cryptosuite) => {
  it('verifies with the challenge and domain it was made for, its credentials too', async () => {
    const desk = await openDesk()
    const issued = await Promise.all(
      (['eddsa-jcs-2022', 'vc-jose'] as const).map((securing) =>
        desk.issuer(securing).issue({ credential: credential() }),
      ),
    )
    const verifier = desk.verifier()
    const challenge = await verifier.createChallenge()
    const verifiablePresentation = await present(
      desk,
      { cryptosuite, challenge, domain: 'pq.example' },
      { verifiableCredential: issued },
    )
    const result = await verifier.verifyPresentation({
      verifiablePresentation,
      options: { challenge, domain: 'pq.example', returnResults: true, returnPresentation: true },
    })
    expect(result).toMatchObject({
      verified: true,
      verifiablePresentation,
      results: {
        presentation: {
          challenge: { verified: true, input: challenge },
          domain: { verified: true, input: 'pq.example' },
          holder: { verified: true, input: desk.holder.did },
          proof: [{ verified: true }],
        },
        credentials: [{ verified: true }, { verified: true }],
      },
    })
  })

  it.each([
    [
      'another challenge',
      { challenge: 'ours', domain: 'pq.example' },
      { challenge: 'theirs', domain: 'pq.example' },
      'INVALID_CHALLENGE_ERROR',
    ],
    [
      'no challenge',
      { domain: 'pq.example' },
      { challenge: 'theirs', domain: 'pq.example' },
      'INVALID_CHALLENGE_ERROR',
    ],
    [
      'another domain',
      { challenge: 'c', domain: 'a.example' },
      { challenge: 'c', domain: 'b.example' },
      'INVALID_DOMAIN_ERROR',
    ],
    ['no domain', { challenge: 'c' }, { challenge: 'c', domain: 'b.example' }, 'INVALID_DOMAIN_ERROR'],
    ['a challenge nobody expects', { challenge: 'c' }, {}, 'INVALID_CHALLENGE_ERROR'],
    ['no challenge where none is expected', {}, {}, 'INVALID_CHALLENGE_ERROR'],
  ])('is refused with %s', async (_, made, expected, code) => {
    const desk = await openDesk()
    const verifiablePresentation = await present(desk, { cryptosuite, ...made })
    const result = await desk.verifier().verifyPresentation({ verifiablePresentation, options: expected })
    expect(result.verified).toBe(false)
    expect(codes(result)).toContain(code)
  })
})

describe('a challenge of this service', () => {
  it('is good for one presentation only, of any number that race', async () => {
    const desk = await openDesk()
    const verifier = desk.verifier()
    const challenge = await verifier.createChallenge()
    const verifiablePresentation = await present(desk, { challenge })
    const results = await Promise.all(
      Array.from({ length: 8 }, () => verifier.verifyPresentation({ verifiablePresentation, options: { challenge } })),
    )
    expect(results.filter(({ verified }) => verified)).toHaveLength(1)
  })

  it('is not burnt by a presentation that fails', async () => {
    const desk = await openDesk()
    const verifier = desk.verifier()
    const challenge = await verifier.createChallenge()
    const good = await present(desk, { challenge })
    const bad = { ...good, holder: 'did:example:thief' }
    expect((await verifier.verifyPresentation({ verifiablePresentation: bad, options: { challenge } })).verified).toBe(
      false,
    )
    expect((await verifier.verifyPresentation({ verifiablePresentation: good, options: { challenge } })).verified).toBe(
      true,
    )
  })

  it('expires after fifteen minutes', async () => {
    const desk = await openDesk()
    const challenge = await desk.verifier().createChallenge()
    desk.pass(15 * 60)
    const verifiablePresentation = await present(desk, { challenge })
    const result = await desk.verifier().verifyPresentation({ verifiablePresentation, options: { challenge } })
    expect(codes(result)).toEqual(['INVALID_CHALLENGE_ERROR'])
  })

  it('is told from others by its MAC', async () => {
    const desk = await openDesk()
    const challenge = await desk.challenges.create()
    const other = `${challenge.slice(0, -1)}${challenge.endsWith('A') ? 'B' : 'A'}`
    expect(await desk.challenges.consume(other)).toBe('foreign')
    expect(await desk.challenges.consume('')).toBe('foreign')
    expect(await desk.challenges.consume(challenge)).toBe('consumed')
    expect(await desk.challenges.consume(challenge)).toBe('used_or_expired')
  })
})

describe('who presents', () => {
  it('must be the holder that the presentation names', async () => {
    const desk = await openDesk()
    const thief = desk.identity()
    const verifiablePresentation = await desk.presentAs('eddsa-jcs-2022')(
      { ...PRESENTATION, holder: 'did:example:victim' } as never,
      thief.signer,
      desk.clock(),
      { challenge: 'c' },
    )
    const verify = (policy = {}) =>
      desk.verifier(policy).verifyPresentation({ verifiablePresentation, options: { challenge: 'c' } })
    expect(codes(await verify())).toEqual(['HOLDER_MISMATCH'])
    expect((await verify({ requireControllerBinding: false })).verified).toBe(true)
  })

  it('signs for authentication: a proof made for assertion is refused', async () => {
    const desk = await openDesk()
    const verifiablePresentation = await present(desk, { challenge: 'c', proofPurpose: 'assertionMethod' })
    const result = await desk.verifier().verifyPresentation({ verifiablePresentation, options: { challenge: 'c' } })
    expect(result.verified).toBe(false)
  })
})

describe('an enveloped presentation', () => {
  it('answers challenge and domain through nonce and aud', async () => {
    const desk = await openDesk()
    const { did, signer } = desk.identity()
    const challenge = await desk.verifier().createChallenge()
    const verifiablePresentation = await desk.presentAs('vc-jose')(
      { ...PRESENTATION, holder: did } as never,
      signer,
      desk.clock(),
      { challenge, domain: 'pq.example' },
    )
    const verify = (options: object) => desk.verifier().verifyPresentation({ verifiablePresentation, options })
    expect(codes(await verify({ challenge: 'other', domain: 'pq.example' }))).toEqual(['INVALID_CHALLENGE_ERROR'])
    expect(codes(await verify({ challenge, domain: 'other.example' }))).toEqual(['INVALID_DOMAIN_ERROR'])
    expect(await verify({ challenge, domain: 'pq.example' })).toEqual({ verified: true })
  })
})

describe('the credentials in it', () => {
  it('each count: one that fails makes the presentation fail, and says which', async () => {
    const desk = await openDesk()
    const good = await desk.issuer('vc-jose').issue({ credential: credential() })
    const bad = await desk.issuer('vc-jose').issue({ credential: credential({ validUntil: '2026-05-01T00:00:00Z' }) })
    const verifiablePresentation = await present(desk, { challenge: 'c' }, { verifiableCredential: [good, bad] })
    const options = { challenge: 'c', returnResults: true }
    const result = await desk.verifier().verifyPresentation({ verifiablePresentation, options })
    expect(result.verified).toBe(false)
    expect(result.results?.credentials.map(({ verified }) => verified)).toEqual([true, false])
    expect(codes(result)).toEqual(['CREDENTIAL_EXPIRED'])
  })

  it('are at most fifty', async () => {
    const desk = await openDesk()
    const one = await desk.issuer('vc-jose').issue({ credential: credential() })
    const presentation = { ...PRESENTATION, verifiableCredential: Array.from({ length: 51 }, () => one) }
    const result = await desk.verifier().verifyPresentation({ presentation })
    expect(codes(result)).toEqual(['MALFORMED_VALUE_ERROR'])
  })
})

describe('a presentation that nobody signed', () => {
  it('verifies as far as its credentials do', async () => {
    const desk = await openDesk()
    const one = await desk.issuer('eddsa-jcs-2022').issue({ credential: credential() })
    const presentation = { ...PRESENTATION, verifiableCredential: [one] }
    expect(await desk.verifier().verifyPresentation({ presentation })).toEqual({ verified: true })
    const changed = { ...one, credentialSubject: { id: 'did:example:thief' } }
    const result = await desk.verifier().verifyPresentation({
      presentation: { ...PRESENTATION, verifiableCredential: [changed] },
    })
    expect(result.verified).toBe(false)
  })

  it.each([
    ['challenge', 'INVALID_CHALLENGE_ERROR'],
    ['domain', 'INVALID_DOMAIN_ERROR'],
  ])('is refused where a %s is expected: nobody answered it', async (name, code) => {
    const options = { [name]: 'expected', returnResults: true }
    const result = await (await openDesk()).verifier().verifyPresentation({ presentation: PRESENTATION, options })
    expect([result.verified, codes(result)]).toEqual([false, [code]])
    expect(result.results?.presentation).toEqual({ [name]: { verified: false, input: 'expected' } })
  })

  it('never hides a proof: with one it is verified like a signed one', async () => {
    const desk = await openDesk()
    const signed = await present(desk, { challenge: 'c' })
    const result = await desk.verifier().verifyPresentation({ presentation: { ...signed, id: 'urn:example:changed' } })
    expect(result.verified).toBe(false)
  })

  it('does not come together with a signed one, and one of them must come', async () => {
    const verifier = (await openDesk()).verifier()
    await expect(verifier.verifyPresentation({})).rejects.toMatchObject({ code: 'option_refused' })
    const both = { presentation: PRESENTATION, verifiablePresentation: PRESENTATION }
    await expect(verifier.verifyPresentation(both)).rejects.toMatchObject({ code: 'option_refused' })
  })
})

describe('the key of a holder', () => {
  const holderOf = async (desk: Desk, securing: Securing) => {
    const { did, signer } = desk.identity(desk.forms[securing].algorithm)
    const instance = { id: 'another', securing, did, signer }
    return createHolder({ instance, forms: desk.forms, dataIntegrity: desk.dataIntegrity, clock: desk.clock })
  }

  it.each([
    ['vc-jose', ['eddsa-rdfc-2022', 'eddsa-jcs-2022'], ['ecdsa-rdfc-2019', 'ecdsa-jcs-2019']],
    ['ed25519-signature-2020', ['eddsa-rdfc-2022', 'eddsa-jcs-2022'], ['ecdsa-rdfc-2019', 'ecdsa-jcs-2019']],
    ['ecdsa-jcs-2019-p256', ['ecdsa-rdfc-2019', 'ecdsa-jcs-2019'], ['eddsa-rdfc-2022', 'eddsa-jcs-2022']],
    ['ecdsa-rdfc-2019-p384', ['ecdsa-rdfc-2019', 'ecdsa-jcs-2019'], ['eddsa-rdfc-2022', 'eddsa-jcs-2022']],
  ] as const)('of %s signs with suites of its algorithm, and with no other', async (securing, fitting, others) => {
    const desk = await openDesk()
    const holder = await holderOf(desk, securing)
    for (const cryptosuite of fitting) {
      const options = { cryptosuite, challenge: 'c' }
      const verifiablePresentation = await holder.createPresentation({ presentation: PRESENTATION, options })
      expect(verifiablePresentation).toMatchObject({ proof: { cryptosuite } })
      const verify = { verifiablePresentation, options: { challenge: 'c' } }
      expect(await desk.verifier().verifyPresentation(verify)).toEqual({ verified: true })
    }
    for (const cryptosuite of others) {
      const refused = holder.createPresentation({ presentation: PRESENTATION, options: { cryptosuite } })
      await expect(refused).rejects.toMatchObject({ code: 'option_refused' })
    }
  })

  it.each([...PLAIN, 'jwt-proof-2020'] as const)(
    'of %s presents in the form of the instance, and it verifies',
    async (securing) => {
      const desk = await openDesk()
      const holder = await holderOf(desk, securing)
      const context = isModel1(securing) ? 'https://www.w3.org/2018/credentials/v1' : PRESENTATION['@context'][0]
      const presentation = { ...PRESENTATION, '@context': [context] }
      const options = { challenge: 'c', domain: 'pq.example' }
      const verifiablePresentation = await holder.createPresentation({ presentation, options })
      const verify = { verifiablePresentation, options }
      expect(await desk.verifier().verifyPresentation(verify)).toEqual({ verified: true })
    },
  )
})

describe('creating a presentation', () => {
  it('fills in the holder, keeps its own and refuses another', async () => {
    const desk = await openDesk()
    expect(await present(desk, {})).toMatchObject({
      holder: desk.holder.did,
      proof: { proofPurpose: 'authentication' },
    })
    expect(await present(desk, {}, { holder: desk.holder.did })).toMatchObject({ holder: desk.holder.did })
    await expect(present(desk, {}, { holder: 'did:example:1' })).rejects.toMatchObject({ code: 'holder_mismatch' })
  })

  it('takes the time and the key of the proof as options', async () => {
    const desk = await openDesk()
    const options = { created: '2026-05-31T00:00:00Z', verificationMethod: desk.holder.keyId }
    expect(await present(desk, options)).toMatchObject({ proof: options })
  })

  it.each([
    ['a time that is none', { created: 'yesterday' }],
    ['a key of others', { verificationMethod: 'did:example:1#key' }],
    ['an unknown suite', { cryptosuite: 'bbs-2023' }],
    ['an envelope as suite', { cryptosuite: 'vc-jose' }],
    ['an unknown type', { type: 'Ed25519Signature2018' }],
  ])('refuses %s', async (_, options) => {
    await expect(present(await openDesk(), options)).rejects.toMatchObject({ code: 'option_refused' })
  })

  it.each([
    ['a type of proof', { type: 'DataIntegrityProof' }, {}, 'option_refused'],
    ['the time of the proof', { created: '2026-05-31T00:00:00Z' }, {}, 'option_refused'],
    ['another purpose', { proofPurpose: 'assertionMethod' }, {}, 'option_refused'],
    ['a presentation with a proof', {}, { proof: { type: 'DataIntegrityProof' } }, 'presentation_refused'],
  ] as const)('never passes over %s that an envelope cannot hold', async (_, options, members, code) => {
    const desk = await openDesk()
    const identity = desk.identity()
    const holder = createHolder({
      instance: { id: 'enveloping', securing: 'vc-jose', ...identity },
      forms: desk.forms,
      dataIntegrity: desk.dataIntegrity,
      clock: desk.clock,
    })
    const create = (presentation: object, given: Options) =>
      holder.createPresentation({ presentation: { ...PRESENTATION, ...presentation }, options: given })
    expect(await create({}, { challenge: 'c', domain: 'd', proofPurpose: 'authentication' })).toMatchObject({
      type: 'EnvelopedVerifiablePresentation',
    })
    await expect(create(members, options)).rejects.toMatchObject({ code })
  })

  it('refuses what is no presentation', async () => {
    await expect(present(await openDesk(), {}, { type: ['Other'] })).rejects.toMatchObject({
      code: 'presentation_refused',
    })
  })
})
