/** Rules on single members that credentials and presentations share. */
import { isObject, isUrl } from '@energy-ssi/core'
import type { ModelVersion } from './base-contexts.ts'
import { hasType } from './model.ts'
import { type Report, step } from './report.ts'

type JsonMembers = Readonly<Record<string, unknown>>

/** The type every document of its kind must name (§4.5), and terms its context does not know (VCDM 2.0 only). */
export function checkTypes(
  document: JsonMembers,
  required: string,
  version: ModelVersion | undefined,
  terms: ReadonlySet<string> | undefined,
  at: string,
  report: Report,
): void {
  const { type } = document
  if (type === undefined) {
    report(`${at}/type`, '"type" is missing.')
    return
  }
  if (!hasType(type, required)) report(`${at}/type`, `"type" must name ${required}.`)
  if (version !== '2.0' || terms === undefined) return
  const names: readonly unknown[] = Array.isArray(type) ? type : [type]
  const unknown = names.some((name) => typeof name === 'string' && !name.includes(':') && !terms.has(name))
  if (unknown) report(`${at}/type`, 'A type is neither an absolute URL nor a term that "@context" defines.')
}

/** The keywords behind `id` and `type` must not be used where the data model names those members. */
export function checkNoAliases(object: JsonMembers, at: string, report: Report): void {
  for (const keyword of ['@id', '@type']) {
    if (object[keyword] !== undefined) {
      report(at + step(keyword), `"${keyword.slice(1)}" must be written without the "@".`)
    }
  }
}

/** `issuer` or `holder`: a URL, or an object whose `id` is one (§4.7, §4.13). */
export function checkParty(party: unknown, at: string, report: Report): void {
  if (isObject(party)) {
    if (party.id === undefined) report(`${at}/id`, '"id" is missing.')
    checkNoAliases(party, at, report)
  } else if (!isUrl(party)) {
    report(at, 'The value must be a URL or an object with the "id" of the party, a URL.')
  }
}

/** An object or a non-empty array of objects; calls `check` for each. */
export function checkObjects(
  value: unknown,
  at: string,
  report: Report,
  check: (object: JsonMembers, at: string) => void,
): void {
  if (value === undefined) return
  if (isObject(value)) {
    check(value, at)
    return
  }
  if (!Array.isArray(value) || value.length === 0) {
    report(at, 'The value must be an object or a non-empty array of objects.')
    return
  }
  value.forEach((item: unknown, i) => {
    if (isObject(item)) check(item, at + step(i))
    else report(at + step(i), 'The value must be an object.')
  })
}

/** An object that must say its `type`, and its `id` where `idRequired`; `alsoCheck` is called for each. */
export function checkTypedObjects(
  value: unknown,
  idRequired: boolean,
  at: string,
  report: Report,
  alsoCheck?: (object: JsonMembers, at: string, report: Report) => void,
): void {
  checkObjects(value, at, report, (object, pointer) => {
    if (object.type === undefined) report(`${pointer}/type`, '"type" is missing.')
    if (idRequired && object.id === undefined) report(`${pointer}/id`, '"id" is missing.')
    checkNoAliases(object, pointer, report)
    alsoCheck?.(object, pointer, report)
  })
}
