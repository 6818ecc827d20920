/** The contexts a signature may refer to: the pinned ones and those the caller registers. There is no other source. */
import { checkJson } from './check-json.ts'
import { quote } from './explain-json-ld-error.ts'
import { PINNED_CONTEXTS } from './pinned-contexts.ts'
import { readTerms, type Terms } from './read-terms.ts'

/** A fixed set of contexts and what they define. */
export interface Contexts {
  /** A fresh copy of the document behind a URL, undefined for an unknown one. */
  readonly load: (url: string) => unknown
  /** What a known context defines, undefined for an unknown URL. */
  readonly termsOf: (url: string) => Terms | undefined
  /** The term that stands for an IRI in the known contexts. */
  readonly termFor: (iri: string) => string | undefined
  /** The terms of a known context that are not the ones that stand for their IRI. */
  readonly secondNamesOf: (url: string) => ReadonlySet<string> | undefined
  /** Whether an IRI is a term, `@vocab` or prefix of a known context written out (or with the prefix, half written out). */
  readonly isAbbreviable: (iri: string) => boolean
}

/**
 * The pinned contexts, and `extra` ones copied at the time of the call.
 *
 * A signature over N-Quads does not cover the terms they were written with. So that nobody can rename a member of a signed
 * document by exchanging its contexts, an extra context must not give an IRI another term than a known context does.
 *
 * @throws {TypeError} for an extra context that is not a JSON object with `@context`, takes the place of a pinned one, or gives
 *   an IRI a second term
 */
export function createContexts(extra: Readonly<Record<string, object>> = {}): Contexts {
  const texts = new Map(Object.entries(PINNED_CONTEXTS))
  for (const [url, document] of Object.entries(extra)) {
    if (texts.has(url)) throw new TypeError(`The context ${quote(url)} is pinned.`)
    texts.set(url, copyContext(url, document))
  }
  const load = (url: string): unknown => {
    const text = texts.get(url)
    return text === undefined ? undefined : JSON.parse(text)
  }
  const terms = new Map([...texts.keys()].map((url) => [url, readTerms(load(url), load)]))
  const names = new Map<string, string>()
  for (const [url, each] of terms) {
    const second = collectNames(each, names)
    if (second !== undefined && Object.hasOwn(extra, url)) {
      throw new TypeError(`The context ${quote(url)} gives an IRI a second term: ${quote(second)}.`)
    }
  }
  const secondNames = new Map([...terms].map(([url, each]) => [url, collectSecondNames(each, names)]))
  const vocabularies = [...terms.values()].flatMap((each) => each.vocabularies)
  const prefixes = new Set([...terms.values()].flatMap((each) => [...each.prefixes]))
  return Object.freeze({
    load,
    termsOf: (url) => terms.get(url),
    termFor: (iri) => names.get(iri),
    secondNamesOf: (url) => secondNames.get(url),
    isAbbreviable: (iri) =>
      names.has(iri) ||
      vocabularies.some((vocabulary) => iri.startsWith(vocabulary)) ||
      prefixes.has(iri.slice(0, iri.indexOf(':'))),
  } satisfies Contexts)
}

function copyContext(url: string, document: object): string {
  checkJson(document)
  if (!('@context' in document)) throw new TypeError(`${quote(url)} is not a context document.`)
  return JSON.stringify(document)
}

/** Adds the terms to `names` where their IRI has none yet. Returns a term whose IRI already has another. */
function collectNames(terms: Terms, names: Map<string, string>): string | undefined {
  let second: string | undefined
  for (const [term, iris] of terms.iris) {
    for (const iri of iris) {
      const known = names.get(iri)
      if (known === undefined) names.set(iri, term)
      else if (known !== term) second = term
    }
  }
  return second
}

function collectSecondNames({ iris }: Terms, names: ReadonlyMap<string, string>): ReadonlySet<string> {
  const isSecond = (term: string, each: ReadonlySet<string>) => [...each].some((iri) => names.get(iri) !== term)
  return new Set([...iris].filter(([term, each]) => isSecond(term, each)).map(([term]) => term))
}
