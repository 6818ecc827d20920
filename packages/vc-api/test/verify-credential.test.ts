import { createDataIntegrity } from '@energy-ssi/data-integrity'
import { DidError } from '@energy-ssi/did'
import {
  createIntegrityVerifier,
  createStatusListSource,
  createVerifier,
  messageSigner,
  type Securing,
  STRICT_POLICY,
  type VerifierPolicy,
} from '@energy-ssi/vc-api'
import { describe, expect, it } from 'vitest'
import { openDesk, PLAIN } from './support/desk.ts'
import { codes, credential, credentialFor, tamper } from './support/documents.ts'

type Secured = Record<string, unknown>

async function issueAndVerify(
  securing: Securing,
  members: Record<string, unknown> = {},
  change: (secured: Secured) => unknown = (secured) => secured,
  policy: Partial<VerifierPolicy> = {},
) {
  const desk = await openDesk()
  const issued = structuredClone(
    await desk.issuer(securing).issue({ credential: credentialFor(securing, members) }),
  ) as Secured
  return desk.verifier(policy).verifyCredential({ verifiableCredential: change(issued) as Secured })
}

describe.each(PLAIN)('verifying %s', (securing) => {
  it('accepts what was issued, and says no more than that unless asked', async () => {
    expect(await issueAndVerify(securing)).toEqual({ verified: true })
  })

  it('reports every step on request', async () => {
    const desk = await openDesk()
    const period = { validFrom: '2026-01-01T00:00:00Z', validUntil: '2027-01-01T00:00:00Z' }
    const issued = await desk.issuer(securing).issue({ credential: credentialFor(securing, period) })
    const options = { returnResults: true, returnCredential: true, returnProblemDetails: true }
    const result = await desk.verifier().verifyCredential({ verifiableCredential: issued, options })
    expect(result).toMatchObject({
      verified: true,
      credential: issued,
      results: {
        proof: [{ verified: true }],
        validFrom: { verified: true, input: period.validFrom },
        validUntil: { verified: true, input: period.validUntil },
        credentialStatus: [{ verified: true, value: 0 }],
      },
    })
  })

  it('refuses what was changed afterwards', async () => {
    const result = await issueAndVerify(securing, {}, tamper)
    expect(result.verified).toBe(false)
    expect(['CRYPTOGRAPHIC_SECURITY_ERROR', 'PROOF_VERIFICATION_ERROR']).toContain(codes(result)?.[0])
  })

  it.each([
    ['expired', { validUntil: '2026-05-01T00:00:00Z' }, 'CREDENTIAL_EXPIRED'],
    ['not valid yet', { validFrom: '2026-07-01T00:00:00Z' }, 'CREDENTIAL_NOT_YET_VALID'],
  ])('refuses what is %s; an advisory verifier only warns', async (_, members, code) => {
    const result = await issueAndVerify(securing, members)
    expect(result.verified).toBe(false)
    expect(codes(result)).toEqual([code])
    const advice = await issueAndVerify(securing, members, undefined, { treatWarningsAsErrors: false })
    expect(advice.verified).toBe(true)
    expect(codes(advice)).toEqual([code])
  })

  it('applies the lists of accepted issuers and securings', async () => {
    const foreign = await issueAndVerify(securing, {}, undefined, { acceptedIssuers: ['did:example:another'] })
    expect(codes(foreign)).toEqual(['ISSUER_NOT_ACCEPTED'])
    const other = PLAIN.filter((name) => name !== securing)
    expect(codes(await issueAndVerify(securing, {}, undefined, { acceptedSecurings: other }))).toEqual([
      'SECURING_NOT_ACCEPTED',
    ])
    expect((await issueAndVerify(securing, {}, undefined, { acceptedSecurings: [securing] })).verified).toBe(true)
  })
})

describe('names of forms of securing', () => {
  it.each(['ecdsa-rdfc-2019', 'ecdsa-jcs-2019'] as const)(
    '%s stands for both curves, each name for one',
    async (suite) => {
      for (const curve of ['p256', 'p384'] as const) {
        const accept = (name: string) =>
          issueAndVerify(`${suite}-${curve}`, {}, undefined, { acceptedSecurings: [name] })
        expect((await accept(suite)).verified).toBe(true)
        expect(codes(await accept(`${suite}-${curve === 'p256' ? 'p384' : 'p256'}`))).toEqual(['SECURING_NOT_ACCEPTED'])
      }
    },
  )
})

