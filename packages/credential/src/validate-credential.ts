/** Whether a value is a credential of VCDM 1.1 or 2.0, to the letter. */
import { isObject, type Problem, parseDateTime, parseDateTimeStamp } from '@energy-ssi/core'
import type { ModelVersion } from './base-contexts.ts'
import { checkJson } from './check-json.ts'
import { checkNoAliases, checkObjects, checkParty, checkTypedObjects, checkTypes } from './check-members.ts'
import { checkIntegrity, checkRelatedResources } from './check-related-resources.ts'
import { checkText } from './check-text.ts'
import { collectProblems, type Report } from './report.ts'
import { checkContext } from './validate-context.ts'

/** Members whose objects must say their `type`, and whether they must have an `id`, by version. */
const TYPED_MEMBERS: Readonly<Record<ModelVersion, readonly (readonly [member: string, idRequired: boolean])[]>> = {
  '1.1': [
    ['proof', false], // §4.7
    ['credentialStatus', true], // §4.9
    ['credentialSchema', true], // §5.4
    ['refreshService', true], // §5.5
    ['termsOfUse', false], // §5.6
    ['evidence', false], // §5.7
  ],
  '2.0': [
    ['proof', false], // §4.12
    ['credentialStatus', false], // §4.10
    ['credentialSchema', true], // §4.11
    ['refreshService', false], // §5.4
    ['termsOfUse', false], // §5.5
    ['evidence', false], // §5.6
    ['confidenceMethod', false], // §5.10
    ['renderMethod', false], // §5.10
  ],
}
/** Reserved members (VCDM 2.0 §5.10), which must say their `type` wherever they stand: subjects have them, too. */
const RESERVED_MEMBERS = ['confidenceMethod', 'renderMethod'] as const

/**
 * What keeps a value from being a credential of VCDM 1.1 or 2.0; nothing if it is one. The first item of `@context`
 * decides which version it is held against.
 *
 * Judged is the document as it stands: whether it is secured, in force or revoked is not, and nothing is fetched, so
 * that terms defined by a context URL are taken on trust. At most 50 problems are listed; no detail repeats a value.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#basic-concepts
 * @see https://www.w3.org/TR/vc-data-model/#basic-concepts
 */
export function validateCredential(value: unknown): readonly Problem[] {
  const { problems, report } = collectProblems()
  checkCredential(value, '', report)
  return problems
}

/** As {@link validateCredential}, for a credential at `at` of a larger document. */
export function checkCredential(value: unknown, at: string, report: Report): void {
  if (!isObject(value)) {
    report(at, 'A credential must be a JSON object.')
    return
  }
  const { version, terms, literals } = checkContext(value['@context'], at, report)
  const rules = version ?? '2.0'
  const integrity = rules === '2.0' ? checkIntegrity : undefined
  checkNoAliases(value, at, report)
  checkTypes(value, 'VerifiableCredential', version, terms, at, report)
  if (value.issuer === undefined) report(`${at}/issuer`, '"issuer" is missing.')
  else checkParty(value.issuer, `${at}/issuer`, report)
  checkSubjects(value.credentialSubject, rules, `${at}/credentialSubject`, report)
  for (const [member, idRequired] of TYPED_MEMBERS[rules]) {
    if (value[member] !== undefined) checkTypedObjects(value[member], idRequired, `${at}/${member}`, report, integrity)
  }
  if (rules === '1.1') checkPeriodOf11(value, at, report)
  else {
    checkPeriodOf20(value, at, report)
    checkRelatedResources(value.relatedResource, `${at}/relatedResource`, report)
    for (const member of ['name', 'description']) {
      checkText(value[member], `${at}/${member}`, report)
      if (isObject(value.issuer)) checkText(value.issuer[member], `${at}/issuer/${member}`, report)
    }
  }
  checkJson(value, at, report, literals)
}

/** §4.8: one or more objects, each with at least one member. */
function checkSubjects(value: unknown, version: ModelVersion, at: string, report: Report): void {
  if (value === undefined) {
    report(at, '"credentialSubject" is missing.')
    return
  }
  checkObjects(value, at, report, (subject, pointer) => {
    if (Object.keys(subject).length === 0) report(pointer, 'A subject must have at least one claim.')
    checkNoAliases(subject, pointer, report)
    if (version === '1.1') return
    for (const member of RESERVED_MEMBERS) {
      checkTypedObjects(subject[member], false, `${pointer}/${member}`, report, checkIntegrity)
    }
  })
}

/** VCDM 2.0 §4.9. */
function checkPeriodOf20(credential: Readonly<Record<string, unknown>>, at: string, report: Report): void {
  const from = checkTime(credential, 'validFrom', parseDateTimeStamp, at, report)
  const until = checkTime(credential, 'validUntil', parseDateTimeStamp, at, report)
  if (from !== undefined && until !== undefined && until < from) {
    report(`${at}/validUntil`, '"validUntil" must not be earlier than "validFrom".')
  }
  for (const member of ['issuanceDate', 'expirationDate']) {
    if (credential[member] !== undefined) report(`${at}/${member}`, `"${member}" is a member of VCDM 1.1 only.`)
  }
}

/** VCDM 1.1 §4.6 and §4.8, and that they follow each other; the members of 2.0 are reserved for what 2.0 uses them for. */
function checkPeriodOf11(credential: Readonly<Record<string, unknown>>, at: string, report: Report): void {
  if (credential.issuanceDate === undefined) report(`${at}/issuanceDate`, '"issuanceDate" is missing.')
  const start = checkTime(credential, 'issuanceDate', parseDateTime, at, report)
  const end = checkTime(credential, 'expirationDate', parseDateTime, at, report)
  if (start !== undefined && end !== undefined && end < start) {
    report(`${at}/expirationDate`, '"expirationDate" must not be earlier than "issuanceDate".')
  }
  for (const member of ['validFrom', 'validUntil']) checkTime(credential, member, parseDateTime, at, report)
}

function checkTime(
  credential: Readonly<Record<string, unknown>>,
  member: string,
  parse: (text: string) => number | undefined,
  at: string,
  report: Report,
): number | undefined {
  const text = credential[member]
  if (text === undefined) return undefined
  const time = typeof text === 'string' ? parse(text) : undefined
  if (time === undefined) {
    const form = parse === parseDateTime ? 'an XML Schema date-time' : 'an XML Schema dateTimeStamp, with a time zone'
    report(`${at}/${member}`, `The value must be ${form}.`)
  }
  return time
}
