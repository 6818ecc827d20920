import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import {
  base64urlDecode,
  base64urlEncode,
  concatBytes,
  type ResolveKey,
  refused,
  type Signer,
  utf8Encode,
  verified,
} from '@energy-ssi/core'
import { createSigner, generateKeyPair, importPublicJwk } from '@energy-ssi/keys'
import { describe, expect, it } from 'vitest'
import { createDataIntegrity, type LegacySuite, type VerifyOptions } from '../src/index.ts'
import { codesOf, NOW, resolveDidKey, SPEC, VECTOR_SIGNER, verifiedValue } from './support.ts'

const V1 = 'https://www.w3.org/2018/credentials/v1'
const JWS_2020 = 'https://w3id.org/security/suites/jws-2020/v1'
const BOTH: readonly LegacySuite[] = ['JsonWebSignature2020', 'Ed25519Signature2018']
const dataIntegrity = createDataIntegrity()
const OPTIONS = { resolveKey: resolveDidKey, proofPurpose: 'assertionMethod', now: NOW, legacySuites: BOTH } as const

const FOLDER = new URL('vectors/vc/jws-test-suite/', SPEC)
type Json = Readonly<Record<string, unknown>>
interface SecuredJson extends Json {
  readonly '@context': readonly unknown[]
  readonly proof: Json
}
const read = (path: string) => JSON.parse(readFileSync(new URL(path, FOLDER), 'utf8')) as SecuredJson

/** The keys of the suite stand in the document of did:example:123, in every relationship. */
const KEYS = ['key-0-ed25519', 'key-1-secp256k1', 'key-2-secp256r1', 'key-3-secp384r1'].map((name) =>
  read(`keys/${name}.json`),
)
const resolveSuiteKey: ResolveKey = (keyId) => {
  const found = KEYS.find(({ id }) => id === keyId)
  if (found === undefined) return refused('INVALID_VERIFICATION_METHOD', 'There is no such key.')
  const { algorithm, verify } = importPublicJwk(found.publicKeyJwk)
  return verified({ algorithm, keyId, controller: 'did:example:123', verify })
}
const documents = ['transmute', 'danubetech', 'spruce', 'afgo'].flatMap((from) =>
  readdirSync(new URL(from, FOLDER)).map((file) => `${from}/${file}`),
)
const isPlain = (path: string) => !/@vocab|presentation-exchange/.test(JSON.stringify(read(path)))
const verifyVector = (document: Json, path: string, options: Partial<VerifyOptions> = {}) => {
  const proofPurpose = path.endsWith('vp.json') ? 'authentication' : 'assertionMethod'
  return dataIntegrity.verify(document, { ...OPTIONS, resolveKey: resolveSuiteKey, proofPurpose, ...options })
}

