import { verified } from '@energy-ssi/core'
import { describe, expect, it, vi } from 'vitest'
import { createDataIntegrity, type Proof, type SignOptions, type VerifyOptions } from '../src/index.ts'
import {
  anotherSigner,
  BYTES,
  CASE_NAMES,
  CASES,
  type CaseName,
  codesOf,
  createCredential,
  JCS_NAMES,
  NOW,
  PROOF_NAMES,
  RDFC_NAMES,
  resolveDidKey,
  VECTOR_SIGNER,
  verifiedValue,
} from './support.ts'

const dataIntegrity = createDataIntegrity()
const VERIFY: VerifyOptions = { resolveKey: resolveDidKey, proofPurpose: 'assertionMethod', now: NOW }
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)

type Signed = Record<string, unknown> & { proof: Record<string, unknown> }
async function sign(
  suite: CaseName,
  options: Partial<SignOptions> = {},
  document: Readonly<Record<string, unknown>> = createCredential(),
): Promise<Signed> {
  const fixed = { ...CASES[suite], proofPurpose: 'assertionMethod', created: NOW } as const
  const signed = await dataIntegrity.sign(document, { ...fixed, ...options })
  return { ...signed, proof: { ...(signed.proof as Proof) } }
}
const withProof = (signed: Signed, changes: object): Signed => ({ ...signed, proof: { ...signed.proof, ...changes } })
const without = (object: Record<string, unknown>, name: string) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name))

