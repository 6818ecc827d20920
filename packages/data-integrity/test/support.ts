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
import { createSigner, importPrivateJwk, importPublicMultikey } from '@energy-ssi/keys'
import type { VerifiedDocument } from '../src/index.ts'

export const SPEC = new URL('../../../spec/', import.meta.url)
const EDDSA = new URL('vectors/vc/vc-di-eddsa/TestVectors/', SPEC)

export const readText = (name: string): string => readFileSync(new URL(name, EDDSA), 'utf8')
export const readVector = (name: string): Record<string, unknown> =>
  JSON.parse(readText(name)) as Record<string, unknown>

/** A did:key signer from the key pair files of the vectors. */
export function vectorSigner(pair: { publicKeyMultibase: string; privateKeyMultibase: string }): Signer {
  const multikey = pair.publicKeyMultibase
  const d = base64urlEncode(multibaseDecode(pair.privateKeyMultibase).subarray(2))
  const x = base64urlEncode(multibaseDecode(multikey).subarray(2))
  return createSigner(importPrivateJwk({ kty: 'OKP', crv: 'Ed25519', x, d }), `did:key:${multikey}#${multikey}`)
}

export const VECTOR_SIGNER = vectorSigner(readVector('keyPair.json') as Parameters<typeof vectorSigner>[0])

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
