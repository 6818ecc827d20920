/** Protected terms (JSON-LD 1.1 API §4.2 step 27): when they may be defined again. */
import { isDeepStrictEqual } from 'node:util'
import type { LocalContext, TermDefinition } from './active-context.ts'
import { leave } from './outside.ts'

/**
 * Whether a protected term may be defined again. A context that may override cannot be relied on for prefixes: the complete
 * processor may meet one on the way to a term that uses it, where it forgets that it may.
 */
export function mayRedefine(known: TermDefinition, again: TermDefinition, mayOverride: boolean): boolean {
  if (!mayOverride) return isSame(known, again)
  return !again.isPrefix || (again.isProtected && isSame(known, again))
}

/**
 * The complete processor tries every scoped context where it is defined, as one that may override.
 * @throws {OutsideSubset} where that could fail
 */
export function checkPrefixes(
  terms: ReadonlyMap<string, TermDefinition>,
  scopedPrefixes: LocalContext['scopedPrefixes'],
): void {
  for (const [term, definition] of scopedPrefixes) {
    const known = terms.get(term)
    if (known?.isProtected === true && !mayRedefine(known, definition, true))
      leave('a scoped context redefines a prefix')
  }
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
