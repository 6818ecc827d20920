/** Golden documents, test keys and hand-made tokens. */
import {
  base64urlEncode,
  type ResolveKey,
  refused,
  type SignatureAlgorithm,
  type Signer,
  utf8Encode,
  type VerificationRelationship,
  verified,
} from '@energy-ssi/core'
import { createSigner, generateKeyPair, type KeyPair } from '@energy-ssi/keys'
import { CREDENTIALS_V1, CREDENTIALS_V2, type Credential, type Presentation } from '../src/index.ts'

export const NOW = new Date('2026-06-01T12:00:00Z')
export const NOW_SECONDS = NOW.getTime() / 1000
export const EXAMPLES_V2 = 'https://www.w3.org/ns/credentials/examples/v2'

export const ISSUER = 'did:example:test-only-issuer'
export const HOLDER = 'did:example:test-only-holder'
export const MALLORY = 'did:example:test-only-mallory'

export interface Party {
  readonly did: string
  readonly keyId: string
  readonly keyPair: KeyPair
  readonly signer: Signer
}

export function createParty(did: string, algorithm: SignatureAlgorithm = 'EdDSA'): Party {
  const keyPair = generateKeyPair(algorithm)
  const keyId = `${did}#key-1`
  return { did, keyId, keyPair, signer: createSigner(keyPair, keyId) }
}

export const issuer = createParty(ISSUER)
export const holder = createParty(HOLDER)
export const mallory = createParty(MALLORY)

/** Knows the keys of the parties, each for every relationship unless told otherwise. */
export function resolverFor(parties: readonly Party[], only?: VerificationRelationship): ResolveKey {
  return (keyId, relationship) => {
    const party = parties.find((one) => one.keyId === keyId)
    if (party === undefined) return refused('INVALID_VERIFICATION_METHOD', 'There is no such key.')
    if (only !== undefined && relationship !== only) {
      return refused('INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD', 'The key is not for that.')
    }
    const { algorithm, verify } = party.keyPair.publicKey
    return verified({
      algorithm,
      keyId,
      controller: party.did,
      verify: (message, signature) => verify(message, signature),
    })
  }
}

export const resolveKey = resolverFor([issuer, holder, mallory])

export const credential: Credential = freeze({
  '@context': [CREDENTIALS_V2, EXAMPLES_V2],
  id: 'urn:uuid:0c07c1ce-57cb-41af-bef2-1b932b986873',
  type: ['VerifiableCredential', 'ChargingStationCredential'],
  issuer: { id: ISSUER, name: 'Test grid operator', description: { '@value': 'Netz', '@language': 'de' } },
  name: 'Charging station',
  validFrom: '2026-01-01T00:00:00Z',
  validUntil: '2027-01-01T00:00:00Z',
  credentialSubject: {
    id: 'did:example:station-1',
    type: 'ChargingStation',
    ratedPowerKw: 22,
    address: { city: 'Berlin', postalCode: '10115' },
  },
  credentialStatus: {
    id: 'https://issuer.example/status/1#94567',
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '94567',
    statusListCredential: 'https://issuer.example/status/1',
  },
  credentialSchema: { id: 'https://issuer.example/schemas/station.json', type: 'JsonSchema' },
  refreshService: { id: 'https://issuer.example/refresh/1', type: 'ManualRefreshService' },
  termsOfUse: [{ type: 'TrustFrameworkPolicy', id: 'https://issuer.example/terms' }],
  evidence: [{ id: 'https://issuer.example/evidence/1', type: ['Inspection'] }],
  relatedResource: [
    { id: CREDENTIALS_V2, digestSRI: 'sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU' },
  ],
})

export const credential11: Credential = freeze({
  '@context': [CREDENTIALS_V1, 'https://www.w3.org/2018/credentials/examples/v1'],
  id: 'urn:uuid:3978344f-8596-4c3a-a978-8fcaba3903c5',
  type: ['VerifiableCredential', 'UniversityDegreeCredential'],
  issuer: { id: ISSUER, name: 'Test university' },
  issuanceDate: '2026-01-01T00:00:00Z',
  expirationDate: '2027-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:subject-1', degree: { type: 'BachelorDegree', name: 'Bachelor of Science' } },
  credentialStatus: { id: 'https://issuer.example/status/24', type: 'CredentialStatusList2017' },
  credentialSchema: { id: 'https://issuer.example/schemas/degree.json', type: 'JsonSchemaValidator2018' },
})

export const presentation: Presentation = freeze({
  '@context': [CREDENTIALS_V2],
  id: 'urn:uuid:5a3f5a6f-9d6c-4f6b-8a5b-5c1f8b0c7f11',
  type: ['VerifiablePresentation'],
  holder: HOLDER,
  verifiableCredential: [
    {
      '@context': [CREDENTIALS_V2],
      type: 'EnvelopedVerifiableCredential',
      id: 'data:application/vc+jwt,eyJhbGciOiJFZERTQSJ9.e30.c2ln',
    },
  ],
})

export const presentation11: Presentation = freeze({
  '@context': [CREDENTIALS_V1],
  id: 'urn:uuid:7d1c7d2e-2f4e-4b8e-8a51-0f1d7f2f6c0a',
  type: ['VerifiablePresentation'],
  holder: HOLDER,
  verifiableCredential: ['eyJhbGciOiJFZERTQSJ9.e30.c2ln'],
})

/** A token as hostile or careless software would make it. */
export function makeToken(header: unknown, payload: unknown, keyPair?: KeyPair): string {
  return makeTokenOfText(JSON.stringify(header), JSON.stringify(payload), keyPair)
}

export function makeTokenOfText(header: string, payload: string, keyPair?: KeyPair): string {
  const input = `${encode(header)}.${encode(payload)}`
  return `${input}.${base64urlEncode(keyPair?.sign(utf8Encode(input)) ?? new Uint8Array(64))}`
}

export function encode(text: string): string {
  return base64urlEncode(utf8Encode(text))
}

/** The header a party writes for a token class. */
export function headerOf(party: Party, typ: string | undefined = 'vc+jwt'): Record<string, unknown> {
  return { alg: party.signer.algorithm, typ, kid: party.keyId }
}

/** A deep copy with the member at a path (`a.0.b`) set; undefined deletes it. */
export function withMember<T>(document: T, path: string, value: unknown): T {
  const copy = structuredClone(document)
  const keys = path.split('.')
  const last = keys.pop() as string
  let target = copy as Record<string, unknown>
  for (const key of keys) target = target[key] as Record<string, unknown>
  if (value === undefined) delete target[last]
  else target[last] = value
  return copy
}

/** Paths of everything in a document that is no object or array. */
export function leafPaths(value: unknown, path: readonly string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return [path.join('.')]
  return Object.entries(value).flatMap(([key, member]) => leafPaths(member, [...path, key]))
}

/** Freezes a document through and through: whoever tries to change it gets a TypeError. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(freeze)
    Object.freeze(value)
  }
  return value
}

/** The codes of a verdict's problems; empty if it verified. */
export function codesOf(verdict: {
  readonly verified: boolean
  readonly problems?: readonly { readonly code: string }[]
}): string[] {
  return verdict.verified ? [] : (verdict.problems ?? []).map(({ code }) => code)
}
