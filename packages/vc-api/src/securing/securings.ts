/** All forms in which an issuer or holder instance secures what it signs. */
import type { SignatureAlgorithm } from '@energy-ssi/core'
import type { Cryptosuite, DataIntegrity } from '@energy-ssi/data-integrity'
import { createProofForm } from './data-integrity-form.ts'
import type { SecuringForm } from './form.ts'
import { VC_JOSE } from './vc-jose-form.ts'
import { VC_JWT } from './vc-jwt-form.ts'

/** Names of the forms of securing, as configuration and `GET /instances` spell them. */
export const SECURINGS = [
  'eddsa-rdfc-2022',
  'eddsa-jcs-2022',
  'vc-jose',
  'vc-jose-es256',
  'vc-jwt-1.1',
  'ecdsa-rdfc-2019-p256',
  'ecdsa-rdfc-2019-p384',
  'ecdsa-jcs-2019-p256',
  'ecdsa-jcs-2019-p384',
  'ed25519-signature-2020',
] as const

/** A form of securing. */
export type Securing = (typeof SECURINGS)[number]

/** All forms of securing, by name. */
export function createSecurings(dataIntegrity: DataIntegrity): Readonly<Record<Securing, SecuringForm>> {
  const proof = (securing: Securing, cryptosuite: Cryptosuite, algorithm: SignatureAlgorithm) =>
    createProofForm({ securing, cryptosuite, algorithm }, dataIntegrity)
  return Object.freeze({
    'eddsa-rdfc-2022': proof('eddsa-rdfc-2022', 'eddsa-rdfc-2022', 'EdDSA'),
    'eddsa-jcs-2022': proof('eddsa-jcs-2022', 'eddsa-jcs-2022', 'EdDSA'),
    'vc-jose': VC_JOSE,
    'vc-jose-es256': Object.freeze({ ...VC_JOSE, securing: 'vc-jose-es256', algorithm: 'ES256' }),
    'vc-jwt-1.1': VC_JWT,
    'ecdsa-rdfc-2019-p256': proof('ecdsa-rdfc-2019-p256', 'ecdsa-rdfc-2019', 'ES256'),
    'ecdsa-rdfc-2019-p384': proof('ecdsa-rdfc-2019-p384', 'ecdsa-rdfc-2019', 'ES384'),
    'ecdsa-jcs-2019-p256': proof('ecdsa-jcs-2019-p256', 'ecdsa-jcs-2019', 'ES256'),
    'ecdsa-jcs-2019-p384': proof('ecdsa-jcs-2019-p384', 'ecdsa-jcs-2019', 'ES384'),
    'ed25519-signature-2020': proof('ed25519-signature-2020', 'Ed25519Signature2020', 'EdDSA'),
  })
}
