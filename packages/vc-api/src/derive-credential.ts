/** Deriving a credential: the story of `POST /holders/{id}/credentials/derive` (VCALM 1.0 §3.4). */
import { type Problem, problem } from '@energy-ssi/core'
import { CredentialError, envelopeCredential, recogniseSecuring } from '@energy-ssi/credential'
import { presentSdJwt } from '@energy-ssi/credential/sd-jwt'
import { type DataIntegrity, DataIntegrityError } from '@energy-ssi/data-integrity'
import { VcApiError } from './errors.ts'
import type { DeriveCredentialRequest } from './requests.ts'
import type { SecuredCredential } from './securing/form.ts'

/**
 * The part of a credential that the request selects, with what the issuer made mandatory: from a base proof a derived
 * one, from an SD-JWT the same with fewer disclosures. Nothing is verified.
 *
 * @throws {VcApiError} `credential_refused` for a credential without selective disclosure, `option_refused` for pointers
 *   that lead nowhere
 */
export async function deriveCredential(
  { verifiableCredential, options: { selectivePointers = [] } = {} }: DeriveCredentialRequest,
  { dataIntegrity }: { readonly dataIntegrity: DataIntegrity },
): Promise<SecuredCredential> {
  if (!selectivePointers.every((pointer) => POINTER.test(pointer))) {
    throw new VcApiError('option_refused', 'options.selectivePointers holds what is no JSON pointer (RFC 6901 §3).')
  }
  const recognised = recogniseSecuring(verifiableCredential)
  try {
    if (recognised.form === 'token' && recognised.tokenClass.endsWith('c+sd-jwt')) {
      const presented = await presentSdJwt(recognised.token, { reveal: selectivePointers })
      return { ...envelopeCredential(`application/${recognised.tokenClass}`, presented) }
    }
    if (recognised.form === 'embedded' && typeof verifiableCredential === 'object') {
      return { ...(await dataIntegrity.derive(verifiableCredential, { selectivePointers })) }
    }
  } catch (error) {
    throw explain(error)
  }
  throw refusal('The credential is in no form from which a part can be disclosed.')
}

/** RFC 6901 §3. */
const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/

/** Codes of errors that the pointers of the request are to blame for. */
const POINTERS: ReadonlySet<string> = new Set(['pointer_refused', 'claim_not_found', 'option_refused'])

function explain(error: unknown): unknown {
  if (!(error instanceof DataIntegrityError || error instanceof CredentialError)) return error
  if (POINTERS.has(error.code)) return new VcApiError('option_refused', error.message, { cause: error })
  return refusal(error.message, error)
}

function refusal(detail: string, cause?: Error): VcApiError {
  const found: Problem = problem('PROOF_TRANSFORMATION_ERROR', detail)
  return new VcApiError('credential_refused', detail, { cause, problems: [found] })
}