describe('what is no secured credential', () => {
  it.each([
    ['an empty object', {}, 'PROOF_MISSING'],
    ['a credential without proof', credential({ issuer: 'did:example:1' }), 'PROOF_MISSING'],
    ['a proof that is null', credential({ issuer: 'did:example:1', proof: null }), 'PROOF_MISSING'],
    ['a text', 'hello', 'PROOF_MISSING'],
    [
      'an envelope around nothing',
      { type: 'EnvelopedVerifiableCredential', id: 'data:application/vc+jwt,' },
      'PROOF_MISSING',
    ],
    ['an SD-JWT of no class', 'eyJhbGciOiJFZERTQSJ9.e30.AAAA~', 'SECURING_NOT_SUPPORTED'],
  ])('%s is refused as %s', async (_, input, code) => {
    const desk = await openDesk()
    const result = await desk.verifier().verifyCredential({ verifiableCredential: input })
    expect(result.verified).toBe(false)
    expect(codes(result)).toEqual([code])
  })

  it('refuses "alg": "none", also with the right claims', async () => {
    const header = Buffer.from('{"alg":"none","typ":"vc+jwt","kid":"did:key:z6Mk#z6Mk"}').toString('base64url')
    const payload = Buffer.from(JSON.stringify(credential({ issuer: 'did:key:z6Mk' }))).toString('base64url')
    const desk = await openDesk()
    for (const token of [`${header}.${payload}.`, `${header}.${payload}.AAAA`]) {
      expect((await desk.verifier().verifyCredential({ verifiableCredential: token })).verified).toBe(false)
    }
  })

  it('refuses a presentation in place of a credential', async () => {
    const desk = await openDesk()
    const presentation = await desk.holder.createPresentation({
      presentation: { '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiablePresentation'] },
      options: { proofPurpose: 'assertionMethod' },
    })
    const result = await desk.verifier().verifyCredential({ verifiableCredential: presentation })
    expect(codes(result)).toContain('MALFORMED_VALUE_ERROR')
  })
})

describe('controller binding', () => {
  it('refuses a credential that somebody else signed in the issuer’s name, unless it is switched off', async () => {
    const desk = await openDesk()
    const thief = desk.identity()
    const forged = await desk.forms['vc-jose'].secureCredential(
      { ...credential(), issuer: 'did:example:issuer' } as never,
      thief.signer,
      desk.clock(),
    )
    const verify = (policy = {}) => desk.verifier(policy).verifyCredential({ verifiableCredential: forged })
    expect(codes(await verify())).toEqual(['CONTROLLER_MISMATCH'])
    expect((await verify({ requireControllerBinding: false })).verified).toBe(true)
  })
})

describe('proof.created', () => {
  it('is demanded only by policy', async () => {
    const desk = await openDesk()
    const { did, signer } = desk.identity()
    const verifiableCredential = await createDataIntegrity().sign(credential({ issuer: did }), {
      cryptosuite: 'eddsa-jcs-2022',
      signer,
      proofPurpose: 'assertionMethod',
    })
    const verify = (policy = {}) => desk.verifier(policy).verifyCredential({ verifiableCredential })
    expect(await verify()).toEqual({ verified: true })
    expect((await verify({ requireProofCreated: true })).verified).toBe(false)
  })
})

describe('what cannot be decided', () => {
  it('is thrown, never answered with "no"', async () => {
    const desk = await openDesk()
    const issued = await desk.issuer('vc-jose').issue({ credential: credential() })
    const resolveKey = () => Promise.reject(new DidError('did_unreachable', 'The DID could not be resolved.'))
    const verifyIntegrity = createIntegrityVerifier({
      resolveKey,
      dataIntegrity: createDataIntegrity(),
      clock: desk.clock,
    })
    const statusLists = createStatusListSource({
      own: desk.statusLists,
      fetch: () => Promise.reject(new TypeError('no network')),
      verifyIntegrity,
      resolveKey,
      clock: desk.clock,
    })
    const { challenges, clock } = desk
    const verifier = createVerifier({ verifyIntegrity, statusLists, challenges, clock, policy: STRICT_POLICY })
    await expect(verifier.verifyCredential({ verifiableCredential: issued })).rejects.toMatchObject({
      code: 'did_unreachable',
    })
  })
})

