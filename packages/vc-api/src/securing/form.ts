/** What one form of securing is to the services: documents of one model in, secured documents out. */
import { type Awaitable, hasProblems, parseDateTimeStamp, problem, type Signer } from '@energy-ssi/core'
import { CredentialError, type Presentation } from '@energy-ssi/credential'
import { DataIntegrityError } from '@energy-ssi/data-integrity'
import { VcApiError } from '../errors.ts'
import type { Identity, InstanceAlgorithm, InstanceSigner } from '../instances.ts'
import type { CredentialModel, Unsigned } from '../models/credential-model.ts'
import type { CreatePresentationRequest, IssueCredentialRequest } from '../requests.ts'
import type { StatusListContent } from '../status/status-list-content.ts'
import type { Securing } from './securings.ts'

/** A credential as it is handed out: with an embedded proof, or enveloped. */
export type SecuredCredential = Readonly<Record<string, unknown>>

/** A presentation as it is handed out. */
export type SecuredPresentation = Readonly<Record<string, unknown>>

/** Media types of status lists. */
export type StatusListType = 'application/vc' | 'application/vc+jwt' | 'application/statuslist+jwt'

/** A document under a URL of its own. */
export interface PublishedDocument {
  readonly mediaType: string
  readonly body: Uint8Array
}

/** Options of issuing that are for the form of securing. */
export type SecureOptions = Pick<NonNullable<IssueCredentialRequest['options']>, 'mandatoryPointers'>

/** Options of a presentation. */
export type PresentationOptions = NonNullable<CreatePresentationRequest['options']>

/** One form of securing. */
export interface SecuringForm {
  readonly securing: Securing
  /** The algorithm of the signer. */
  readonly algorithm: InstanceAlgorithm
  /** The proof's `type` and `cryptosuite`; absent for an envelope. */
  readonly proofType?: string
  readonly cryptosuite?: string
  /** What the documents are that can be secured in this form. */
  readonly model: CredentialModel
  /** Whether a holder can disclose a part of what is secured in this form, and the issuer say what it must disclose. */
  readonly isSelective?: true
  /** Media type of the status lists that credentials of this form refer to. */
  readonly statusListType: StatusListType
  /** Throws what {@link secureOrRefuse} understands if the document cannot be secured in this form. */
  secureCredential(
    credential: Unsigned,
    signer: InstanceSigner,
    at: Date,
    options?: SecureOptions,
  ): Awaitable<SecuredCredential>
  /** Signs a status list as credentials of this form refer to it. */
  publishStatusList(list: StatusListContent, identity: Identity, at: Date): Awaitable<PublishedDocument>
  /** The secured status list that was published as these bytes. */
  readStatusList(body: Uint8Array): SecuredCredential
  /** As {@link SecuringForm.secureCredential}; absent where the form has no presentations. */
  securePresentation?(
    presentation: Presentation,
    signer: InstanceSigner,
    at: Date,
    options: PresentationOptions,
  ): Awaitable<SecuredPresentation>
}

/** A form that has presentations too. */
export type PresentingForm = SecuringForm & Required<Pick<SecuringForm, 'securePresentation'>>

/** Whether a form has presentations. */
export function hasPresentations(form: SecuringForm): form is PresentingForm {
  return form.securePresentation !== undefined
}

/**
 * The signer of an instance whose form signs messages as they are.
 * @throws {TypeError} for a signer of BBS
 */
export function messageSigner(signer: InstanceSigner): Signer {
  if (signer.algorithm === 'BBS') throw new TypeError('This form of securing is not signed with BBS.')
  return signer
}

/**
 * The time a caller wants a proof to say.
 * @throws {VcApiError} `option_refused`
 */
export function parseCreated(created: string): Date {
  const time = parseDateTimeStamp(created)
  if (time === undefined) throw new VcApiError('option_refused', 'options.created is not an xsd:dateTimeStamp.')
  return new Date(time)
}

/**
 * Refuses what only forms of selective disclosure have.
 * @throws {VcApiError} `option_refused`
 */
export function checkSelective({ mandatoryPointers }: SecureOptions, form: SecuringForm): void {
  if (mandatoryPointers === undefined || form.isSelective) return
  throw new VcApiError('option_refused', 'options.mandatoryPointers is for forms of selective disclosure only.')
}

/**
 * Secures a document, and turns what the document itself or a pointer of the options is to blame for into a refusal.
 * @throws {VcApiError} `code`, `option_refused`
 */
export async function secureOrRefuse<T>(
  code: 'credential_refused' | 'presentation_refused',
  secure: () => Awaitable<T>,
): Promise<T> {
  try {
    return await secure()
  } catch (error) {
    if (error instanceof CredentialError && hasProblems(error.problems)) {
      throw new VcApiError(code, error.message, { cause: error, problems: error.problems })
    }
    if (!(error instanceof CredentialError || error instanceof DataIntegrityError)) throw error
    if (error.code === 'pointer_refused') throw new VcApiError('option_refused', error.message, { cause: error })
    const problems = [problem('PROOF_TRANSFORMATION_ERROR', error.message)] as const
    throw new VcApiError(code, error.message, { cause: error, problems })
  }
}
