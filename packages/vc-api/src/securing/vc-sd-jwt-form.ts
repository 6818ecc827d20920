/** Documents of VCDM 2.0 as `vc+sd-jwt` and `vp+sd-jwt` (VC-JOSE-COSE §3.2): claims about subjects can be hidden. */
import type { RandomBytes } from '@energy-ssi/core'
import { type Credential, envelopePresentation } from '@energy-ssi/credential'
import { signVcSdJwt, signVpSdJwt } from '@energy-ssi/credential/sd-jwt'
import type { Unsigned } from '../models/credential-model.ts'
import { checkHidden, checkMandatory, disclosableClaims } from './disclosable.ts'
import { envelopeToken, presentationClaims } from './envelope.ts'
import { messageSigner, type SecuringForm } from './form.ts'
import { VC_JOSE } from './vc-jose-form.ts'

/** Who a claim is about, and what it is. */
const FIXED = new Set(['id', 'type'])

/** The form `vc-sd-jwt`. Every claim about a subject can be hidden but `id`, `type` and what the request calls mandatory. */
export function createVcSdJwtForm(randomBytes: RandomBytes) {
  return Object.freeze({
    ...VC_JOSE,
    securing: 'vc-sd-jwt',
    algorithm: 'ES256',
    isSelective: true,
    secureCredential(credential, signer, _at, { mandatoryPointers = [] } = {}) {
      checkMandatory(mandatoryPointers, credential)
      const disclose = subjectClaims(credential, mandatoryPointers)
      checkHidden(disclose)
      const token = signVcSdJwt(credential as Credential, messageSigner(signer), { disclose, randomBytes })
      return envelopeToken('application/vc+sd-jwt', token)
    },

    async securePresentation(presentation, signer, at, options) {
      const claims = presentationClaims(presentation, at, options)
      const token = await signVpSdJwt(presentation, messageSigner(signer), claims)
      return { ...envelopePresentation('application/vp+sd-jwt', token) }
    },
  } satisfies SecuringForm)
}

function subjectClaims({ credentialSubject: subject }: Unsigned, mandatory: readonly string[]): readonly string[] {
  const pointer = '/credentialSubject'
  if (!Array.isArray(subject)) return disclosableClaims(subject, pointer, mandatory, FIXED)
  return subject.flatMap((each, i) => disclosableClaims(each, `${pointer}/${i}`, mandatory, FIXED))
}
