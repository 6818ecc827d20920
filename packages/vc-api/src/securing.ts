/** The forms in which an issuer or holder instance secures what it signs. */
import {
  type Awaitable,
  hasProblems,
  parseDateTimeStamp,
  problem,
  type Signer,
  utf8Decode,
  utf8Encode,
} from '@energy-ssi/core'
import {
  type Credential,
  CredentialError,
  envelopeCredential,
  envelopePresentation,
  openEnvelope,
  type Presentation,
  signVcJose,
  signVpJose,
} from '@energy-ssi/credential'
import { type DataIntegrity, DataIntegrityError } from '@energy-ssi/data-integrity'
import { VcApiError } from './errors.ts'
import type { CreatePresentationRequest } from './requests.ts'

/** Names of the forms of securing, as configuration and `GET /instances` spell them. */
export const SECURINGS = ['eddsa-rdfc-2022', 'eddsa-jcs-2022', 'vc-jose'] as const

/** A form of securing. */
export type Securing = (typeof SECURINGS)[number]

/** A credential as it is handed out: with an embedded proof, or enveloped. */
export type SecuredCredential = Readonly<Record<string, unknown>>

/** A presentation as it is handed out. */
export type SecuredPresentation = Readonly<Record<string, unknown>>

/** One form of securing. */
export interface SecuringForm {
  readonly securing: Securing
  /** The proof's `type` and `cryptosuite`; absent for an envelope. */
  readonly proofType?: string
  readonly cryptosuite?: string
  /** Whether VCDM 1.1 documents can be secured in this form. */
  readonly acceptsDataModel1: boolean
  /** Throws what {@link secureOrRefuse} understands if the document cannot be secured in this form. */
  secureCredential(credential: Credential, signer: Signer, at: Date): Awaitable<SecuredCredential>
  /** As {@link SecuringForm.secureCredential}. */
  securePresentation(
    presentation: Presentation,
    signer: Signer,
    at: Date,
    options: NonNullable<CreatePresentationRequest['options']>,
  ): Awaitable<SecuredPresentation>
  /** The bytes under which a secured credential is published at a URL of its own, and their media type. */
  publish(secured: SecuredCredential): { readonly mediaType: string; readonly body: Uint8Array }
  /** The secured credential that was published as these bytes. */
  read(body: Uint8Array): SecuredCredential
}

/** All forms of securing, by name. */
export function createSecurings(dataIntegrity: DataIntegrity): Readonly<Record<Securing, SecuringForm>> {
  return Object.freeze({
    'eddsa-rdfc-2022': dataIntegrityForm('eddsa-rdfc-2022', dataIntegrity),
    'eddsa-jcs-2022': dataIntegrityForm('eddsa-jcs-2022', dataIntegrity),
    'vc-jose': VC_JOSE,
  })
}

function dataIntegrityForm(cryptosuite: 'eddsa-rdfc-2022' | 'eddsa-jcs-2022', proofs: DataIntegrity): SecuringForm {
  return Object.freeze({
    securing: cryptosuite,
    proofType: 'DataIntegrityProof',
    cryptosuite,
    acceptsDataModel1: true,

    secureCredential: (credential, signer, created) =>
      proofs.sign(credential, { cryptosuite, signer, proofPurpose: 'assertionMethod', created }),

    securePresentation: (presentation, signer, at, { created, proofPurpose = 'authentication', challenge, domain }) =>
      proofs.sign(presentation, {
        cryptosuite,
        signer,
        proofPurpose,
        created: created === undefined ? at : parseCreated(created),
        ...(challenge !== undefined && { challenge }),
        ...(domain !== undefined && { domain }),
      }),

    publish: (secured) => ({ mediaType: 'application/vc', body: utf8Encode(JSON.stringify(secured)) }),
    read: (body) => JSON.parse(utf8Decode(body)) as SecuredCredential,
  } satisfies SecuringForm)
}

const VC_JOSE: SecuringForm = Object.freeze({
  securing: 'vc-jose',
  acceptsDataModel1: false,

  secureCredential(credential, signer) {
    const token = signVcJose(credential, signer)
    return typeof token === 'string' ? envelope(token) : token.then(envelope)
  },

  async securePresentation(presentation, signer, at, { challenge, domain, created, proofPurpose }) {
    if (created !== undefined || (proofPurpose !== undefined && proofPurpose !== 'authentication')) {
      throw new VcApiError('option_refused', 'An envelope carries neither options.created nor another proofPurpose.')
    }
    if ('proof' in presentation) {
      const detail = 'A presentation to be enveloped has no proof.'
      const problems = [problem('MALFORMED_VALUE_ERROR', detail, '/proof')] as const
      throw new VcApiError('presentation_refused', detail, { problems })
    }
    const token = await signVpJose(presentation, signer, {
      now: at,
      ...(challenge !== undefined && { nonce: challenge }),
      ...(domain !== undefined && { audience: domain }),
    })
    return { ...envelopePresentation('application/vp+jwt', token) }
  },

  publish(secured) {
    const opened = openEnvelope(secured)
    if (opened === undefined) throw new TypeError('The credential is not enveloped.')
    return { mediaType: opened.mediaType, body: utf8Encode(opened.token) }
  },

  read: (body) => envelope(utf8Decode(body)),
} satisfies SecuringForm)

function envelope(token: string): SecuredCredential {
  return { ...envelopeCredential('application/vc+jwt', token) }
}

function parseCreated(created: string): Date {
  const time = parseDateTimeStamp(created)
  if (time === undefined) throw new VcApiError('option_refused', 'options.created is not an xsd:dateTimeStamp.')
  return new Date(time)
}

/**
 * Secures a document, and turns what the document itself is to blame for into a refusal.
 * @throws {VcApiError} `code`
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
    const problems = [problem('PROOF_TRANSFORMATION_ERROR', error.message)] as const
    throw new VcApiError(code, error.message, { cause: error, problems })
  }
}
