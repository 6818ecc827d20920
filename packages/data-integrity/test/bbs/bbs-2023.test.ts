import { sign as sign2023 } from '@digitalbazaar/bbs-signatures'
import { beforeAll, describe, expect, it } from 'vitest'
import { bbs2023, bbsKeyFromSeed, createBbsSigner, importBbsKey, MAX_BBS_STATEMENTS } from '../../src/bbs/index.ts'
import {
  type BbsSigner,
  createDataIntegrity,
  type DerivedDocument,
  type Proof,
  type SignOptions,
} from '../../src/index.ts'
import { formatProofValue, parseProofValue } from '../../src/selective/proof-value.ts'
import { codeOf } from '../selective/support.ts'
import { codesOf, createCredential, NOW, P256_SIGNER, resolveDidKey, verifiedValue } from '../support.ts'
import { resolveDidMultikey } from './support.ts'

const { sign, derive, verify } = createDataIntegrity({ suites: [bbs2023()], selfCheck: true })
const VERIFY = {
  resolveKey: resolveDidKey,
  resolveMultikey: resolveDidMultikey,
  proofPurpose: 'assertionMethod',
  now: NOW,
} as const
const POWER = '/credentialSubject/maximumPowerKw'
const LOUD_TEST_SEED = new Uint8Array(32).fill(0x42)

async function createTestSigner(seed = LOUD_TEST_SEED): Promise<BbsSigner> {
  const keyPair = await bbsKeyFromSeed(seed)
  return createBbsSigner(keyPair, `did:key:${keyPair.multikey}#${keyPair.multikey}`)
}

const proofOf = (document: object) => (document as { readonly proof: Proof }).proof
const withValue = (document: object, proofValue: string) => ({
  ...document,
  proof: { ...proofOf(document), proofValue },
})
const componentsOf = (document: object) => [...(parseProofValue(proofOf(document).proofValue)?.components ?? [])]
const problemsOf = async (document: unknown) => codesOf(await verify(document, VERIFY))

let options: SignOptions
let base: object
let derived: DerivedDocument
beforeAll(async () => {
  const signer = await createTestSigner()
  options = { cryptosuite: 'bbs-2023', signer, proofPurpose: 'assertionMethod', created: NOW }
  base = await sign(createCredential(), options)
  derived = await derive(base, { selectivePointers: [POWER], presentationHeader: Uint8Array.of(1, 2) })
})

