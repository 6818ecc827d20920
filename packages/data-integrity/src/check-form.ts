/** What a proof over N-Quads cannot hold fast: the spelling of a document. Where that would matter, it is refused. */
import { isObject } from '@energy-ssi/core'
import type { Contexts } from './contexts.ts'
import { DataIntegrityError } from './errors.ts'
import { quote } from './explain-json-ld-error.ts'

/**
 * Checks that a document is written in terms, so that its members cannot be renamed without breaking the proof.
 *
 * `credentialStatus` and `https://www.w3.org/2018/credentials#credentialStatus` are the same statement to a signature over
 * N-Quads, and so is a member wrapped in `@nest` or an `id` spelled `@id`; to a reader of the JSON the member is gone. Refused
 * are therefore: IRIs and keywords as member names (other than those of a string with language or direction), a second term
 * for the same IRI, types spelled as IRIs where a term exists, blank node labels, and `null`, which JSON-LD drops.
 *
 * Not covered by any proof over N-Quads, here or elsewhere: the order and repetition of array items, empty arrays, in which of
 * several objects with the same id a member stands, and whether a typed value was written as a number or as a string.
 *
 * @throws {DataIntegrityError} `ambiguous_form`
 * @see https://www.w3.org/TR/vc-data-integrity/#securing-data-losslessly
 */
export function checkForm(document: object, contexts: Contexts): void {
  visit(document, contexts, [])
}

/** Second names of the contexts around a value. Most contexts have none. */
type SecondNames = readonly ReadonlySet<string>[]

function visit(value: unknown, contexts: Contexts, outer: SecondNames): void {
  if (value === null) throw ambiguous('A member is null, which a signature over N-Quads cannot hold.')
  if (typeof value === 'string') visitText(value)
  if (Array.isArray(value)) for (const item of value) visit(item, contexts, outer)
  if (!isObject(value)) return
  if ('@value' in value) checkLanguageString(value)
  else visitMembers(value, contexts, outer)
}

function visitText(text: string): void {
  if (text.startsWith('_:') && /^_:\S+$/.test(text)) throw ambiguous('A value is a blank node label.')
}

function visitMembers(value: Readonly<Record<string, unknown>>, contexts: Contexts, outer: SecondNames): void {
  const secondNames = '@context' in value ? [...outer, ...secondNamesOf(value['@context'], contexts)] : outer
  for (const key of Object.keys(value)) {
    if (key === '@context') continue
    checkName(key, secondNames)
    if (key === 'type') checkTypes(value[key], contexts)
    visit(value[key], contexts, secondNames)
  }
}

function secondNamesOf(context: unknown, contexts: Contexts): SecondNames {
  const entries: readonly unknown[] = Array.isArray(context) ? context : [context]
  return entries.flatMap((entry) => {
    const names = typeof entry === 'string' ? contexts.secondNamesOf(entry) : undefined
    return names === undefined || names.size === 0 ? [] : [names]
  })
}

/** VCDM 2.0 §11.1: a string with language and base direction. */
function checkLanguageString(value: Readonly<Record<string, unknown>>): void {
  const { '@value': text, '@language': language, '@direction': direction, ...others } = value
  if (typeof text !== 'string' || (language ?? direction) === undefined || Object.keys(others).length > 0) {
    throw ambiguous('A value object is not a string with language or direction.')
  }
}

function checkName(name: string, secondNames: SecondNames): void {
  if (/^@|[:/#]/.test(name)) throw ambiguous(`The member name ${quote(name)} is not a term.`)
  for (const names of secondNames) {
    if (names.has(name)) throw ambiguous(`The term ${quote(name)} is a second name of another.`)
  }
}

function checkTypes(types: unknown, contexts: Contexts): void {
  for (const type of Array.isArray(types) ? types : [types]) {
    if (typeof type === 'string' && type.includes(':') && contexts.isAbbreviable(type)) {
      throw ambiguous('A type is written as an IRI that a context has a term for.')
    }
  }
}

function ambiguous(message: string): DataIntegrityError {
  return new DataIntegrityError('ambiguous_form', message)
}
