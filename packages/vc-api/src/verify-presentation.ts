/**
 * Verifying a presentation: the story of `POST /verifiers/{id}/presentations/verify`, top to bottom.
 *
 * 1. integrity: which key signed exactly this presentation, for authentication, with this challenge and domain
 * 2. data model
 * 3. binding: the key is the holder's
 * 4. the challenge is used up, last of all, so that a failed attempt does not burn it
 * 5. every credential in it, one by one
 */
import { type Problem, problem } from '@energy-ssi/core'
import { identifierOf, validatePresentation } from '@energy-ssi/credential'
import type { Challenges } from './challenges.ts'
import type { VerifierPolicy } from './instances.ts'
import { type CredentialReport, judge, type PresentationReport, type PresentationSteps } from './report.ts'
import type { VerifyPresentationRequest } from './requests.ts'
import { type CredentialVerifierParts, proofSteps, verifyCredential } from './verify-credential.ts'
import type { Integrity, Secured } from './verify-integrity.ts'

/** What verifying a presentation needs. */
export interface PresentationVerifierParts extends CredentialVerifierParts {
  readonly challenges: Challenges
}

/** Each credential may cost signatures and fetches; a presentation with more is refused. */
const MAX_CREDENTIALS = 50

interface Expected {
  readonly challenge?: string | undefined
  readonly domain?: string | undefined
}

/** Verifies a presentation that its holder signed. Throws only if it cannot be decided. */
export async function verifyPresentation(
  input: Secured,
  expected: Expected,
  parts: PresentationVerifierParts,
): Promise<PresentationReport> {
  const { policy } = parts
  const integrity = await parts.verifyIntegrity(input, 'authentication', {
    requireProofCreated: policy.requireProofCreated,
    ...(policy.legacySuites !== undefined && { legacySuites: policy.legacySuites }),
    ...(expected.challenge !== undefined && { challenge: expected.challenge }),
    ...(expected.domain !== undefined && { domain: expected.domain }),
  })
  if (!integrity.verified) {
    const steps = { ...expectedSteps(expected, integrity.problems), ...proofSteps(input, []) }
    return { input, ...judge({ errors: integrity.problems, advisory: [], notes: [] }, policy), steps, credentials: [] }
  }
  const { document, secured, securings } = integrity.value
  const errors = [
    ...validatePresentation(document),
    ...checkHolder(integrity.value, policy),
    ...checkNonce(integrity.value, expected, policy),
  ]
  const credentials = errors.length === 0 ? await verifyContained(document, parts, integrity.value) : []
  const refusedByContent = credentials.some(({ verified }) => !verified)
  if (errors.length === 0 && !refusedByContent) errors.push(...(await useChallenge(integrity.value, parts.challenges)))

  const holder = identifierOf(document.holder)
  const verdict = judge({ errors, advisory: [], notes: [] }, policy)
  return {
    input: secured,
    ...verdict,
    verified: verdict.verified && !refusedByContent,
    steps: {
      ...expectedSteps(expected, errors),
      ...(holder !== undefined && {
        holder: { verified: !errors.some(({ code }) => code === 'HOLDER_MISMATCH'), input: holder },
      }),
      ...proofSteps(secured, securings),
    },
    credentials,
  }
}

/**
 * Verifies the credentials of a presentation that nobody signed: who presents them is not known. It is refused where a
 * challenge or domain is expected.
 */
export async function verifyUnsignedPresentation(
  input: Readonly<Record<string, unknown>>,
  { challenge, domain }: Expected,
  parts: PresentationVerifierParts,
): Promise<PresentationReport> {
  const errors = [...validatePresentation(input)]
  const unanswered = 'The presentation is not signed, so it answers nothing.'
  if (challenge !== undefined) errors.push(problem('INVALID_CHALLENGE_ERROR', unanswered))
  if (domain !== undefined) errors.push(problem('INVALID_DOMAIN_ERROR', unanswered))
  const credentials = errors.length === 0 ? await verifyContained(input, parts) : []
  const verdict = judge({ errors, advisory: [], notes: [] }, parts.policy)
  return {
    input,
    ...verdict,
    verified: verdict.verified && credentials.every(({ verified }) => verified),
    steps: expectedSteps({ challenge, domain }, errors),
    credentials,
  }
}

async function verifyContained(
  document: Readonly<Record<string, unknown>>,
  parts: PresentationVerifierParts,
  presenter?: Integrity,
): Promise<readonly CredentialReport[]> {
  const contained = document.verifiableCredential
  const credentials: readonly unknown[] =
    contained === undefined ? [] : Array.isArray(contained) ? contained : [contained]
  if (credentials.length > MAX_CREDENTIALS) {
    const detail = `A presentation holds at most ${MAX_CREDENTIALS} credentials.`
    return [tooMany(problem('MALFORMED_VALUE_ERROR', detail, '/verifiableCredential'))]
  }
  return Promise.all(credentials.map((credential) => verifyCredential(credential as Secured, parts, presenter)))
}

function tooMany(error: Problem): CredentialReport {
  return { verified: false, input: undefined, errors: [error], warnings: [], steps: {} }
}

function checkHolder({ document, controllers }: Integrity, policy: VerifierPolicy): Problem[] {
  const holder = identifierOf(document.holder)
  if (!policy.requireControllerBinding || holder === undefined || controllers.includes(holder)) return []
  return [problem('HOLDER_MISMATCH', 'The presentation is not signed with a key of its holder.', '/holder')]
}

function checkNonce({ challenge }: Integrity, expected: Expected, policy: VerifierPolicy): Problem[] {
  if (!policy.requireNonce) return []
  if (challenge === undefined) {
    return [problem('INVALID_CHALLENGE_ERROR', 'The presentation answers no challenge.')]
  }
  if (expected.challenge === undefined) {
    return [
      problem('INVALID_CHALLENGE_ERROR', 'The request does not say which challenge the presentation must answer.'),
    ]
  }
  return []
}

async function useChallenge({ challenge }: Integrity, challenges: Challenges): Promise<Problem[]> {
  if (challenge === undefined || (await challenges.consume(challenge)) !== 'used_or_expired') return []
  return [problem('INVALID_CHALLENGE_ERROR', 'The challenge was used before or has expired.')]
}

function expectedSteps(expected: Expected, problems: readonly Problem[]): PresentationSteps {
  const failed = (code: Problem['code']) => problems.some((found) => found.code === code)
  return {
    ...(expected.challenge !== undefined && {
      challenge: { verified: !failed('INVALID_CHALLENGE_ERROR'), input: expected.challenge },
    }),
    ...(expected.domain !== undefined && {
      domain: { verified: !failed('INVALID_DOMAIN_ERROR'), input: expected.domain },
    }),
  }
}

/** The presentation of a request, if it names exactly one. A proof is never passed over: with one it counts as signed. */
export function presentationOf(
  request: VerifyPresentationRequest,
): { readonly signed: Secured } | { readonly unsigned: Readonly<Record<string, unknown>> } | undefined {
  const { verifiablePresentation, presentation } = request
  if ((verifiablePresentation === undefined) === (presentation === undefined)) return undefined
  if (presentation !== undefined && !('proof' in presentation)) return { unsigned: presentation }
  return { signed: (verifiablePresentation ?? presentation) as Secured }
}
