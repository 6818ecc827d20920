import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createDataIntegrity, type Proof } from '../src/index.ts'
import {
  codesOf,
  createCredential,
  ED25519_2020,
  NOW,
  readText,
  readVector,
  resolveDidKey,
  VECTOR_SIGNER,
  verifiedValue,
} from './support.ts'

const dataIntegrity = createDataIntegrity()
const VERIFY = { resolveKey: resolveDidKey, proofPurpose: 'assertionMethod', now: NOW } as const
const SIGN = {
  cryptosuite: 'Ed25519Signature2020',
  signer: VECTOR_SIGNER,
  proofPurpose: 'assertionMethod',
  created: NOW,
} as const
const sign = () => dataIntegrity.sign(createCredential(), SIGN)
type Signed = Awaited<ReturnType<typeof sign>>
const withProof = (signed: Signed, change: (proof: Proof) => object) => ({
  ...signed,
  proof: change(signed.proof as Proof),
})

describe('vc-di-eddsa vectors, Ed25519Signature2020', () => {
  const text = (name: string) => readText(`Ed25519Signature2020/${name}EdSig.txt`)
  const signed = readVector('Ed25519Signature2020/signedEdSig.json') as Record<string, unknown> & { proof: Proof }
  const { proof, ...unsigned } = signed
  const sha256 = (input: string) => createHash('sha256').update(input).digest('hex')

  it('canonical document and proof configuration with their hashes (§B.3)', async () => {
    const document = await dataIntegrity.canonicalise(unsigned)
    const configuration = await dataIntegrity.canonicalise(readVector('Ed25519Signature2020/proofConfigEdSig.json'))
    expect(document).toBe(text('canonDoc'))
    expect(configuration).toBe(text('proofCanon'))
    expect(sha256(document)).toBe(text('docHash'))
    expect(sha256(configuration)).toBe(text('proofHash'))
    expect(sha256(configuration) + sha256(document)).toBe(text('combinedHash'))
  })

  it('the signed document, byte for byte: the context of the suite is added at the end', async () => {
    const created = new Date(String(proof.created))
    const own = await dataIntegrity.sign(readVector('unsigned.json'), { ...SIGN, created })
    expect(JSON.stringify(own)).toBe(JSON.stringify(signed))
    expect((own.proof as Proof).proofValue).toBe(text('sigBTC58'))
  })

  it('the signed document verifies', async () => {
    const { document, proofs } = verifiedValue(await dataIntegrity.verify(signed, VERIFY))
    expect(document).toEqual(unsigned)
    expect(proofs).toMatchObject([{ cryptosuite: 'Ed25519Signature2020', algorithm: 'EdDSA' }])
  })
})

describe('Ed25519Signature2020 beside DataIntegrityProof', () => {
  it('has no cryptosuite, not even its own name', async () => {
    const signed = await sign()
    expect(signed.proof).not.toHaveProperty('cryptosuite')
    for (const cryptosuite of ['Ed25519Signature2020', 'eddsa-rdfc-2022']) {
      const labelled = withProof(signed, (proof) => ({ ...proof, cryptosuite }))
      expect(codesOf(await dataIntegrity.verify(labelled, VERIFY))).toEqual(['MALFORMED_VALUE_ERROR'])
    }
  })

  it('is no cryptosuite of a DataIntegrityProof', async () => {
    const relabelled = withProof(await sign(), (proof) => ({
      ...proof,
      type: 'DataIntegrityProof',
      cryptosuite: 'Ed25519Signature2020',
    }))
    expect(codesOf(await dataIntegrity.verify(relabelled, VERIFY))).toEqual(['SECURING_NOT_SUPPORTED'])
  })

  it('a signature of one is none of the other, in either direction', async () => {
    const legacy = withProof(await sign(), (proof) => ({
      ...proof,
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-rdfc-2022',
    }))
    expect(codesOf(await dataIntegrity.verify(legacy, VERIFY))).toEqual(['PROOF_VERIFICATION_ERROR'])
    const contexts = [...(createCredential()['@context'] as string[]), ED25519_2020]
    const modern = await dataIntegrity.sign(
      { ...createCredential(), '@context': contexts },
      { ...SIGN, cryptosuite: 'eddsa-rdfc-2022' },
    )
    const { cryptosuite: _, ...proof } = modern.proof as Proof
    const downgraded = { ...modern, proof: { ...proof, type: 'Ed25519Signature2020' } }
    expect(codesOf(await dataIntegrity.verify(downgraded, VERIFY))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it.each([
    ['expires', { expires: NOW }],
    ['previousProof', { previousProof: 'urn:uuid:1', existingProofs: 'set' }],
  ] as const)('%s has no term in its context: refused when signing and when verifying', async (name, options) => {
    const first = await dataIntegrity.sign(createCredential(), { ...SIGN, proofId: 'urn:uuid:1' })
    const document = name === 'expires' ? createCredential() : first
    await expect(dataIntegrity.sign(document, { ...SIGN, ...options })).rejects.toMatchObject({
      code: 'option_refused',
    })
    const added = withProof(await sign(), (proof) => ({ ...proof, [name]: 'urn:uuid:1' }))
    expect(codesOf(await dataIntegrity.verify(added, VERIFY))).toEqual(['MALFORMED_VALUE_ERROR'])
  })

  it('without the context of the suite a proof is refused', async () => {
    const signed = await sign()
    const stripped = { ...signed, '@context': createCredential()['@context'] }
    expect(codesOf(await dataIntegrity.verify(stripped, VERIFY))).toEqual(['PROOF_VERIFICATION_ERROR'])
    const bare = { ...stripped, '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiableCredential'] }
    expect(codesOf(await dataIntegrity.verify({ ...bare, credentialSubject: { id: 'urn:1' } }, VERIFY))).toEqual([
      'PROOF_TRANSFORMATION_ERROR',
    ])
  })

  it('stands in a set with proofs of the other type, and both must verify', async () => {
    const set = await dataIntegrity.sign(await sign(), {
      ...SIGN,
      cryptosuite: 'eddsa-jcs-2022',
      existingProofs: 'set',
    })
    const { proofs } = verifiedValue(await dataIntegrity.verify(set, VERIFY))
    expect(proofs.map(({ cryptosuite }) => cryptosuite)).toEqual(['Ed25519Signature2020', 'eddsa-jcs-2022'])
    const [legacy, modern] = set.proof as readonly [object, object]
    const broken = { ...set, proof: [{ ...legacy, nonce: 'x' }, modern] }
    expect(codesOf(await dataIntegrity.verify(broken, VERIFY))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })
})
