/** What the name of a member means in an active context. */
import { type ActiveContext, expandName, type TermDefinition } from './active-context.ts'
import { leave } from './outside.ts'
import type { Scopes } from './scopes.ts'

/** A member that is no keyword, as far as its name decides it. */
export interface Member {
  readonly definition: TermDefinition | undefined
  /** An IRI in angle brackets. */
  readonly predicate: string
  /** The active context of its values: that of the term, if it has one. */
  readonly inner: ActiveContext
  /** What the name means there. */
  readonly again: TermDefinition | undefined
}

/** RDF's own name for `@type`. */
export const RDF_TYPE_IRI = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'

/**
 * Reads the name of a member that is no keyword. Names without a definition are text of the document: they are not kept.
 * @throws {OutsideSubset}
 */
export function readMember(name: string, active: ActiveContext, scopes: Scopes): Member {
  const members = scopes.membersOf(active)
  const known = members.get(name)
  if (known !== undefined) return known
  const definition = active.terms.get(name)
  const member = definition === undefined ? createMember(name, active) : createDefined(name, definition, active, scopes)
  if (definition !== undefined) members.set(name, member)
  return member
}

function createMember(name: string, active: ActiveContext): Member {
  const iri = expandName(active, name)
  return iri === RDF_TYPE_IRI ? refuseRules() : member(iri, undefined, active, undefined)
}

function createDefined(name: string, definition: TermDefinition, active: ActiveContext, scopes: Scopes): Member {
  const { iri, isOpaque, scope } = definition
  if (iri === RDF_TYPE_IRI || isOpaque || iri.startsWith('@')) return refuseRules()
  if (scope === undefined) return member(iri, definition, active, definition)
  const inner = scopes.enterMember(active, definition)
  const again = inner.terms.get(name)
  if (scope !== null && again !== definition) leave('a member redefined by its own context')
  return member(iri, definition, inner, again)
}

function member(iri: string, definition: Member['definition'], inner: ActiveContext, again: Member['again']): Member {
  return { predicate: `<${iri}>`, definition, inner, again }
}

function refuseRules(): never {
  return leave('a member with rules of its own')
}
