/** Active contexts (JSON-LD 1.1 API §4.1): what names mean at one place of a document. Shared by all documents, never changed. */
import { leave } from './outside.ts'

/** What a term means. */
export interface TermDefinition {
  /** An absolute IRI, `@id` or `@type`. */
  readonly iri: string
  /** What values are coerced to: a datatype, `@id`, `@vocab`, `@json`. */
  readonly type: string | undefined
  /** What values are held in: `@graph` makes each a graph of its own. `@set` says nothing. */
  readonly container: '@graph' | '@list' | '@language' | undefined
  /** Whether the term can be defined but values under it are outside the subset. */
  readonly isOpaque: boolean
  readonly isProtected: boolean
  /** Whether the term may begin a compact IRI. */
  readonly isPrefix: boolean
  /** The context scoped to this term, as parsed; `null` takes all definitions away. */
  readonly scope: LocalContext | null | undefined
  /** What else was written. */
  readonly source: { readonly container: unknown; readonly scope: unknown }
}

/** A context as parsed, before it is applied to an active one. */
export interface LocalContext {
  readonly vocabulary: string | undefined
  readonly definitions: ReadonlyMap<string, TermDefinition>
  /** Schemes of IRIs that would be compact IRIs if they were terms. */
  readonly schemes: ReadonlySet<string>
  /** The prefixes that contexts scoped to terms define, at any depth. */
  readonly scopedPrefixes: readonly (readonly [term: string, TermDefinition])[]
}

/** What names mean at one place of a document. */
export interface ActiveContext {
  readonly terms: ReadonlyMap<string, TermDefinition>
  readonly prefixes: ReadonlySet<string>
  readonly vocabulary: string | undefined
  /** The names that mean a keyword, the keyword itself among them. */
  readonly aliases: Readonly<Record<'@id' | '@type', readonly string[]>>
  /** What was active before the types of the node, and is again in the nodes below it. */
  readonly previous: ActiveContext | undefined
}

/** An active context of these terms. */
export function createActiveContext(
  terms: ActiveContext['terms'],
  { vocabulary, previous }: Pick<ActiveContext, 'vocabulary' | 'previous'>,
): ActiveContext {
  const prefixes = new Set<string>()
  const aliases = { '@id': ['@id'], '@type': ['@type'] }
  for (const [term, { isPrefix, iri }] of terms) {
    if (isPrefix) prefixes.add(term)
    if (iri === '@id' || iri === '@type') aliases[iri].push(term)
  }
  return { terms, prefixes, vocabulary, aliases, previous }
}

/** An absolute IRI to the JSON-LD processor that N-Quads holds without escapes. Blank node labels are none. */
const IRI = /^[A-Za-z][A-Za-z0-9+-.]*:[^\s\p{Cc}<>"{}|^`\\]*$/u

/** The same in ASCII, where it takes a tenth of the time. */
const ASCII_IRI = /^[A-Za-z][A-Za-z0-9+-.]*:[!#-;=?-[\]_a-z~]*$/

/** Whether a text is an absolute IRI wherever it stands, unless its scheme is a prefix. */
export function isIri(text: string): boolean {
  return ASCII_IRI.test(text) || IRI.test(text)
}

/** IRI expansion (§5.2) of an `id`, where only absolute IRIs are in the subset. */
export function expandId(active: ActiveContext, text: string): string {
  if (!isIri(text) || isCompact(active, text)) leave('an id that is not an absolute IRI')
  return text
}

/** IRI expansion (§5.2) of a type or of the name of a member without definition: a term, an absolute IRI, or a word of the vocabulary. */
export function expandName(active: ActiveContext, text: string): string {
  const defined = active.terms.get(text)?.iri
  if (defined !== undefined) return defined.startsWith('@') ? leave('a keyword in place of an IRI') : defined
  if (text.includes(':')) return expandId(active, text)
  if (active.vocabulary === undefined || text === '' || text.startsWith('@')) return leave('an undefined term')
  const iri = active.vocabulary + text
  return isIri(iri) ? iri : leave('a word that makes no IRI')
}

function isCompact({ prefixes }: ActiveContext, iri: string): boolean {
  return prefixes.size > 0 && prefixes.has(iri.slice(0, iri.indexOf(':')))
}
