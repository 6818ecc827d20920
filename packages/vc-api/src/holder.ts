/** A holder instance: everything under `/holders/{id}`. */
import type { DataIntegrity } from '@energy-ssi/data-integrity'
import { createPresentation, type PresentingParts } from './create-presentation.ts'
import { deriveCredential } from './derive-credential.ts'
import type { CreatePresentationRequest, DeriveCredentialRequest } from './requests.ts'
import type { SecuredCredential, SecuredPresentation } from './securing/form.ts'

export interface Holder {
  /** Signs a presentation. @throws {VcApiError} `presentation_refused`, `holder_mismatch`, `option_refused` */
  createPresentation(request: CreatePresentationRequest): Promise<SecuredPresentation>
  /** Discloses a part of a credential. @throws {VcApiError} `credential_refused`, `option_refused` */
  deriveCredential(request: DeriveCredentialRequest): Promise<SecuredCredential>
}

/** What {@link createHolder} needs. */
export interface HolderParts extends PresentingParts {
  readonly dataIntegrity: DataIntegrity
}

/** Creates a holder instance. */
export function createHolder(parts: HolderParts): Holder {
  return Object.freeze({
    createPresentation: (request: CreatePresentationRequest) => createPresentation(request, parts),
    deriveCredential: (request: DeriveCredentialRequest) => deriveCredential(request, parts),
  } satisfies Holder)
}
