/** Whether a credential is in force at a given time. */
import { type Problem, parseDateTime, problem } from '@energy-ssi/core'
import type { Credential } from './model.ts'

/**
 * Says why a credential is not in force at `now`, or nothing. Both ends of the period belong to it (VCDM 2.0 §4.9).
 *
 * Kept apart from verification, because a caller may treat the answer as a warning.
 *
 * @param skewSeconds tolerance for clocks that differ, at either end
 * @returns `CREDENTIAL_NOT_YET_VALID`, `CREDENTIAL_EXPIRED`, or `MALFORMED_VALUE_ERROR` if an end cannot be read
 * @see https://www.w3.org/TR/vc-data-model-2.0/#validity-period
 */
export function checkValidityPeriod(credential: Credential, now: Date, skewSeconds = 60): Problem | undefined {
  const time = now.getTime()
  if (Number.isNaN(time)) throw new TypeError('"now" is not a time.')
  for (const member of ['validFrom', 'issuanceDate'] as const) {
    const start = readTime(credential[member])
    if (start === undefined) continue
    if (Number.isNaN(start)) return unreadable(member)
    if (time < start - skewSeconds * 1000) {
      return problem('CREDENTIAL_NOT_YET_VALID', 'The credential is not valid yet.', `/${member}`)
    }
  }
  for (const member of ['validUntil', 'expirationDate'] as const) {
    const end = readTime(credential[member])
    if (end === undefined) continue
    if (Number.isNaN(end)) return unreadable(member)
    if (time > end + skewSeconds * 1000) {
      return problem('CREDENTIAL_EXPIRED', 'The credential has expired.', `/${member}`)
    }
  }
  return undefined
}

/** Milliseconds since 1970; NaN if unreadable. A time without a zone is UTC (§5.8). */
function readTime(text: unknown): number | undefined {
  if (text === undefined) return undefined
  return (typeof text === 'string' ? parseDateTime(text) : undefined) ?? Number.NaN
}

function unreadable(member: string): Problem {
  return problem('MALFORMED_VALUE_ERROR', 'The value is not an XML Schema date-time.', `/${member}`)
}
