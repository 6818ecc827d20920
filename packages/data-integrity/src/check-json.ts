/** The limits every document passes before anything recursive or quadratic touches it. */
import { MAX_JSON_DEPTH } from '@energy-ssi/core'
import { DataIntegrityError } from './errors.ts'

/** Most UTF-16 code units in all keys and strings of one document together. */
export const MAX_TEXT_LENGTH = 16 * 1024 * 1024
/** Most values of any kind (objects, arrays, their members and items) in one document. */
const MAX_VALUES = 1_000_000

/**
 * Checks that a value is a JSON object or array of bounded size, with well-formed Unicode.
 *
 * @param maxValues - most values of any kind
 * @throws {DataIntegrityError} `invalid_json` `limit_exceeded`
 */
export function checkJson(value: unknown, maxValues = MAX_VALUES): number {
  if (typeof value !== 'object' || value === null) throw invalid('is not a JSON object')
  const allowance = { text: MAX_TEXT_LENGTH, values: maxValues }
  visit(value, 0, allowance)
  return maxValues - allowance.values
}

/** How much more may come. */
interface Allowance {
  text: number
  values: number
}

function visit(value: unknown, depth: number, allowance: Allowance): void {
  if (--allowance.values < 0) throw exceeded('holds too many values')
  if (typeof value === 'string') visitText(value, allowance)
  else if (typeof value === 'object' && value !== null) visitContainer(value, depth, allowance)
  else if (typeof value === 'number' && !Number.isFinite(value)) throw invalid('holds a number that is not finite')
  else if (!isScalar(value)) throw invalid(`holds a member of type ${typeof value}`)
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value === 'boolean' || typeof value === 'number'
}

function visitContainer(value: object, depth: number, allowance: Allowance): void {
  if (depth >= MAX_JSON_DEPTH) throw exceeded(`is nested deeper than ${MAX_JSON_DEPTH} levels`)
  if (Array.isArray(value)) for (const item of value) visit(item, depth + 1, allowance)
  else visitMembers(value as Readonly<Record<string, unknown>>, depth, allowance)
}

function visitMembers(object: Readonly<Record<string, unknown>>, depth: number, allowance: Allowance): void {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) throw invalid('holds an object that is not plain')
  for (const key of Object.keys(object)) {
    if (key === '__proto__') throw invalid('holds the key "__proto__"')
    visitText(key, allowance)
    visit(object[key], depth + 1, allowance)
  }
}

function visitText(text: string, allowance: Allowance): void {
  allowance.text -= text.length
  if (allowance.text < 0) throw exceeded(`holds more than ${MAX_TEXT_LENGTH} characters`)
  if (!text.isWellFormed()) throw invalid('holds a lone surrogate')
}

function invalid(reason: string): DataIntegrityError {
  return new DataIntegrityError('invalid_json', `The document ${reason}.`)
}

function exceeded(reason: string): DataIntegrityError {
  return new DataIntegrityError('limit_exceeded', `The document ${reason}.`)
}
