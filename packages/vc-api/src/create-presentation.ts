/** Creating a presentation: the story of `POST /holders/{id}/presentations`. */
import { hasProblems } from '@energy-ssi/core'
import { identifierOf, type Presentation, validatePresentation } from '@energy-ssi/credential'
import { VcApiError } from './errors.ts'
import type { HolderInstance } from './instances.ts'
import type { CreatePresentationRequest } from './requests.ts'
import {
  hasPresentations,
  type PresentingForm,
  type SecuredPresentation,
  type SecuringForm,
  secureOrRefuse,
} from './securing/form.ts'
import { SECURINGS, type Securing } from './securing/securings.ts'

/** What creating a presentation needs. */
export interface PresentingParts {
  readonly instance: HolderInstance
  readonly forms: Readonly<Record<Securing, SecuringForm>>
  readonly clock: () => Date
}

/**
 * Signs a presentation as the holder instance. The holder is filled in if it is absent.
 *
 * @throws {VcApiError} `presentation_refused`, `holder_mismatch`, `option_refused`
 */
export async function createPresentation(
  request: CreatePresentationRequest,
  parts: PresentingParts,
): Promise<SecuredPresentation> {
  const { instance, clock } = parts
  const options = request.options ?? {}
  const form = chooseForm(options, parts)
  if (options.verificationMethod !== undefined && options.verificationMethod !== instance.signer.keyId) {
    throw new VcApiError('option_refused', 'options.verificationMethod is not the key of this holder instance.')
  }
  const presentation = withHolder(request.presentation, instance.did)
  const problems = validatePresentation(presentation)
  if (hasProblems(problems)) {
    throw new VcApiError('presentation_refused', 'The presentation does not conform to the data model.', { problems })
  }
  return secureOrRefuse('presentation_refused', () =>
    form.securePresentation(presentation as Presentation, instance.signer, clock(), options),
  )
}

/**
 * The instance's own form, unless options name another that its key can sign.
 * @throws {TypeError} for an instance whose form has no presentations
 */
function chooseForm(
  { type, cryptosuite }: NonNullable<CreatePresentationRequest['options']>,
  { instance, forms }: PresentingParts,
): PresentingForm {
  const own = forms[instance.securing]
  if (!hasPresentations(own)) throw new TypeError(`There are no presentations secured as ${own.securing}.`)
  const isNamed = (form: SecuringForm) =>
    (type === undefined || type === form.proofType) && (cryptosuite === undefined || cryptosuite === form.cryptosuite)
  if (isNamed(own)) return own
  const form = SECURINGS.map((name) => forms[name])
    .filter(hasPresentations)
    .find((each) => cryptosuite !== undefined && isNamed(each) && each.algorithm === instance.signer.algorithm)
  if (form !== undefined) return form
  const name = cryptosuite === undefined ? 'type' : 'cryptosuite'
  throw new VcApiError('option_refused', `options.${name} is not one that this holder instance signs with.`)
}

function withHolder(
  presentation: CreatePresentationRequest['presentation'],
  did: string,
): CreatePresentationRequest['presentation'] {
  if (presentation.holder === undefined) return { ...presentation, holder: did }
  if (identifierOf(presentation.holder) === did) return presentation
  throw new VcApiError('holder_mismatch', 'presentation.holder is not the DID of this holder instance.')
}
