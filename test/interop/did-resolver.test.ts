/** `did-resolver`: our methods in its `Resolver`, and what its `Resolver` finds in our hands. */
import { signVcJwt, verifyVcJwt } from '@energy-ssi/credential'
import { createDidJwk, createDidWeb, createKeyResolver, type DidMethod, didJwk, didKey, didWeb } from '@energy-ssi/did'
import { createSigner } from '@energy-ssi/keys'
import { verifyCredential } from 'did-jwt-vc'
import { Resolver } from 'did-resolver'
import { describe, expect, test } from 'vitest'
import { createCredential11 } from './support/documents.ts'
import { clock, createParty, NOW } from './support/parties.ts'
import { codesOf, verifiedValue } from './support/tamper.ts'

const { did, keyId, keyPair } = createParty('issuer', 'ES256')
const jwk = createDidJwk(keyPair.publicKey.jwk)
const web = createDidWeb({
  did: { host: 'grid.example', path: ['operators', '1'] },
  verificationMethods: [{ publicKey: keyPair.publicKey, fragment: 'key-1' }],
})
const fetch = async () => {
  throw new Error('There is no network here.')
}
const resolver = new Resolver({
  key: didKey(),
  jwk: didJwk(),
  web: didWeb({ fetch, hosted: async (asked) => (asked === web.did ? web.document : undefined) }),
})
const policies = { now: NOW.getTime() / 1000 }

const issuers = [
  ['did:key', did, keyId],
  ['did:jwk', jwk.did, jwk.keyId],
  ['did:web', web.did, `${web.did}#key-1`],
] as const

describe.each(issuers)('%s', (_, issuer, verificationMethod) => {
  const sign = () => signVcJwt(createCredential11(issuer), createSigner(keyPair, verificationMethod))

  test('found by its Resolver with our method, it verifies with did-jwt-vc', async () => {
    expect(await verifyCredential(await sign(), resolver, { policies })).toMatchObject({ verified: true, issuer })
  })

  test('found by its Resolver, it verifies here', async () => {
    const resolveKey = createKeyResolver(resolver, { clock })
    expect(verifiedValue(await verifyVcJwt(await sign(), { resolveKey, now: NOW })).controller).toBe(issuer)
  })
})

test('a method of somebody else is taken by our key resolver, a document of another DID is refused by both', async () => {
  const { jwk: publicKeyJwk } = keyPair.publicKey
  const verificationMethod = [{ id: keyId, type: 'JsonWebKey2020', controller: did, publicKeyJwk }]
  const didDocument = { id: did, verificationMethod, assertionMethod: [keyId] }
  const foreign: DidMethod = async () => ({ didResolutionMetadata: {}, didDocumentMetadata: {}, didDocument })
  const token = await signVcJwt(createCredential11(did), createSigner(keyPair, keyId))
  const resolveKey = createKeyResolver(new Resolver({ key: foreign }), { clock })
  expect(verifiedValue(await verifyVcJwt(token, { resolveKey, now: NOW })).controller).toBe(did)

  const thief = createParty('thief', 'ES256')
  const stolen = await signVcJwt(createCredential11(thief.did), createSigner(keyPair, `${thief.did}#key-1`))
  expect(codesOf(await verifyVcJwt(stolen, { resolveKey, now: NOW }))).toEqual([
    'INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID',
  ])
  await expect(verifyCredential(stolen, resolver, { policies })).rejects.toThrow('invalid_signature')
})
