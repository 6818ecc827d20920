/** The rules for a `credentialStatus` of type BitstringStatusListEntry (Bitstring Status List 1.0 §2.1) or StatusList2021Entry. */
import {
  hasProblems,
  isObject,
  isUrl,
  MAX_URL_LENGTH,
  type Problem,
  problem,
  refused,
  type Verification,
  verified,
} from '@energy-ssi/core'
import { MAX_STATUS_SIZE } from './limits.ts'
import { formOf, type StatusListForm } from './status-list-forms.ts'
import { parseMessages } from './status-messages.ts'

/** An entry whose members are as §2.1 asks. */
export interface ParsedStatusEntry {
  readonly form: StatusListForm
  readonly purpose: string
  /** Exact up to 2^53; beyond it, no list has the index anyway. */
  readonly index: number
  readonly url: string
  /** Bits per status. */
  readonly size: number
  /** The text for each value, where the entry brings them. */
  readonly messages: readonly string[] | undefined
  /** Where the meaning of the status is explained. */
  readonly references: readonly string[]
}

type Members = Readonly<Record<string, unknown>>
type Malformed = (member: string, rule: string) => void
const NO_REFERENCES: readonly string[] = []
const DIGIT_ZERO = 0x30
const DIGIT_NINE = 0x39

/**
 * Checks an entry. Pointers are relative to it.
 *
 * Entries of more than 16 bits are refused as `STATUS_VERIFICATION_ERROR`: they are not supported.
 *
 * @param knownUrl - a text of which it is known that it is a URL, so that it need not be parsed again
 */
export function parseStatusEntry(entry: unknown, knownUrl?: string): Verification<ParsedStatusEntry> {
  if (!isObject(entry)) return refused('MALFORMED_VALUE_ERROR', 'A status entry is an object.')
  const problems: Problem[] = []
  const malformed: Malformed = (member, rule) => {
    problems.push(problem('MALFORMED_VALUE_ERROR', `"${member}" ${rule}.`, `/${member}`))
  }
  const { id, type, statusPurpose, statusListIndex, statusListCredential } = entry

  const form = formOf(type, 'entryType')
  if (form === undefined) malformed('type', 'is BitstringStatusListEntry or StatusList2021Entry')
  if (id !== undefined && (id === statusListCredential || !(isUrlWithin(id, knownUrl) || isUrl(id)))) {
    malformed('id', 'is a URL other than that of the status list')
  }
  if (typeof statusPurpose !== 'string' || statusPurpose === '') malformed('statusPurpose', 'is a string')
  const index = parseIndex(statusListIndex)
  if (index === undefined) {
    malformed('statusListIndex', 'is an integer of at least 0 in base 10, as a string')
  }
  if ((knownUrl === undefined || statusListCredential !== knownUrl) && !isUrl(statusListCredential)) {
    malformed('statusListCredential', 'is a URL')
  }
  const size = form === 'bitstring' ? parseSize(entry, problems, malformed) : 1
  const messages = form === 'bitstring' ? messagesOf(entry, size, malformed) : undefined
  const references = form === 'bitstring' ? parseReferences(entry, malformed) : NO_REFERENCES
  if (hasProblems(problems)) return { verified: false, problems }
  return verified({
    form: form as StatusListForm,
    purpose: statusPurpose as string,
    index: index as number,
    url: statusListCredential as string,
    size,
    messages,
    references,
  })
}

/** A URL without fragment, followed by a fragment of digits, is one too. */
function isUrlWithin(value: unknown, url: string | undefined): boolean {
  if (typeof value !== 'string' || url === undefined || !value.startsWith(url) || url.includes('#')) return false
  return value[url.length] === '#' && value.length <= MAX_URL_LENGTH && isDigits(value, url.length + 1)
}

/** The number behind an integer in base 10; undefined for another text. */
function parseIndex(text: unknown): number | undefined {
  if (typeof text !== 'string' || text === '' || (text[0] === '0' && text.length > 1)) return undefined
  return isDigits(text, 0) ? Number(text) : undefined
}

function isDigits(text: string, start: number): boolean {
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < DIGIT_ZERO || code > DIGIT_NINE) return false
  }
  return true
}

function parseSize({ statusSize }: Members, problems: Problem[], malformed: Malformed): number {
  if (statusSize === undefined) return 1
  if (!isStatusListSize(statusSize)) {
    malformed('statusSize', 'is an integer greater than zero')
    return 1
  }
  if (statusSize > MAX_STATUS_SIZE) {
    const detail = `Status entries of more than ${MAX_STATUS_SIZE} bits are not supported.`
    problems.push(problem('STATUS_VERIFICATION_ERROR', detail, '/statusSize'))
  }
  return statusSize
}

/** Whether a value is what `statusSize` may be. */
export function isStatusListSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0
}

function messagesOf({ statusMessage }: Members, size: number, malformed: Malformed): readonly string[] | undefined {
  if (size > MAX_STATUS_SIZE || (statusMessage === undefined && size === 1)) return undefined
  const messages = parseMessages(statusMessage, size)
  if (messages === undefined) malformed('statusMessage', `is an array of one message for each value of ${size} bits`)
  return messages
}

function parseReferences({ statusReference }: Members, malformed: Malformed): readonly string[] {
  if (statusReference === undefined) return NO_REFERENCES
  const references: readonly unknown[] = Array.isArray(statusReference) ? statusReference : [statusReference]
  if (references.every(isUrl)) return references
  malformed('statusReference', 'is a URL or an array of URLs')
  return NO_REFERENCES
}
