/** Documents of VCDM 2.0 as enveloped `vc+cose` and `vp+cose` (VC-JOSE-COSE §3.3). Its status lists are `vc+jwt`. */
import { type Credential, envelopePresentation } from '@energy-ssi/credential'
import { signVcCose, signVpCose } from '@energy-ssi/credential/cose'
import { envelopeToken, presentationClaims } from './envelope.ts'
import { messageSigner, type SecuringForm } from './form.ts'
import { VC_JOSE } from './vc-jose-form.ts'

/** The form `vc-cose`. */
export const VC_COSE = Object.freeze({
  ...VC_JOSE,
  securing: 'vc-cose',
  secureCredential: (credential, signer) =>
    envelopeToken('application/vc+cose', signVcCose(credential as Credential, messageSigner(signer))),

  async securePresentation(presentation, signer, at, options) {
    const claims = presentationClaims(presentation, at, options)
    const message = await signVpCose(presentation, messageSigner(signer), claims)
    return { ...envelopePresentation('application/vp+cose', message) }
  },
} satisfies SecuringForm)
