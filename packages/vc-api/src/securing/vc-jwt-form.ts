/** Documents of VCDM 1.1 as JSON Web Tokens (`jwt_vc_json`; VCDM 1.1 §6.3.1), enveloped as `application/jwt`. */
import { type Credential, envelopePresentation, signVcJwt, signVpJwt } from '@energy-ssi/credential'
import { createVcdmModel } from '../models/vcdm-model.ts'
import { envelopeToken, presentationClaims } from './envelope.ts'
import { messageSigner, type SecuringForm } from './form.ts'
import { VC_JOSE } from './vc-jose-form.ts'

/** The form `vc-jwt-1.1`. Its status lists, which are of VCDM 2.0 whatever refers to them, are `vc+jwt`. */
export const VC_JWT = Object.freeze({
  ...VC_JOSE,
  securing: 'vc-jwt-1.1',
  model: createVcdmModel(['1.1']),
  secureCredential: (credential, signer) =>
    envelopeToken('application/jwt', signVcJwt(credential as Credential, messageSigner(signer))),

  async securePresentation(presentation, signer, at, options) {
    const claims = presentationClaims(presentation, at, options)
    return { ...envelopePresentation('application/jwt', await signVpJwt(presentation, messageSigner(signer), claims)) }
  },
} satisfies SecuringForm)
