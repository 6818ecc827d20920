/** Which error is which HTTP answer: the one table of the service. */
import { type CoreErrorCode, SsiError } from '@energy-ssi/core'
import { CredentialError, type CredentialErrorCode } from '@energy-ssi/credential'
import type { DataIntegrityErrorCode } from '@energy-ssi/data-integrity'
import type { DidErrorCode } from '@energy-ssi/did'
import type { KeyErrorCode } from '@energy-ssi/keys'
import type { StatusListErrorCode } from '@energy-ssi/status-list'
import { problemDetails, type StoreErrorCode, VcApiError, type VcApiErrorCode } from '@energy-ssi/vc-api'
import type { FastifyError, FastifySchemaValidationError } from 'fastify'
import {
  MALFORMED_VALUE_ERROR,
  ownProblem,
  PARSING_ERROR,
  type ProblemAnswer,
  type ProblemKind,
  RequestError,
  UNKNOWN_OPTION_PROVIDED,
} from './problem.ts'

const DID = 'https://www.w3.org/ns/did#'
const RETRY_SECONDS = 2

const malformed: ProblemKind = { status: 400, type: MALFORMED_VALUE_ERROR, title: 'A value is malformed' }
const unparsable: ProblemKind = { status: 400, type: PARSING_ERROR, title: 'The input could not be parsed' }
const internal = ownProblem(500, 'INTERNAL_ERROR', 'The service failed')

/** Kinds of problem that the HTTP layer finds itself. */
export const PROBLEMS = Object.freeze({
  malformed,
  unparsable,
  internal,
  unknownOption: { status: 400, type: UNKNOWN_OPTION_PROVIDED, title: 'An option is not known' },
  invalidDid: { status: 400, type: `${DID}INVALID_DID`, title: 'The DID is invalid' },
  methodNotSupported: { status: 501, type: `${DID}METHOD_NOT_SUPPORTED`, title: 'The DID method is not supported' },
  privateKey: ownProblem(400, 'PRIVATE_KEY_PROVIDED', 'A private key must stay with its holder'),
  badRequest: ownProblem(400, 'BAD_REQUEST', 'The request is not valid HTTP'),
  unauthorized: ownProblem(401, 'UNAUTHORIZED', 'The credentials of the request are not accepted'),
  notFound: ownProblem(404, 'NOT_FOUND', 'There is nothing here'),
  instanceNotFound: ownProblem(404, 'INSTANCE_NOT_FOUND', 'There is no such instance'),
  methodNotAllowed: ownProblem(405, 'METHOD_NOT_ALLOWED', 'The method is not allowed here'),
  requestTimeout: ownProblem(408, 'REQUEST_TIMEOUT', 'The request took too long'),
  bodyTooLarge: ownProblem(413, 'BODY_TOO_LARGE', 'The request body is too large'),
  urlTooLong: ownProblem(414, 'URL_TOO_LONG', 'The URL is too long'),
  mediaType: ownProblem(415, 'MEDIA_TYPE_NOT_SUPPORTED', 'The media type is not supported'),
  headersTooLarge: ownProblem(431, 'HEADERS_TOO_LARGE', 'The request headers are too large'),
  notReady: ownProblem(503, 'NOT_READY', 'The service is not ready', RETRY_SECONDS),
} as const satisfies Readonly<Record<string, ProblemKind>>)

type Code =
  | CoreErrorCode
  | CredentialErrorCode
  | DataIntegrityErrorCode
  | DidErrorCode
  | KeyErrorCode
  | StatusListErrorCode
  | StoreErrorCode
  | VcApiErrorCode

/** Every code a service may throw. A code that only a defect or a broken database can cause is an internal error. */
const BY_CODE: Readonly<Record<Code, ProblemKind>> = {
  credential_refused: malformed,
  presentation_refused: malformed,
  malformed_credential: malformed,
  malformed_presentation: malformed,
  multiple_subjects: malformed,
  conflicting_claim: malformed,
  malformed_claims: malformed,
  malformed_sd_jwt: malformed,
  claim_not_found: malformed,
  not_disclosable: malformed,
  invalid_encoding: malformed,
  not_canonicalisable: malformed,
  invalid_key: malformed,
  unsupported_key: malformed,
  limit_exceeded: malformed,
  unknown_context: malformed,
  context_refused: malformed,
  protected_term: malformed,
  undefined_term: malformed,
  relative_iri: malformed,
  ambiguous_form: malformed,
  invalid_json_ld: malformed,
  existing_proof: malformed,
  unknown_previous_proof: malformed,
  pointer_refused: malformed,
  not_selectable: malformed,
  no_base_proof: malformed,
  invalid_json: unparsable,
  invalid_did: PROBLEMS.invalidDid,
  invalid_did_url: { ...PROBLEMS.invalidDid, type: `${DID}INVALID_DID_URL` },
  issuer_mismatch: ownProblem(400, 'ISSUER_MISMATCH', 'The issuer is not this instance'),
  holder_mismatch: ownProblem(400, 'HOLDER_MISMATCH', 'The holder is not this instance'),
  option_refused: ownProblem(400, 'OPTION_REFUSED', 'An option cannot be honoured'),
  credential_not_found: ownProblem(404, 'CREDENTIAL_NOT_FOUND', 'There is no such credential'),
  status_not_found: ownProblem(404, 'STATUS_NOT_FOUND', 'The credential has no such status'),
  credential_id_conflict: ownProblem(409, 'CREDENTIAL_ID_CONFLICT', 'The credential id is taken'),
  status_final: ownProblem(409, 'STATUS_FINAL', 'The status is final'),
  credential_gone: ownProblem(410, 'CREDENTIAL_GONE', 'The credential is not kept'),
  did_unreachable: ownProblem(503, 'DID_UNREACHABLE', 'The DID cannot be resolved now', RETRY_SECONDS),
  store_unavailable: ownProblem(503, 'STORE_UNAVAILABLE', 'The store does not answer', RETRY_SECONDS),
  store_failed: internal,
  store_schema_mismatch: internal,
  key_exists: internal,
  key_unknown: internal,
  key_not_active: internal,
  decryption_failed: internal,
  malformed_list: internal,
  malformed_schema: internal,
  list_too_large: internal,
  list_too_short: internal,
  lease_refused: internal,
  signing_failed: internal,
}

