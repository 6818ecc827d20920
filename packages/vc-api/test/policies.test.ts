import { readFileSync } from 'node:fs'
import { type ResolveKey, refused, verified } from '@energy-ssi/core'
import { createSchemaValidator } from '@energy-ssi/credential/schema'
import { importPublicJwk } from '@energy-ssi/keys'
import {
  createIntegrityVerifier,
  createIssuer,
  createVerifier,
  type Securing,
  STRICT_POLICY,
  type VcApiError,
  type VerifierPolicy,
} from '@energy-ssi/vc-api'
import { describe, expect, it } from 'vitest'
import { type Desk, openDesk } from './support/desk.ts'
import { codes, credential } from './support/documents.ts'

describe('credentialSchema (VCDM 2.0 §4.11)', () => {
  const URL_1 = 'https://grid.example/schemas/station.json'
  const schemas = createSchemaValidator({
    schemas: {
      [URL_1]: {
        $id: URL_1,
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        properties: { credentialSubject: { required: ['name'] } },
      },
    },
  })
  const CONTEXT = { '@context': ['https://www.w3.org/ns/credentials/v2'] }
  const station = (name?: string, id = URL_1) =>
    credential({
      ...CONTEXT,
      credentialSchema: { id, type: 'JsonSchema' },
      credentialSubject: { id: 'did:example:station', ...(name !== undefined && { name }) },
    })
  const verifierOf = (desk: Desk, policy: Partial<VerifierPolicy> = {}) =>
    createVerifier({
      verifyIntegrity: desk.verifyIntegrity,
      statusLists: desk.statusListSource,
      challenges: desk.challenges,
      clock: desk.clock,
      schemas,
      policy: { ...STRICT_POLICY, ...policy },
    })
  const issueWithoutSchemas = (desk: Desk, document: Record<string, unknown>, securing: Securing = 'vc-jose') =>
    desk.issuer(securing).issue({ credential: document })

  it('that is at hand and conformed to is reported', async () => {
    const desk = await openDesk()
    const verifiableCredential = await issueWithoutSchemas(desk, station('Quay 1'))
    const options = { returnResults: true }
    expect(await verifierOf(desk).verifyCredential({ verifiableCredential, options })).toMatchObject({
      verified: true,
      results: { credentialSchema: { verified: true, input: { id: URL_1 } } },
    })
  })

  it('that is not conformed to refuses, by every policy', async () => {
    const desk = await openDesk()
    const verifiableCredential = await issueWithoutSchemas(desk, station())
    for (const policy of [{}, { treatWarningsAsErrors: false }]) {
      const result = await verifierOf(desk, policy).verifyCredential({ verifiableCredential })
      expect([result.verified, codes(result)]).toEqual([false, ['SCHEMA_VERIFICATION_ERROR']])
    }
  })

  it('that is not at hand warns, or refuses where the policy says so', async () => {
    const desk = await openDesk()
    const verifiableCredential = await issueWithoutSchemas(desk, station('Quay 1', 'https://other.example/schema.json'))
    const warned = await verifierOf(desk).verifyCredential({ verifiableCredential })
    expect([warned.verified, codes(warned)]).toEqual([true, ['SCHEMA_RETRIEVAL_ERROR']])
    const result = await verifierOf(desk, { schemaUnknown: 'refuse' }).verifyCredential({ verifiableCredential })
    expect([result.verified, codes(result)]).toEqual([false, ['SCHEMA_RETRIEVAL_ERROR']])
  })

  it('only warns where the holder may have left something out', async () => {
    const desk = await openDesk()
    const verifiableCredential = await issueWithoutSchemas(desk, station('Quay 1'), 'vc-sd-jwt')
    const hidden = await desk.holder.deriveCredential({ verifiableCredential })
    const result = await verifierOf(desk).verifyCredential({ verifiableCredential: hidden })
    expect([result.verified, codes(result)]).toEqual([true, ['SCHEMA_VERIFICATION_ERROR']])
  })

  it('is held against what is issued', async () => {
    const desk = await openDesk()
    const { instance } = desk.issuer('vc-jose')
    const issuer = createIssuer({ ...desk, instance, schemas })
    expect(await issuer.issue({ credential: station('Quay 1') })).toMatchObject({
      type: 'EnvelopedVerifiableCredential',
    })
    const refusal = await issuer.issue({ credential: station() }).catch((error: unknown) => error as VcApiError)
    expect(refusal).toMatchObject({ code: 'credential_refused', problems: [{ code: 'SCHEMA_VERIFICATION_ERROR' }] })
  })
})

describe('suites of existing issuers', () => {
  const FOLDER = new URL('../../../spec/vectors/vc/jws-test-suite/', import.meta.url)
  const read = (path: string) => JSON.parse(readFileSync(new URL(path, FOLDER), 'utf8'))
  const key = read('keys/key-0-ed25519.json')
  /** All that is wrong with the vector once its proof verifies: VCDM 1.1 §4.4 asks for claims. */
  const EMPTY_SUBJECT = ['MALFORMED_VALUE_ERROR']
  const resolveKey: ResolveKey = (keyId) => {
    if (keyId !== key.id) return refused('INVALID_VERIFICATION_METHOD', 'There is no such key.')
    const { algorithm, verify } = importPublicJwk(key.publicKeyJwk)
    return verified({ algorithm, keyId, controller: 'did:example:123', verify })
  }
  const verify = async (policy: Partial<VerifierPolicy>) => {
    const { dataIntegrity, statusListSource: statusLists, challenges, clock } = await openDesk()
    const verifyIntegrity = createIntegrityVerifier({ resolveKey, dataIntegrity, clock })
    const verifier = createVerifier({
      verifyIntegrity,
      statusLists,
      challenges,
      clock,
      policy: { ...STRICT_POLICY, ...policy },
    })
    return verifier.verifyCredential({ verifiableCredential: read('transmute/credential-0--key-0-ed25519.vc.json') })
  }

  it('are refused unless the policy names them', async () => {
    expect(codes(await verify({}))).toEqual(['SECURING_NOT_SUPPORTED'])
    expect(codes(await verify({ legacySuites: ['Ed25519Signature2018'] }))).toEqual(['SECURING_NOT_SUPPORTED'])
    expect(codes(await verify({ legacySuites: ['JsonWebSignature2020'] }))).toEqual(EMPTY_SUBJECT)
  })

  it('have names for acceptedSecurings', async () => {
    const legacySuites = ['JsonWebSignature2020'] as const
    const named = await verify({ legacySuites, acceptedSecurings: ['json-web-signature-2020'] })
    expect(codes(named)).toEqual(EMPTY_SUBJECT)
    const other = await verify({ legacySuites, acceptedSecurings: ['vc-jose'] })
    expect(codes(other)).toEqual([...EMPTY_SUBJECT, 'SECURING_NOT_ACCEPTED'])
  })
})
