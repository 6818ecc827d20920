import { createSchemaValidator } from '@energy-ssi/credential/schema'
import { createVerifier, STRICT_POLICY } from '@energy-ssi/vc-api'
import { describe, expect, it } from 'vitest'
import { type Desk, openDesk } from './support/desk.ts'
import { credential } from './support/documents.ts'

const codes = (result: { readonly problemDetails?: readonly { readonly type: string }[] }) =>
  (result.problemDetails ?? []).map(({ type }) => type.slice(type.indexOf('#') + 1))

describe('a proof that somebody adds', () => {
  const SCHEMA = 'https://grid.example/schemas/station.json'
  const schemas = createSchemaValidator({
    schemas: {
      [SCHEMA]: {
        $id: SCHEMA,
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        properties: { credentialSubject: { required: ['name'] } },
      },
    },
  })
  const verifierOf = ({ verifyIntegrity, statusListSource, challenges, clock }: Desk) =>
    createVerifier({
      verifyIntegrity,
      statusLists: statusListSource,
      challenges,
      clock,
      schemas,
      policy: STRICT_POLICY,
    })

  it('does not soften the verdict of a schema by being one of a part', async () => {
    const desk = await openDesk()
    const station = credential({ credentialSchema: { id: SCHEMA, type: 'JsonSchema' } })
    const { proof, ...document } = await desk.issuer('eddsa-rdfc-2022').issue({ credential: station })
    const { signer } = desk.identity('ES256')
    const options = { cryptosuite: 'ecdsa-sd-2023', signer, proofPurpose: 'assertionMethod' } as const
    const base = await desk.dataIntegrity.sign(document, { ...options, mandatoryPointers: ['/credentialSubject'] })
    const added = await desk.dataIntegrity.derive(base, { selectivePointers: ['/credentialSubject'] })
    const verifiableCredential = { ...document, proof: [proof, added.proof] }
    const result = await verifierOf(desk).verifyCredential({ verifiableCredential })
    expect([result.verified, codes(result)]).toEqual([false, ['SCHEMA_VERIFICATION_ERROR']])
  })

  it('is not called verified because its cryptosuite borrows the name of a proof that was', async () => {
    const desk = await openDesk()
    const issued = await desk.issuer('ed25519-signature-2020').issue({ credential: credential() })
    const added = { type: 'DataIntegrityProof', cryptosuite: 'ed25519-signature-2020', proofValue: 'z1' }
    const verifiableCredential = { ...issued, proof: [issued.proof, added] }
    const options = { returnResults: true }
    const { verified, results } = await verifierOf(desk).verifyCredential({ verifiableCredential, options })
    expect([verified, results?.proof?.map((proof) => proof.verified)]).toEqual([true, [true, false]])
  })
})
