/** Problems as RFC 9457 objects, with the type URLs of the specifications that name them. */
import type { Problem, ProblemCode } from '@energy-ssi/core'

/** RFC 9457 §3.1, as VCALM 1.0 §3.8 profiles it: `type` is always an https URL. */
export interface ProblemDetails {
  readonly type: string
  readonly title: string
  readonly detail: string
  /** JSON pointer to the member the problem is about. */
  readonly pointer?: string
}

/** Where this project's own problem types live. */
export const PROBLEM_BASE = 'https://w3id.org/energy-ssi/problems#'

const VCDM = 'https://www.w3.org/TR/vc-data-model#'
const SECURITY = 'https://w3id.org/security#'
const STATUS = 'https://www.w3.org/ns/credentials/status-list#'

const TYPES: Readonly<Record<ProblemCode, readonly [base: string, title: string]>> = {
  PARSING_ERROR: [VCDM, 'The input could not be parsed'],
  CRYPTOGRAPHIC_SECURITY_ERROR: [VCDM, 'A signature or digest does not match'],
  MALFORMED_VALUE_ERROR: [VCDM, 'A value is malformed'],
  RANGE_ERROR: [VCDM, 'A value is out of range'],
  PROOF_VERIFICATION_ERROR: [SECURITY, 'The proof does not verify'],
  PROOF_TRANSFORMATION_ERROR: [SECURITY, 'The document cannot be transformed as its proof demands'],
  INVALID_DOMAIN_ERROR: [SECURITY, 'The domain is not the expected one'],
  INVALID_CHALLENGE_ERROR: [SECURITY, 'The challenge is not the expected one'],
  INVALID_VERIFICATION_METHOD_URL: [SECURITY, 'The verification method is not a valid URL'],
  INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID: [SECURITY, 'The DID document has another id'],
  INVALID_CONTROLLED_IDENTIFIER_DOCUMENT: [SECURITY, 'The DID document is invalid or absent'],
  INVALID_VERIFICATION_METHOD: [SECURITY, 'The verification method is invalid or absent'],
  INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD: [SECURITY, 'The key may not be used for this purpose'],
  STATUS_RETRIEVAL_ERROR: [STATUS, 'The status list could not be retrieved'],
  STATUS_VERIFICATION_ERROR: [STATUS, 'The status list does not verify'],
  STATUS_LIST_LENGTH_ERROR: [STATUS, 'The status list has a wrong length'],
  CREDENTIAL_NOT_YET_VALID: [PROBLEM_BASE, 'The credential is not valid yet'],
  CREDENTIAL_EXPIRED: [PROBLEM_BASE, 'The credential has expired'],
  CREDENTIAL_REVOKED: [PROBLEM_BASE, 'The credential was revoked'],
  CREDENTIAL_SUSPENDED: [PROBLEM_BASE, 'The credential is suspended'],
  PROOF_MISSING: [PROBLEM_BASE, 'There is no proof'],
  SECURING_NOT_SUPPORTED: [PROBLEM_BASE, 'The form of securing is not supported'],
  SECURING_NOT_ACCEPTED: [PROBLEM_BASE, 'The form of securing is not accepted here'],
  ISSUER_NOT_ACCEPTED: [PROBLEM_BASE, 'The issuer is not accepted here'],
  CONTROLLER_MISMATCH: [PROBLEM_BASE, 'The key is not the issuer’s'],
  HOLDER_MISMATCH: [PROBLEM_BASE, 'The key is not the holder’s'],
  SCHEMA_RETRIEVAL_ERROR: [PROBLEM_BASE, 'A schema of the credential is not at hand'],
  SCHEMA_NOT_SUPPORTED: [PROBLEM_BASE, 'A schema of the credential is of a kind that is not supported'],
  SCHEMA_VERIFICATION_ERROR: [PROBLEM_BASE, 'The credential does not conform to its schema'],
}

/** The RFC 9457 form of a problem. */
export function problemDetails({ code, detail, pointer }: Problem): ProblemDetails {
  const [base, title] = TYPES[code]
  return { type: base + code, title, detail, ...(pointer !== undefined && { pointer }) }
}
