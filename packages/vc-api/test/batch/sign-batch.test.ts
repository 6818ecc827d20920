import { createDidKey } from '@energy-ssi/did'
import { generateKeyPair } from '@energy-ssi/keys'
import { SECURINGS, type Securing } from '@energy-ssi/vc-api'
import { createSignBatch } from '@energy-ssi/vc-api/batch'
import { describe, expect, it } from 'vitest'
import { DERIVED, openDesk } from '../support/desk.ts'
import { credential, credentialFor } from '../support/documents.ts'

const AT = new Date('2026-06-01T12:00:00Z')
const pairs = {
  EdDSA: generateKeyPair('EdDSA'),
  ES256: generateKeyPair('ES256'),
  ES384: generateKeyPair('ES384'),
  ES256K: generateKeyPair('ES256K'),
}

function settings(securing: Securing, algorithm: keyof typeof pairs) {
  const { privateJwk, publicKey } = pairs[algorithm]
  return { securing, privateJwk, keyId: createDidKey(publicKey).keyId }
}

describe('a batch', () => {
  it.each(SECURINGS.filter((name) => name !== 'bbs-2023'))(
    'of %s is signed in its order, and verifies',
    async (securing) => {
      const desk = await openDesk()
      const { algorithm } = desk.forms[securing]
      if (algorithm === 'BBS') throw new TypeError('There are no batches of BBS.')
      const signBatch = createSignBatch(settings(securing, algorithm))
      const ids = ['urn:example:1', 'urn:example:2']
      const results = await signBatch(
        ids.map((id) => JSON.stringify(credentialFor(securing, { id }))),
        AT,
      )
      expect(results).toHaveLength(2)
      for (const result of results) {
        if (!('secured' in result)) throw new Error(result.refused)
        const issued = JSON.parse(result.secured)
        const isBase = DERIVED.some((name) => name === securing)
        const options = { selectivePointers: ['/credentialSubject'] }
        const verifiableCredential = isBase
          ? await desk.holder.deriveCredential({ verifiableCredential: issued, options })
          : issued
        expect(await desk.verifier().verifyCredential({ verifiableCredential })).toEqual({ verified: true })
      }
    },
  )

  it('goes on after what is refused, and says why', async () => {
    const signBatch = createSignBatch(settings('eddsa-jcs-2022', 'EdDSA'))
    const good = JSON.stringify(credential())
    const bad = JSON.stringify(credential({ validFrom: 'soon' }))
    const results = await signBatch(
      [good, bad, '{"half":', '[]', JSON.stringify(credential({ issuer: 'urn:x' })), good],
      AT,
    )
    expect(results).toMatchObject([
      { secured: expect.any(String) },
      { refused: expect.any(String), problems: [{ pointer: '/validFrom' }] },
      { refused: expect.any(String), problems: [{ code: 'PARSING_ERROR' }] },
      { refused: expect.any(String), problems: [{ code: 'PARSING_ERROR' }] },
      { refused: expect.any(String), problems: [] },
      { secured: expect.any(String) },
    ])
  })

  it('needs a key of the form’s algorithm', () => {
    expect(() => createSignBatch(settings('vc-jose-es256', 'EdDSA'))).toThrow(TypeError)
    expect(() => createSignBatch(settings('bbs-2023', 'ES256'))).toThrow(TypeError)
    expect(() => createSignBatch({ ...settings('vc-jose', 'EdDSA'), privateJwk: {} as never })).toThrow(
      expect.objectContaining({ code: 'invalid_key' }),
    )
  })

  it('knows the contexts it is given, and no others', async () => {
    const url = 'https://contexts.example/v1'
    const document = credential({ '@context': ['https://www.w3.org/ns/credentials/v2', url], meter: '1' })
    const context = { '@context': { meter: 'https://contexts.example/vocab#meter' } }
    const base = settings('eddsa-rdfc-2022', 'EdDSA')
    const sign = async (contexts: Readonly<Record<string, object>>) =>
      (await createSignBatch({ ...base, contexts })([JSON.stringify(document)], AT))[0]
    expect(await sign({ [url]: context })).toHaveProperty('secured')
    expect(await sign({})).toHaveProperty('refused')
  })
})
