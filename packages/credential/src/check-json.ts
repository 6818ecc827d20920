/** What holds at every level of a document: it is JSON, every `id` is one URL, every `type` names types. */
import { isUrl, MAX_JSON_DEPTH } from '@energy-ssi/core'
import { type Report, step } from './report.ts'

interface Found {
  readonly pointer: string
  readonly detail: string
}

/** Members whose values are JSON literals in the base contexts, or no claims at all. */
const LITERAL_MEMBERS: ReadonlySet<string> = new Set(['@context', '@value', 'jsonSchema', '_sd'])

const DATA_URL = /^data:[A-Za-z0-9!#$&'()*+,./:;=?@_~%-]+$/i

/**
 * Reports whatever in `document` is not JSON, is nested too deeply, or breaks the rules on `id` (VCDM 2.0 §4.4) and
 * `type` (§4.5). Values of `literals` are only checked to be JSON. The member `skip` of the document is left out.
 */
export function checkJson(
  document: Readonly<Record<string, unknown>>,
  at: string,
  report: Report,
  literals: ReadonlySet<string>,
  skip?: string,
): void {
  const inspect = (value: unknown, depth: number, literal: boolean): readonly Found[] | undefined => {
    if (typeof value === 'string') return value.isWellFormed() ? undefined : found('holds a lone surrogate')
    if (typeof value === 'boolean' || value === null) return undefined
    if (typeof value === 'number') return Number.isFinite(value) ? undefined : found('is not a finite number')
    if (typeof value !== 'object') return found('is not a JSON value')
    if (depth >= MAX_JSON_DEPTH) return found(`is nested deeper than ${MAX_JSON_DEPTH} levels`)
    if (Array.isArray(value)) return inspectItems(value, depth, literal)
    if (!isPlain(value)) return found('is not a JSON value')
    return inspectMembers(value as Readonly<Record<string, unknown>>, depth, literal)
  }

  const inspectItems = (items: readonly unknown[], depth: number, literal: boolean): readonly Found[] | undefined => {
    let all: Found[] | undefined
    for (let i = 0; i < items.length; i++) all = gather(all, i, inspect(items[i], depth + 1, literal))
    return all
  }

  const inspectMembers = (
    object: Readonly<Record<string, unknown>>,
    depth: number,
    literal: boolean,
  ): readonly Found[] | undefined => {
    let all: Found[] | undefined
    for (const key of Object.keys(object)) {
      const value = object[key]
      if (value === undefined || (depth === 0 && key === skip)) continue
      if (literal) all = gather(all, key, inspect(value, depth + 1, true))
      else if (key === 'id' || key === '@id') all = gather(all, key, inspectId(object, key))
      else if (key === 'type') all = gather(all, key, inspectType(value))
      else all = gather(all, key, inspect(value, depth + 1, LITERAL_MEMBERS.has(key) || literals.has(key)))
    }
    return all
  }

  for (const { pointer, detail } of inspect(document, 0, false) ?? []) report(at + pointer, detail)
}

function inspectId(object: Readonly<Record<string, unknown>>, key: 'id' | '@id'): readonly Found[] | undefined {
  if (key === '@id' && object.id !== undefined) return found('stands beside "id", which means the same')
  return isIdentifier(object[key]) ? undefined : found('is not a single URL')
}

/** A URL; a `data:` URL (an image, an envelope) may be longer than others. */
function isIdentifier(value: unknown): boolean {
  return isUrl(value) || (typeof value === 'string' && DATA_URL.test(value))
}

function inspectType(type: unknown): readonly Found[] | undefined {
  const names: readonly unknown[] = Array.isArray(type) ? type : [type]
  return names.length > 0 && names.every(isTypeName) ? undefined : found('is not one or more terms or absolute URLs')
}

/** Whether a value can be a type: a term, or an absolute URL. */
function isTypeName(name: unknown): boolean {
  if (typeof name !== 'string' || name === '' || name.startsWith('@')) return false
  return !name.includes(':') || isUrl(name)
}

function isPlain(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Object]' && !('toJSON' in value)
}

/** Adds findings below `key`; allocates nothing as long as there are none. */
function gather(
  all: Found[] | undefined,
  key: string | number,
  more: readonly Found[] | undefined,
): Found[] | undefined {
  if (more === undefined) return all
  const list = all ?? []
  for (const { pointer, detail } of more) list.push({ pointer: step(key) + pointer, detail })
  return list
}

function found(reason: string): readonly Found[] {
  return [{ pointer: '', detail: `The value ${reason}.` }]
}