/** Codes of the HTTP framework. Their messages may repeat the request, so the detail is ours. */
const BY_FRAMEWORK_CODE: Readonly<Record<string, readonly [kind: ProblemKind, detail: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [PROBLEMS.bodyTooLarge, 'The request body is larger than this endpoint takes.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [PROBLEMS.mediaType, 'Send the body as application/json.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [PROBLEMS.badRequest, 'The body does not have the length its header says.'],
  FST_ERR_BAD_URL: [PROBLEMS.badRequest, 'The URL is not validly percent-encoded.'],
  FST_ERR_MAX_PARAM_LENGTH: [PROBLEMS.urlTooLong, 'A part of the URL is longer than this service takes.'],
}

/** The answer to an error, and whether it is the service's own fault and belongs into the log. */
export function answerTo(error: unknown): { readonly answer: ProblemAnswer; readonly kind: ProblemKind } {
  if (error instanceof RequestError) return of(error.kind, error.message, error.pointer)
  if (error instanceof VcApiError || error instanceof CredentialError) return ofProblems(error)
  if (error instanceof SsiError) {
    const kind = Object.hasOwn(BY_CODE, error.code) ? BY_CODE[error.code as Code] : internal
    return kind === internal ? unexpected() : of(kind, error.message)
  }
  const { validation, code, statusCode } = (error ?? {}) as Partial<FastifyError>
  if (validation !== undefined) return invalid(validation)
  const known = code === undefined ? undefined : BY_FRAMEWORK_CODE[code]
  if (known !== undefined) return of(...known)
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return of(PROBLEMS.badRequest, 'The request could not be read.')
  }
  return unexpected()
}

function unexpected() {
  return of(internal, 'The request could not be completed. It was logged under the id in the x-request-id header.')
}

function of(kind: ProblemKind, detail: string, pointer?: string) {
  const { type, title, status } = kind
  return { kind, answer: { type, title, detail, status, ...(pointer !== undefined && { pointer }) } }
}

/** The first problem a specification has a word for gives the answer its type. */
function ofProblems(error: VcApiError | CredentialError) {
  const kind = BY_CODE[error.code]
  const details = error.problems?.map(problemDetails) ?? []
  const [first] = details
  if (first === undefined || kind.status !== 400) return of(kind, error.message)
  const { type, title, detail, pointer } = first
  return {
    kind,
    answer: {
      type,
      title,
      detail,
      status: kind.status,
      ...(pointer !== undefined && { pointer }),
      problemDetails: details,
    },
  }
}

/** A body, query or path that its schema refuses. Names the place and the rule, never the value. */
function invalid([error]: readonly FastifySchemaValidationError[]) {
  if (error?.keyword !== 'additionalProperties') {
    const pointer = error?.instancePath ?? ''
    return of(malformed, `${place(pointer)} ${ruleOf(error)}.`, pointer)
  }
  const name = String(error.params.additionalProperty).replaceAll('~', '~0').replaceAll('/', '~1')
  const pointer = `${error.instancePath}/${name.length > 64 ? `${name.slice(0, 63)}…` : name}`
  const detail = `${place(pointer)} is not known to this endpoint.`
  const { kind, answer } = of(PROBLEMS.unknownOption, detail, pointer)
  const { type, title } = answer
  return { kind, answer: { ...answer, problemDetails: [{ type, title, detail, pointer }] } }
}

function ruleOf(error: FastifySchemaValidationError | undefined): string {
  const { allowedValues } = error?.params ?? {}
  if (Array.isArray(allowedValues)) return `must be one of ${allowedValues.join(', ')}`
  return error?.message ?? 'is not valid'
}

function place(pointer: string): string {
  return pointer === '' ? 'The request' : pointer
}