describe('JsonWebSignature2020: documents of the JWS test suite, signed by four implementations', () => {
  it.each(documents.filter(isPlain))('%s verifies, and not if anything is altered', async (path) => {
    const signed = read(path)
    const { proofs } = verifiedValue(await verifyVector(signed, path))
    expect(proofs).toMatchObject([{ cryptosuite: 'JsonWebSignature2020', controller: 'did:example:123' }])
    const altered: Json = {
      ...signed,
      ...(path.endsWith('vp.json') ? { holder: 'did:example:1' } : { issuer: 'did:example:1' }),
    }
    expect(codesOf(await verifyVector(altered, path))).toEqual(['PROOF_VERIFICATION_ERROR'])
    const later = { ...signed, proof: { ...signed.proof, created: '2022-01-01T00:00:00Z' } }
    expect(codesOf(await verifyVector(later, path))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it('there are some of each key', () => {
    for (const key of ['ed25519', 'secp256k1', 'secp256r1', 'secp384r1'])
      expect(documents.filter((path) => isPlain(path) && path.includes(key)).length).toBeGreaterThan(2)
  })

  it.each(documents.filter((path) => !isPlain(path)))(
    '%s is not accepted: its contexts are inline vocabularies or unknown',
    async (path) => {
      expect(codesOf(await verifyVector(read(path), path))).toEqual(['PROOF_TRANSFORMATION_ERROR'])
    },
  )
})

const credential = (contexts: readonly unknown[] = [V1, JWS_2020]) => ({
  '@context': contexts,
  id: 'urn:uuid:1',
  type: ['VerifiableCredential'],
  issuer: VECTOR_SIGNER.keyId.split('#')[0],
  issuanceDate: '2026-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:1' },
})

const HEADER = { alg: 'EdDSA', b64: false, crit: ['b64'] }

interface Changes {
  readonly type?: LegacySuite
  readonly signer?: Signer
  readonly header?: unknown
  readonly proof?: Json
  readonly contexts?: readonly unknown[]
}

/** Written from the specifications, apart from the code under test. */
async function sign({ type = 'JsonWebSignature2020', signer = VECTOR_SIGNER, header = HEADER, ...more }: Changes = {}) {
  const document = credential(more.contexts)
  const proof = {
    type,
    created: '2026-11-22T12:00:00Z',
    verificationMethod: signer.keyId,
    proofPurpose: 'assertionMethod',
    ...more.proof,
  }
  const hash = async (input: object) =>
    createHash('sha256')
      .update(await dataIntegrity.canonicalise(input))
      .digest()
  const data = concatBytes(await hash({ ...proof, '@context': document['@context'] }), await hash(document))
  const encoded = base64urlEncode(utf8Encode(typeof header === 'string' ? header : JSON.stringify(header)))
  const signature = await signer.sign(concatBytes(utf8Encode(`${encoded}.`), data))
  return { ...document, proof: { ...proof, jws: `${encoded}..${base64urlEncode(signature)}` } }
}

const ES256 = (() => {
  const pair = generateKeyPair('ES256')
  return createSigner(pair, `did:key:${pair.publicKey.multikey}#${pair.publicKey.multikey}`)
})()

describe('legacy suites', () => {
  it.each(BOTH)('%s is verified only where it is asked for', async (type) => {
    const signed = await sign({ type })
    const { legacySuites: _, ...safe } = OPTIONS
    expect(codesOf(await dataIntegrity.verify(signed, safe))).toEqual(['SECURING_NOT_SUPPORTED'])
    const others = BOTH.filter((each) => each !== type)
    expect(codesOf(await dataIntegrity.verify(signed, { ...OPTIONS, legacySuites: others }))).toEqual([
      'SECURING_NOT_SUPPORTED',
    ])
    const { document, proofs } = verifiedValue(await dataIntegrity.verify(signed, { ...OPTIONS, legacySuites: [type] }))
    expect(document).toEqual(credential())
    expect(proofs).toMatchObject([{ cryptosuite: type, algorithm: 'EdDSA', verificationMethod: VECTOR_SIGNER.keyId }])
  })

  it('a signature of one is none of the other', async () => {
    const signed = await sign()
    const relabelled = { ...signed, proof: { ...signed.proof, type: 'Ed25519Signature2018' } }
    expect(codesOf(await dataIntegrity.verify(relabelled, OPTIONS))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it('Ed25519Signature2018 has Ed25519 keys only', async () => {
    const options = { signer: ES256, header: { ...HEADER, alg: 'ES256' } }
    verifiedValue(await dataIntegrity.verify(await sign(options), OPTIONS))
    expect(
      codesOf(await dataIntegrity.verify(await sign({ ...options, type: 'Ed25519Signature2018' }), OPTIONS)),
    ).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it.each<[string, unknown]>([
    ['b64 is true: the payload would be another', { ...HEADER, b64: true }],
    ['b64 is absent', { alg: 'EdDSA' }],
    ['crit does not list b64 (RFC 7797 §6)', { alg: 'EdDSA', b64: false }],
    ['crit is empty', { ...HEADER, crit: [] }],
    ['crit lists what nobody understands', { ...HEADER, crit: ['b64', 'exp'], exp: 1 }],
    ['crit lists b64 twice', { ...HEADER, crit: ['b64', 'b64'] }],
    ['crit is a string', { ...HEADER, crit: 'b64' }],
    ['the header brings a key', { ...HEADER, jwk: { kty: 'OKP', crv: 'Ed25519', x: 'AA' } }],
    ['the header names a key', { ...HEADER, kid: VECTOR_SIGNER.keyId }],
    ['the header names a place for keys', { ...HEADER, jku: 'https://keys.example' }],
    ['the header has a type', { ...HEADER, typ: 'JWT' }],
    ['alg is none', { ...HEADER, alg: 'none' }],
    ['alg is that of a shared secret', { ...HEADER, alg: 'HS256' }],
    ['alg is no string', { ...HEADER, alg: ['EdDSA'] }],
    ['alg stands twice', '{"alg":"EdDSA","alg":"EdDSA","b64":false,"crit":["b64"]}'],
    ['the header is a list', [HEADER]],
    ['the header is no JSON', '{'],
  ])('refused although signed by the right key: %s', async (_rule, header) => {
    expect(codesOf(await dataIntegrity.verify(await sign({ header }), OPTIONS))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it('alg must be that of the key: confusion is refused in each direction', async () => {
    for (const [signer, alg] of [
      [VECTOR_SIGNER, 'ES256'],
      [VECTOR_SIGNER, 'ES256K'],
      [ES256, 'EdDSA'],
      [ES256, 'ES256K'],
      [ES256, 'ES384'],
    ] as const) {
      const signed = await sign({ signer, header: { ...HEADER, alg } })
      expect(codesOf(await dataIntegrity.verify(signed, OPTIONS)), alg).toEqual(['INVALID_VERIFICATION_METHOD'])
    }
  })

  it.each<[string, (jws: string) => unknown, string]>([
    ['a jws with its payload', (jws) => jws.replace('..', '.e30.'), 'PROOF_VERIFICATION_ERROR'],
    ['a jws without header', (jws) => jws.slice(jws.indexOf('.')), 'PROOF_VERIFICATION_ERROR'],
    ['a jws without signature', (jws) => jws.slice(0, jws.lastIndexOf('.') + 1), 'PROOF_VERIFICATION_ERROR'],
    ['a jws with padding', (jws) => `${jws}==`, 'PROOF_VERIFICATION_ERROR'],
    ['a jws that is long', (jws) => jws + 'A'.repeat(1000), 'PROOF_VERIFICATION_ERROR'],
    ['a jws that is a list', (jws) => [jws], 'PROOF_VERIFICATION_ERROR'],
    ['no jws', () => undefined, 'PARSING_ERROR'],
    ['a header respelled in base64url', (jws) => jws.replace('..', 'A..'), 'PROOF_VERIFICATION_ERROR'],
  ])('%s is refused', async (_rule, change, code) => {
    const signed = await sign()
    const changed = { ...signed, proof: { ...signed.proof, jws: change(signed.proof.jws) } }
    expect(codesOf(await dataIntegrity.verify(changed, OPTIONS))).toEqual([code])
  })

  it('a bit of the signature or of the header broken is refused', async () => {
    const signed = await sign()
    const [header = '', signature = ''] = signed.proof.jws.split('..')
    const broken = base64urlDecode(signature)
    broken[5] = (broken[5] as number) ^ 1
    const proof = { ...signed.proof, jws: `${header}..${base64urlEncode(broken)}` }
    expect(codesOf(await dataIntegrity.verify({ ...signed, proof }, OPTIONS))).toEqual(['PROOF_VERIFICATION_ERROR'])
    const respelled = base64urlEncode(utf8Encode(JSON.stringify({ b64: false, crit: ['b64'], alg: 'EdDSA' })))
    const other = { ...signed.proof, jws: `${respelled}..${signature}` }
    expect(codesOf(await dataIntegrity.verify({ ...signed, proof: other }, OPTIONS))).toEqual([
      'PROOF_VERIFICATION_ERROR',
    ])
  })

  it.each(['proofValue', 'cryptosuite', 'previousProof', '@context', 'unknown'])(
    'a proof with %s is refused',
    async (name) => {
      const signed = await sign()
      const proof = { ...signed.proof, [name]: name === 'previousProof' ? 'urn:uuid:1' : 'z1' }
      expect(codesOf(await dataIntegrity.verify({ ...signed, proof }, OPTIONS))).toContain('MALFORMED_VALUE_ERROR')
    },
  )

  it('a term no context defines is refused, in the document and in the proof', async () => {
    const signed = await sign()
    const added = { ...signed, credentialSubject: { id: 'did:example:1', power: 5 } }
    expect(codesOf(await dataIntegrity.verify(added, OPTIONS))).toEqual(['PROOF_TRANSFORMATION_ERROR'])
    const { '@context': _, ...rest } = signed
    const stripped = { '@context': ['https://www.w3.org/ns/credentials/v2'], ...rest }
    expect(codesOf(await dataIntegrity.verify(stripped, OPTIONS))).toEqual(['PROOF_TRANSFORMATION_ERROR'])
  })

  it('purpose, challenge, domain, time and expiry are judged as for every proof', async () => {
    const bound = await sign({ proof: { challenge: 'c', domain: 'a.example', expires: '2026-11-22T13:00:00Z' } })
    const check = (options: Partial<VerifyOptions>) => dataIntegrity.verify(bound, { ...OPTIONS, ...options })
    verifiedValue(await check({ challenge: 'c', domain: 'a.example' }))
    expect(codesOf(await check({ proofPurpose: 'authentication' }))).toEqual(['PROOF_VERIFICATION_ERROR'])
    expect(codesOf(await check({ challenge: 'd' }))).toEqual(['INVALID_CHALLENGE_ERROR'])
    expect(codesOf(await check({ domain: 'b.example' }))).toEqual(['INVALID_DOMAIN_ERROR'])
    expect(codesOf(await check({ now: new Date('2026-11-22T11:00:00Z') }))).toEqual(['PROOF_VERIFICATION_ERROR'])
    expect(codesOf(await check({ now: new Date('2026-11-22T14:00:00Z') }))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it('a proof set with a proof of today: both must verify', async () => {
    const legacy = await sign()
    const options = {
      signer: VECTOR_SIGNER,
      proofPurpose: 'assertionMethod',
      created: NOW,
      existingProofs: 'set',
    } as const
    const set = await dataIntegrity.sign(legacy, { ...options, cryptosuite: 'eddsa-jcs-2022' })
    const { proofs } = verifiedValue(await dataIntegrity.verify(set, OPTIONS))
    expect(proofs.map(({ cryptosuite }) => cryptosuite)).toEqual(['JsonWebSignature2020', 'eddsa-jcs-2022'])
    const [first, second] = set.proof as readonly [Json, Json]
    const broken = { ...set, proof: [{ ...first, created: '2026-11-22T11:59:59Z' }, second] }
    expect(codesOf(await dataIntegrity.verify(broken, OPTIONS))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })
})
