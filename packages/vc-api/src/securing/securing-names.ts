/** Names of the forms of securing that a verifier meets: those of issuer instances, and the same with other keys. */
import { isObject, type SignatureAlgorithm } from '@energy-ssi/core'
import type { TokenClass } from '@energy-ssi/credential'
import type { VerifiedProof } from '@energy-ssi/data-integrity'

const CURVES: Readonly<Partial<Record<VerifiedProof['algorithm'], string>>> = { ES256: '-p256', ES384: '-p384' }

/** The name of a proof that verified, such as `eddsa-rdfc-2022` and `ecdsa-rdfc-2019-p256`. */
export function nameProof(cryptosuite: VerifiedProof['cryptosuite'], algorithm: VerifiedProof['algorithm']): string {
  if (cryptosuite === 'Ed25519Signature2020') return 'ed25519-signature-2020'
  return `${cryptosuite}${CURVES[algorithm] ?? ''}`
}

/** The name of a token that verified, such as `vc-jose` (EdDSA) and `vc-jose-es256`. */
export function nameToken(tokenClass: TokenClass, algorithm: SignatureAlgorithm): string {
  const name = tokenClass.endsWith('+jwt') ? 'vc-jose' : 'vc-jwt-1.1'
  return algorithm === 'EdDSA' ? name : `${name}-${algorithm.toLowerCase()}`
}

/** Whether a list of names covers a form: by its very name, or by that of its cryptosuite, which leaves the curve open. */
export function coversSecuring(names: readonly string[], securing: string): boolean {
  return names.includes(securing) || names.includes(familyOf(securing))
}

/** Whether a proof as it stands in a document is of one of these forms. */
export function isProofOf(proof: unknown, securings: readonly string[]): boolean {
  if (!isObject(proof)) return false
  const { type, cryptosuite } = proof
  const family = type === 'Ed25519Signature2020' ? 'ed25519-signature-2020' : cryptosuite
  if (family !== 'ed25519-signature-2020' && type !== 'DataIntegrityProof') return false
  return securings.some((securing) => familyOf(securing) === family)
}

function familyOf(securing: string): string {
  return securing.replace(/-(?:p256|p384)$/, '')
}
