import { base64urlEncode, type Signer } from '@energy-ssi/core'
import { encode } from 'cborg'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { createDataIntegrity, type DerivedDocument, type Proof, type SignOptions } from '../../src/index.ts'
import { formatProofValue, parseProofValue } from '../../src/selective/proof-value.ts'
import { createRandom } from '../differential/random.ts'
import {
  anotherSigner,
  CASES,
  codesOf,
  createCredential,
  NOW,
  P256_SIGNER,
  resolveDidKey,
  verifiedValue,
} from '../support.ts'
import { choosePointers } from './pointers.ts'
import { codeOf } from './support.ts'

const { sign, derive, verify } = createDataIntegrity({ selfCheck: true })
const OPTIONS = {
  cryptosuite: 'ecdsa-sd-2023',
  signer: P256_SIGNER,
  proofPurpose: 'assertionMethod',
  created: NOW,
} as const
const VERIFY = { resolveKey: resolveDidKey, proofPurpose: 'assertionMethod', now: NOW } as const
const POWER = '/credentialSubject/maximumPowerKw'

const issue = (options: Partial<SignOptions> = {}, document: object = createCredential()) =>
  sign(document, { ...OPTIONS, ...options })
const deriveFrom = async (selectivePointers: readonly string[], options: Partial<SignOptions> = {}) =>
  derive(await issue(options), { selectivePointers })
const proofOf = (document: object) => (document as { readonly proof: Proof }).proof
const withValue = (document: object, proofValue: string) => ({
  ...document,
  proof: { ...proofOf(document), proofValue },
})
const problemsOf = async (document: unknown) => codesOf(await verify(document, VERIFY))

