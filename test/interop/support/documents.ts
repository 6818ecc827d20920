/** What is signed: a credential of the energy world and a presentation, in both versions of the data model. */
import { CREDENTIALS_V1, CREDENTIALS_V2, type Credential, type Presentation } from '@energy-ssi/credential'

/** Contexts that define what the credentials say, for both versions. */
export const EXAMPLES_V2 = 'https://www.w3.org/ns/credentials/examples/v2'
export const EXAMPLES_V1 = 'https://www.w3.org/2018/credentials/examples/v1'

export const CHALLENGE = 'test-challenge-1'
export const DOMAIN = 'https://verifier.example'

const ID = 'urn:uuid:0c07c1ce-57cb-41af-bef2-1b932b986873'
const PRESENTATION_ID = 'urn:uuid:5a3f5a6f-9d6c-4f6b-8a5b-5c1f8b0c7f11'
const SUBJECT = 'did:example:test-only-station'

/** A credential of VCDM 2.0. */
export function createCredential(issuer: string): Credential {
  return {
    '@context': [CREDENTIALS_V2, EXAMPLES_V2],
    id: ID,
    type: ['VerifiableCredential', 'ChargingStationCredential'],
    issuer: { id: issuer, name: 'Test operator' },
    validFrom: '2026-01-01T00:00:00Z',
    validUntil: '2099-01-01T00:00:00Z',
    credentialSubject: { id: SUBJECT, maximumPowerKw: 22, connectors: ['Type 2', 'CCS'], city: 'Groß Körös' },
  }
}

/** A credential of VCDM 1.1. */
export function createCredential11(issuer: string): Credential {
  return {
    '@context': [CREDENTIALS_V1, EXAMPLES_V1],
    id: ID,
    type: ['VerifiableCredential', 'UniversityDegreeCredential'],
    issuer: { id: issuer },
    issuanceDate: '2026-01-01T00:00:00Z',
    expirationDate: '2099-01-01T00:00:00Z',
    credentialSubject: { id: SUBJECT, degree: { type: 'BachelorDegree', name: 'Power systems, Köln' } },
  }
}

/** A presentation of VCDM 2.0. */
export function createPresentation(holder: string, credentials: readonly object[]): Presentation {
  return {
    '@context': [CREDENTIALS_V2],
    id: PRESENTATION_ID,
    type: ['VerifiablePresentation'],
    holder,
    verifiableCredential: [...credentials],
  } as Presentation
}

/** A presentation of VCDM 1.1. */
export function createPresentation11(holder: string, credentials: readonly (object | string)[]): Presentation {
  return {
    '@context': [CREDENTIALS_V1],
    id: PRESENTATION_ID,
    type: ['VerifiablePresentation'],
    holder,
    verifiableCredential: [...credentials],
  } as Presentation
}
