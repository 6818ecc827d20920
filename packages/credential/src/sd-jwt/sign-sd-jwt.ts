/** Signs claims as an SD-JWT of any class. */
import type { Awaitable, Signer } from '@energy-ssi/core'
import { mapAwaitable } from '../awaitable.ts'
import { signJws } from '../jws.ts'
import { withClaims } from '../payload.ts'
import { checkClaims } from './check-claims.ts'
import { checkDisclosable, readPointers } from './claim-pointers.ts'
import { checkConfirmation, confirmationClaim, type HolderKeyOptions } from './confirmation.ts'
import { type CreateSdJwtOptions, concealClaims } from './create-sd-jwt.ts'
import { joinSdJwt } from './serialisation.ts'

/** What is to be hidden, and whom the result is bound to. */
export interface SignSdJwtOptions extends CreateSdJwtOptions, HolderKeyOptions {}

/** A class of SD-JWTs. */
export interface SdJwtClass {
  /** Without `application/`. */
  readonly typ: string
  readonly cty?: string | undefined
  /** Names of claims that must not be selectively disclosable, nor anything in them. */
  readonly fixed?: readonly string[] | undefined
}

/** Whoever could hide these could escape its own validity (RFC 9901 §9.7). */
const ALWAYS_FIXED = ['iss', 'aud', 'exp', 'nbf', 'cnf']

/**
 * Signs claims as an SD-JWT: `<JWT>~<disclosure>~…~`. A synchronous signer gives a synchronous result.
 *
 * @throws {CredentialError} `malformed_claims`, `claim_not_found`, as {@link createSdJwt}
 * @throws {CredentialError} `not_disclosable` - for `iss`, `aud`, `exp`, `nbf`, `cnf` and what the class fixes
 * @throws {CredentialError} `conflicting_claim` - if the claims hold `cnf` and a holder's key is given
 * @throws {KeyError} `invalid_key`, `unsupported_key` - for the holder's key
 * @see https://www.rfc-editor.org/rfc/rfc9901#section-4
 */
export function signSdJwt(
  claims: Readonly<Record<string, unknown>>,
  signer: Signer,
  { typ, cty, fixed = [] }: SdJwtClass,
  options: SignSdJwtOptions,
): Awaitable<string> {
  checkClaims(claims)
  checkConfirmation(claims.cnf)
  const tree = readPointers(options.disclose)
  checkDisclosable(tree, ALWAYS_FIXED)
  checkDisclosable(tree, fixed)
  const { payload, disclosures } = concealClaims(withClaims(claims, confirmationClaim(options)), tree, options)
  return mapAwaitable(signJws(JSON.stringify(payload), signer, typ, cty), (jwt) => joinSdJwt(jwt, disclosures))
}
