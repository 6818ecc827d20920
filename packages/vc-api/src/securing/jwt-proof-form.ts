/** Documents of VCDM 1.1 with their VC-JWT as an embedded proof (`JwtProof2020`), as did-jwt-vc writes them. */
import { type Credential, signVcJwtProof, signVpJwtProof } from '@energy-ssi/credential'
import { presentationClaims } from './envelope.ts'
import { messageSigner, type SecuringForm } from './form.ts'
import { VC_JWT } from './vc-jwt-form.ts'

/** The form `jwt-proof-2020`. */
export const JWT_PROOF = Object.freeze({
  ...VC_JWT,
  securing: 'jwt-proof-2020',
  proofType: 'JwtProof2020',
  secureCredential: (credential, signer) => signVcJwtProof(credential as Credential, messageSigner(signer)),
  securePresentation: (presentation, signer, at, options) =>
    signVpJwtProof(presentation, messageSigner(signer), presentationClaims(presentation, at, options)),
} satisfies SecuringForm)
