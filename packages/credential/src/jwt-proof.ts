/** `JwtProof2020`: a VC-JWT or VP-JWT of VCDM 1.1 as the proof of the document it stands for, as did-jwt-vc writes it. */
import { type Awaitable, refused, type Signer, type Verification } from '@energy-ssi/core'
import { compareWithJwt, JWT_PROOF_2020, readJwtProof } from './compare-with-jwt.ts'
import { CredentialError } from './errors.ts'
import type { Credential, Presentation, TypedObject } from './model.ts'
import type { SignPresentationOptions } from './options.ts'
import { refusedFor } from './report.ts'
import type { VerifiedCredential } from './vc-jose.ts'
import { type SignVcJwtOptions, signVcJwt, type VerifyJwtOptions, verifyVcJwt } from './vc-jwt.ts'
import type { VerifiedPresentation } from './vp-jose.ts'
import { signVpJwt, type VerifyVpJwtOptions, verifyVpJwt } from './vp-jwt.ts'

/** A proof that holds the whole token. */
export interface JwtProof extends TypedObject {
  readonly type: typeof JWT_PROOF_2020
  readonly jwt: string
}

/**
 * Signs a credential of VCDM 1.1 as `signVcJwt` does and returns it with the token as its proof.
 *
 * @throws {CredentialError} `malformed_credential`, `multiple_subjects`
 * @throws {CredentialError} `conflicting_claim` - if the credential has a proof already
 */
export function signVcJwtProof(
  credential: Credential,
  signer: Signer,
  options: SignVcJwtOptions = {},
): Awaitable<Credential & { readonly proof: JwtProof }> {
  refuseProof(credential)
  return withProof(signVcJwt(credential, signer, options), (proof) => ({ ...credential, proof }))
}

/**
 * Signs a presentation of VCDM 1.1 as `signVpJwt` does and returns it with the token as its proof; `holder` is written
 * where it was missing.
 *
 * @throws {CredentialError} `malformed_presentation`
 * @throws {CredentialError} `conflicting_claim` - if the presentation has a proof already
 */
export function signVpJwtProof(
  presentation: Presentation,
  signer: Signer,
  options: SignPresentationOptions = {},
): Awaitable<Presentation & { readonly proof: JwtProof }> {
  refuseProof(presentation)
  const holder = presentation.holder ?? signer.keyId.replace(/#.*$/, '')
  return withProof(signVpJwt(presentation, signer, options), (proof) => ({ ...presentation, holder, proof }))
}

/**
 * Verifies a credential whose only proof is a `JwtProof2020`: the token as `verifyVcJwt` does, then that the members
 * around it say what the token says. The credential returned is the token's; nothing is taken from the members around it.
 *
 * What did-jwt-vc and Veramo write is accepted: an issuer as an object with an `id`, single values as arrays and the
 * other way round, times with milliseconds, and claims of the token left among the members.
 */
export async function verifyVcJwtProof(
  document: unknown,
  options: VerifyJwtOptions,
): Promise<Verification<VerifiedCredential>> {
  const jwt = readJwtProof(document)
  if (jwt === undefined) return noProof()
  const verdict = await verifyVcJwt(jwt, options)
  if (!verdict.verified) return verdict
  const differing = compareWithJwt(document as Members, jwt, 'vc')
  return differing === undefined ? verdict : refusedFor(differing)
}

/**
 * Verifies a presentation whose only proof is a `JwtProof2020`: the token as `verifyVpJwt` does, then that the members
 * around it say what the token says; credentials with a `JwtProof2020` may stand for the tokens in it.
 *
 * The presentation returned is the token's. The credentials in it are not verified: take them one by one.
 */
export async function verifyVpJwtProof(
  document: unknown,
  options: VerifyVpJwtOptions,
): Promise<Verification<VerifiedPresentation>> {
  const jwt = readJwtProof(document)
  if (jwt === undefined) return noProof()
  const verdict = await verifyVpJwt(jwt, options)
  if (!verdict.verified) return verdict
  const differing = compareWithJwt(document as Members, jwt, 'vp')
  return differing === undefined ? verdict : refusedFor(differing)
}

type Members = Readonly<Record<string, unknown>>

function refuseProof(document: Members): void {
  if (document.proof === undefined) return
  throw new CredentialError('conflicting_claim', 'The document has a proof already.')
}

function withProof<T>(token: Awaitable<string>, embed: (proof: JwtProof) => T): Awaitable<T> {
  const embedded = (jwt: string): T => embed({ type: JWT_PROOF_2020, jwt })
  return typeof token === 'string' ? embedded(token) : token.then(embedded)
}

function noProof(): Verification<never> {
  return refused('PROOF_MISSING', 'The document has no single proof of the type JwtProof2020.', '/proof')
}
