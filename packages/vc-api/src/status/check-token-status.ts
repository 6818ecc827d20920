/** Is this token still valid? Reads the `status` of a verified SD-JWT VC from its Token Status List. */
import { type Clock, type Problem, problem } from '@energy-ssi/core'
import { lookUpTokenStatus, parseTokenStatusClaim, type TokenStatus } from '@energy-ssi/status-list'
import type { StatusFindings } from './check-status.ts'
import type { StatusListSource } from './status-list-source.ts'

/**
 * Checks the status of claims whose integrity was verified. A list counts only if the credential's own issuer signed it.
 * A status of another kind than `status_list` is reported, never passed over.
 *
 * @param issuer - id of the credential's issuer
 */
export async function checkTokenStatus(
  { status }: Readonly<Record<string, unknown>>,
  issuer: string,
  source: StatusListSource,
  clock: Clock,
): Promise<StatusFindings> {
  if (status === undefined) return { problems: [], steps: [] }
  const { problems, value } = await read(status, issuer, source, clock)
  const steps = [{ ...(value !== undefined && { value }), verified: problems.length === 0, input: status }]
  return { problems, steps }
}

interface Reading {
  readonly problems: readonly Problem[]
  readonly value?: number
}

async function read(status: unknown, issuer: string, source: StatusListSource, clock: Clock): Promise<Reading> {
  const claim = parseTokenStatusClaim(status)
  if (!claim.verified) return claim
  const answer = await source(claim.value.url)
  if (!answer.verified) return answer
  const { form, list, issuer: signedBy } = answer.value
  if (form !== 'token') return finding('STATUS_VERIFICATION_ERROR', 'The status list is not a Status List Token.')
  if (signedBy !== issuer) {
    return finding('STATUS_VERIFICATION_ERROR', 'The status list is signed by another issuer than the credential.')
  }
  const found = lookUpTokenStatus(status, list, { now: clock() })
  return found.verified ? judge(found.value) : found
}

function judge({ value, name }: TokenStatus): Reading {
  if (name === 'valid') return { problems: [], value }
  if (name === 'invalid') return { ...finding('CREDENTIAL_REVOKED', 'The credential was revoked.'), value }
  if (name === 'suspended') return { ...finding('CREDENTIAL_SUSPENDED', 'The credential is suspended.'), value }
  return { ...finding('STATUS_VERIFICATION_ERROR', 'The status is one that this verifier does not know.'), value }
}

function finding(code: Problem['code'], detail: string): Reading {
  return { problems: [problem(code, detail, '/status')] }
}
