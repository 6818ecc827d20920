/** From a verification method to a public key, whatever form the key has. */
import {
  base58btcDecode,
  concatBytes,
  multibaseEncode,
  refused,
  SsiError,
  type Verification,
  varintEncode,
  verified,
} from '@energy-ssi/core'
import { importPublicJwk, importPublicMultikey, type PublicKey } from '@energy-ssi/keys'
import type { VerificationMethod } from 'did-resolver'

const FORMS: Readonly<
  Record<string, { readonly member: string; readonly read: (value: unknown) => PublicKey | undefined }>
> = {
  Multikey: { member: 'publicKeyMultibase', read: readMultibase },
  JsonWebKey: { member: 'publicKeyJwk', read: importPublicJwk },
  JsonWebKey2020: { member: 'publicKeyJwk', read: importPublicJwk },
  Ed25519VerificationKey2020: { member: 'publicKeyMultibase', read: (value) => onlyEdDsa(readMultibase(value)) },
  Ed25519VerificationKey2018: { member: 'publicKeyBase58', read: readBase58 },
}
const KEY_MEMBERS = [
  'publicKeyMultibase',
  'publicKeyJwk',
  'publicKeyBase58',
  'publicKeyHex',
  'publicKeyPem',
  'publicKeyBase64',
]
const ED25519_CODEC = varintEncode(0xed)

/**
 * The signature key of a verification method: `Multikey`, `JsonWebKey`, and the older `JsonWebKey2020`,
 * `Ed25519VerificationKey2020` and `Ed25519VerificationKey2018`.
 *
 * Refused as `INVALID_VERIFICATION_METHOD`: other types, more than one form of key, a key that is not one, cannot verify
 * signatures, or is declared for something else.
 *
 * @see https://www.w3.org/TR/cid-1.0/#verification-methods
 */
export function verificationMethodKey(method: VerificationMethod): Verification<PublicKey> {
  const form = Object.hasOwn(FORMS, method.type) ? FORMS[method.type] : undefined
  if (form === undefined)
    return refused('INVALID_VERIFICATION_METHOD', 'The type of the verification method is not supported.')
  const members: Readonly<Record<string, unknown>> = { ...method }
  if (!holdsKeyIn(method, form.member)) {
    return refused(
      'INVALID_VERIFICATION_METHOD',
      `The verification method does not hold its key in ${form.member} alone.`,
    )
  }
  const key = attempt(form.read, members[form.member])
  return key === undefined
    ? refused('INVALID_VERIFICATION_METHOD', 'The verification method holds no key that verifies signatures.')
    : verified(key)
}

/** Whether a verification method has its key in this member and in no other. */
export function holdsKeyIn(method: VerificationMethod, member: string): boolean {
  const members: Readonly<Record<string, unknown>> = { ...method }
  const present = KEY_MEMBERS.filter((name) => members[name] !== undefined)
  return present.length === 1 && present[0] === member
}

function attempt(form: (value: unknown) => PublicKey | undefined, value: unknown): PublicKey | undefined {
  try {
    return form(value)
  } catch (error) {
    if (error instanceof SsiError) return undefined
    throw error
  }
}

function readMultibase(value: unknown): PublicKey | undefined {
  return typeof value === 'string' ? importPublicMultikey(value) : undefined
}

function readBase58(value: unknown): PublicKey | undefined {
  if (typeof value !== 'string') return undefined
  return onlyEdDsa(importPublicMultikey(multibaseEncode('z', concatBytes(ED25519_CODEC, base58btcDecode(value, 64)))))
}

function onlyEdDsa(key: PublicKey | undefined): PublicKey | undefined {
  return key?.algorithm === 'EdDSA' ? key : undefined
}
