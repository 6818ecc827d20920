/** `@auth0/cose`: credentials and presentations of VCDM 2.0 in COSE_Sign1; its CBOR is not ours either. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { Sign1 } from '@auth0/cose'
import { utf8Decode, utf8Encode } from '@energy-ssi/core'
import { envelopeCredential, signVcJose } from '@energy-ssi/credential'
import { signVcCose, signVpCose, verifyVcCose, verifyVpCose } from '@energy-ssi/credential/cose'
import { describe, expect, test } from 'vitest'
import { CHALLENGE, createCredential, createPresentation, DOMAIN } from './support/documents.ts'
import { createParty, NOW, type Party, resolveKey } from './support/parties.ts'
import { codesOf, verifiedValue } from './support/tamper.ts'

/** Labels: RFC 9052 §3.1, RFC 9596, RFC 9597; claims: RFC 8392 §3.1, RFC 9711 §4.1. */
const [ALG, CONTENT_TYPE, KID, CWT_CLAIMS, TYP] = [1, 3, 4, 15, 16]
const [AUD, NONCE] = [3, 10]
const author = createParty('issuer', 'EdDSA')
const enveloped = envelopeCredential(
  'application/vc+jwt',
  await signVcJose(createCredential(author.did), author.signer),
)
const BAD_SIGNATURE = { code: 'ERR_COSE_SIGNATURE_VERIFICATION_FAILED' }

/** It has no ES256K. */
describe.each([
  ['EdDSA', -8],
  ['ES256', -7],
  ['ES384', -35],
] as const)('%s', (algorithm, id) => {
  const issuer = createParty('issuer', algorithm)
  const holder = createParty('holder', algorithm)
  const credential = createCredential(issuer.did)
  const presentation = createPresentation(holder.did, [enveloped])
  const binding = { nonce: CHALLENGE, audience: DOMAIN }
  const ours = { resolveKey, now: NOW }

  const verifyThere = async (message: Uint8Array, { keyPair }: Party) => {
    const decoded = Sign1.decode(message)
    const key = createPublicKey({ key: { ...keyPair.publicKey.jwk }, format: 'jwk' })
    await decoded.verify(key, { algorithms: [id] })
    return { header: decoded.protectedHeaders, document: JSON.parse(utf8Decode(decoded.payload)) as unknown }
  }
  const signThere = async (kind: 'vc' | 'vp', document: object, { keyId, keyPair }: Party, claims?: object) => {
    const header = [
      [ALG, id],
      [KID, utf8Encode(keyId)],
      [TYP, `application/${kind}+cose`],
      [CONTENT_TYPE, `application/${kind}`],
      ...(claims === undefined ? [] : [[CWT_CLAIMS, claims] as const]),
    ] as const
    const key = createPrivateKey({ key: { ...keyPair.privateJwk }, format: 'jwk' })
    return (await Sign1.sign(header, [], utf8Encode(JSON.stringify(document)), key)).encode()
  }

  test('a vc+cose signed here verifies there, with one byte changed it does not', async () => {
    const message = await signVcCose(credential, issuer.signer)
    const { header, document } = await verifyThere(message, issuer)
    expect(document).toEqual(credential)
    expect(header.get(TYP)).toBe('application/vc+cose')
    await expect(verifyThere(withChangedByte(message), issuer)).rejects.toMatchObject(BAD_SIGNATURE)
  })

  test('a vc+cose signed there verifies here, with one byte changed with neither', async () => {
    const message = await signThere('vc', credential, issuer)
    expect(verifiedValue(await verifyVcCose(message, ours))).toMatchObject({ credential, controller: issuer.did })
    const altered = withChangedByte(message)
    expect(codesOf(await verifyVcCose(altered, ours))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
    await expect(verifyThere(altered, issuer)).rejects.toMatchObject(BAD_SIGNATURE)
  })

  test('a vp+cose signed here verifies there, challenge and audience are read there', async () => {
    const message = await signVpCose(presentation, holder.signer, binding)
    const { header, document } = await verifyThere(message, holder)
    expect(document).toEqual(presentation)
    const claims = header.get(CWT_CLAIMS) as ReadonlyMap<number, unknown>
    expect(claims.get(AUD)).toBe(DOMAIN)
    expect(utf8Decode(claims.get(NONCE) as Uint8Array)).toBe(CHALLENGE)
  })

  test('a vp+cose signed there verifies here, for another challenge it does not', async () => {
    const claims = new Map<number, unknown>([
      [AUD, DOMAIN],
      [NONCE, utf8Encode(CHALLENGE)],
    ])
    const message = await signThere('vp', presentation, holder, claims)
    expect(verifiedValue(await verifyVpCose(message, { ...ours, ...binding })).presentation).toEqual(presentation)
    const replayed = await verifyVpCose(message, { ...ours, ...binding, nonce: 'another' })
    expect(codesOf(replayed)).toEqual(['INVALID_CHALLENGE_ERROR'])
  })
})

/** A message with one byte of its payload changed: the station has another power. */
function withChangedByte(message: Uint8Array): Uint8Array {
  const copy = Buffer.from(message)
  const at = copy.indexOf('"maximumPowerKw":22') + '"maximumPowerKw":'.length
  copy.write('9', at)
  return new Uint8Array(copy)
}
