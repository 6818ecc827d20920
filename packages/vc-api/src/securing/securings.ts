/** All forms in which an issuer or holder instance secures what it signs. */
import type { RandomBytes, SignatureAlgorithm } from '@energy-ssi/core'
import type { DataIntegrity } from '@energy-ssi/data-integrity'
import { createProofForm } from './data-integrity-form.ts'
import type { SecuringForm } from './form.ts'
import { JWT_PROOF } from './jwt-proof-form.ts'
import { createSdJwtVcForm } from './sd-jwt-vc-form.ts'
import { createSelectiveForm } from './selective-form.ts'
import { VC_COSE } from './vc-cose-form.ts'
import { VC_JOSE } from './vc-jose-form.ts'
import { VC_JWT } from './vc-jwt-form.ts'
import { createVcSdJwtForm } from './vc-sd-jwt-form.ts'

/** Forms of securing that a service has an issuer for unless it is told otherwise, as `GET /instances` spells them. */
export const DEFAULT_SECURINGS = [
  'eddsa-rdfc-2022',
  'eddsa-jcs-2022',
  'vc-jose',
  'vc-jose-es256',
  'vc-jwt-1.1',
  'vc-cose',
  'vc-sd-jwt',
  'sd-jwt-vc',
  'ecdsa-rdfc-2019-p256',
  'ecdsa-rdfc-2019-p384',
  'ecdsa-jcs-2019-p256',
  'ecdsa-jcs-2019-p384',
  'ed25519-signature-2020',
  'ecdsa-sd-2023-p256',
  'bbs-2023',
] as const

/** All forms of securing: the default ones, tokens with other algorithms, and VC-JWT as an embedded proof. */
export const SECURINGS = [
  ...DEFAULT_SECURINGS,
  'vc-jose-es384',
  'vc-jose-es256k',
  'vc-jwt-1.1-es256',
  'vc-jwt-1.1-es384',
  'vc-jwt-1.1-es256k',
  'vc-cose-es256',
  'vc-cose-es384',
  'vc-cose-es256k',
  'vc-sd-jwt-eddsa',
  'vc-sd-jwt-es384',
  'vc-sd-jwt-es256k',
  'sd-jwt-vc-eddsa',
  'sd-jwt-vc-es384',
  'sd-jwt-vc-es256k',
  'jwt-proof-2020',
] as const

/** A form of securing. */
export type Securing = (typeof SECURINGS)[number]

/** Forms that have presentations: a derived credential is presented in one of another form, an SD-JWT VC is its own. */
export const PRESENTING_SECURINGS = SECURINGS.filter((name) => !/^(?:sd-jwt-vc|ecdsa-sd-2023|bbs-2023)/.test(name))

/** What the forms are made of. */
export interface SecuringParts {
  /** For `bbs-2023` that suite must be plugged into it. */
  readonly dataIntegrity: DataIntegrity
  /** For the salts of SD-JWTs. */
  readonly randomBytes: RandomBytes
}

/** All forms of securing, by name. */
export function createSecurings({
  dataIntegrity,
  randomBytes,
}: SecuringParts): Readonly<Record<Securing, SecuringForm>> {
  const proof = (traits: Parameters<typeof createProofForm>[0]) => createProofForm(traits, dataIntegrity)
  const selective = (traits: Parameters<typeof createSelectiveForm>[0]) => createSelectiveForm(traits, dataIntegrity)
  const vcSdJwt = createVcSdJwtForm(randomBytes)
  const sdJwtVc = createSdJwtVcForm(randomBytes)
  const forms: readonly SecuringForm[] = [
    proof({ securing: 'eddsa-rdfc-2022', cryptosuite: 'eddsa-rdfc-2022', algorithm: 'EdDSA' }),
    proof({ securing: 'eddsa-jcs-2022', cryptosuite: 'eddsa-jcs-2022', algorithm: 'EdDSA' }),
    proof({ securing: 'ecdsa-rdfc-2019-p256', cryptosuite: 'ecdsa-rdfc-2019', algorithm: 'ES256' }),
    proof({ securing: 'ecdsa-rdfc-2019-p384', cryptosuite: 'ecdsa-rdfc-2019', algorithm: 'ES384' }),
    proof({ securing: 'ecdsa-jcs-2019-p256', cryptosuite: 'ecdsa-jcs-2019', algorithm: 'ES256' }),
    proof({ securing: 'ecdsa-jcs-2019-p384', cryptosuite: 'ecdsa-jcs-2019', algorithm: 'ES384' }),
    proof({ securing: 'ed25519-signature-2020', cryptosuite: 'Ed25519Signature2020', algorithm: 'EdDSA' }),
    selective({ securing: 'ecdsa-sd-2023-p256', cryptosuite: 'ecdsa-sd-2023', algorithm: 'ES256' }),
    selective({ securing: 'bbs-2023', cryptosuite: 'bbs-2023', algorithm: 'BBS' }),
    VC_JOSE,
    signedWith(VC_JOSE, 'vc-jose-es256', 'ES256'),
    signedWith(VC_JOSE, 'vc-jose-es384', 'ES384'),
    signedWith(VC_JOSE, 'vc-jose-es256k', 'ES256K'),
    VC_JWT,
    signedWith(VC_JWT, 'vc-jwt-1.1-es256', 'ES256'),
    signedWith(VC_JWT, 'vc-jwt-1.1-es384', 'ES384'),
    signedWith(VC_JWT, 'vc-jwt-1.1-es256k', 'ES256K'),
    VC_COSE,
    signedWith(VC_COSE, 'vc-cose-es256', 'ES256'),
    signedWith(VC_COSE, 'vc-cose-es384', 'ES384'),
    signedWith(VC_COSE, 'vc-cose-es256k', 'ES256K'),
    vcSdJwt,
    signedWith(vcSdJwt, 'vc-sd-jwt-eddsa', 'EdDSA'),
    signedWith(vcSdJwt, 'vc-sd-jwt-es384', 'ES384'),
    signedWith(vcSdJwt, 'vc-sd-jwt-es256k', 'ES256K'),
    sdJwtVc,
    signedWith(sdJwtVc, 'sd-jwt-vc-eddsa', 'EdDSA'),
    signedWith(sdJwtVc, 'sd-jwt-vc-es384', 'ES384'),
    signedWith(sdJwtVc, 'sd-jwt-vc-es256k', 'ES256K'),
    JWT_PROOF,
  ]
  return Object.freeze(Object.fromEntries(forms.map((form) => [form.securing, form])) as Record<Securing, SecuringForm>)
}

/** A form of tokens with keys of another algorithm. */
function signedWith(form: SecuringForm, securing: Securing, algorithm: SignatureAlgorithm): SecuringForm {
  return Object.freeze({ ...form, securing, algorithm })
}
