/** What verifying found out, step by step, and its wire form (VCALM 1.0 §3.8). */
import type { Problem } from '@energy-ssi/core'
import type { VerifierPolicy } from './instances.ts'
import { type ProblemDetails, problemDetails } from './problem-details.ts'

/** The result of one step on one input. */
export interface StepResult<Input> {
  readonly verified: boolean
  readonly input: Input
}

/** The steps of verifying a credential. */
export interface CredentialSteps {
  readonly proof?: readonly StepResult<unknown>[]
  /** A date, or seconds since 1970 where the credential says so. */
  readonly validFrom?: StepResult<unknown>
  /** As {@link CredentialSteps.validFrom}. */
  readonly validUntil?: StepResult<unknown>
  readonly credentialSchema?: StepResult<unknown>
  readonly credentialStatus?: readonly (StepResult<unknown> & { readonly value?: number })[]
}

/** The verdict on a credential. `verified` is false exactly if there are errors. */
export interface CredentialReport {
  readonly verified: boolean
  /** The credential as it was given; once its integrity is verified, without anything that no signature covers. */
  readonly input: unknown
  /** Why it is refused. */
  readonly errors: readonly Problem[]
  /** What an application may want to weigh. */
  readonly warnings: readonly Problem[]
  readonly steps: CredentialSteps
}

/** The steps of verifying a presentation itself. */
export interface PresentationSteps {
  readonly challenge?: StepResult<string>
  readonly domain?: StepResult<string>
  readonly holder?: StepResult<string>
  readonly proof?: readonly StepResult<unknown>[]
}

/** The verdict on a presentation and on each credential in it. */
export interface PresentationReport {
  readonly verified: boolean
  /** As {@link CredentialReport.input}. */
  readonly input: unknown
  readonly errors: readonly Problem[]
  readonly warnings: readonly Problem[]
  readonly steps: PresentationSteps
  readonly credentials: readonly CredentialReport[]
}

/** Which parts of a result are wanted. */
export interface ReturnOptions {
  readonly returnResults?: boolean
  readonly returnProblemDetails?: boolean
  readonly returnCredential?: boolean
  readonly returnPresentation?: boolean
}

/** The response body of `POST /credentials/verify`. */
export interface CredentialResult {
  readonly verified: boolean
  readonly credential?: unknown
  readonly problemDetails?: readonly ProblemDetails[]
  readonly results?: CredentialSteps
}

/** The response body of `POST /presentations/verify`. */
export interface PresentationResult {
  readonly verified: boolean
  readonly verifiablePresentation?: unknown
  readonly problemDetails?: readonly ProblemDetails[]
  readonly results?: { readonly presentation: PresentationSteps; readonly credentials: readonly CredentialResult[] }
}

/** Sorts findings into errors and warnings: what may only warn by specification refuses if the policy says so. */
export function judge(
  findings: {
    readonly errors: readonly Problem[]
    readonly advisory: readonly Problem[]
    readonly notes: readonly Problem[]
  },
  policy: VerifierPolicy,
): { readonly verified: boolean; readonly errors: readonly Problem[]; readonly warnings: readonly Problem[] } {
  const { errors, advisory, notes } = findings
  const all = policy.treatWarningsAsErrors ? [...errors, ...advisory] : errors
  const warnings = policy.treatWarningsAsErrors ? notes : [...advisory, ...notes]
  return { verified: all.length === 0, errors: all, warnings }
}

/** Renders a credential report. Problem details are left out only if the caller says so. */
export function credentialResult(report: CredentialReport, options: ReturnOptions = {}): CredentialResult {
  return {
    verified: report.verified,
    ...(options.returnCredential && { credential: report.input }),
    ...details([...report.errors, ...report.warnings], options),
    ...(options.returnResults && { results: report.steps }),
  }
}

/** Renders a presentation report. Problems of contained credentials stand in the overall list too. */
export function presentationResult(report: PresentationReport, options: ReturnOptions = {}): PresentationResult {
  const contained = report.credentials.flatMap(({ errors, warnings }) => [...errors, ...warnings])
  return {
    verified: report.verified,
    ...(options.returnPresentation && { verifiablePresentation: report.input }),
    ...details([...report.errors, ...report.warnings, ...contained], options),
    ...(options.returnResults && {
      results: {
        presentation: report.steps,
        credentials: report.credentials.map((credential) =>
          credentialResult(credential, { returnResults: true, returnProblemDetails: true, returnCredential: true }),
        ),
      },
    }),
  }
}

function details(
  problems: readonly Problem[],
  { returnProblemDetails = true }: ReturnOptions,
): { readonly problemDetails?: readonly ProblemDetails[] } {
  return returnProblemDetails && problems.length > 0 ? { problemDetails: problems.map(problemDetails) } : {}
}
