import {
  base58btcEncode,
  concatBytes,
  hexDecode,
  multibaseDecode,
  multibaseEncode,
  type ProblemCode,
  type Verification,
} from '@energy-ssi/core'
import { createDataIntegrity, type Proof, type VerifyOptions } from '@energy-ssi/data-integrity'
import { createDidKey, createDidResolver, createKeyResolver, type DidMethod, didKey } from '@energy-ssi/did'
import { createSigner, generateKeyPair } from '@energy-ssi/keys'
import { describe, expect, it } from 'vitest'

const NOW = new Date('2026-11-22T12:00:00Z')
const ISSUER = 'did:example:operator'
const KEY_ID = `${ISSUER}#key`
const TEST_PAIR = generateKeyPair('EdDSA')
const SIGNER = createSigner(TEST_PAIR, KEY_ID)
const { sign, verify } = createDataIntegrity()

const credential = {
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/examples/v2'],
  id: 'urn:uuid:0d8f8c1e-7c0f-4d2e-9a51-0b6a7e5d9c11',
  type: ['VerifiableCredential', 'ChargingStationCredential'],
  issuer: ISSUER,
  validFrom: '2026-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:station', maximumPowerKw: 22.5 },
}

/** Knows did:key and one document of did:example. */
function resolveWith(document: object): VerifyOptions['resolveKey'] {
  const example: DidMethod = async (did) => ({
    didResolutionMetadata: { contentType: 'application/did' },
    didDocument: { id: did, ...document },
    didDocumentMetadata: {},
  })
  const clock = () => NOW
  return createKeyResolver(createDidResolver({ methods: { example, key: didKey() }, clock }), { clock })
}

const method = {
  id: KEY_ID,
  type: 'Multikey',
  controller: ISSUER,
  publicKeyMultibase: TEST_PAIR.publicKey.multikey,
}
const document = (changes: object = {}, relationships: object = { assertionMethod: [KEY_ID] }) => ({
  verificationMethod: [{ ...method, ...changes }],
  ...relationships,
})
const sound = resolveWith(document())
const signed = () =>
  sign(credential, { cryptosuite: 'eddsa-rdfc-2022', signer: SIGNER, proofPurpose: 'assertionMethod', created: NOW })
const check = (secured: unknown, resolveKey = sound, options: Partial<VerifyOptions> = {}) =>
  verify(secured, { resolveKey, proofPurpose: 'assertionMethod', now: NOW, ...options })

function codesOf(verdict: Verification<unknown>): readonly ProblemCode[] {
  return verdict.verified ? [] : verdict.problems.map(({ code }) => code)
}

