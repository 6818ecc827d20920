/** JSON Canonicalization Scheme (RFC 8785). */
import { CoreError } from './errors.ts'
import { MAX_JSON_DEPTH } from './json.ts'

/**
 * The canonical JSON text of a value.
 *
 * Members with the value `undefined` are left out, as in `JSON.stringify`.
 *
 * @throws {CoreError} `not_canonicalisable` - for NaN or an infinity, a lone surrogate, a value JSON has no form for, or
 *   more than 64 levels
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export function canonicalJson(value: unknown): string {
  return serialise(value, 0)
}

function serialise(value: unknown, depth: number): string {
  if (depth > MAX_JSON_DEPTH) throw outside(`is nested deeper than ${MAX_JSON_DEPTH} levels`)
  if (typeof value === 'string') return text(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw outside('holds a number that is not finite')
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return items(value, depth)
  if (typeof value === 'object') return members(value as Record<string, unknown>, depth)
  throw outside(`holds a ${typeof value}`)
}

function items(array: readonly unknown[], depth: number): string {
  let joined = ''
  for (let i = 0; i < array.length; i++) joined += (i === 0 ? '' : ',') + serialise(array[i], depth + 1)
  return `[${joined}]`
}

function members(object: Readonly<Record<string, unknown>>, depth: number): string {
  let joined = ''
  // Array.prototype.sort compares UTF-16 code units: exactly the order of RFC 8785 §3.2.3.
  for (const key of Object.keys(object).sort()) {
    const value = object[key]
    if (value !== undefined) joined += `${joined === '' ? '' : ','}${text(key)}:${serialise(value, depth + 1)}`
  }
  return `{${joined}}`
}

/** ASCII that JSON writes as it is. */
const PLAIN = /^[ !#-[\]-~]*$/

function text(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`
  if (!value.isWellFormed()) throw outside('holds a lone surrogate')
  return JSON.stringify(value)
}

function outside(reason: string): CoreError {
  return new CoreError('not_canonicalisable', `The value has no canonical JSON form: it ${reason}.`)
}
