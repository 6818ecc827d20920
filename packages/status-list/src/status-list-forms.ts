/** The two forms of status lists that are credentials, and what tells them apart. */
import { decodeBitstring, decodeStatusList2021 } from './bitstring.ts'

/** Bitstring Status List 1.0, or its predecessor of the W3C Credentials Community Group. */
export type StatusListForm = 'bitstring' | 'status-list-2021'

/** The types of one form, and how its list is expanded. */
interface FormRules {
  readonly entryType: string
  readonly credentialType: string
  readonly subjectType: string
  readonly decode: typeof decodeBitstring
  /** Members of the credential with the validity period, the preferred one first. */
  readonly validFrom: readonly string[]
  readonly validUntil: readonly string[]
}

export const FORMS: Readonly<Record<StatusListForm, FormRules>> = {
  bitstring: {
    entryType: 'BitstringStatusListEntry',
    credentialType: 'BitstringStatusListCredential',
    subjectType: 'BitstringStatusList',
    decode: decodeBitstring,
    validFrom: ['validFrom'],
    validUntil: ['validUntil'],
  },
  // Made for VCDM 1.1, whose names of these times differ.
  'status-list-2021': {
    entryType: 'StatusList2021Entry',
    credentialType: 'StatusList2021Credential',
    subjectType: 'StatusList2021',
    decode: decodeStatusList2021,
    validFrom: ['validFrom', 'issuanceDate'],
    validUntil: ['validUntil', 'expirationDate'],
  },
}

/** The form whose type a `type` member is or includes; the standard one where both are. */
export function formOf(type: unknown, kind: 'entryType' | 'credentialType'): StatusListForm | undefined {
  if (includesType(type, FORMS.bitstring[kind])) return 'bitstring'
  return includesType(type, FORMS['status-list-2021'][kind]) ? 'status-list-2021' : undefined
}

/** Whether a `type` member is or includes a type. */
export function includesType(type: unknown, expected: string): boolean {
  return type === expected || (Array.isArray(type) && type.includes(expected))
}
