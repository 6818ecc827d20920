import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicaliseComplete } from '../src/canonicalise-complete.ts'
import type { ProofOptions } from '../src/cryptosuite.ts'
import { createDataIntegrity } from '../src/index.ts'
import { createProofTemplates } from '../src/proof-templates.ts'
import { ENERGY_CONTEXT, HOSTILE_CONTEXTS, loadHostile } from './differential/hostile-contexts.ts'
import { createCredential, NOW, VECTOR_SIGNER } from './support.ts'

const V2 = 'https://www.w3.org/ns/credentials/v2'
const V1 = 'https://www.w3.org/2018/credentials/v1'
const DATA_INTEGRITY = 'https://w3id.org/security/data-integrity/v2'
const SUITE_2020 = 'https://w3id.org/security/suites/ed25519-2020/v1'
const USUAL: ProofOptions = {
  type: 'DataIntegrityProof',
  cryptosuite: 'eddsa-rdfc-2022',
  created: '2026-11-22T12:00:00Z',
  verificationMethod: 'did:key:z6Mk#z6Mk',
  proofPurpose: 'assertionMethod',
}

const times = fc.constantFrom('2026-11-22T12:00:00Z', '0001-01-01T00:00:00', '2026-11-22T12:00:00.123+01:00')
const methods = fc
  .tuple(
    fc.constantFrom('key', 'web', 'example'),
    fc.stringMatching(/^[A-Za-z0-9._:%-]{1,20}$/),
    fc.stringMatching(/^[A-Za-z0-9._-]{1,9}$/),
  )
  .map(([method, id, fragment]) => `did:${method}:${id}#${fragment}`)
const types = fc.constantFrom<Partial<ProofOptions>>(
  { type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022' },
  { type: 'DataIntegrityProof', cryptosuite: 'ecdsa-rdfc-2019' },
  { type: 'Ed25519Signature2020' },
)
const urls = fc.constantFrom(V1, V2, DATA_INTEGRITY, SUITE_2020, ENERGY_CONTEXT, ...Object.keys(HOSTILE_CONTEXTS))
const contexts = fc.oneof(
  fc.constantFrom([V2], [V1, DATA_INTEGRITY], [V2, SUITE_2020], [V1, SUITE_2020], [V2, ENERGY_CONTEXT]),
  fc.array(urls, { maxLength: 4 }),
)
const purposes = fc.constantFrom('assertionMethod', 'authentication', 'capabilityInvocation', 'word', 'a')

describe('templates of proof configurations', () => {
  it('say what the complete canonicaliser says, for any contexts, suite, purpose, time and key', async () => {
    const templates = createProofTemplates(loadHostile)
    let written = 0
    await fc.assert(
      fc.asyncProperty(contexts, types, purposes, times, methods, async (list, type, proofPurpose, created, method) => {
        const proof = { ...type, created, verificationMethod: method, proofPurpose } as ProofOptions
        const nquads = templates(proof, { '@context': list })
        if (nquads === undefined) return
        written++
        expect(nquads).toBe(await canonicaliseComplete({ ...proof, '@context': list }, loadHostile))
      }),
      { numRuns: 1000 },
    )
    expect(written).toBeGreaterThan(50)
  }, 60_000)

  it('take the usual proofs', () => {
    const templates = createProofTemplates(loadHostile)
    for (const list of [[V2], [V1, DATA_INTEGRITY], [V2, ENERGY_CONTEXT]])
      expect(templates(USUAL, { '@context': list })).toContain(`<${USUAL.verificationMethod}>`)
  })

  it.each<[string, Partial<ProofOptions>]>([
    ['a further member', { challenge: 'c' }],
    ['an id', { id: 'urn:uuid:1' }],
    ['contexts of its own', { '@context': [V2] }],
    ['a key that is not named by a DID URL', { verificationMethod: 'https://a.example/key#1' }],
    ['a key with characters to escape', { verificationMethod: 'did:example:ä#1' }],
    ['a key that begins like a path', { verificationMethod: 'did://example#1' }],
  ])('leave %s to the canonicaliser', (_rule, change) => {
    expect(createProofTemplates(loadHostile)({ ...USUAL, ...change }, { '@context': [V2] })).toBeUndefined()
  })

  it.each<[string, object]>([
    ['the time twice', { created: { '@id': 'urn:a', '@container': '@list' } }],
    ['two statements with one predicate', { created: 'urn:a', proofPurpose: 'urn:a' }],
    ['the key as a text', { verificationMethod: 'urn:m' }],
    ['the key before the time', { created: 'urn:z', verificationMethod: { '@id': 'urn:a', '@type': '@id' } }],
  ])('are not made where the contexts lead to %s', (_rule, terms) => {
    const plain = { type: '@type', cryptosuite: 'urn:c', created: 'urn:d', proofPurpose: 'urn:p' }
    const key = { verificationMethod: { '@id': 'urn:m', '@type': '@id' }, DataIntegrityProof: 'urn:DataIntegrityProof' }
    const loader = () => ({ '@context': { ...plain, ...key, ...terms } })
    expect(
      createProofTemplates(() => ({ '@context': { ...plain, ...key } }))(USUAL, { '@context': ['urn:x'] }),
    ).toContain('2026')
    expect(createProofTemplates(loader)(USUAL, { '@context': ['urn:x'] })).toBeUndefined()
  })

  it('lead to the same signatures as the canonicaliser, which selfCheck compares', async () => {
    const options = { signer: VECTOR_SIGNER, proofPurpose: 'assertionMethod', created: NOW } as const
    for (const cryptosuite of ['eddsa-rdfc-2022', 'Ed25519Signature2020'] as const) {
      const checked = await createDataIntegrity({ selfCheck: true }).sign(createCredential(), {
        ...options,
        cryptosuite,
      })
      expect(await createDataIntegrity().sign(createCredential(), { ...options, cryptosuite })).toEqual(checked)
    }
  })
})
