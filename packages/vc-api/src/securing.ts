/** The forms in which an issuer or holder instance secures what it signs. */
import {
  type Awaitable,
  hasProblems,
  parseDateTimeStamp,
  problem,
  type SignatureAlgorithm,
  type Signer,
  utf8Decode,
  utf8Encode,
} from '@energy-ssi/core'
import {
  type Credential,
  CredentialError,
  envelopeCredential,
  envelopePresentation,
  type ModelVersion,
  openEnvelope,
  type Presentation,
  signVcJose,
  signVcJwt,
  signVpJose,
  signVpJwt,
} from '@energy-ssi/credential'
import { type Cryptosuite, type DataIntegrity, DataIntegrityError } from '@energy-ssi/data-integrity'
import { VcApiError } from './errors.ts'
import type { CreatePresentationRequest } from './requests.ts'

/** Names of the forms of securing, as configuration and `GET /instances` spell them. */
export const SECURINGS = [
  'eddsa-rdfc-2022',
  'eddsa-jcs-2022',
  'vc-jose',
  'vc-jose-es256',
  'vc-jwt-1.1',
  'ecdsa-rdfc-2019-p256',
  'ecdsa-rdfc-2019-p384',
  'ecdsa-jcs-2019-p256',
  'ecdsa-jcs-2019-p384',
  'ed25519-signature-2020',
] as const

/** A form of securing. */
export type Securing = (typeof SECURINGS)[number]

/** A credential as it is handed out: with an embedded proof, or enveloped. */
export type SecuredCredential = Readonly<Record<string, unknown>>

/** A presentation as it is handed out. */
export type SecuredPresentation = Readonly<Record<string, unknown>>

/** One form of securing. */
export interface SecuringForm {
  readonly securing: Securing
  /** The algorithm of the signer. */
  readonly algorithm: SignatureAlgorithm
  /** The proof's `type` and `cryptosuite`; absent for an envelope. */
  readonly proofType?: string
  readonly cryptosuite?: string
  /** The versions of the data model whose documents can be secured in this form. */
  readonly models: readonly ModelVersion[]
  /** Throws what {@link secureOrRefuse} understands if the document cannot be secured in this form. */
  secureCredential(credential: Credential, signer: Signer, at: Date): Awaitable<SecuredCredential>
  /** Secures a status list, which is a document of VCDM 2.0 whatever the form (Bitstring Status List 1.0 §2.2). */
  secureStatusList(list: Credential, signer: Signer, at: Date): Awaitable<SecuredCredential>
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
  const proof = (securing: Securing, cryptosuite: Cryptosuite, algorithm: SignatureAlgorithm) =>
    dataIntegrityForm({ securing, cryptosuite, algorithm }, dataIntegrity)
  return Object.freeze({
    'eddsa-rdfc-2022': proof('eddsa-rdfc-2022', 'eddsa-rdfc-2022', 'EdDSA'),
    'eddsa-jcs-2022': proof('eddsa-jcs-2022', 'eddsa-jcs-2022', 'EdDSA'),
    'vc-jose': VC_JOSE,
    'vc-jose-es256': Object.freeze({ ...VC_JOSE, securing: 'vc-jose-es256', algorithm: 'ES256' }),
    'vc-jwt-1.1': VC_JWT,
    'ecdsa-rdfc-2019-p256': proof('ecdsa-rdfc-2019-p256', 'ecdsa-rdfc-2019', 'ES256'),
    'ecdsa-rdfc-2019-p384': proof('ecdsa-rdfc-2019-p384', 'ecdsa-rdfc-2019', 'ES384'),
    'ecdsa-jcs-2019-p256': proof('ecdsa-jcs-2019-p256', 'ecdsa-jcs-2019', 'ES256'),
    'ecdsa-jcs-2019-p384': proof('ecdsa-jcs-2019-p384', 'ecdsa-jcs-2019', 'ES384'),
    'ed25519-signature-2020': proof('ed25519-signature-2020', 'Ed25519Signature2020', 'EdDSA'),
  })
}

interface ProofTraits {
  readonly securing: Securing
  readonly cryptosuite: Cryptosuite
  readonly algorithm: SignatureAlgorithm
}

function dataIntegrityForm({ securing, cryptosuite, algorithm }: ProofTraits, proofs: DataIntegrity): SecuringForm {
  const secureCredential: SecuringForm['secureCredential'] = (credential, signer, created) =>
    proofs.sign(credential, { cryptosuite, signer, proofPurpose: 'assertionMethod', created })
  return Object.freeze({
    securing,
    algorithm,
    ...(cryptosuite === 'Ed25519Signature2020'
      ? { proofType: cryptosuite }
      : { proofType: 'DataIntegrityProof', cryptosuite }),
    models: ['1.1', '2.0'],
    secureCredential,
    secureStatusList: secureCredential,

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
  algorithm: 'EdDSA',
  models: ['2.0'],
  secureCredential: (credential, signer) => envelopeVcJose(signVcJose(credential, signer)),
  secureStatusList: (list, signer) => envelopeVcJose(signVcJose(list, signer)),

  async securePresentation(presentation, signer, at, options) {
    const claims = presentationClaims(presentation, at, options)
    return { ...envelopePresentation('application/vp+jwt', await signVpJose(presentation, signer, claims)) }
  },

  publish(secured) {
    const opened = openEnvelope(secured)
    if (opened === undefined) throw new TypeError('The credential is not enveloped.')
    return { mediaType: opened.mediaType, body: utf8Encode(opened.token) }
  },

  read: (body) => ({ ...envelopeCredential('application/vc+jwt', utf8Decode(body)) }),
} satisfies SecuringForm)

/** VC-JWT of VCDM 1.1 has no media type of its own; status lists are of VCDM 2.0 and published as `vc+jwt`. */
const VC_JWT: SecuringForm = Object.freeze({
  ...VC_JOSE,
  securing: 'vc-jwt-1.1',
  models: ['1.1'],
  secureCredential: (credential, signer) => envelopeToken('application/jwt', signVcJwt(credential, signer)),

  async securePresentation(presentation, signer, at, options) {
    const claims = presentationClaims(presentation, at, options)
    return { ...envelopePresentation('application/jwt', await signVpJwt(presentation, signer, claims)) }
  },
} satisfies SecuringForm)

function envelopeVcJose(token: Awaitable<string>): Awaitable<SecuredCredential> {
  return envelopeToken('application/vc+jwt', token)
}

function envelopeToken(mediaType: string, token: Awaitable<string>): Awaitable<SecuredCredential> {
  const envelope = (text: string): SecuredCredential => ({ ...envelopeCredential(mediaType, text) })
  return typeof token === 'string' ? envelope(token) : token.then(envelope)
}

function presentationClaims(
  presentation: Presentation,
  now: Date,
  { challenge, domain, created, proofPurpose }: NonNullable<CreatePresentationRequest['options']>,
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
