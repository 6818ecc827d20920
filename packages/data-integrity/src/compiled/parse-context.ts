/** Reads a context into definitions, if it is written in the subset. A context that is not makes every document under it outside. */
import { isObject } from '@energy-ssi/core'
import { isIri, type LocalContext, type TermDefinition } from './active-context.ts'
import { leave } from './outside.ts'

/**
 * Parses a context: an object of terms with absolute IRIs or `@id` / `@type`, and of contexts like it scoped to terms.
 *
 * Nothing in the subset depends on other contexts, so a context is parsed once. Outside it are compact IRIs and terms without
 * IRI, `@base`, `@direction`, `@import`, `@language`, `@propagate`, `@nest`, `@reverse`, `@index`, `@prefix`, `null` terms, terms
 * with `:` or `/`, other keyword aliases, and scoped contexts that are URLs or lists.
 *
 * @throws {OutsideSubset} for a context that says more, or is invalid
 */
export function parseContext(context: unknown): LocalContext {
  if (!isObject(context)) return leave('a context that is not an object')
  const schemes = new Set<string>()
  const definitions = new Map<string, TermDefinition>()
  for (const [term, source] of Object.entries(context)) {
    if (term === '@version' ? source === 1.1 : term === '@protected' ? source === true : term === '@vocab') continue
    if (!TERM.test(term) || term in Object.prototype) leave('a term of unusual form')
    definitions.set(term, parseDefinition(source, context['@protected'] === true, schemes))
  }
  const vocabulary = context['@vocab']
  if (vocabulary !== undefined) noteIri(vocabulary, schemes)
  return { vocabulary: vocabulary as string | undefined, definitions, schemes }
}

const TERM = /^[^@:/][^:/]*$/

function parseDefinition(source: unknown, isProtected: boolean, schemes: Set<string>): TermDefinition {
  const plain = {
    type: undefined,
    isGraph: false,
    isOpaque: false,
    isProtected,
    isPrefix: false,
    scope: undefined,
    source,
  }
  if (typeof source === 'string') {
    const iri = parseIri(source, schemes)
    return { ...plain, iri, isPrefix: /[:/?#[\]@]$/.test(iri) }
  }
  if (!isObject(source)) return leave('a term without IRI')
  const { '@id': id, '@type': type, '@container': container, '@context': scope, '@protected': own, ...others } = source
  if (Object.keys(others).length > 0 || (own !== undefined && own !== true)) leave('a term with an unusual definition')
  const iri = parseIri(id, schemes)
  if (iri.startsWith('@') && (type ?? container ?? scope) !== undefined) leave('an alias with a definition')
  if (type !== undefined && !COERCIONS.has(type)) noteIri(type, schemes)
  const kind = parseContainer(container)
  return {
    ...plain,
    iri,
    type: type as string | undefined,
    isGraph: kind === '@graph',
    isOpaque: kind === 'other' || type === '@json',
    isProtected: isProtected || own === true,
    scope: scope === undefined || scope === null ? scope : parseContext(scope),
  }
}

const COERCIONS: ReadonlySet<unknown> = new Set(['@id', '@vocab', '@json'])

function parseIri(id: unknown, schemes: Set<string>): string {
  return id === '@id' || id === '@type' ? id : noteIri(id, schemes)
}

/** An absolute IRI. With `//` behind the scheme it is never compact; without, its scheme must not be a term. */
function noteIri(iri: unknown, schemes: Set<string>): string {
  if (typeof iri !== 'string' || !isIri(iri)) return leave('an IRI that is not absolute')
  const colon = iri.indexOf(':')
  if (!iri.startsWith('//', colon + 1)) schemes.add(iri.slice(0, colon))
  return iri
}

function parseContainer(container: unknown): '@set' | '@graph' | 'other' {
  if (container === undefined || container === '@set') return '@set'
  if (container === '@graph') return '@graph'
  return container === '@list' || container === '@language' || container === '@index' ? 'other' : leave('a container')
}
