/** Lists what a context document defines, at its top and in every scoped context below. */
import { isObject } from '@energy-ssi/core'

/** The definitions of one context document. */
export interface Terms {
  /** Each term with every IRI (or keyword) it stands for somewhere in the document. */
  readonly iris: ReadonlyMap<string, ReadonlySet<string>>
  /** Terms that stand for the beginning of IRIs. */
  readonly prefixes: ReadonlySet<string>
  /** Each `@vocab`. */
  readonly vocabularies: readonly string[]
}

/**
 * Reads a context document (an object with `@context`) together with the contexts it names.
 * @param load - answers the URLs of those
 */
export function readTerms(document: unknown, load: (url: string) => unknown): Terms {
  const terms = { iris: new Map<string, Set<string>>(), prefixes: new Set<string>(), vocabularies: [] as string[] }
  const seen = new Set<string>()
  const enter = (context: unknown, outer: Definitions): Definitions => {
    if (Array.isArray(context)) return context.reduce((scope: Definitions, each) => enter(each, scope), outer)
    if (typeof context === 'string')
      return seen.has(context) ? outer : enter(contextOf(load(mark(seen, context))), outer)
    if (!isObject(context)) return outer
    const scope = { ...outer, ...context }
    if (typeof context['@vocab'] === 'string') terms.vocabularies.push(context['@vocab'])
    for (const [term, definition] of Object.entries(context)) {
      if (term.startsWith('@') || definition === null) continue
      const iri = expand(scope, term)
      if (isPrefix(iri)) terms.prefixes.add(term)
      else terms.iris.set(term, (terms.iris.get(term) ?? new Set()).add(iri))
      if (isObject(definition)) enter(definition['@context'], scope)
    }
    return scope
  }
  enter(contextOf(document), {})
  return terms
}

function contextOf(document: unknown): unknown {
  return isObject(document) ? document['@context'] : undefined
}

function mark(seen: Set<string>, url: string): string {
  seen.add(url)
  return url
}

type Definitions = Readonly<Record<string, unknown>>

/** The IRI of a term, following prefixes and other terms (JSON-LD 1.1 §4.1.5) for at most a few steps. */
function expand(scope: Definitions, term: string): string {
  let iri = idOf(scope, term) ?? term
  for (let step = 0; step < 8; step++) {
    const colon = iri.indexOf(':')
    const base = colon < 0 ? iri : iri.slice(0, colon)
    const meaning = iri === term || iri.startsWith('//', colon + 1) ? undefined : idOf(scope, base)
    if (meaning === undefined || meaning === iri) break
    iri = colon < 0 ? meaning : meaning + iri.slice(colon + 1)
  }
  const vocabulary = scope['@vocab']
  return typeof vocabulary === 'string' && !/[:@]/.test(iri) ? vocabulary + iri : iri
}

function idOf(scope: Definitions, term: string): string | undefined {
  const definition = Object.hasOwn(scope, term) ? scope[term] : undefined
  const id = isObject(definition) ? (definition['@id'] ?? definition['@reverse']) : definition
  return typeof id === 'string' ? id : undefined
}

function isPrefix(iri: string): boolean {
  return /[#/:?]$/.test(iri)
}
