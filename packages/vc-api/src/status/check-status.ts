/** Is this credential still valid? Reads every status entry of a verified credential. */
import { type Clock, hasProblems, isObject, isUrl, type Problem, type Problems, problem } from '@energy-ssi/core'
import { lookUpStatus } from '@energy-ssi/status-list'
import type { CredentialSteps } from '../report.ts'
import type { StatusListSource } from './status-list-source.ts'

/** What the status entries of a credential say. */
export interface StatusFindings {
  readonly problems: readonly Problem[]
  readonly steps: NonNullable<CredentialSteps['credentialStatus']>
}

/** Each entry may cost a fetch; a credential with more is refused, and not issued. */
export const MAX_STATUS_ENTRIES = 10
/** Bitstring Status List 1.0 §2.1: a set bit of these says nothing against the credential. */
const HARMLESS_PURPOSES: readonly string[] = ['refresh', 'message']
const UNDERSTOOD = 'BitstringStatusListEntry'

/**
 * Checks the status entries of a credential whose integrity was verified.
 *
 * A list counts only if the credential's own issuer signed it. Entries of a type that is not understood are reported,
 * never passed over.
 *
 * @param issuer - id of the credential's issuer
 */
export async function checkStatus(
  credential: Readonly<Record<string, unknown>>,
  issuer: string,
  source: StatusListSource,
  clock: Clock,
): Promise<StatusFindings> {
  const status = credential.credentialStatus
  const entries: readonly unknown[] = status === undefined ? [] : Array.isArray(status) ? status : [status]
  if (entries.length > MAX_STATUS_ENTRIES) {
    const detail = `The credential has more than ${MAX_STATUS_ENTRIES} status entries.`
    return { problems: [problem('MALFORMED_VALUE_ERROR', detail, '/credentialStatus')], steps: [] }
  }
  const readings = await Promise.all(entries.map((entry) => readEntry(entry, issuer, source, clock)))
  return {
    problems: readings.flatMap(({ problems }) => problems),
    steps: readings.map(({ problems, value }, i) => ({
      ...(value !== undefined && { value }),
      verified: problems.length === 0,
      input: entries[i],
    })),
  }
}

interface Reading {
  readonly problems: readonly Problem[]
  readonly value?: number
}

async function readEntry(entry: unknown, issuer: string, source: StatusListSource, clock: Clock): Promise<Reading> {
  if (!isObject(entry) || ![entry.type].flat().includes(UNDERSTOOD) || typeof entry.statusListCredential !== 'string') {
    return finding('STATUS_VERIFICATION_ERROR', `The status entry is not a ${UNDERSTOOD} and was not checked.`)
  }
  if (!isUrl(entry.statusListCredential)) {
    return finding('MALFORMED_VALUE_ERROR', 'The status entry does not name its status list by a URL.')
  }
  const answer = await source(entry.statusListCredential)
  if (!answer.verified) return refusal(answer.problems)
  if (answer.value.form !== 'bitstring') {
    return finding('STATUS_VERIFICATION_ERROR', 'The status list is not a BitstringStatusListCredential.')
  }
  if (answer.value.issuer !== issuer) {
    return finding('STATUS_VERIFICATION_ERROR', 'The status list is signed by another issuer than the credential.')
  }
  const status = lookUpStatus(entry, answer.value.list, { now: clock() })
  if (!status.verified) return refusal(status.problems)
  const { purpose, value, valid } = status.value
  if (valid || HARMLESS_PURPOSES.includes(purpose)) return { problems: [], value }
  if (purpose === 'revocation') return { ...finding('CREDENTIAL_REVOKED', 'The credential was revoked.'), value }
  if (purpose === 'suspension') {
    return { ...finding('CREDENTIAL_SUSPENDED', 'The credential is suspended.'), value }
  }
  return {
    ...finding('STATUS_VERIFICATION_ERROR', 'A status is set whose purpose this verifier does not know.'),
    value,
  }
}

function finding(code: Problem['code'], detail: string): Reading {
  return { problems: [problem(code, detail, '/credentialStatus')] }
}

function refusal(problems: Problems): Reading {
  return { problems: hasProblems(problems) ? problems : [] }
}
