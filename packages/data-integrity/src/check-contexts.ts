/** Which contexts a document may name: known URLs, and inline objects that only add plain terms. */
import { isObject, isUrl } from '@energy-ssi/core'
import type { Contexts } from './contexts.ts'
import { DataIntegrityError } from './errors.ts'
import { quote, unknownContext } from './explain-json-ld-error.ts'

/**
 * Checks every `@context` of a document, at any depth.
 *
 * A proof over N-Quads does not cover the contexts themselves. An inline context could therefore rename a signed member or, with
 * `null`, make one vanish. VCDM 2.0 §4.3 allows inline contexts, so they are accepted where they cannot do that: each entry
 * adds a term whose IRI ends in that very term, which no context of the document defines differently.
 *
 * @throws {DataIntegrityError} `unknown_context` `context_refused` `protected_term`
 * @see https://www.w3.org/TR/vc-data-integrity/#validating-contexts
 */
export function checkContexts(document: object, contexts: Contexts): void {
  const used: Used = { urls: new Set(), inline: new Map() }
  collect(document, used)
  for (const url of used.urls) if (contexts.termsOf(url) === undefined) throw unknownContext(url)
  for (const [term, iri] of used.inline) checkTerm(term, iri, used.urls, contexts)
}

interface Used {
  readonly urls: Set<string>
  readonly inline: Map<string, string>
}

function collect(value: unknown, used: Used): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, used)
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      if (key === '@context') collectEntries(value[key], used)
      else collect(value[key], used)
    }
  }
}

function collectEntries(value: unknown, used: Used): void {
  for (const entry of Array.isArray(value) ? value : [value]) {
    if (typeof entry === 'string') used.urls.add(entry)
    else if (isObject(entry)) collectInline(entry, used)
    else throw refusal('A context is neither a URL nor an object.')
  }
}

const TERM = /^[A-Za-z][A-Za-z0-9_-]*$/

function collectInline(context: Readonly<Record<string, unknown>>, used: Used): void {
  for (const [term, definition] of Object.entries(context)) {
    if (term === '@protected' && definition === true) continue
    if (!TERM.test(term)) throw refusal(`An inline context holds ${quote(term)}: it may only add terms.`)
    if (!isUrl(definition) || !isNamedBy(definition, term)) {
      throw refusal(`An inline context must give ${quote(term)} an absolute IRI that ends in it.`)
    }
    const known = used.inline.get(term)
    if (known !== undefined && known !== definition) throw redefinition(term)
    used.inline.set(term, definition)
  }
}

/** Whether the last segment of an IRI is the term. */
function isNamedBy(iri: string, term: string): boolean {
  return iri.endsWith(term) && /[#/:]$/.test(iri.slice(0, -term.length))
}

function checkTerm(term: string, iri: string, urls: ReadonlySet<string>, contexts: Contexts): void {
  const name = contexts.termFor(iri)
  if (name !== undefined && name !== term)
    throw refusal(`An inline context gives the IRI of ${quote(name)} to ${quote(term)}.`)
  for (const url of urls) {
    const defined = contexts.termsOf(url)?.iris.get(term)
    if (defined !== undefined && !(defined.size === 1 && defined.has(iri))) throw redefinition(term)
  }
}

function redefinition(term: string): DataIntegrityError {
  return new DataIntegrityError('protected_term', `An inline context redefines the term ${quote(term)}.`)
}

function refusal(message: string): DataIntegrityError {
  return new DataIntegrityError('context_refused', message)
}
