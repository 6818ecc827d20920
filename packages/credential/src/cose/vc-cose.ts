/** Credentials of VCDM 2.0 as `vc+cose` (VC-JOSE-COSE §3.3.1): the payload of the COSE_Sign1 is the credential as JSON. */
import {
  type Awaitable,
  hasProblems,
  isObject,
  type JsonObject,
  parseJson,
  refused,
  type Signer,
  utf8Encode,
  type Verification,
} from '@energy-ssi/core'
import { CredentialError } from '../errors.ts'
import { MAX_TOKEN_LENGTH, SIGNATURE_ALGORITHMS } from '../jws.ts'
import type { Credential } from '../model.ts'
import { type SignTokenOptions, signatureClaims, type VerifyTokenOptions } from '../options.ts'
import { credentialProblems, judgeCredential, type VerifiedCredential, type VerifyVcJoseOptions } from '../vc-jose.ts'
import { type Sign1Profile, signSign1, verifySign1 } from './cose-sign1.ts'
import { cwtClaims, readCwtClaims } from './cwt-claims.ts'

/** Options of {@link verifyVcCose}: those of `verifyVcJose`; `maxLength` is in bytes. */
export type VerifyVcCoseOptions = VerifyVcJoseOptions

/**
 * Signs a credential of VCDM 2.0 as `vc+cose`, a tagged COSE_Sign1. `issuedAt` and `expiresAt` become CWT claims of
 * the protected header. A synchronous signer gives a synchronous result.
 *
 * @throws {CredentialError} `malformed_credential` - if it is not a credential of VCDM 2.0 or has a member `vc` or `vp`
 * @throws {CredentialError} `conflicting_claim` - if a claim of `options` is a member of the credential already
 * @see https://www.w3.org/TR/vc-jose-cose/#securing-vcs-with-cose
 */
export function signVcCose(
  credential: Credential,
  signer: Signer,
  options: SignTokenOptions = {},
): Awaitable<Uint8Array> {
  const problems = credentialProblems(credential)
  if (hasProblems(problems)) {
    throw new CredentialError('malformed_credential', 'The value is not a credential of VCDM 2.0.', problems)
  }
  return signDocument(credential, signer, 'vc', signatureClaims(options))
}

/**
 * Verifies a `vc+cose`: profile and signature, then the data model, then the claims `iss`, `sub`, `exp`, `nbf` and
 * `iat` where they are present, in the header or in the payload, then that the issuer controls the key.
 *
 * What is not judged is what `verifyVcJose` does not judge: validity period, status, schema, trust in the issuer.
 *
 * @see https://www.w3.org/TR/vc-jose-cose/#alg-cose
 */
export async function verifyVcCose(
  bytes: Uint8Array,
  options: VerifyVcCoseOptions,
): Promise<Verification<VerifiedCredential>> {
  const profile = sign1Profile('vc', options.requireTyp ?? true, options)
  const message = await verifySign1(bytes, options.resolveKey, profile)
  if (!message.verified) return message
  const { header, keyId, controller, algorithm } = message.value
  const payload = parsePayload(message.value.payload)
  if (payload === undefined) return refused('PARSING_ERROR', 'The payload of the message is not a JSON object.')
  const signed = { header: {}, payload, keyId, controller, algorithm }
  return judgeCredential(signed, readCwtClaims(header, payload), options, message.warnings)
}

/** Signs a credential or presentation as it stands, with claims in the protected header. */
export function signDocument(
  document: Readonly<Record<string, unknown>>,
  signer: Signer,
  kind: 'vc' | 'vp',
  claims: Readonly<Record<string, unknown>>,
): Awaitable<Uint8Array> {
  const taken = Object.keys(claims).find((name) => document[name] !== undefined)
  if (taken !== undefined) {
    throw new CredentialError('conflicting_claim', `The document has a member "${taken}" already.`)
  }
  return signSign1(utf8Encode(JSON.stringify(document)), signer, {
    typ: `application/${kind}+cose`,
    contentType: `application/${kind}`,
    claims: cwtClaims(claims),
  })
}

/** The profile of credentials or presentations under the given options. */
export function sign1Profile(kind: 'vc' | 'vp', typRequired: boolean, options: VerifyTokenOptions): Sign1Profile {
  return {
    algorithms: options.algorithms ?? SIGNATURE_ALGORITHMS,
    typ: [`application/${kind}+cose`],
    typRequired,
    contentTypes: [`application/${kind}`],
    relationship: kind === 'vc' ? 'assertionMethod' : 'authentication',
    maxLength: options.maxLength ?? MAX_TOKEN_LENGTH,
  }
}

/** The JSON object that a payload is in UTF-8. */
export function parsePayload(payload: Uint8Array): JsonObject | undefined {
  try {
    const json = parseJson(payload)
    return isObject(json) ? (json as JsonObject) : undefined
  } catch {
    return undefined
  }
}
