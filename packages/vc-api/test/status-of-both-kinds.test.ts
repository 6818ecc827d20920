import { type Credential, signVcJose } from '@energy-ssi/credential'
import { signSdJwtVc } from '@energy-ssi/credential/sd-jwt'
import { createStatusListEntry, createTokenStatusClaim } from '@energy-ssi/status-list'
import { messageSigner } from '@energy-ssi/vc-api'
import { describe, expect, it } from 'vitest'
import { openDesk } from './support/desk.ts'
import { codes, credential } from './support/documents.ts'

const URL_OF_LIST = 'https://lists.example/1'

/** Lists there are none of: a status that was looked for cannot be had. */
const UNREACHABLE = ['STATUS_RETRIEVAL_ERROR']

describe('a status that belongs to credentials of another model', () => {
  it('is looked for: the claim status in a vc+jwt (Token Status List §6.2)', async () => {
    const desk = await openDesk()
    const { did: issuer, signer } = desk.identity()
    const verify = async (members: object) => {
      const token = await signVcJose(credential({ issuer, ...members }) as object as Credential, messageSigner(signer))
      return codes(await desk.verifier().verifyCredential({ verifiableCredential: token }))
    }
    const status = createTokenStatusClaim({ url: URL_OF_LIST, index: 1 })
    const credentialStatus = createStatusListEntry({ url: URL_OF_LIST, purpose: 'revocation', index: 1 })
    expect(await verify({ status })).toEqual(UNREACHABLE)
    expect(await verify({ status, credentialStatus })).toEqual([...UNREACHABLE, ...UNREACHABLE])
    expect(await verify({ status: { status_list: 'none' } })).toEqual(['MALFORMED_VALUE_ERROR'])
    for (const other of ['in operation', { since: 2020 }, null]) expect(await verify({ status: other })).toBeUndefined()
  })

  it('is looked for: a status entry among the claims of an SD-JWT VC', async () => {
    const desk = await openDesk()
    const { did: iss, signer } = desk.identity()
    const verify = async (credentialStatus: unknown) => {
      const claims = { vct: 'urn:example:station', iss, credentialStatus }
      const hiding = { disclose: [], randomBytes: desk.randomBytes }
      const token = await signSdJwtVc(claims, messageSigner(signer), hiding)
      return codes(await desk.verifier().verifyCredential({ verifiableCredential: token }))
    }
    const entry = createStatusListEntry({ url: URL_OF_LIST, purpose: 'revocation', index: 1 })
    expect(await verify(entry)).toEqual(UNREACHABLE)
    expect(await verify([entry])).toEqual(UNREACHABLE)
    for (const other of ['in operation', { since: 2020 }, []]) expect(await verify(other)).toBeUndefined()
  })
})