describe('details', () => {
  it('tell no claim', async () => {
    const result = await issueAndVerify('eddsa-rdfc-2022', { name: 'MARKER' }, (secured) => ({
      ...secured,
      credentialSubject: { id: 'did:example:MARKER' },
    }))
    expect(JSON.stringify(result)).not.toContain('MARKER')
  })

  it('are left out on request, and every type is a URL', async () => {
    const desk = await openDesk()
    const options = { returnProblemDetails: false }
    expect(await desk.verifier().verifyCredential({ verifiableCredential: {}, options })).toEqual({ verified: false })
    const [detail] = (await desk.verifier().verifyCredential({ verifiableCredential: {} })).problemDetails ?? []
    expect(URL.canParse(detail?.type ?? '')).toBe(true)
    expect(detail?.title).not.toBe('')
  })
})

describe('tokens of other makers', () => {
  const sign = async (desk: Awaited<ReturnType<typeof openDesk>>, header: object, payload: (did: string) => object) => {
    const { did, signer } = desk.identity()
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
    const input = `${encode({ alg: 'EdDSA', kid: signer.keyId, ...header })}.${encode(payload(did))}`
    const signature = await messageSigner(signer).sign(Buffer.from(input))
    return `${input}.${Buffer.from(signature).toString('base64url')}`
  }

  it.each([
    ['a credential without "typ"', {}, (did: string) => credential({ issuer: did })],
    [
      'a credential of data model 2.0 in a "vc" claim',
      { typ: 'JWT' },
      (did: string) => ({ iss: did, vc: credential({ issuer: did }) }),
    ],
  ])('%s verifies, enveloped or not', async (_, header, payload) => {
    const desk = await openDesk()
    const token = await sign(desk, header, payload)
    const enveloped = {
      '@context': 'https://www.w3.org/ns/credentials/v2',
      type: 'EnvelopedVerifiableCredential',
      id: `data:application/vc+jwt,${token}`,
    }
    for (const verifiableCredential of [token, enveloped]) {
      expect(await desk.verifier().verifyCredential({ verifiableCredential })).toEqual({ verified: true })
    }
  })
})

describe('what is returned', () => {
  const V2 = 'https://www.w3.org/ns/credentials/v2'
  const EXAMPLES = 'https://www.w3.org/ns/credentials/examples/v2'
  const options = { returnCredential: true, returnResults: true }

  async function verified(securing: Securing, change: (secured: Secured) => Secured) {
    const desk = await openDesk()
    const issued = (await desk.issuer(securing).issue({ credential: credentialFor(securing) })) as Secured
    const result = await desk.verifier().verifyCredential({ verifiableCredential: change(issued), options })
    expect(result.verified).toBe(true)
    return { issued, result }
  }

  it.each(PLAIN)('is the %s credential as it came', async (securing) => {
    const { issued, result } = await verified(securing, (secured) => secured)
    expect(result.credential).toEqual(issued)
  })

  it('holds nothing that stood beside the token in an envelope', async () => {
    const extras = { credentialSubject: { id: 'did:example:thief' }, proof: { type: 'DataIntegrityProof' } }
    const { issued, result } = await verified('vc-jose', (secured) => ({ ...secured, ...extras, '@context': [V2, {}] }))
    expect(result.credential).toEqual(issued)
    expect(result.results?.proof).toEqual([{ verified: true, input: issued }])
  })

  it('holds no context that the proof does not cover (vc-di-eddsa §3.3.2)', async () => {
    const { issued, result } = await verified('eddsa-jcs-2022', (secured) => ({
      ...secured,
      '@context': [V2, EXAMPLES],
    }))
    expect(result.credential).toEqual(issued)
  })

  it('never calls a proof verified that was passed over', async () => {
    const { result } = await verified('eddsa-jcs-2022', (secured) => ({
      ...secured,
      proof: [
        secured.proof,
        { type: 'DataIntegrityProof', cryptosuite: 'nobody-2099', proofValue: 'u' },
        { type: 'Other' },
      ],
    }))
    expect(result.results?.proof?.map((proof) => proof.verified)).toEqual([true, false, false])
  })
})
