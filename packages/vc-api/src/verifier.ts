/** A verifier instance: everything under `/verifiers/{id}`. */
import { VcApiError } from './errors.ts'
import { type CredentialResult, credentialResult, type PresentationResult, presentationResult } from './report.ts'
import type { VerifyCredentialRequest, VerifyPresentationRequest } from './requests.ts'
import { verifyCredential } from './verify-credential.ts'
import {
  type PresentationVerifierParts,
  presentationOf,
  verifyPresentation,
  verifyUnsignedPresentation,
} from './verify-presentation.ts'

export interface Verifier {
  /** Verifies a credential. What cannot be decided is thrown, with the code of what was asked in vain. */
  verifyCredential(request: VerifyCredentialRequest): Promise<CredentialResult>
  /** Verifies a presentation and the credentials in it. @throws {VcApiError} `option_refused` */
  verifyPresentation(request: VerifyPresentationRequest): Promise<PresentationResult>
  /** A fresh single-use challenge. */
  createChallenge(): Promise<string>
}

/** Creates a verifier instance. */
export function createVerifier(parts: PresentationVerifierParts): Verifier {
  return Object.freeze({
    async verifyCredential({ verifiableCredential, options }: VerifyCredentialRequest) {
      return credentialResult(await verifyCredential(verifiableCredential, parts), options)
    },
    async verifyPresentation(request: VerifyPresentationRequest) {
      const presentation = presentationOf(request)
      if (presentation === undefined) {
        throw new VcApiError('option_refused', 'A request names either verifiablePresentation or presentation.')
      }
      const report =
        'signed' in presentation
          ? await verifyPresentation(presentation.signed, request.options ?? {}, parts)
          : await verifyUnsignedPresentation(presentation.unsigned, request.options ?? {}, parts)
      return presentationResult(report, request.options)
    },
    createChallenge: () => parts.challenges.create(),
  } satisfies Verifier)
}
