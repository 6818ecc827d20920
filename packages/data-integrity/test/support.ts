/** Vectors, loudly named test keys and a credential to sign. */
import { readFileSync } from 'node:fs'
import {
  base64urlEncode,
  multibaseDecode,
  type ResolveKey,
  refused,
  type Signer,
  type Verification,
  verified,
} from '@energy-ssi/core'
import { createSigner, generateKeyPair, importPrivateJwk, importPublicMultikey, multikeyToJwk } from '@energy-ssi/keys'
import type { Cryptosuite, VerifiedDocument } from '../src/index.ts'

export const SPEC = new URL('../../../spec/', import.meta.url)
const VECTORS = new URL('vectors/vc/', SPEC)

/** `name` is relative to the vectors of vc-di-eddsa; `../../` leads to the other folders. */
export const readText = (name: string): string =>
  readFileSync(new URL(name, new URL('vc-di-eddsa/TestVectors/', VECTORS)), 'utf8')
export const readVector = (name: string): Record<string, unknown> =>
  JSON.parse(readText(name)) as Record<string, unknown>
export const ECDSA = '../../vc-di-ecdsa/TestVectors/'

/** A key pair file of the vectors. */
export interface VectorKeyPair {
  readonly publicKeyMultibase: string
  readonly privateKeyMultibase?: string
  readonly secretKeyMultibase?: string
}

/** A did:key signer from the key pair files of the vectors. */
export function vectorSigner({ publicKeyMultibase, privateKeyMultibase, secretKeyMultibase }: VectorKeyPair): Signer {
  const secret = multibaseDecode(privateKeyMultibase ?? secretKeyMultibase ?? '').subarray(2)
  const jwk = { ...multikeyToJwk(publicKeyMultibase), d: base64urlEncode(secret) }
  return createSigner(importPrivateJwk(jwk), `did:key:${publicKeyMultibase}#${publicKeyMultibase}`)
}

const readSigner = (name: string) => vectorSigner(JSON.parse(readText(name)) as VectorKeyPair)
export const VECTOR_SIGNER = readSigner('keyPair.json')
export const P256_SIGNER = readSigner(`${ECDSA}p256KeyPair.json`)
export const P384_SIGNER = readSigner(`${ECDSA}p384KeyPair.json`)

/** A cryptosuite with a key: every rule and every attack is tried on each of these. */
export interface SuiteCase {
  readonly cryptosuite: Cryptosuite
  readonly signer: Signer
}

export const CASES = {
  'eddsa-rdfc-2022': { cryptosuite: 'eddsa-rdfc-2022', signer: VECTOR_SIGNER },
  'eddsa-jcs-2022': { cryptosuite: 'eddsa-jcs-2022', signer: VECTOR_SIGNER },
  Ed25519Signature2020: { cryptosuite: 'Ed25519Signature2020', signer: VECTOR_SIGNER },
  'ecdsa-rdfc-2019 P-256': { cryptosuite: 'ecdsa-rdfc-2019', signer: P256_SIGNER },
  'ecdsa-rdfc-2019 P-384': { cryptosuite: 'ecdsa-rdfc-2019', signer: P384_SIGNER },
  'ecdsa-jcs-2019 P-256': { cryptosuite: 'ecdsa-jcs-2019', signer: P256_SIGNER },
  'ecdsa-jcs-2019 P-384': { cryptosuite: 'ecdsa-jcs-2019', signer: P384_SIGNER },
} as const satisfies Readonly<Record<string, SuiteCase>>

export type CaseName = keyof typeof CASES
export const CASE_NAMES = Object.keys(CASES) as readonly CaseName[]
/** The cases in which signatures are made over N-Quads. */
export const RDFC_NAMES = CASE_NAMES.filter((name) => !name.includes('jcs'))
/** The cases with proofs of type DataIntegrityProof, which have `cryptosuite`, `expires` and `previousProof`. */
export const PROOF_NAMES = CASE_NAMES.filter((name) => name !== 'Ed25519Signature2020')
export const ED25519_2020 = 'https://w3id.org/security/suites/ed25519-2020/v1'
export const JCS_NAMES = CASE_NAMES.filter((name) => name.includes('jcs'))

/** Signature lengths by algorithm. */
export const BYTES = { EdDSA: 64, ES256: 64, ES384: 96 } as const

/** A fresh key of the same algorithm. */
export function anotherSigner({ algorithm }: Signer): Signer {
  const pair = generateKeyPair(algorithm)
  const { multikey } = pair.publicKey
  return createSigner(pair, `did:key:${multikey}#${multikey}`)
}

/** Resolves did:key without a network; every key stands in every relationship. */
export const resolveDidKey: ResolveKey = (keyId) => {
  const [did = '', fragment = ''] = keyId.split('#')
  if (did !== `did:key:${fragment}`) return refused('INVALID_VERIFICATION_METHOD', 'There is no such key.')
  const { algorithm, verify } = importPublicMultikey(fragment)
  return verified({ algorithm, keyId, controller: did, verify })
}

export const NOW = new Date('2026-11-22T12:00:00Z')

/** A VCDM 2.0 credential of the energy world, under a context with a vocabulary. */
export function createCredential(): Record<string, unknown> {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/examples/v2'],
    id: 'urn:uuid:0d8f8c1e-7c0f-4d2e-9a51-0b6a7e5d9c11',
    type: ['VerifiableCredential', 'ChargingStationCredential'],
    name: { '@value': 'Ladesäule', '@language': 'de' },
    issuer: { id: 'did:example:operator', name: 'Operator' },
    validFrom: '2026-01-01T00:00:00Z',
    validUntil: '2027-01-01T00:00:00Z',
    credentialStatus: {
      id: 'https://status.example/1#7',
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '7',
      statusListCredential: 'https://status.example/1',
    },
    credentialSubject: { id: 'did:example:station', maximumPowerKw: 22.5, connectors: ['Type 2', 'CCS'] },
  }
}

/** The codes of a refusal; fails the test for anything else. */
export function codesOf(verification: Verification<unknown>): readonly string[] {
  if (verification.verified) throw new Error('verified, but a refusal was expected')
  return verification.problems.map(({ code }) => code)
}

/** The value of a verified result; fails the test for a refusal. */
export function verifiedValue(verification: Verification<VerifiedDocument>): VerifiedDocument {
  if (!verification.verified) throw new Error(JSON.stringify(verification.problems))
  return verification.value
}
