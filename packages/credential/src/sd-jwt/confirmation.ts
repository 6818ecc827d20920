/** The key of the holder that an issuer names in `cnf` (RFC 7800). */
import {
  isObject,
  isUrl,
  type ResolveKey,
  refused,
  type Verification,
  type VerificationKey,
  verified,
} from '@energy-ssi/core'
import { importPublicJwk, type PublicKey, type SignaturePublicJwk } from '@energy-ssi/keys'
import { CredentialError } from '../errors.ts'

/** The holder's key: by value, or by the DID URL of its verification method. */
export type HolderKey =
  | { readonly jwk: SignaturePublicJwk; readonly keyId?: never }
  | { readonly keyId: string; readonly jwk?: never }

/** Whom a credential is bound to; one of them, or none for a bearer credential. */
export interface HolderKeyOptions {
  /** Public JWK; members beyond the key itself are left out. */
  readonly holderKey?: unknown
  /** DID URL of a verification method. */
  readonly holderKeyId?: string | undefined
}

/**
 * The claim `cnf` for a holder, or no claim.
 * @throws TypeError for both a key and a key id, or an id that is no URL
 * @throws {KeyError} `invalid_key`, `unsupported_key`
 */
export function confirmationClaim({ holderKey, holderKeyId }: HolderKeyOptions): Readonly<Record<string, unknown>> {
  if (holderKey !== undefined && holderKeyId !== undefined) {
    throw new TypeError('Give "holderKey" or "holderKeyId", not both.')
  }
  if (holderKey !== undefined) return { cnf: { jwk: importPublicJwk(holderKey).jwk } }
  if (holderKeyId === undefined) return {}
  if (!isUrl(holderKeyId)) throw new TypeError('"holderKeyId" must be a DID URL.')
  return { cnf: { kid: holderKeyId } }
}

/** The holder's key in `cnf`: `jwk`, else `kid`. Other methods, such as `jku`, are not followed. */
export function readConfirmation(cnf: unknown): Verification<HolderKey> {
  if (!isObject(cnf)) return refused('MALFORMED_VALUE_ERROR', '"cnf" must be an object.', '/cnf')
  if (cnf.jwk !== undefined) {
    const key = importJwk(cnf.jwk)
    return key === undefined ? unusable('/cnf/jwk') : verified({ jwk: key.jwk })
  }
  if (cnf.kid === undefined) {
    return refused('SECURING_NOT_SUPPORTED', '"cnf" names the key in a way that is not known here.', '/cnf')
  }
  return isUrl(cnf.kid) ? verified({ keyId: cnf.kid }) : unusable('/cnf/kid')
}

/** The key to verify the holder's signature with. */
export async function findHolderKey(
  holderKey: HolderKey,
  resolveKey: ResolveKey,
): Promise<Verification<Pick<VerificationKey, 'algorithm' | 'verify'>>> {
  if (holderKey.jwk !== undefined) return verified(importPublicJwk(holderKey.jwk))
  return resolveKey(holderKey.keyId, 'authentication')
}

/**
 * Refuses a `cnf` that no verifier could use.
 * @throws {CredentialError} `malformed_claims`
 */
export function checkConfirmation(cnf: unknown): void {
  if (cnf === undefined) return
  const read = readConfirmation(cnf)
  if (!read.verified) throw new CredentialError('malformed_claims', '"cnf" names no usable key.', read.problems)
}

function importJwk(jwk: unknown): PublicKey | undefined {
  try {
    return importPublicJwk(jwk)
  } catch {
    return undefined
  }
}

function unusable(at: string): Verification<never> {
  return refused('INVALID_VERIFICATION_METHOD', 'The key of the holder cannot be used.', at)
}
