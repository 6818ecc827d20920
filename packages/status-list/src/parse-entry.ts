/** The rules for a `credentialStatus` of type BitstringStatusListEntry (Bitstring Status List 1.0 §2.1). */
import {
  hasProblems,
  isObject,
  isUrl,
  type Problem,
  problem,
  refused,
  type Verification,
  verified,
} from '@energy-ssi/core'

/** An entry whose members are as §2.1 asks. */
export interface ParsedStatusEntry {
  readonly purpose: string
  /** Digits, without leading zeros. */
  readonly index: string
  readonly url: string
  /** The two texts for an unset and a set bit, where the entry brings them. */
  readonly messages: readonly [string, string] | undefined
}

/**
 * Checks an entry. Pointers are relative to it.
 *
 * Entries of more than one bit (`statusSize` above 1) are refused as `STATUS_VERIFICATION_ERROR`: they are not
 * supported, and reading one bit of them would be a wrong answer.
 */
export function parseStatusEntry(entry: unknown): Verification<ParsedStatusEntry> {
  if (!isObject(entry)) return refused('MALFORMED_VALUE_ERROR', 'A status entry is an object.')
  const problems: Problem[] = []
  const malformed = (member: string, rule: string) => {
    problems.push(problem('MALFORMED_VALUE_ERROR', `"${member}" ${rule}.`, `/${member}`))
  }
  const { id, type, statusPurpose, statusListIndex, statusListCredential, statusReference } = entry

  if (!includesType(type, 'BitstringStatusListEntry')) malformed('type', 'is BitstringStatusListEntry')
  if (id !== undefined && (!isUrl(id) || id === statusListCredential)) {
    malformed('id', 'is a URL other than that of the status list')
  }
  if (typeof statusPurpose !== 'string' || statusPurpose === '') malformed('statusPurpose', 'is a string')
  if (typeof statusListIndex !== 'string' || !/^(0|[1-9][0-9]*)$/.test(statusListIndex)) {
    malformed('statusListIndex', 'is an integer of at least 0 in base 10, as a string')
  }
  if (!isUrl(statusListCredential)) malformed('statusListCredential', 'is a URL')
  if (statusReference !== undefined && !toArray(statusReference).every(isUrl)) {
    malformed('statusReference', 'is a URL or an array of URLs')
  }
  const messages = parseMessages(entry.statusSize, entry.statusMessage, malformed, problems)
  if (hasProblems(problems)) return { verified: false, problems }
  return verified({
    purpose: statusPurpose as string,
    index: statusListIndex as string,
    url: statusListCredential as string,
    messages,
  })
}

/** Whether a `type` member is or includes a type. */
export function includesType(type: unknown, expected: string): boolean {
  return toArray(type).includes(expected)
}

function parseMessages(
  statusSize: unknown,
  statusMessage: unknown,
  malformed: (member: string, rule: string) => void,
  problems: Problem[],
): readonly [string, string] | undefined {
  const size = statusSize ?? 1
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || statusSize === null) {
    malformed('statusSize', 'is an integer greater than zero')
    return undefined
  }
  if (size > 1) {
    const detail = 'Status entries of more than one bit are not supported.'
    problems.push(problem('STATUS_VERIFICATION_ERROR', detail, '/statusSize'))
    return undefined
  }
  if (statusMessage === undefined) return undefined
  const texts = [messageOf(statusMessage, '0x0'), messageOf(statusMessage, '0x1')] as const
  const [unset, set] = texts
  if (!Array.isArray(statusMessage) || statusMessage.length !== 2 || unset === undefined || set === undefined) {
    malformed('statusMessage', 'is an array of one message for 0x0 and one for 0x1')
    return undefined
  }
  return [unset, set]
}

function messageOf(statusMessage: unknown, status: string): string | undefined {
  const message = toArray(statusMessage).find((item) => isObject(item) && item.status === status)
  return isObject(message) && typeof message.message === 'string' ? message.message : undefined
}

function toArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}
