/** Verdicts: "no" is an answer, "cannot tell" is an exception. */

/**
 * Why something was refused, in the words of the specification that refuses it.
 *
 * - VCDM 2.0 §7.2, Data Integrity §4.7, Controlled Identifiers §3.5 and Bitstring Status List §3.5 name the first group;
 * - the second group is this project's, where those are silent.
 */
export type ProblemCode =
  | 'PARSING_ERROR'
  | 'CRYPTOGRAPHIC_SECURITY_ERROR'
  | 'MALFORMED_VALUE_ERROR'
  | 'RANGE_ERROR'
  | 'PROOF_VERIFICATION_ERROR'
  | 'PROOF_TRANSFORMATION_ERROR'
  | 'INVALID_DOMAIN_ERROR'
  | 'INVALID_CHALLENGE_ERROR'
  | 'INVALID_VERIFICATION_METHOD_URL'
  | 'INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID'
  | 'INVALID_CONTROLLED_IDENTIFIER_DOCUMENT'
  | 'INVALID_VERIFICATION_METHOD'
  | 'INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD'
  | 'STATUS_RETRIEVAL_ERROR'
  | 'STATUS_VERIFICATION_ERROR'
  | 'STATUS_LIST_LENGTH_ERROR'
  | 'CREDENTIAL_NOT_YET_VALID'
  | 'CREDENTIAL_EXPIRED'
  | 'CREDENTIAL_REVOKED'
  | 'CREDENTIAL_SUSPENDED'
  | 'PROOF_MISSING'
  | 'SECURING_NOT_SUPPORTED'
  | 'SECURING_NOT_ACCEPTED'
  | 'ISSUER_NOT_ACCEPTED'
  | 'CONTROLLER_MISMATCH'
  | 'HOLDER_MISMATCH'
  | 'SCHEMA_RETRIEVAL_ERROR'
  | 'SCHEMA_NOT_SUPPORTED'
  | 'SCHEMA_VERIFICATION_ERROR'

/** One reason for a refusal or a warning. `detail` is safe to show: no claim, token or key in it. */
export interface Problem<Code extends string = ProblemCode> {
  readonly code: Code
  readonly detail: string
  /** JSON pointer (RFC 6901) to the member the problem is about. */
  readonly pointer?: string
}

/** At least one problem. */
export type Problems<Code extends string = ProblemCode> = readonly [Problem<Code>, ...Problem<Code>[]]

/**
 * The verdict on something that could be checked. What could not be checked is thrown instead.
 *
 * A package whose reasons no specification of credentials names brings its own codes as the second parameter.
 */
export type Verification<T, Code extends string = ProblemCode> =
  | { readonly verified: true; readonly value: T; readonly warnings: readonly Problem<Code>[] }
  | { readonly verified: false; readonly problems: Problems<Code> }

/** The positive verdict. */
export function verified<T>(value: T, warnings: readonly Problem[] = []): Verification<T> {
  return { verified: true, value, warnings }
}

/** The negative verdict, with one reason. */
export function refused(code: ProblemCode, detail: string, pointer?: string): Verification<never> {
  return { verified: false, problems: [problem(code, detail, pointer)] }
}

/** Builds a {@link Problem}. */
export function problem(code: ProblemCode, detail: string, pointer?: string): Problem {
  return pointer === undefined ? { code, detail } : { code, detail, pointer }
}

/** Narrows a list of problems to a non-empty one. */
export function hasProblems(problems: readonly Problem[]): problems is Problems {
  return problems.length > 0
}
