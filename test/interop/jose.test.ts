/** `jose`: compact tokens of both versions of the data model. */
import type { Awaitable, Verification } from '@energy-ssi/core'
import {
  envelopeCredential,
  signVcJose,
  signVcJwt,
  signVpJose,
  signVpJwt,
  verifyVcJose,
  verifyVcJwt,
  verifyVpJose,
  verifyVpJwt,
} from '@energy-ssi/credential'
import { importJWK, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import {
  CHALLENGE,
  createCredential,
  createCredential11,
  createPresentation,
  createPresentation11,
  DOMAIN,
} from './support/documents.ts'
import { createParty, NOW, type Party, resolveKey } from './support/parties.ts'
import { codesOf, verifiedValue, withChangedCharacter } from './support/tamper.ts'

const author = createParty('issuer', 'EdDSA')
const enveloped = envelopeCredential(
  'application/vc+jwt',
  await signVcJose(createCredential(author.did), author.signer),
)
const token11 = await signVcJwt(createCredential11(author.did), author.signer)

/** jose 6 has no ES256K. */
describe.each(['EdDSA', 'ES256', 'ES384'] as const)('%s', (algorithm) => {
  const issuer = createParty('issuer', algorithm)
  const holder = createParty('holder', algorithm)
  const binding = { nonce: CHALLENGE, audience: DOMAIN }
  const claims = { nonce: CHALLENGE, aud: DOMAIN }
  const options = { resolveKey, now: NOW }

  const credential = createCredential(issuer.did)
  const credential11 = createCredential11(issuer.did)
  const claims11 = {
    iss: issuer.did,
    sub: 'did:example:test-only-station',
    jti: credential11.id,
    nbf: Date.parse('2026-01-01T00:00:00Z') / 1000,
    exp: Date.parse('2099-01-01T00:00:00Z') / 1000,
  }
  const presentation = createPresentation(holder.did, [enveloped])
  const presentation11 = createPresentation11(holder.did, [token11])

  interface Form {
    readonly form: string
    readonly typ: string
    readonly party: Party
    readonly sign: () => Awaitable<string>
    /** What `sign` writes and jose is given to write. */
    readonly payload: object
    readonly verify: (token: string) => Promise<Verification<unknown>>
  }
  const forms: readonly Form[] = [
    {
      form: 'vc+jwt',
      typ: 'vc+jwt',
      party: issuer,
      sign: () => signVcJose(credential, issuer.signer),
      payload: credential,
      verify: (token) => verifyVcJose(token, options),
    },
    {
      form: 'vp+jwt',
      typ: 'vp+jwt',
      party: holder,
      sign: () => signVpJose(presentation, holder.signer, binding),
      payload: { ...presentation, ...claims },
      verify: (token) => verifyVpJose(token, { ...options, ...binding }),
    },
    {
      form: 'VC-JWT 1.1',
      typ: 'JWT',
      party: issuer,
      sign: () => signVcJwt(credential11, issuer.signer),
      payload: { ...claims11, vc: credential11 },
      verify: (token) => verifyVcJwt(token, options),
    },
    {
      form: 'VP-JWT 1.1',
      typ: 'JWT',
      party: holder,
      sign: () => signVpJwt(presentation11, holder.signer, binding),
      payload: { iss: holder.did, jti: presentation11.id, ...claims, vp: presentation11 },
      verify: (token) => verifyVpJwt(token, { ...options, ...binding }),
    },
  ]

  async function verifyWithJose(token: string, { party, typ }: Form): Promise<JWTPayload> {
    const key = await importJWK({ ...party.keyPair.publicKey.jwk }, algorithm)
    return (await jwtVerify(token, key, { algorithms: [algorithm], typ, currentDate: NOW })).payload
  }

  async function signWithJose({ party, typ, payload }: Form): Promise<string> {
    const key = await importJWK({ ...party.keyPair.privateJwk }, algorithm)
    return new SignJWT({ ...payload }).setProtectedHeader({ alg: algorithm, typ, kid: party.keyId }).sign(key)
  }

  const BAD_SIGNATURE = { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' }
  const cases = forms.map((form) => [form.form, form] as const)

  test.each(cases)(
    'a %s signed here verifies with jose, and with one character changed it does not',
    async (_, form) => {
      const token = await form.sign()
      expect(await verifyWithJose(token, form)).toEqual(form.payload)
      await expect(verifyWithJose(withChangedCharacter(token), form)).rejects.toMatchObject(BAD_SIGNATURE)
    },
  )

  test.each(cases)(
    'a %s signed with jose verifies here, and with one character changed with neither',
    async (_, form) => {
      const token = await signWithJose(form)
      expect(verifiedValue(await form.verify(token))).toMatchObject({
        keyId: form.party.keyId,
        controller: form.party.did,
      })
      const altered = withChangedCharacter(token)
      expect(codesOf(await form.verify(altered))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
      await expect(verifyWithJose(altered, form)).rejects.toMatchObject(BAD_SIGNATURE)
    },
  )
})
