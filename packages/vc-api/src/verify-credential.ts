/**
 * Verifying a credential: the story of `POST /verifiers/{id}/credentials/verify`, top to bottom.
 *
 * 1. integrity: which key signed exactly this document
 * 2. data model
 * 3. binding: the key is the issuer's
 * 4. acceptance: issuer and form of securing
 * 5. schema, as far as it is at hand
 * 6. validity period, status, and who presents it, which by specification only warn (VCALM 1.0 §3.8.1)
 *
 * Nothing from 2 on looks at a document whose integrity was not verified.
 */
import { type Clock, isObject, type Problem, problem } from '@energy-ssi/core'
import type { SchemaValidator } from '@energy-ssi/credential/schema'
import { checkPresenter } from './check-presenter.ts'
import { checkSchema } from './check-schema.ts'
import type { VerifierPolicy } from './instances.ts'
import { VERIFIED_MODELS } from './models/verified-models.ts'
import { type CredentialReport, type CredentialSteps, judge } from './report.ts'
import { coversSecuring, isProofOf } from './securing/securing-names.ts'
import type { StatusListSource } from './status/status-list-source.ts'
import type { Integrity, IntegrityVerifier, Secured } from './verify-integrity.ts'

/** What verifying a credential needs. */
export interface CredentialVerifierParts {
  readonly verifyIntegrity: IntegrityVerifier
  readonly statusLists: StatusListSource
  /** The schemas at hand; without them `credentialSchema` is not judged. */
  readonly schemas?: SchemaValidator
  readonly clock: Clock
  readonly policy: VerifierPolicy
}

/**
 * Verifies a credential in any supported form. Throws only if it cannot be decided.
 * @param presenter - the presentation it is in, if somebody signed that
 */
export async function verifyCredential(
  input: Secured,
  parts: CredentialVerifierParts,
  presenter?: Integrity,
): Promise<CredentialReport> {
  const { clock, policy } = parts
  const integrity = await parts.verifyIntegrity(input, 'assertionMethod', {
    requireProofCreated: policy.requireProofCreated,
    ...(policy.legacySuites !== undefined && { legacySuites: policy.legacySuites }),
  })
  if (!integrity.verified) {
    const findings = { errors: integrity.problems, advisory: [], notes: [] }
    return { input, ...judge(findings, policy), steps: proofSteps(input, []) }
  }
  const { document, model, secured, securings } = integrity.value
  const { issuerOf, check, checkPeriod, checkStatus } = VERIFIED_MODELS[model]
  const issuer = issuerOf(document)
  const malformed = check(document)
  const schema = checkSchema(integrity.value, policy, malformed.length === 0 ? parts.schemas : undefined)
  const period = checkPeriod(document, clock())
  const status = await checkStatus(document, issuer ?? '', parts.statusLists, clock)
  const unreachable = (found: Problem) => found.code === 'STATUS_RETRIEVAL_ERROR' && policy.statusUnreachable === 'warn'

  const findings = {
    errors: [
      ...malformed,
      ...schema.errors,
      ...checkBinding(issuer, integrity.value, policy),
      ...checkAcceptance(issuer, integrity.value, policy),
    ],
    advisory: [
      ...period.problems,
      ...status.problems.filter((found) => !unreachable(found)),
      ...(presenter === undefined || !policy.requireControllerBinding ? [] : checkPresenter(document, presenter)),
    ],
    notes: [...schema.notes, ...status.problems.filter(unreachable)],
  }
  const steps = {
    ...proofSteps(secured, securings),
    ...period.steps,
    ...schema.steps,
    ...(status.steps.length > 0 && { credentialStatus: status.steps }),
  }
  return { input: secured, ...judge(findings, policy), steps }
}

/**
 * The proofs of an input as the results name them. A proof of a suite that is not understood is passed over beside one
 * that verified, and said not to be verified.
 *
 * @param verified - the forms of securing that were verified; none if the input was refused
 */
export function proofSteps(input: Secured, verified: readonly string[]): Pick<CredentialSteps, 'proof'> {
  const proof = isObject(input) ? (input.proof ?? input) : input
  const isVerified = (item: unknown) => verified.length > 0 && (proof === input || isProofOf(item, verified))
  return {
    proof: (Array.isArray(proof) ? proof : [proof]).map((item: unknown) => ({
      verified: isVerified(item),
      input: item,
    })),
  }
}

function checkBinding(issuer: string | undefined, { controllers }: Integrity, policy: VerifierPolicy): Problem[] {
  if (!policy.requireControllerBinding || (issuer !== undefined && controllers.includes(issuer))) return []
  return [problem('CONTROLLER_MISMATCH', 'The credential is not signed with a key of its issuer.', '/issuer')]
}

function checkAcceptance(issuer: string | undefined, { securings }: Integrity, policy: VerifierPolicy): Problem[] {
  const problems: Problem[] = []
  if (policy.acceptedIssuers !== undefined && !policy.acceptedIssuers.includes(issuer ?? '')) {
    problems.push(
      problem('ISSUER_NOT_ACCEPTED', 'This verifier does not accept credentials of this issuer.', '/issuer'),
    )
  }
  const foreign = securings.find(
    (securing) => policy.acceptedSecurings !== undefined && !coversSecuring(policy.acceptedSecurings, securing),
  )
  if (foreign !== undefined) {
    problems.push(problem('SECURING_NOT_ACCEPTED', `This verifier does not accept credentials secured as ${foreign}.`))
  }
  return problems
}