describe('ecdsa-sd-2023', () => {
  it('discloses what is mandatory and what is selected, with every id and type on the way (§3.6)', async () => {
    const derived = await deriveFrom([POWER, '/name'])
    const { proofs, document } = verifiedValue(await verify(derived, VERIFY))
    const { credentialSubject: _, ...others } = createCredential()
    expect(document).toEqual({ ...others, credentialSubject: { id: 'did:example:station', maximumPowerKw: 22.5 } })
    expect(proofs).toMatchObject([{ cryptosuite: 'ecdsa-sd-2023', algorithm: 'ES256' }])
  })

  it('issuer, period, types, status and schema are mandatory, unasked: nobody can leave them out', async () => {
    const always = ['issuer', 'validFrom', 'validUntil', 'type', 'credentialStatus', 'credentialSchema']
    const schema = { id: 'https://schema.example/1', type: 'JsonSchema' }
    const base = await issue(
      { mandatoryPointers: ['/issuer/name'] },
      { ...createCredential(), credentialSchema: schema },
    )
    const derived: Record<string, unknown> = await derive(base, { selectivePointers: [] })
    for (const name of always) {
      expect(derived).toHaveProperty(name)
      const { [name]: _, ...reduced } = derived
      expect(await verify(reduced, VERIFY)).toMatchObject({ verified: false })
    }
    expect(derived).not.toHaveProperty('credentialSubject')
  })

  it('VCDM 1.1: issuanceDate and expirationDate are mandatory too', async () => {
    const old = {
      '@context': ['https://www.w3.org/2018/credentials/v1'],
      type: ['VerifiableCredential'],
      issuer: 'did:example:operator',
      issuanceDate: '2026-01-01T00:00:00Z',
      expirationDate: '2027-01-01T00:00:00Z',
      credentialSubject: { id: 'did:example:station' },
    }
    const derived = await derive(await issue({}, old), { selectivePointers: [] })
    const { credentialSubject: _, ...others } = old
    expect(derived).toMatchObject({ ...others, '@context': expect.any(Array) })
    expect((await verify(derived, VERIFY)).verified).toBe(true)
  })

  it("the issuer's own pointers are mandatory as well", async () => {
    const derived = await deriveFrom([], { mandatoryPointers: [POWER] })
    expect(derived).toMatchObject({ credentialSubject: { maximumPowerKw: 22.5 } })
    expect(await problemsOf({ ...derived, credentialSubject: { id: 'did:example:station' } })).toEqual([
      'PROOF_VERIFICATION_ERROR',
    ])
  })

  it('whatever is selected verifies, and says nothing the credential does not', async () => {
    const credential = createCredential()
    const base = await issue()
    const property = fc.asyncProperty(fc.integer(), async (seed) => {
      const selectivePointers = choosePointers(createRandom(seed), credential)
      const derived = await derive(base, { selectivePointers }).catch(() => undefined)
      if (derived === undefined) return
      const { document } = verifiedValue(await verify(derived, VERIFY))
      expect(credential).toMatchObject(omitArrays(document))
    })
    await fc.assert(property, { numRuns: 60 })
  })

  it('nested objects without id, items of arrays, members behind escapes', async () => {
    const subject = { id: 'did:example:s', owner: { name: 'A', address: { city: 'Bonn', zip: '1' } }, 'a~b': 1 }
    const meters = [
      { serial: '1', unit: 'kWh' },
      { serial: '2', unit: 'MWh' },
      { serial: '3', unit: 'Wh' },
    ]
    const base = await issue({}, { ...createCredential(), credentialSubject: { ...subject, meters } })
    const selectivePointers = ['owner/address/city', 'meters/2/serial', 'meters/0', 'a~0b']
    const derived = await derive(base, {
      selectivePointers: selectivePointers.map((each) => `/credentialSubject/${each}`),
    })
    expect(verifiedValue(await verify(derived, VERIFY)).document.credentialSubject).toEqual({
      id: 'did:example:s',
      owner: { address: { city: 'Bonn' } },
      meters: [meters[0], { serial: '3' }],
      'a~b': 1,
    })
  })

  it('the input stays as it is', async () => {
    const base = await issue()
    const before = structuredClone(base)
    await derive(base, { selectivePointers: [POWER, '/credentialSubject', '/credentialSubject/connectors/0'] })
    expect(base).toEqual(before)
  })

  it.each([
    '',
    'credentialSubject',
    '/credentialSubject~',
    '/~2',
    '/@context',
    '/name/@value',
    '/nothing',
    '/issuer/nothing',
    '/issuer/name/0',
    '/credentialSubject/connectors/2',
    '/credentialSubject/connectors/01',
    '/credentialSubject/connectors/-',
    '/credentialSubject/connectors/length',
    '/__proto__',
    '/constructor',
    '/proof',
    `/${'x'.repeat(3000)}`,
  ])('the pointer %j is refused, from issuer and holder', async (pointer) => {
    expect(await codeOf(issue({ mandatoryPointers: [pointer] }))).toBe('pointer_refused')
    expect(await codeOf(deriveFrom([pointer]))).toBe('pointer_refused')
  })

  it('more pointers than a thousand are refused', async () => {
    expect(await codeOf(deriveFrom(Array.from({ length: 1001 }, () => POWER)))).toBe('limit_exceeded')
  })

  it('a document with a list is refused: its items cannot be told apart', async () => {
    const context = {
      '@context': { '@protected': true, items: { '@id': 'https://list.example/#items', '@container': '@list' } },
    }
    const own = createDataIntegrity({ contexts: { 'https://list.example/v1': context } })
    const { '@context': contexts, ...rest } = createCredential()
    const document = { '@context': [...(contexts as string[]), 'https://list.example/v1'], ...rest, items: ['a', 'b'] }
    expect(await codeOf(own.sign(document, OPTIONS))).toBe('not_selectable')
  })

  it('other algorithms do not sign, other suites have no mandatory pointers, a base proof follows no other', async () => {
    for (const signer of [CASES['eddsa-rdfc-2022'].signer, CASES['ecdsa-rdfc-2019 P-384'].signer])
      await expect(issue({ signer })).rejects.toThrow(TypeError)
    await expect(
      sign(createCredential(), { ...OPTIONS, cryptosuite: 'ecdsa-rdfc-2019', mandatoryPointers: [] }),
    ).rejects.toThrow(TypeError)
    const proofId = 'urn:uuid:1'
    const first = await sign(createCredential(), { ...OPTIONS, cryptosuite: 'ecdsa-rdfc-2019', proofId })
    const chained = sign(first, { ...OPTIONS, existingProofs: 'set', previousProof: proofId })
    expect(await codeOf(chained)).toBe('option_refused')
  })

  it('a signature of another length does not go out', async () => {
    const signer: Signer = { ...P256_SIGNER, sign: () => new Uint8Array(63) }
    expect(await codeOf(issue({ signer }))).toBe('signing_failed')
  })

  it('a set: the base proof is found among others, which stay behind', async () => {
    const first = await sign(createCredential(), { ...OPTIONS, cryptosuite: 'ecdsa-rdfc-2019' })
    const derived = await derive(await sign(first, { ...OPTIONS, existingProofs: 'set' }), {
      selectivePointers: [POWER],
    })
    expect(verifiedValue(await verify(derived, VERIFY)).proofs).toHaveLength(1)
    const twice = await sign(await issue(), { ...OPTIONS, existingProofs: 'set' })
    expect(await codeOf(derive(twice, { selectivePointers: [] }))).toBe('no_base_proof')
  })
})

