/** Context processing (JSON-LD 1.1 API §4.1): an active context and a parsed one make a new active context. */
import { isDeepStrictEqual } from 'node:util'
import type { ActiveContext, LocalContext, TermDefinition } from './active-context.ts'
import { leave } from './outside.ts'

/** What differs between contexts of a document, of a member and of a type. */
export interface Application {
  /** Contexts of a member may redefine protected terms. */
  readonly mayOverride: boolean
  /** What is active again in the nodes below. */
  readonly previous: ActiveContext | undefined
}

/**
 * The active context after a local one.
 * @throws {OutsideSubset} for a protected term defined differently, and for a term that is the scheme of an IRI
 */
export function applyContext(active: ActiveContext, local: LocalContext, application: Application): ActiveContext {
  const terms = new Map(active.terms)
  for (const [term, definition] of local.definitions) {
    const known = active.terms.get(term)
    if (known?.isProtected === true && !mayRedefine(known, definition, application))
      leave('a protected term is redefined')
    terms.set(term, known?.isProtected === true && !application.mayOverride ? known : definition)
  }
  for (const scheme of local.schemes) if (terms.has(scheme)) leave('a term is the scheme of an IRI')
  const prefixes = new Set([...terms].filter(([, { isPrefix }]) => isPrefix).map(([term]) => term))
  return { terms, prefixes, vocabulary: local.vocabulary ?? active.vocabulary, previous: application.previous }
}

/** §4.2 step 27. A prefix may be met on the way to a term that uses it, where the complete processor forgets that it may. */
function mayRedefine(known: TermDefinition, again: TermDefinition, { mayOverride }: Application): boolean {
  if (!mayOverride) return isSame(known, again)
  return !again.isPrefix || (again.isProtected && isSame(known, again))
}

/** Whether a term is defined again as it was. The protection itself counts for nothing. */
function isSame(known: TermDefinition, again: TermDefinition): boolean {
  return (
    known.iri === again.iri &&
    known.type === again.type &&
    known.isPrefix === again.isPrefix &&
    isDeepStrictEqual(known.source, again.source)
  )
}
