/** What the enveloped forms have in common. */
import { type Awaitable, problem } from '@energy-ssi/core'
import { envelopeCredential, type Presentation } from '@energy-ssi/credential'
import { VcApiError } from '../errors.ts'
import type { PresentationOptions, SecuredCredential } from './form.ts'

/** The EnvelopedVerifiableCredential of a token. A token that is there at once is enveloped at once. */
export function envelopeToken(mediaType: string, token: Awaitable<string | Uint8Array>): Awaitable<SecuredCredential> {
  const envelope = (whole: string | Uint8Array): SecuredCredential => ({ ...envelopeCredential(mediaType, whole) })
  return token instanceof Promise ? token.then(envelope) : envelope(token)
}

/**
 * The claims of an enveloped presentation.
 * @throws {VcApiError} `option_refused`, `presentation_refused`
 */
export function presentationClaims(
  presentation: Presentation,
  now: Date,
  { challenge, domain, created, proofPurpose }: PresentationOptions,
) {
  if (created !== undefined || (proofPurpose !== undefined && proofPurpose !== 'authentication')) {
    throw new VcApiError('option_refused', 'An envelope carries neither options.created nor another proofPurpose.')
  }
  if ('proof' in presentation) {
    const detail = 'A presentation to be enveloped has no proof.'
    const problems = [problem('MALFORMED_VALUE_ERROR', detail, '/proof')] as const
    throw new VcApiError('presentation_refused', detail, { problems })
  }
  return {
    now,
    ...(challenge !== undefined && { nonce: challenge }),
    ...(domain !== undefined && { audience: domain }),
  }
}