describe('a proof whose key its DID document does not vouch for (Controlled Identifiers 1.0 §3.3)', () => {
  it('is accepted while the document does', async () => {
    expect(await check(await signed())).toMatchObject({ value: { proofs: [{ controller: ISSUER }] } })
    for (const changes of [{ expires: '2026-11-22T12:00:01Z' }, { revoked: '2026-11-22T12:00:01Z' }])
      expect(codesOf(await check(await signed(), resolveWith(document(changes))))).toEqual([])
  })

  it.each<[string, ProblemCode, object]>([
    ['the key is revoked', 'INVALID_VERIFICATION_METHOD', document({ revoked: '2026-11-22T11:59:59Z' })],
    [
      'the key was revoked after it signed',
      'INVALID_VERIFICATION_METHOD',
      document({ revoked: '2026-11-22T12:00:00Z' }),
    ],
    ['the key has expired', 'INVALID_VERIFICATION_METHOD', document({ expires: '2026-11-22T11:59:59Z' })],
    ['revoked is no date', 'INVALID_VERIFICATION_METHOD', document({ revoked: 'never' })],
    ['another DID controls the key', 'INVALID_VERIFICATION_METHOD', document({ controller: 'did:example:attacker' })],
    [
      'the key stands in another relationship only',
      'INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD',
      document({}, { authentication: [KEY_ID] }),
    ],
    ['the key stands in no relationship', 'INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD', document({}, {})],
    [
      'the key is gone',
      'INVALID_VERIFICATION_METHOD',
      document({ id: `${ISSUER}#other` }, { assertionMethod: [`${ISSUER}#other`] }),
    ],
    [
      'the key was exchanged',
      'PROOF_VERIFICATION_ERROR',
      document({ publicKeyMultibase: generateKeyPair('EdDSA').publicKey.multikey }),
    ],
  ])('%s: %s', async (_rule, code, document) => {
    expect(codesOf(await check(await signed(), resolveWith(document)))).toEqual([code])
  })

  it('proof purpose: a key for authentication asserts nothing, whatever the proof says', async () => {
    const login = await sign(credential, {
      cryptosuite: 'eddsa-rdfc-2022',
      signer: SIGNER,
      proofPurpose: 'authentication',
      created: NOW,
    })
    const both = resolveWith(document({}, { assertionMethod: [KEY_ID], authentication: [KEY_ID] }))
    expect(codesOf(await check(login, both, { proofPurpose: 'authentication' }))).toEqual([])
    expect(codesOf(await check(login, both))).toEqual(['PROOF_VERIFICATION_ERROR'])
    const relabelled = { ...login, proof: { ...(login.proof as Proof), proofPurpose: 'assertionMethod' } }
    expect(codesOf(await check(relabelled, both))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it('controller confusion: the verdict names who controls the key, never who the document says it is', async () => {
    const attacker = generateKeyPair('EdDSA')
    const { did, keyId } = createDidKey(attacker.publicKey)
    const forged = await sign(credential, {
      cryptosuite: 'eddsa-rdfc-2022',
      signer: createSigner(attacker, keyId),
      proofPurpose: 'assertionMethod',
      created: NOW,
    })
    const verdict = await check(forged)
    expect(verdict).toMatchObject({ value: { document: { issuer: ISSUER }, proofs: [{ controller: did }] } })
    const pretended = { ...forged, proof: { ...(forged.proof as Proof), verificationMethod: KEY_ID } }
    expect(codesOf(await check(pretended))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })
})

describe('keys under which anybody can sign', () => {
  const IDENTITY = `01${'00'.repeat(31)}`
  const ORDER_2 = `ec${'ff'.repeat(30)}7f`
  const ORDER_4 = '00'.repeat(32)

  it.each([
    ['the identity', IDENTITY],
    ['a point of order 2', ORDER_2],
    ['a point of order 4', ORDER_4],
  ])('%s is no key, though the signature R = identity, S = 0 may fit it', async (_rule, hex) => {
    const publicKeyMultibase = `z${base58btcEncode(concatBytes(Uint8Array.of(0xed, 0x01), hexDecode(hex)))}`
    const proofValue = multibaseEncode('z', concatBytes(hexDecode(IDENTITY), new Uint8Array(32)))
    const { proof, ...unsecured } = await signed()
    const forged = { ...unsecured, proof: { ...(proof as Proof), proofValue } }
    expect(codesOf(await check(forged, resolveWith(document({ publicKeyMultibase }))))).toEqual([
      'INVALID_VERIFICATION_METHOD',
    ])
    const verificationMethod = `did:key:${publicKeyMultibase}#${publicKeyMultibase}`
    const named = { ...forged, proof: { ...forged.proof, verificationMethod } }
    expect(codesOf(await check(named))).toHaveLength(1)
  })
})

describe('signature malleability', () => {
  const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n

  it('an Ed25519 signature has one spelling: S + L is refused (RFC 8032 §5.1.7)', async () => {
    const secured = await signed()
    const proof = secured.proof as Proof
    const signature = multibaseDecode(proof.proofValue)
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`)
    const larger = Buffer.from((s + ORDER).toString(16).padStart(64, '0'), 'hex').reverse()
    const proofValue = multibaseEncode('z', concatBytes(signature.subarray(0, 32), new Uint8Array(larger)))
    expect(codesOf(await check(secured))).toEqual([])
    expect(codesOf(await check({ ...secured, proof: { ...proof, proofValue } }))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })
})

describe('poison graphs', () => {
  interface Tree {
    readonly leaf?: string
    readonly kids?: readonly Tree[]
  }
  const tree = (width: number, depth: number): Tree =>
    depth === 0 ? { leaf: 'x' } : { kids: Array.from({ length: width }, () => tree(width, depth - 1)) }
  const links = (n: number) => Array.from({ length: n }, (_, i) => ({ id: `_:n${i}` }))
  const clique = (n: number) => links(n).map(({ id }) => ({ id, knows: links(n) }))

  it.each<[string, unknown, string]>([
    ['12 mutually linked blank nodes', clique(12), 'ambiguous_form'],
    ['a tree of 500 nodes that look alike', tree(2, 8), 'limit_exceeded'],
    ['a tree of 1,100 nodes that look alike', tree(10, 3), 'limit_exceeded'],
    ['lists of lists that look alike', [[tree(2, 3)], [tree(2, 3)]], 'limit_exceeded'],
  ])('%s: refused when signing and, before a key is looked up, when verifying', async (_rule, subject, code) => {
    const poisoned = { ...credential, credentialSubject: { id: 'did:example:1', maximumPowerKw: subject } }
    const options = { cryptosuite: 'eddsa-rdfc-2022', signer: SIGNER, proofPurpose: 'assertionMethod' } as const
    await expect(sign(poisoned, options)).rejects.toMatchObject({ code })
    const { proof } = await signed()
    let asked = 0
    const resolveKey: VerifyOptions['resolveKey'] = (...about) => {
      asked++
      return sound(...about)
    }
    const start = process.hrtime.bigint()
    expect(codesOf(await check({ ...poisoned, proof }, resolveKey))).toEqual(['PROOF_TRANSFORMATION_ERROR'])
    expect(asked).toBe(0)
    // Cliques take some 10 ms, trees of alike nodes ten times that; without limits it would be hours.
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(2000)
  })

  it.each([4, 8, 12, 30])('%i mutually linked blank nodes are refused by the canonicaliser itself', async (n) => {
    const { canonicalise } = createDataIntegrity()
    await expect(canonicalise({ ...credential, credentialSubject: clique(n) })).rejects.toMatchObject({
      code: 'limit_exceeded',
    })
  })
})
