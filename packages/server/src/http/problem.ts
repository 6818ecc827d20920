/** The body of every error answer: RFC 9457 problem details as VCALM 1.0 profiles them, sent as application/json. */
import { PROBLEM_BASE, type ProblemDetails } from '@energy-ssi/vc-api'

/** An error answer. `detail` is safe to show to anybody. */
export interface ProblemAnswer {
  readonly type: string
  readonly title: string
  readonly detail: string
  readonly status: number
  /** JSON pointer (RFC 6901) to the member of the request that the problem is about. */
  readonly pointer?: string
  /** The single problems, where there may be several. */
  readonly problemDetails?: readonly ProblemDetails[]
}

/** The type URLs of VCALM and VCDM that this service gives to malformed requests. */
export const UNKNOWN_OPTION_PROVIDED = 'https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED'
export const MALFORMED_VALUE_ERROR = 'https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR'
export const PARSING_ERROR = 'https://www.w3.org/TR/vc-data-model#PARSING_ERROR'

/** One kind of problem: what the error table has a row of. */
export interface ProblemKind {
  readonly status: number
  readonly type: string
  readonly title: string
  /** Seconds after which it makes sense to try again. */
  readonly retryAfterSeconds?: number
}

/** A kind of problem with a type of this project's own. */
export function ownProblem(status: number, name: string, title: string, retryAfterSeconds?: number): ProblemKind {
  return {
    status,
    type: PROBLEM_BASE + name,
    title,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  }
}

/** An error of the HTTP layer itself, ready to be answered. `message` is the answer's detail. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly kind: ProblemKind
  readonly pointer: string | undefined

  constructor(kind: ProblemKind, detail: string, options: ErrorOptions & { readonly pointer?: string } = {}) {
    super(detail, options)
    this.kind = kind
    this.pointer = options.pointer
  }
}
