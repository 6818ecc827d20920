/** Context processing (JSON-LD 1.1 API §4.1): an active context and a parsed one make a new active context. */
import { type ActiveContext, createActiveContext, type LocalContext } from './active-context.ts'
import { leave } from './outside.ts'
import { checkPrefixes, mayRedefine } from './protection.ts'

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
    if (known?.isProtected === true && !mayRedefine(known, definition, application.mayOverride))
      leave('a protected term is redefined')
    terms.set(term, known?.isProtected === true && !application.mayOverride ? known : definition)
  }
  checkPrefixes(active.terms, local.scopedPrefixes)
  checkPrefixes(terms, local.scopedPrefixes)
  for (const scheme of local.schemes) if (terms.has(scheme)) leave('a term is the scheme of an IRI')
  return createActiveContext(terms, {
    vocabulary: local.vocabulary ?? active.vocabulary,
    previous: application.previous,
  })
}
