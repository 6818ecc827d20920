/** Reads a context into definitions, if it is written in the subset. A context that is not makes every document under it outside. */
import { isObject } from '@energy-ssi/core'
import { isIri, type LocalContext, type TermDefinition } from './active-context.ts'
import { leave } from './outside.ts'
import { checkPrefixes } from './protection.ts'

/**
 * Parses a context: an object of terms with IRIs or `@id` / `@type`, and of contexts like it scoped to terms.
 *
 * Nothing in the subset depends on other contexts, so a context is parsed once: IRIs are absolute, or compact with a prefix of
 * the same context. Outside are terms without IRI, `@base`, `@direction`, `@import`, `@language`, `@propagate`, `@nest`,
 * `@reverse`, `@index`, `@prefix`, `null` terms, terms with `:` or `/`, other keyword aliases, and scoped contexts that are URLs
 * or lists.
 *
 * @throws {OutsideSubset} for a context that says more, or is invalid
 */
export function parseContext(context: unknown): LocalContext {
  if (!isObject(context)) return leave('a context that is not an object')
  const schemes = new Set<string>()
  const definitions = new Map<string, TermDefinition>()
  const parse = { context, schemes }
  for (const [term, source] of Object.entries(context)) {
    if (term === '@version' ? source === 1.1 : term === '@protected' ? source === true : term === '@vocab') continue
    if (!TERM.test(term) || term in Object.prototype) leave('a term of unusual form')
    definitions.set(term, parseDefinition(source, parse))
  }
  const scopedPrefixes = [...definitions.values()].flatMap(({ scope }) => collectPrefixes(scope))
  checkPrefixes(definitions, scopedPrefixes)
  return { vocabulary: parseVocabulary(context['@vocab']), definitions, schemes, scopedPrefixes }
}

function collectPrefixes(scope: LocalContext | null | undefined): LocalContext['scopedPrefixes'] {
  if (scope === undefined || scope === null) return []
  return [...[...scope.definitions].filter(([, { isPrefix }]) => isPrefix), ...scope.scopedPrefixes]
}

/** Compact ones are outside: their prefix is not that of the same context. */
function parseVocabulary(vocabulary: unknown): string | undefined {
  if (vocabulary === undefined) return undefined
  const isPlain = typeof vocabulary === 'string' && isIri(vocabulary) && /^[^:]*:\/\//.test(vocabulary)
  return isPlain ? vocabulary : leave('an unusual vocabulary')
}

const TERM = /^[^@:/][^:/]*$/

interface Parse {
  readonly context: JsonObject
  readonly schemes: Set<string>
}

type JsonObject = Readonly<Record<string, unknown>>

function parseDefinition(source: unknown, parse: Parse): TermDefinition {
  if (typeof source === 'string')
    return { ...parseDefinition({ '@id': source }, parse), isPrefix: ENDS_PREFIX.test(source) }
  if (!isObject(source)) return leave('a term without IRI')
  const { '@id': id, '@type': type, '@container': container, '@context': scope, '@protected': own, ...others } = source
  if (Object.keys(others).length > 0 || (own !== undefined && own !== true)) leave('a term with an unusual definition')
  const iri = id === '@id' || id === '@type' ? id : expandIri(id, parse)
  if (iri.startsWith('@') && (type ?? container ?? scope) !== undefined) leave('an alias with a definition')
  if (container !== undefined && !CONTAINERS.has(container)) leave('an unusual container')
  return {
    iri,
    type: parseType(type, parse),
    container: READ_CONTAINERS.find((each) => each === container),
    isOpaque: isOpaque(container, type, scope),
    isProtected: own === true || parse.context['@protected'] === true,
    isPrefix: false,
    scope: scope === undefined || scope === null ? scope : parseContext(scope),
    source: { container, scope },
  }
}

const CONTAINERS: ReadonlySet<unknown> = new Set(['@set', '@graph', '@list', '@language', '@index'])
const READ_CONTAINERS = ['@graph', '@list', '@language'] as const

/** Values with a syntax of their own are in the subset where nothing else is said about them. */
function isOpaque(container: unknown, type: unknown, scope: unknown): boolean {
  if (container === '@index') return true
  if (type === '@json') return scope !== undefined || (container !== undefined && container !== '@set')
  if (container === '@language') return scope !== undefined || type !== undefined
  return container === '@list' && scope !== undefined
}

function parseType(type: unknown, parse: Parse): string | undefined {
  return type === undefined || type === '@id' || type === '@vocab' || type === '@json' ? type : expandIri(type, parse)
}

/** IRI expansion (§5.2) where nothing but the context itself can have a say. */
function expandIri(text: unknown, { context, schemes }: Parse): string {
  if (typeof text !== 'string' || !isIri(text)) return leave('an IRI that is not absolute')
  const [scheme = ''] = text.split(':', 1)
  if (text.startsWith('://', scheme.length)) return text
  if (!Object.hasOwn(context, scheme)) {
    schemes.add(scheme)
    return text
  }
  const prefix = context[scheme]
  if (typeof prefix !== 'string' || !isIri(prefix) || !prefix.includes('://') || !ENDS_PREFIX.test(prefix)) {
    return leave('a compact IRI without a plain prefix')
  }
  return prefix + text.slice(scheme.length + 1)
}

/** What the IRI of a term must end in for the term to be a prefix. */
const ENDS_PREFIX = /[:/?#[\]@]$/