describe.each(CASE_NAMES)('verify, %s', (suite) => {
  const { cryptosuite, signer: own } = CASES[suite]
  const bytes = BYTES[own.algorithm as keyof typeof BYTES]
  const verify = async (document: unknown, options: Partial<VerifyOptions> = {}) =>
    dataIntegrity.verify(document, { ...VERIFY, ...options })

  const fullOptions = {
    domain: 'grid.example',
    challenge: 'c-1',
    proofId: 'urn:uuid:1',
    ...(suite === 'Ed25519Signature2020' ? {} : { expires: later(3600) }),
  }

  it('reports the document without its proof, and who controls the key', async () => {
    const signed = await sign(suite)
    const { document, proofs } = verifiedValue(await verify(signed))
    expect(document).toEqual({ ...createCredential(), '@context': signed['@context'] })
    expect(proofs).toEqual([
      {
        cryptosuite,
        algorithm: own.algorithm,
        verificationMethod: own.keyId,
        controller: own.keyId.split('#')[0],
        proofPurpose: 'assertionMethod',
        created: '2026-11-22T12:00:00Z',
      },
    ])
  })

  it('refuses a proof of which any member is altered', async () => {
    const full = fullOptions
    const signed = await sign(suite, full)
    verifiedValue(await verify(signed))
    const other = (await sign(suite, { ...full, signer: anotherSigner(own) })).proof
    const changes: Record<string, unknown> = {
      type: 'Ed25519Signature2018',
      id: 'urn:uuid:2',
      cryptosuite: cryptosuite.startsWith('ed') ? 'ecdsa-jcs-2019' : 'eddsa-rdfc-2022',
      created: '2026-11-22T11:59:59Z',
      expires: '2026-11-23T13:00:00Z',
      verificationMethod: other.verificationMethod,
      proofPurpose: 'authentication',
      domain: 'other.example',
      challenge: 'c-2',
      proofValue: other.proofValue,
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      nonce: 'added',
    }
    expect(Object.keys(changes)).toEqual(expect.arrayContaining(Object.keys(signed.proof)))
    for (const [name, value] of Object.entries(changes)) {
      expect(codesOf(await verify(withProof(signed, { [name]: value }))), name).toHaveLength(1)
      expect(codesOf(await verify(withProof(signed, { [name]: null }))), name).toHaveLength(1)
      expect(codesOf(await verify(withProof(signed, { [name]: { a: 1 } }))), name).toHaveLength(1)
    }
  })

  it('refuses a proof of which any member is deleted', async () => {
    const signed = await sign(suite, fullOptions)
    for (const name of Object.keys(signed.proof)) {
      const codes = codesOf(await verify({ ...signed, proof: without(signed.proof, name) }))
      expect(codes.length, name).toBeGreaterThan(0)
      expect(['PROOF_VERIFICATION_ERROR', 'PROOF_TRANSFORMATION_ERROR'], name).toContain(codes[0])
    }
  })

  it('refuses a proof with a member nobody knows', async () => {
    const signed = await sign(suite)
    expect(codesOf(await verify(withProof(signed, { extra: 'x' })))).toEqual(['MALFORMED_VALUE_ERROR'])
    expect(codesOf(await verify(withProof(signed, JSON.parse('{"constructor": "x"}') as object)))).toEqual([
      'MALFORMED_VALUE_ERROR',
    ])
  })

  it('refuses a document of which any member is altered, added or deleted', async () => {
    const signed = await sign(suite)
    for (const name of Object.keys(createCredential())) {
      expect(codesOf(await verify(without(signed, name))).length, name).toBe(1)
      expect(codesOf(await verify({ ...signed, [name]: 'urn:altered' })).length, name).toBe(1)
    }
    expect(codesOf(await verify({ ...signed, evidence: { id: 'urn:added', type: 'Evidence' } }))).toHaveLength(1)
  })

  it.each([
    ['PARSING_ERROR', 'not an object', 'x'],
    ['PARSING_ERROR', 'null', null],
    ['PARSING_ERROR', 'a list', []],
    ['PARSING_ERROR', 'not JSON', { proof: { type: () => 1 } }],
    ['PROOF_MISSING', 'an empty object', {}],
    ['PROOF_MISSING', 'an empty list of proofs', { proof: [] }],
    ['PARSING_ERROR', 'a proof that is null', { proof: null }],
    ['PARSING_ERROR', 'a proof that is a string', { proof: 'x' }],
    ['PARSING_ERROR', 'a proof that is a list', { proof: [[]] }],
    ['PROOF_VERIFICATION_ERROR', 'a proof without type', { proof: {} }],
    ['PROOF_VERIFICATION_ERROR', 'a proof without cryptosuite', { proof: { type: 'DataIntegrityProof' } }],
    ['SECURING_NOT_SUPPORTED', 'a foreign type', { proof: { type: 'Ed25519Signature2018' } }],
    [
      'SECURING_NOT_SUPPORTED',
      'a foreign cryptosuite',
      { proof: { type: 'DataIntegrityProof', cryptosuite: 'x-2022' } },
    ],
    [
      'SECURING_NOT_SUPPORTED',
      'a cryptosuite from the prototype',
      { proof: { type: 'DataIntegrityProof', cryptosuite: 'toString' } },
    ],
    ['RANGE_ERROR', 'too many proofs', { proof: Array.from({ length: 21 }, () => ({ type: 'X' })) }],
  ])('%s: %s', async (code, _rule, document) => {
    expect(codesOf(await verify(document))).toContain(code)
  })

  it('accepts only the cryptosuites of the allow-list', async () => {
    const signed = await sign(suite)
    verifiedValue(await verify(signed, { acceptedCryptosuites: [cryptosuite] }))
    expect(codesOf(await verify(signed, { acceptedCryptosuites: [] }))).toEqual(['SECURING_NOT_ACCEPTED'])
  })

  it('created may be 60 s ahead of now, and no more', async () => {
    for (const [seconds, accepted] of [
      [59, true],
      [60, true],
      [61, false],
    ] as const) {
      const signed = await sign(suite, { created: later(seconds) })
      expect((await verify(signed)).verified, String(seconds)).toBe(accepted)
    }
    const signed = await sign(suite, { created: later(61) })
    verifiedValue(await verify(signed, { skewSeconds: 120 }))
    expect(codesOf(await verify(signed))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it('created is optional unless required', async () => {
    const { created: _, ...options } = {
      created: NOW,
      cryptosuite,
      signer: own,
      proofPurpose: 'assertionMethod' as const,
    }
    const signed = await dataIntegrity.sign(createCredential(), options)
    verifiedValue(await verify(signed))
    expect(codesOf(await verify(signed, { requireCreated: true }))).toEqual(['PROOF_VERIFICATION_ERROR'])
    verifiedValue(await verify(await sign(suite), { requireCreated: true }))
  })

  it.each(['2026-11-22', '2026-02-30T00:00:00Z', '2026-11-22T12:00:00+25:00', '', 5])(
    'created %j is malformed',
    async (created) => {
      expect(codesOf(await verify(withProof(await sign(suite), { created })))).toEqual(['MALFORMED_VALUE_ERROR'])
    },
  )

  it('an expected challenge must be there, and the same', async () => {
    const signed = await sign(suite, { challenge: 'c-1' })
    verifiedValue(await verify(signed, { challenge: 'c-1' }))
    verifiedValue(await verify(signed))
    expect(codesOf(await verify(signed, { challenge: 'c-2' }))).toEqual(['INVALID_CHALLENGE_ERROR'])
    expect(codesOf(await verify(await sign(suite), { challenge: 'c-1' }))).toEqual(['INVALID_CHALLENGE_ERROR'])
  })

  it('expected domains must be there, exactly these, in any order', async () => {
    const one = await sign(suite, { domain: 'a.example' })
    const two = await sign(suite, { domain: ['a.example', 'b.example'] })
    verifiedValue(await verify(one, { domain: 'a.example' }))
    verifiedValue(await verify(one, { domain: ['a.example'] }))
    verifiedValue(await verify(two, { domain: ['b.example', 'a.example'] }))
    for (const [signed, domain] of [
      [one, 'b.example'],
      [two, 'a.example'],
      [one, ['a.example', 'b.example']],
      [await sign(suite), 'a.example'],
    ] as const) {
      expect(codesOf(await verify(signed, { domain }))).toEqual(['INVALID_DOMAIN_ERROR'])
    }
  })

  it('the proof purpose must be the expected one, and is the relationship the key is looked up in', async () => {
    const resolveKey = vi.fn(resolveDidKey)
    const signed = await sign(suite, { proofPurpose: 'authentication' })
    verifiedValue(await verify(signed, { proofPurpose: 'authentication', resolveKey }))
    expect(resolveKey.mock.calls).toEqual([[own.keyId, 'authentication']])
    expect(codesOf(await verify(signed))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it('what resolveKey refuses is refused, what it throws passes through', async () => {
    const signed = await sign(suite)
    const problems = [{ code: 'INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD', detail: 'x' }] as const
    const verification = await verify(signed, { resolveKey: () => ({ verified: false, problems }) })
    expect(codesOf(verification)).toEqual(['INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD'])
    const failure = new Error('the network is down')
    await expect(verify(signed, { resolveKey: () => Promise.reject(failure) })).rejects.toBe(failure)
  })

  it('no key is looked up for a document that could not be signed anyway', async () => {
    const resolveKey = vi.fn(resolveDidKey)
    const signed = await sign(suite)
    await verify({ ...signed, '@context': ['https://unknown.example/v1'] }, { resolveKey })
    await verify(withProof(signed, { created: '2039-01-01T00:00:00Z' }), { resolveKey })
    expect(resolveKey).not.toHaveBeenCalled()
  })

  it.each((['EdDSA', 'ES256', 'ES384', 'ES256K'] as const).filter((each) => each !== own.algorithm))(
    'a key for %s cannot verify, whatever it says',
    async (algorithm) => {
      const resolveKey = () => verified({ algorithm, keyId: 'x', controller: 'y', verify: () => true })
      expect(codesOf(await verify(await sign(suite), { resolveKey }))).toEqual(['INVALID_VERIFICATION_METHOD'])
    },
  )

  it.each([
    ['INVALID_VERIFICATION_METHOD_URL', 'verificationMethod', '#key-1'],
    ['INVALID_VERIFICATION_METHOD_URL', 'verificationMethod', `did:key:${'z'.repeat(5000)}`],
    ['MALFORMED_VALUE_ERROR', 'proofValue', 'uAAAA'],
    ['MALFORMED_VALUE_ERROR', 'proofValue', 'z0OIl'],
    ['MALFORMED_VALUE_ERROR', 'proofValue', `z${'1'.repeat(100_000)}`],
    ['PROOF_VERIFICATION_ERROR', 'proofValue', `z${'1'.repeat(63)}`],
    ['PROOF_VERIFICATION_ERROR', 'proofValue', `z${'1'.repeat(bytes)}`],
    ['MALFORMED_VALUE_ERROR', 'previousProof', []],
    ['MALFORMED_VALUE_ERROR', 'domain', []],
  ])('%s: %s %.20s', async (code, name, value) => {
    expect(codesOf(await verify(withProof(await sign(suite), { [name]: value })))).toEqual([code])
  })

  it.each([0, 1, 63, 65, 72, 95, 97, 128, 132].filter((length) => length !== bytes))(
    'a signature of %i bytes is refused, whatever the key says of it',
    async (length) => {
      const yes = { algorithm: own.algorithm, keyId: 'x', controller: 'y', verify: () => true } as const
      const proofValue = `z${'1'.repeat(length)}`
      const verification = await verify(withProof(await sign(suite), { proofValue }), {
        resolveKey: () => verified(yes),
      })
      expect(codesOf(verification)).toHaveLength(1)
    },
  )

  it('never changes its input', async () => {
    const signed = await sign(suite)
    const before = structuredClone(signed)
    await verify(signed)
    expect(signed).toEqual(before)
  })
})

describe.each(PROOF_NAMES)('verify, members of a DataIntegrityProof, %s', (suite) => {
  const verify = (document: unknown) => dataIntegrity.verify(document, VERIFY)

  it('expires may be 60 s behind now, and no more', async () => {
    for (const [seconds, accepted] of [
      [-59, true],
      [-60, true],
      [-61, false],
    ] as const) {
      const signed = await sign(suite, { expires: later(seconds) })
      expect((await verify(signed)).verified, String(seconds)).toBe(accepted)
    }
  })

  it('a previousProof that is not there is refused', async () => {
    const signed = withProof(await sign(suite), { previousProof: 'urn:uuid:nowhere' })
    expect(codesOf(await verify(signed))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })
})

describe('verify, proof sets', () => {
  const foreign = { type: 'DataIntegrityProof', cryptosuite: 'future-2099', proofValue: 'z1' }

  it('every proof that is understood must verify; others are passed over', async () => {
    const first = await sign('eddsa-rdfc-2022')
    const set = (await dataIntegrity.sign(first, {
      cryptosuite: 'eddsa-jcs-2022',
      signer: anotherSigner(VECTOR_SIGNER),
      proofPurpose: 'assertionMethod',
      existingProofs: 'set',
    })) as { proof: [object, Record<string, unknown>] }
    const { proofs } = verifiedValue(await dataIntegrity.verify({ ...set, proof: [foreign, ...set.proof] }, VERIFY))
    expect(proofs.map(({ cryptosuite }) => cryptosuite)).toEqual(['eddsa-rdfc-2022', 'eddsa-jcs-2022'])
    const broken = { ...set, proof: [set.proof[0], { ...set.proof[1], nonce: 'x' }] }
    const verification = await dataIntegrity.verify(broken, VERIFY)
    expect(verification).toMatchObject({
      verified: false,
      problems: [{ code: 'PROOF_VERIFICATION_ERROR', pointer: '/proof/1' }],
    })
  })

  it('several proofs over the same document cost one canonicalisation', async () => {
    let reads = 0
    const subject = {
      id: 'urn:1',
      get owner() {
        reads++
        return 'x'
      },
    }
    const countReads = async (signed: object) => {
      reads = 0
      verifiedValue(await dataIntegrity.verify({ ...signed, credentialSubject: subject }, VERIFY))
      return reads
    }
    const one = await sign('eddsa-rdfc-2022', {}, { ...createCredential(), credentialSubject: subject })
    const two = await dataIntegrity.sign(one, {
      cryptosuite: 'eddsa-rdfc-2022',
      signer: anotherSigner(VECTOR_SIGNER),
      proofPurpose: 'assertionMethod',
      existingProofs: 'set',
    })
    expect(await countReads(two)).toBe(await countReads(one))
  })

  it('a set in which nothing is understood is refused', async () => {
    expect(codesOf(await dataIntegrity.verify({ ...createCredential(), proof: [foreign] }, VERIFY))).toEqual([
      'SECURING_NOT_SUPPORTED',
    ])
  })

  it('a malformed proof spoils the set', async () => {
    const { proof, ...document } = await sign('eddsa-rdfc-2022')
    expect(codesOf(await dataIntegrity.verify({ ...document, proof: [proof, 'x'] }, VERIFY))).toEqual(['PARSING_ERROR'])
    expect(codesOf(await dataIntegrity.verify({ ...document, proof: [proof, {}] }, VERIFY))).toEqual([
      'PROOF_VERIFICATION_ERROR',
    ])
  })

  it('a proof that follows one nobody understands is refused: it cannot be known to hold', async () => {
    const signed = await dataIntegrity.sign(
      { ...createCredential(), proof: { ...foreign, id: 'urn:uuid:f' } },
      {
        cryptosuite: 'eddsa-jcs-2022',
        signer: VECTOR_SIGNER,
        proofPurpose: 'assertionMethod',
        existingProofs: 'set',
        previousProof: 'urn:uuid:f',
      },
    )
    expect(codesOf(await dataIntegrity.verify(signed, VERIFY))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })
})

describe.each(JCS_NAMES)('verify, %s, contexts (§3.3.2)', (suite) => {
  const V2 = 'https://www.w3.org/ns/credentials/v2'
  const EXAMPLES = 'https://www.w3.org/ns/credentials/examples/v2'

  it('known contexts may have been added behind the signed ones; the verified document has the signed ones only', async () => {
    const signed = await sign(suite)
    const extended = { ...signed, '@context': [V2, EXAMPLES, 'https://w3id.org/security/multikey/v1'] }
    expect(verifiedValue(await dataIntegrity.verify(extended, VERIFY)).document['@context']).toEqual([V2, EXAMPLES])
  })

  it.each([[[EXAMPLES, V2]], [[V2]], [[]], [['https://w3id.org/security/multikey/v1', V2, EXAMPLES]]])(
    'a document whose contexts do not begin with the signed ones is refused: %j',
    async (contexts) => {
      const signed = await sign(suite)
      const verification = await dataIntegrity.verify({ ...signed, '@context': contexts }, VERIFY)
      expect(codesOf(verification)).toEqual(['PROOF_VERIFICATION_ERROR'])
    },
  )

  it('a document without contexts can be signed and verified', async () => {
    const signed = await sign(suite, {}, { myWebsite: 'https://hello.world.example/' })
    expect(signed.proof).not.toHaveProperty('@context')
    verifiedValue(await dataIntegrity.verify(signed, VERIFY))
  })

  it('numbers are signed as JSON numbers: 1E30 is 1e+30, and 2^53 its neighbour', async () => {
    const signed = await sign(
      suite,
      {},
      JSON.parse('{"a": 1E30, "b": 9007199254740993, "c": -0}') as Record<string, unknown>,
    )
    verifiedValue(await dataIntegrity.verify({ ...signed, a: 1e30, b: 9007199254740992, c: 0 }, VERIFY))
    expect(codesOf(await dataIntegrity.verify({ ...signed, b: 9007199254740994 }, VERIFY))).toEqual([
      'PROOF_VERIFICATION_ERROR',
    ])
  })
})

describe.each(RDFC_NAMES)('verify, %s', (suite) => {
  it('an undefined term is refused at verification as it is when signing', async () => {
    const document = {
      ...createCredential(),
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiableCredential'],
      credentialSubject: { id: 'urn:1' },
    }
    const signed = await sign(suite, {}, document)
    verifiedValue(await dataIntegrity.verify(signed, VERIFY))
    expect(codesOf(await dataIntegrity.verify({ ...signed, undefinedTerm: 1 }, VERIFY))).toEqual([
      'PROOF_TRANSFORMATION_ERROR',
    ])
    await expect(sign(suite, {}, { ...document, undefinedTerm: 1 })).rejects.toMatchObject({
      code: 'undefined_term',
    })
  })

  it('a proof that names its contexts must name those of the document', async () => {
    const signed = await sign(suite)
    const contexts = signed['@context'] as string[]
    verifiedValue(await dataIntegrity.verify(withProof(signed, { '@context': contexts }), VERIFY))
    expect(
      codesOf(await dataIntegrity.verify(withProof(signed, { '@context': contexts.slice(0, 1) }), VERIFY)),
    ).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it('a presentation with a signed credential inside verifies as one document', async () => {
    for (const inner of CASE_NAMES) {
      const presentation = {
        '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/examples/v2'],
        type: ['VerifiablePresentation'],
        holder: 'did:example:holder',
        verifiableCredential: [await sign(inner)],
      }
      const signed = await sign(suite, { proofPurpose: 'authentication', challenge: 'c', domain: 'd' }, presentation)
      const options = { ...VERIFY, proofPurpose: 'authentication', challenge: 'c', domain: 'd' } as const
      verifiedValue(await dataIntegrity.verify(signed, options))
      const altered = structuredClone(signed) as Signed & { verifiableCredential: [{ validUntil: string }] }
      altered.verifiableCredential[0].validUntil = '2028-01-01T00:00:00Z'
      expect(codesOf(await dataIntegrity.verify(altered, options))).toEqual(['PROOF_VERIFICATION_ERROR'])
    }
  })

  it('members that differ only in astral and private-use characters keep their order across implementations', async () => {
    const document = { ...createCredential(), credentialSubject: { names: ['\u{1f50c}', '\ufb01'] } }
    verifiedValue(await dataIntegrity.verify(await sign(suite, {}, document), VERIFY))
  })
})
