/** Names of the forms of securing that a verifier meets: those of issuer instances, and the same with other keys. */
import { isObject, type SignatureAlgorithm } from '@energy-ssi/core'
import type { BinaryTokenClass, TokenClass } from '@energy-ssi/credential'
import type { VerifiedProof } from '@energy-ssi/data-integrity'

const CURVES: Readonly<Partial<Record<VerifiedProof['algorithm'], string>>> = { ES256: '-p256', ES384: '-p384' }

/** The name of a proof that verified, such as `eddsa-rdfc-2022` and `ecdsa-rdfc-2019-p256`. */
export function nameProof(cryptosuite: VerifiedProof['cryptosuite'], algorithm: VerifiedProof['algorithm']): string {
  if (Object.hasOwn(BY_TYPE, cryptosuite)) return BY_TYPE[cryptosuite] as string
  return `${cryptosuite}${CURVES[algorithm] ?? ''}`
}

/** Names of tokens by class, and the algorithm that goes without saying. */
const TOKENS: Readonly<Record<TokenClass | BinaryTokenClass, readonly [name: string, algorithm: SignatureAlgorithm]>> =
  {
    'vc+jwt': ['vc-jose', 'EdDSA'],
    'vp+jwt': ['vc-jose', 'EdDSA'],
    'vc-jwt': ['vc-jwt-1.1', 'EdDSA'],
    'vp-jwt': ['vc-jwt-1.1', 'EdDSA'],
    'vc+cose': ['vc-cose', 'EdDSA'],
    'vp+cose': ['vc-cose', 'EdDSA'],
    'vc+sd-jwt': ['vc-sd-jwt', 'ES256'],
    'vp+sd-jwt': ['vc-sd-jwt', 'ES256'],
    'dc+sd-jwt': ['sd-jwt-vc', 'ES256'],
  }

/** The name of a token that verified, such as `vc-jose` (EdDSA) and `vc-jose-es256`. */
export function nameToken(tokenClass: TokenClass | BinaryTokenClass, algorithm: SignatureAlgorithm): string {
  const [name, usual] = TOKENS[tokenClass]
  return algorithm === usual ? name : `${name}-${algorithm.toLowerCase()}`
}

/** Whether a list of names covers a form: by its very name, or by that of its cryptosuite, which leaves the curve open. */
export function coversSecuring(names: readonly string[], securing: string): boolean {
  return names.includes(securing) || names.includes(familyOf(securing))
}

/** Proofs that are known by their type, which has no cryptosuite. */
const BY_TYPE: Readonly<Record<string, string>> = {
  Ed25519Signature2020: 'ed25519-signature-2020',
  Ed25519Signature2018: 'ed25519-signature-2018',
  JsonWebSignature2020: 'json-web-signature-2020',
  JwtProof2020: 'jwt-proof-2020',
}

/** Whether a holder may have left out a part of what is secured in this form. */
export function isSelective(securing: string): boolean {
  return /^(?:vc-sd-jwt|sd-jwt-vc|ecdsa-sd-2023|bbs-2023)/.test(securing)
}

const TYPE_NAMES: ReadonlySet<string> = new Set(Object.values(BY_TYPE))

/** Whether a proof as it stands in a document is of one of these forms. A cryptosuite does not borrow the name of a type. */
export function isProofOf(proof: unknown, securings: readonly string[]): boolean {
  if (!isObject(proof)) return false
  const { type, cryptosuite } = proof
  return securings.some((securing) =>
    TYPE_NAMES.has(securing)
      ? typeof type === 'string' && Object.hasOwn(BY_TYPE, type) && BY_TYPE[type] === securing
      : type === 'DataIntegrityProof' && cryptosuite === familyOf(securing),
  )
}

function familyOf(securing: string): string {
  return securing.replace(/-(?:p256|p384)$/, '')
}
