/** A holder instance: everything under `/holders/{id}`. */
import { createPresentation, type PresentingParts } from './create-presentation.ts'
import type { CreatePresentationRequest } from './requests.ts'
import type { SecuredPresentation } from './securing/form.ts'

export interface Holder {
  /** Signs a presentation. @throws {VcApiError} `presentation_refused`, `holder_mismatch`, `option_refused` */
  createPresentation(request: CreatePresentationRequest): Promise<SecuredPresentation>
}

/** Creates a holder instance. */
export function createHolder(parts: PresentingParts): Holder {
  return Object.freeze({
    createPresentation: (request: CreatePresentationRequest) => createPresentation(request, parts),
  } satisfies Holder)
}
