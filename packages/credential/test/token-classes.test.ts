/** T3: every token class against every verifier; only the diagonal verifies. */
import { expect, test } from 'vitest'
import {
  CREDENTIALS_V2,
  recogniseSecuring,
  signVcJose,
  signVcJwt,
  signVpJose,
  signVpJwt,
  verifyVcJose,
  verifyVcJwt,
  verifyVpJose,
  verifyVpJwt,
} from '../src/index.ts'
import {
  signSdJwtVc,
  signVcSdJwt,
  signVpSdJwt,
  verifySdJwtVc,
  verifyVcSdJwt,
  verifyVpSdJwt,
} from '../src/sd-jwt/index.ts'
import {
  credential,
  credential11,
  headerOf,
  holder,
  ISSUER,
  issuer,
  makeToken,
  NOW,
  presentation,
  presentation11,
  resolveKey,
} from './fixtures.ts'

const options = { resolveKey, now: NOW, requireNonce: false, requireAudience: false, requireControllerBinding: false }
/** What a careless caller may loosen must not blur the classes. */
const loose = { ...options, requireTyp: false, models: ['1.1', '2.0'] as const, acceptFormerTyp: true }
const open = { disclose: [], randomBytes: (length: number) => new Uint8Array(length) }

const verifiers = {
  'vc+jwt': verifyVcJose,
  'vp+jwt': verifyVpJose,
  'vc-jwt': verifyVcJwt,
  'vp-jwt': verifyVpJwt,
  'dc+sd-jwt': verifySdJwtVc,
  'vc+sd-jwt': verifyVcSdJwt,
  'vp+sd-jwt': verifyVpSdJwt,
} as const
const tokens = {
  'vc+jwt': signVcJose(credential, issuer.signer) as string,
  'vp+jwt': signVpJose(presentation, holder.signer) as string,
  'vc-jwt': signVcJwt(credential11, issuer.signer) as string,
  'vp-jwt': signVpJwt(presentation11, holder.signer) as string,
  'dc+sd-jwt': signSdJwtVc({ vct: 'urn:example:x', iss: ISSUER }, issuer.signer, open) as string,
  'vc+sd-jwt': signVcSdJwt(credential, issuer.signer, open) as string,
  'vp+sd-jwt': signVpSdJwt(presentation, holder.signer) as string,
  'an SD-JWT of another class': `${makeToken(headerOf(issuer, 'example+sd-jwt'), credential, issuer.keyPair)}~`,
  'an access token': makeToken(headerOf(issuer, 'at+jwt'), { iss: ISSUER, sub: 'x' }, issuer.keyPair),
  'an id token': makeToken(headerOf(issuer, 'JWT'), { iss: ISSUER, sub: 'x', aud: 'y', nonce: 'z' }, issuer.keyPair),
  'a status list token': makeToken(headerOf(issuer, 'statuslist+jwt'), credential, issuer.keyPair),
  'a key binding token': makeToken(headerOf(holder, 'kb+jwt'), presentation, holder.keyPair),
} as const

const pairs = Object.keys(tokens).flatMap((token) =>
  Object.keys(verifiers).map((verifier) => [token, verifier] as const),
)

test.each(pairs)('%s to the verifier of %s', async (token, verifier) => {
  for (const chosen of [options, loose]) {
    const verdict = await verifiers[verifier as keyof typeof verifiers](tokens[token as keyof typeof tokens], chosen)
    expect(verdict.verified).toBe(token === verifier)
  }
})

test.each(Object.keys(verifiers))('%s is recognised as what it is', (token) => {
  expect(recogniseSecuring(tokens[token as keyof typeof tokens])).toMatchObject({ form: 'token', tokenClass: token })
})

test('a document that is credential and presentation at once is what its typ says, and keeps to its rules', async () => {
  const both = {
    '@context': [CREDENTIALS_V2],
    type: ['VerifiableCredential', 'VerifiablePresentation'],
    issuer: ISSUER,
    credentialSubject: { id: 'did:example:a' },
  }
  const asCredential = makeToken(headerOf(issuer, 'vc+jwt'), both, issuer.keyPair)
  expect((await verifyVcJose(asCredential, options)).verified).toBe(true)
  expect((await verifyVpJose(asCredential, loose)).verified).toBe(false)
})
