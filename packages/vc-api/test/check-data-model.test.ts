import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openDesk, PLAIN } from './support/desk.ts'
import { contentOf, credential } from './support/documents.ts'

const BASE_CONTEXT = 'https://www.w3.org/ns/credentials/v2'
const PUBLISHED = readFileSync(new URL('../../../spec/contexts/credentials-v2.jsonld', import.meta.url))
const sri = (bytes: Uint8Array) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`
const FITTING = { id: BASE_CONTEXT, digestSRI: sri(PUBLISHED) }
const OTHER = { id: BASE_CONTEXT, digestSRI: sri(new Uint8Array(3)) }

describe('§5.3 a related resource that is a pinned context', () => {
  it.each(PLAIN.filter((name) => name !== 'vc-jwt-1.1'))(
    'is issued and verified with %s if its digest fits, and refused if it does not',
    async (securing) => {
      const desk = await openDesk()
      const issuer = desk.issuer(securing)
      const issue = (relatedResource: unknown) => issuer.issue({ credential: credential({ relatedResource }) })
      const verifiableCredential = await issue(FITTING)
      expect(await desk.verifier().verifyCredential({ verifiableCredential })).toEqual({ verified: true })
      await expect(issue([{ ...FITTING, id: 'https://elsewhere.example/' }, OTHER])).rejects.toMatchObject({
        code: 'credential_refused',
        problems: [{ code: 'MALFORMED_VALUE_ERROR', pointer: '/relatedResource/1' }],
      })
    },
  )

  it('is refused in a credential of an issuer that did not look', async () => {
    const desk = await openDesk()
    const { did, signer } = desk.identity()
    const careless = { ...credential({ relatedResource: OTHER }), issuer: did } as never
    const verifiableCredential = await desk.forms['vc-jose'].secureCredential(careless, signer, desk.clock())
    expect(contentOf(verifiableCredential)).toHaveProperty('relatedResource')
    expect(await desk.verifier().verifyCredential({ verifiableCredential })).toMatchObject({
      verified: false,
      problemDetails: [{ pointer: '/relatedResource' }],
    })
  })
})