describe('bbs-2023', () => {
  it('discloses what is mandatory and what is selected (§3.4)', async () => {
    const { document, proofs } = verifiedValue(await verify(derived, VERIFY))
    const { credentialSubject: _, name: _name, ...others } = createCredential()
    expect(document).toEqual({ ...others, credentialSubject: { id: 'did:example:station', maximumPowerKw: 22.5 } })
    expect(proofs).toMatchObject([{ cryptosuite: 'bbs-2023', algorithm: 'BBS' }])
  })

  it('two derived proofs of one base proof have nothing in common to link them by', async () => {
    const other = await derive(base, { selectivePointers: [POWER], presentationHeader: Uint8Array.of(1, 2) })
    expect(other.proof.proofValue).not.toBe(derived.proof.proofValue)
    expect({ ...other, proof: 0 }).toEqual({ ...derived, proof: 0 })
  })

  it('is not there unless it is plugged in', async () => {
    const without = createDataIntegrity()
    await expect(without.sign(createCredential(), options)).rejects.toThrow(TypeError)
    expect(codesOf(await without.verify(derived, VERIFY))).toEqual(['SECURING_NOT_SUPPORTED'])
    expect(await codeOf(without.derive(base, { selectivePointers: [] }))).toBe('no_base_proof')
  })

  it('signs with BBS only, and BBS signs for nothing else', async () => {
    await expect(sign(createCredential(), { ...options, signer: P256_SIGNER })).rejects.toThrow(TypeError)
    for (const cryptosuite of ['ecdsa-sd-2023', 'ecdsa-rdfc-2019'] as const)
      await expect(sign(createCredential(), { ...options, cryptosuite })).rejects.toThrow(TypeError)
  })

  it('a verifier without resolveMultikey is a mistake of the program', async () => {
    const { resolveMultikey: _, ...others } = VERIFY
    await expect(verify(derived, others)).rejects.toThrow(TypeError)
  })

  it('more statements than five hundred are not signed, and a proof that hides more is not looked at', async () => {
    const tags = Array.from({ length: MAX_BBS_STATEMENTS + 1 }, (_, i) => `tag ${i}`)
    const document = { ...createCredential(), credentialSubject: { id: 'did:example:s', tags } }
    expect(await codeOf(sign(document, options))).toBe('limit_exceeded')
    const huge = componentsOf(derived).with(0, new Uint8Array(272 + 32 * MAX_BBS_STATEMENTS))
    expect(await problemsOf(withValue(derived, formatProofValue(0x03, huge)))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it('a signature of another length does not go out', async () => {
    const signer: BbsSigner = { ...(await createTestSigner()), signBbs: () => new Uint8Array(79) }
    expect(await codeOf(sign(createCredential(), { ...options, signer }))).toBe('signing_failed')
  })

  it('a presentation header longer than 1024 bytes is refused', async () => {
    const presentationHeader = new Uint8Array(1025)
    expect(await codeOf(derive(base, { selectivePointers: [], presentationHeader }))).toBe('option_refused')
  })
})

describe('keys for BBS', () => {
  it('a seed always grows into the same key, and another seed into another', async () => {
    const [one, same, other] = [LOUD_TEST_SEED, LOUD_TEST_SEED, new Uint8Array(33)].map(bbsKeyFromSeed)
    expect((await one)?.multikey).toBe((await same)?.multikey)
    expect((await one)?.multikey).not.toBe((await other)?.multikey)
    expect((await one)?.multikey.slice(0, 4)).toBe('zUC7')
  })

  it('signs as the library does over header and messages', async () => {
    const { secretKey, publicKey } = await bbsKeyFromSeed(LOUD_TEST_SEED)
    const [header, messages] = [Uint8Array.of(1), [Uint8Array.of(2), Uint8Array.of(3)]]
    const { signBbs } = await createTestSigner()
    const expected = await sign2023({ secretKey, publicKey, header, messages, ciphersuite: 'BLS12-381-SHA-256' })
    expect(await signBbs(header, messages)).toEqual(expected)
  })

  it('the secret key makes the same key pair, and does not show', async () => {
    const keyPair = await bbsKeyFromSeed(LOUD_TEST_SEED)
    expect((await importBbsKey(keyPair.secretKey)).multikey).toBe(keyPair.multikey)
    expect(Object.keys(keyPair)).toEqual(['publicKey', 'multikey'])
  })

  it.each([
    ['zero', new Uint8Array(32)],
    ['above the order', new Uint8Array(32).fill(0xff)],
    ['too short', new Uint8Array(31).fill(1)],
    ['too long', new Uint8Array(33).fill(1)],
  ])('a secret key that is %s is refused', async (_, secretKey) => {
    await expect(importBbsKey(secretKey)).rejects.toThrow(TypeError)
  })

  it('a seed shorter than 32 bytes is refused', async () => {
    await expect(bbsKeyFromSeed(new Uint8Array(31))).rejects.toThrow(TypeError)
  })
})

describe('attacks on bbs-2023', () => {
  it('a base proof does not verify, and says why', async () => {
    const verdict = await verify(base, VERIFY)
    expect(codesOf(verdict)).toEqual(['PROOF_VERIFICATION_ERROR'])
    expect(verdict).toMatchObject({ problems: [{ detail: 'A base proof must be derived before it verifies.' }] })
  })

  it('a derived proof cannot be derived from', async () => {
    expect(await codeOf(derive(derived, { selectivePointers: [] }))).toBe('no_base_proof')
  })

  it('derived from a base whose document was altered: not derived at all, or not verified', async () => {
    const issuer = { id: 'did:example:operator', name: 'Other' }
    expect(await codeOf(derive({ ...base, issuer }, { selectivePointers: [POWER] }))).toBe('no_base_proof')
    const credentialSubject = { id: 'did:example:station', maximumPowerKw: 350, connectors: ['Type 2', 'CCS'] }
    const altered = await derive({ ...base, credentialSubject }, { selectivePointers: [POWER] })
    expect(await problemsOf(altered)).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it.each<[string, number, (component: never) => unknown]>([
    ['the proof altered', 0, (bytes: Uint8Array) => bytes.with(200, (bytes[200] ?? 0) ^ 1)],
    ['points that are none', 0, (bytes: Uint8Array) => new Uint8Array(bytes).fill(0xff, 0, 144)],
    ['points at infinity', 0, (bytes: Uint8Array) => atInfinity(bytes)],
    ['a proof of another length', 0, (bytes: Uint8Array) => bytes.subarray(0, -1)],
    ['a proof that hides one less', 0, (bytes: Uint8Array) => bytes.subarray(0, -32)],
    ['a proof as text', 0, () => 'x'.repeat(272)],
    ['labels for a node that is not there', 1, () => new Map([0, 1, 2, 3].map((n) => [n, n]))],
    ['labels by bytes', 1, () => new Map([[0, new Uint8Array(32)]])],
    ['a mandatory index out of range', 2, (list: readonly number[]) => [...list.slice(0, -1), 99]],
    ['one mandatory index less', 2, (list: readonly number[]) => list.slice(1)],
    ['another selective index', 3, (list: readonly number[]) => list.with(-1, (list.at(-1) ?? 0) + 1)],
    ['a selective index out of range', 3, (list: readonly number[]) => list.with(-1, 499)],
    ['selective indexes out of order', 3, (list: readonly number[]) => list.toReversed()],
    ['another presentation header', 4, () => Uint8Array.of(9)],
    ['no presentation header', 4, () => 0],
    ['a long presentation header', 4, () => new Uint8Array(1025)],
  ])('%s', async (_, index, change) => {
    const components = componentsOf(derived)
    const changed = components.with(index, change(components[index] as never))
    expect(await problemsOf(withValue(derived, formatProofValue(0x03, changed)))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it('statements injected, altered or left out, and mandatory ones dropped', async () => {
    const { credentialStatus: _, ...unrevocable } = derived
    const subject = derived.credentialSubject as Record<string, unknown>
    for (const altered of [
      unrevocable,
      { ...derived, name: 'x' },
      { ...derived, credentialSubject: { ...subject, maximumPowerKw: 9 } },
    ])
      expect(await problemsOf(altered)).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it('the key of somebody else, and one that is not for BBS', async () => {
    const { keyId } = await createTestSigner(new Uint8Array(32).fill(7))
    const foreign = { ...derived, proof: { ...derived.proof, verificationMethod: keyId } }
    expect(await problemsOf(foreign)).toEqual(['PROOF_VERIFICATION_ERROR'])
    const other = { ...derived, proof: { ...derived.proof, verificationMethod: P256_SIGNER.keyId } }
    expect(await problemsOf(other)).toEqual(['INVALID_VERIFICATION_METHOD'])
  })

  it('a proof of ecdsa-sd-2023 is none of bbs-2023, and the other way round', async () => {
    expect(await problemsOf({ ...derived, proof: { ...derived.proof, cryptosuite: 'ecdsa-sd-2023' } })).toEqual([
      'PROOF_VERIFICATION_ERROR',
    ])
    const ecdsa = await sign(createCredential(), { ...options, cryptosuite: 'ecdsa-sd-2023', signer: P256_SIGNER })
    const other = await derive(ecdsa, { selectivePointers: [POWER] })
    expect(await problemsOf({ ...other, proof: { ...other.proof, cryptosuite: 'bbs-2023' } })).toEqual([
      'PROOF_VERIFICATION_ERROR',
    ])
  })

  it('other options of the proof', async () => {
    for (const change of [
      { created: '2026-11-01T00:00:00Z' },
      { created: '2039-01-01T00:00:00Z' },
      { expires: '2039-01-01T00:00:00Z' },
    ])
      expect(await problemsOf({ ...derived, proof: { ...derived.proof, ...change } })).toEqual([
        'PROOF_VERIFICATION_ERROR',
      ])
  })
})

/** Compressed points at infinity in the place of the three points of a proof. */
function atInfinity(proof: Uint8Array): Uint8Array {
  const changed = new Uint8Array(proof).fill(0, 0, 144)
  for (const offset of [0, 48, 96]) changed[offset] = 0xc0
  return changed
}
