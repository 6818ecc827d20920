/** Documents of VCDM 2.0 as enveloped `vc+jwt` and `vp+jwt` (VC-JOSE-COSE §3.1). */
import { utf8Decode, utf8Encode } from '@energy-ssi/core'
import {
  type Credential,
  envelopeCredential,
  envelopePresentation,
  signVcJose,
  signVpJose,
} from '@energy-ssi/credential'
import { createVcdmModel } from '../models/vcdm-model.ts'
import { bitstringCredential } from '../status/status-list-content.ts'
import { envelopeToken, presentationClaims } from './envelope.ts'
import { messageSigner, type SecuringForm } from './form.ts'

/** The form `vc-jose`. */
export const VC_JOSE = Object.freeze({
  securing: 'vc-jose',
  algorithm: 'EdDSA',
  model: createVcdmModel(['2.0']),
  statusListType: 'application/vc+jwt',
  secureCredential: (credential, signer) =>
    envelopeToken('application/vc+jwt', signVcJose(credential as Credential, messageSigner(signer))),

  async publishStatusList(list, { did, signer }) {
    const token = await signVcJose(bitstringCredential(list, did), messageSigner(signer))
    return { mediaType: 'application/vc+jwt', body: utf8Encode(token) }
  },
  readStatusList: (body) => ({ ...envelopeCredential('application/vc+jwt', utf8Decode(body)) }),

  async securePresentation(presentation, signer, at, options) {
    const claims = presentationClaims(presentation, at, options)
    return {
      ...envelopePresentation('application/vp+jwt', await signVpJose(presentation, messageSigner(signer), claims)),
    }
  },
} satisfies SecuringForm)