describe('attacks on ecdsa-sd-2023', () => {
  let base: object
  let derived: DerivedDocument
  beforeAll(async () => {
    base = await issue()
    derived = await derive(base, { selectivePointers: [POWER, '/name', '/credentialSubject/connectors'] })
  })
  const componentsOf = (document: object) => [...(parseProofValue(proofOf(document).proofValue)?.components ?? [])]
  /** The derived document with one component of its proof replaced. */
  const withComponent = (index: number, change: (component: never) => unknown) => {
    const components = componentsOf(derived)
    components[index] = change(components[index] as never)
    return withValue(derived, formatProofValue(0x01, components))
  }

  it('a base proof does not verify, and says why', async () => {
    const verdict = await verify(base, VERIFY)
    expect(codesOf(verdict)).toEqual(['PROOF_VERIFICATION_ERROR'])
    expect(verdict).toMatchObject({ problems: [{ detail: 'A base proof must be derived before it verifies.' }] })
  })

  it('a base proof under the header of a derived one is not one', async () => {
    expect(await problemsOf(withValue(base, formatProofValue(0x01, componentsOf(base))))).toEqual([
      'PROOF_VERIFICATION_ERROR',
    ])
  })

  it('a derived proof cannot be derived from, nor a damaged, foreign or missing one', async () => {
    const { proof: _, ...unsecured } = createCredential()
    const others = [derived, unsecured, withValue(base, 'u2V0A'), withValue(base, 'z11'), { ...base, proof: 'text' }]
    for (const other of [...others, await sign(createCredential(), { ...OPTIONS, cryptosuite: 'ecdsa-rdfc-2019' })])
      expect(await codeOf(derive(other, { selectivePointers: [POWER] }))).toBe('no_base_proof')
  })

  it('derived from a base whose document was altered: not derived at all, or not verified', async () => {
    const added = { ...base, description: 'x' }
    expect(await codeOf(derive(added, { selectivePointers: [POWER] }))).toBe('no_base_proof')
    const altered = {
      ...base,
      credentialSubject: { id: 'did:example:station', maximumPowerKw: 350, connectors: ['Type 2', 'CCS'] },
    }
    expect(await problemsOf(await derive(altered, { selectivePointers: [POWER] }))).toEqual([
      'PROOF_VERIFICATION_ERROR',
    ])
  })

  it.each<[string, number, (component: never) => unknown]>([
    ['the issuer signature altered', 0, (bytes: Uint8Array) => bytes.with(5, 1)],
    ['the issuer signature shortened', 0, (bytes: Uint8Array) => bytes.subarray(1)],
    ['the issuer signature as text', 0, () => 'x'.repeat(64)],
    ['the key of the proof swapped', 1, () => componentsOfFresh[1]],
    ['the key of the proof off the curve', 1, (bytes: Uint8Array) => bytes.fill(0xff, 3)],
    ['the key of the proof with another codec', 1, (bytes: Uint8Array) => bytes.with(0, 0x81)],
    ['signatures reordered', 2, (list: readonly unknown[]) => list.toReversed()],
    ['a signature left out', 2, (list: readonly unknown[]) => list.slice(1)],
    ['a signature repeated', 2, (list: readonly unknown[]) => [...list, list[0]]],
    ['no list of signatures', 2, () => new Uint8Array(64)],
    ['a label altered', 3, () => new Map([[0, new Uint8Array(32)]])],
    ['a label that is too short', 3, () => new Map([[0, new Uint8Array(31)]])],
    ['labels for a node that is not there', 3, () => new Map([0, 1, 2, 3].map((n) => [n, new Uint8Array(32).fill(n)]))],
    ['labels with a gap', 3, () => new Map([[7, new Uint8Array(32)]])],
    ['labels by text', 3, () => new Map([['0', new Uint8Array(32)]])],
    ['two nodes of one label', 3, () => new Map([0, 1].map((n) => [n, new Uint8Array(32)]))],
    ['a mandatory index out of range', 4, (list: readonly number[]) => [...list.slice(0, -1), 99]],
    ['a mandatory index too many', 4, (list: readonly number[]) => [0, ...list.map((index) => index + 1)]],
    ['mandatory indexes repeated', 4, (list: readonly number[]) => [list[0], ...list]],
    ['mandatory indexes out of order', 4, (list: readonly number[]) => list.toReversed()],
    ['a negative index', 4, (list: readonly number[]) => [-1, ...list.slice(1)]],
    ['a fractional index', 4, (list: readonly number[]) => [...list.slice(0, -1), 50.5]],
    ['a huge index', 4, (list: readonly number[]) => [...list.slice(0, -1), 2 ** 53 - 1]],
  ])('%s', async (_, index, change) => {
    expect(await problemsOf(withComponent(index, change))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })
  let componentsOfFresh: readonly unknown[]
  beforeAll(async () => {
    componentsOfFresh = componentsOf(await deriveFrom([POWER]))
  })

  it('unchanged components verify: the cases above fail for what they change', async () => {
    expect(
      (
        await verify(
          withComponent(0, (bytes) => bytes),
          VERIFY,
        )
      ).verified,
    ).toBe(true)
  })

  const header = (...bytes: readonly (number | Uint8Array)[]) =>
    `u${base64urlEncode(Uint8Array.from([0xd9, 0x5d, 0x01, ...bytes.flatMap((b) => (typeof b === 'number' ? [b] : [...b]))]))}`
  it.each<[string, () => string]>([
    ['indefinite length', () => header(0x9f, ...componentsOf(derived).map((each) => encode(each)), 0xff)],
    ['an item too many', () => formatProofValue(0x01, [...componentsOf(derived), 0])],
    ['an item too few', () => formatProofValue(0x01, componentsOf(derived).slice(0, 4))],
    ['bytes behind the array', () => header(encode(componentsOf(derived)), 0x00)],
    ['a tag', () => header(0xc2, encode(componentsOf(derived)))],
    ['a length of 2^53', () => header(0x9b, 0x00, 0x20, 0, 0, 0, 0, 0, 0)],
    ['a byte string of 4 GiB', () => header(0x85, 0x5a, 0xff, 0xff, 0xff, 0xff)],
    ['a length in a longer form', () => header(0x98, 0x05, ...componentsOf(derived).map((each) => encode(each)))],
    ['fifty thousand arrays deep', () => header(new Uint8Array(50_000).fill(0x81), 0x00)],
    ['no CBOR', () => header()],
    ['a map', () => header(encode({ a: 1 }))],
    ['another header', () => `u${base64urlEncode(Uint8Array.of(0xd9, 0x5d, 0x07, 0x80))}`],
    ['no header', () => 'uAA'],
    [
      'a map with a key twice',
      () =>
        header(
          0x85,
          ...componentsOf(derived)
            .slice(0, 3)
            .map((each) => encode(each)),
          0xa2,
          0x00,
          0x00,
          0x00,
          0x00,
          0x80,
        ),
    ],
  ])('a proof value with %s', async (_, proofValue) => {
    expect(await problemsOf(withValue(derived, proofValue()))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it.each(['z1111', 'u', 'u*', 'u2V0B=', 1, `u${'A'.repeat(600_000)}`])(
    'a proof value %#  that is none',
    async (value) => {
      expect(await problemsOf(withValue(derived, value as string))).toEqual(['MALFORMED_VALUE_ERROR'])
    },
  )

  it('any proof value at all: an answer, and never yes', async () => {
    const property = fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      expect((await verify(withValue(derived, header(bytes)), VERIFY)).verified).toBe(false)
    })
    await fc.assert(property, { numRuns: 200 })
  })

  it('statements injected, altered, moved or left out', async () => {
    const { name: _, ...unnamed } = derived
    const subject = derived.credentialSubject as Record<string, unknown>
    for (const altered of [
      unnamed,
      { ...derived, description: 'x' },
      { ...derived, credentialSubject: { ...subject, maximumPowerKw: 350 } },
      { ...derived, credentialSubject: { ...subject, connectors: ['Type 2'] } },
      { ...derived, credentialSubject: { ...subject, id: 'did:example:other' } },
      { ...derived, validUntil: '2099-01-01T00:00:00Z' },
    ])
      expect(await problemsOf(altered)).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it('statements of two credentials of one issuer do not mix', async () => {
    const other = await derive(
      await issue({}, { ...createCredential(), credentialSubject: { id: 'did:example:station', maximumPowerKw: 350 } }),
      { selectivePointers: [POWER] },
    )
    const mine = await deriveFrom([POWER])
    expect(await problemsOf({ ...mine, credentialSubject: other.credentialSubject })).toEqual([
      'PROOF_VERIFICATION_ERROR',
    ])
    const [, , signatures] = componentsOf(other)
    const components = componentsOf(mine)
    const mixed = { ...mine, credentialSubject: other.credentialSubject }
    expect(await problemsOf(withValue(mixed, formatProofValue(0x01, components.with(2, signatures))))).toEqual([
      'PROOF_VERIFICATION_ERROR',
    ])
  })

  it('the mirror image of a signature verifies too, and changes nothing but the bytes', async () => {
    const mirrored = withComponent(0, (signature: Uint8Array) => mirror(signature))
    expect(proofOf(mirrored).proofValue).not.toBe(derived.proof.proofValue)
    expect(verifiedValue(await verify(mirrored, VERIFY)).document).toEqual(
      verifiedValue(await verify(derived, VERIFY)).document,
    )
  })

  it.each<[string, object, string]>([
    ['another purpose', { proofPurpose: 'authentication' }, 'PROOF_VERIFICATION_ERROR'],
    ['created in the future', { created: '2039-01-01T00:00:00Z' }, 'PROOF_VERIFICATION_ERROR'],
    ['expired', { expires: '2026-01-01T00:00:00Z' }, 'PROOF_VERIFICATION_ERROR'],
    ['expires added', { expires: '2039-01-01T00:00:00Z' }, 'PROOF_VERIFICATION_ERROR'],
    ['created changed', { created: '2026-11-01T00:00:00Z' }, 'PROOF_VERIFICATION_ERROR'],
    ['a previous proof', { previousProof: 'urn:uuid:1' }, 'PROOF_VERIFICATION_ERROR'],
    ['contexts of its own', { '@context': createCredential()['@context'] }, 'PROOF_VERIFICATION_ERROR'],
    ['an unknown member', { extra: 1 }, 'MALFORMED_VALUE_ERROR'],
    ['another suite', { cryptosuite: 'ecdsa-rdfc-2019' }, 'MALFORMED_VALUE_ERROR'],
    ['a suite that is not plugged in', { cryptosuite: 'bbs-2023' }, 'SECURING_NOT_SUPPORTED'],
  ])('a proof with %s', async (_, change, code) => {
    expect(await problemsOf({ ...derived, proof: { ...derived.proof, ...change } })).toEqual([code])
  })

  it('the key of somebody else, of another algorithm, or refused', async () => {
    const other = anotherSigner(P256_SIGNER)
    const foreign = { ...derived, proof: { ...derived.proof, verificationMethod: other.keyId } }
    expect(await problemsOf(foreign)).toEqual(['PROOF_VERIFICATION_ERROR'])
    const wrong = { ...derived, proof: { ...derived.proof, verificationMethod: CASES['eddsa-rdfc-2022'].signer.keyId } }
    expect(await problemsOf(wrong)).toEqual(['INVALID_VERIFICATION_METHOD'])
    const gone = { ...derived, proof: { ...derived.proof, verificationMethod: 'did:example:gone#key' } }
    expect(await problemsOf(gone)).toEqual(['INVALID_VERIFICATION_METHOD'])
  })

  it('undefined terms and other contexts', async () => {
    const [v2 = ''] = derived['@context'] as readonly string[]
    expect(await problemsOf({ ...derived, '@context': [v2] })).toEqual(['PROOF_TRANSFORMATION_ERROR'])
    expect(await problemsOf({ ...derived, '@context': [v2, 'https://attacker.example/v1'] })).toEqual([
      'PROOF_TRANSFORMATION_ERROR',
    ])
  })

  it('graphs stay bounded: nodes that are linked in circles need labels, which are refused; hundreds may look alike', async () => {
    const clique = [0, 1, 2, 3].map((i) => ({ id: `_:n${i}`, knows: [0, 1, 2, 3].map((j) => `_:n${j}`) }))
    const poison = { ...createCredential(), credentialSubject: { id: 'did:example:s', clique } }
    expect(await codeOf(issue({}, poison))).toBe('ambiguous_form')
    expect(await problemsOf({ ...derived, credentialSubject: poison.credentialSubject })).toEqual([
      'PROOF_TRANSFORMATION_ERROR',
    ])
    const nodes = Array.from({ length: 200 }, () => ({ owner: { note: 'same' } }))
    const alike = { ...createCredential(), credentialSubject: { id: 'did:example:s', nodes } }
    const disclosed = await derive(await issue({}, alike), { selectivePointers: ['/credentialSubject/nodes/7'] })
    expect(disclosed.credentialSubject).toEqual({ id: 'did:example:s', nodes: [nodes[7]] })
    expect((await verify(disclosed, VERIFY)).verified).toBe(true)
  })
})

/** Order of P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

function mirror(signature: Uint8Array): Uint8Array {
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`)
  return Uint8Array.from([
    ...signature.subarray(0, 32),
    ...Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex'),
  ])
}

/** `toMatchObject` compares arrays whole; what is left of one is a part of it. */
function omitArrays(value: object): object {
  const entries = Object.entries(value).filter(([, member]) => !Array.isArray(member))
  return Object.fromEntries(
    entries.map(([name, member]) => [
      name,
      typeof member === 'object' && member !== null ? omitArrays(member) : member,
    ]),
  )
}
