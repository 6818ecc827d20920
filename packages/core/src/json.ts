/** JSON from outside: bounded in depth, free of duplicate and prototype keys, well-formed Unicode. */
import { utf8Decode } from './bytes.ts'
import { CoreError } from './errors.ts'

/** Anything deeper is refused. */
export const MAX_JSON_DEPTH = 64

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json
}

/** Whether a value is an object and neither null nor an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Parses JSON that will be signed, verified or stored.
 *
 * Refused besides bad syntax, because two readers could understand them differently or a recursive one could fall over:
 * more than 64 levels, the same key twice in one object, the key `__proto__`, lone surrogates, bytes that are not UTF-8.
 *
 * @throws {CoreError} `invalid_json` - its message names the rule, never the content
 */
export function parseJson(input: string | Uint8Array): Json {
  const text = typeof input === 'string' ? input : utf8Decode(input)
  scan(text)
  try {
    return JSON.parse(text) as Json
  } catch {
    throw invalid('The text is not JSON.')
  }
}

/** One pass over the text. It checks what `JSON.parse` accepts silently; the syntax itself is left to `JSON.parse`. */
function scan(text: string): void {
  /** Keys of each open object; null for an open array. */
  const open: (Set<string> | null)[] = []
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (char === 0x22) {
      const end = endOfString(text, i)
      checkString(text, i, end, open.at(-1) ?? null)
      i = end
    } else if (char === 0x7b || char === 0x5b) {
      open.push(char === 0x7b ? new Set() : null)
      if (open.length > MAX_JSON_DEPTH) throw invalid(`The JSON is nested deeper than ${MAX_JSON_DEPTH} levels.`)
    } else if (char === 0x7d || char === 0x5d) {
      open.pop()
    }
  }
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end > 0 && isEscaped(text, start, end)) end = text.indexOf('"', end + 1)
  if (end < 0) throw invalid('The JSON text ends inside a string.')
  return end
}

function isEscaped(text: string, start: number, at: number): boolean {
  let slashes = 0
  for (let i = at - 1; i > start && text.charCodeAt(i) === 0x5c; i--) slashes++
  return slashes % 2 === 1
}

function checkString(text: string, start: number, end: number, keys: Set<string> | null): void {
  const isKey = keys !== null && nextIsColon(text, end + 1)
  let value = text.slice(start + 1, end)
  if (value.includes('\\')) {
    if (!isKey && !value.includes('\\u')) return
    value = unescapeString(text.slice(start, end + 1))
  }
  if (!value.isWellFormed()) throw invalid('The JSON holds a lone surrogate.')
  if (!isKey) return
  if (value === '__proto__') throw invalid('The JSON holds the key "__proto__".')
  if (keys.has(value)) throw invalid('The JSON holds the same key twice in one object.')
  keys.add(value)
}

function nextIsColon(text: string, from: number): boolean {
  for (let i = from; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (char === 0x3a) return true
    if (char !== 0x20 && char !== 0x0a && char !== 0x0d && char !== 0x09) return false
  }
  return false
}

function unescapeString(quoted: string): string {
  try {
    return JSON.parse(quoted) as string
  } catch {
    throw invalid('The text is not JSON.')
  }
}

function invalid(message: string): CoreError {
  return new CoreError('invalid_json', message)
}
