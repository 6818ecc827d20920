/** Walks a JSON-LD document once and writes its quads: expansion (JSON-LD 1.1 API §5.1) and RDF (§8.1) in one step. */
import { isObject } from '@energy-ssi/core'
import { type ActiveContext, expandId, expandName, type TermDefinition } from './active-context.ts'
import { checkDirections } from './check-directions.ts'
import { type Member, RDF_TYPE_IRI, readMember } from './member.ts'
import { leave } from './outside.ts'
import { addQuad, createQuads, numberNode, type Quads, type Term } from './quads.ts'
import type { Scopes } from './scopes.ts'
import { writeLanguageString } from './write-literal.ts'
import { isLanguageTag, writeJsonValue, writeValue } from './write-value.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** The quads of a document. @throws {OutsideSubset} */
export function emitQuads(document: object, scopes: Scopes, quads: Quads = createQuads()): Quads {
  if (!isObject(document)) return leave('a list of documents')
  emitNode(document, { quads, scopes, outer: scopes.initial, via: undefined, graph: '' })
  if (quads.hasDirections) checkDirections(quads)
  return quads
}

/** Where a node or value stands. */
interface Place {
  readonly quads: Quads
  readonly scopes: Scopes
  /** The context behind the member that holds it. */
  readonly outer: ActiveContext
  /** The member that holds it; undefined for the document itself. */
  readonly via: Member | undefined
  readonly graph: Term
}

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
const RDF_TYPE = `<${RDF_TYPE_IRI}>`

/** Writes the quads of a node and of those below it. Returns its term. */
function emitNode(node: JsonObject, place: Place): Term {
  const { quads, scopes, graph, via } = place
  const names = Object.keys(node)
  const base = contextOf(node, names, place)
  const typeName = nameOf('@type', node, base)
  const types = typeName === undefined ? [] : typesOf(node[typeName])
  const active = enterTypes(base, types, scopes)
  if (active !== base && nameOf('@type', node, active) !== typeName) leave('a name that becomes or ceases to be @type')
  const idName = nameOf('@id', node, active)
  const subject = idName === undefined ? numberNode(quads, node) : iriOf(active, node[idName])

  const before = quads.all.length
  for (const type of types) addQuad(quads, subject, RDF_TYPE, `<${expandName(base, type)}>`, graph)
  for (const name of names) {
    if (name === typeName || name === idName || name === '@context') continue
    const member = readMember(name, active, scopes)
    emitMember(subject, member, node[name], { quads, scopes, outer: member.inner, via: member, graph })
  }
  const isEmpty = quads.all.length === before
  if (isEmpty && (via === undefined || isGraph(via))) leave('a node that says nothing, where one must')
  return subject
}

/** Expansion steps 7 to 9: the context of a node, before its types. */
function contextOf(node: JsonObject, names: readonly string[], { outer, via, scopes, quads }: Place): ActiveContext {
  const isReference = names.length === 1 && nameOf('@id', node, outer) !== undefined
  let active = isReference ? outer : (outer.previous ?? outer)
  if (via?.again?.scope !== undefined) active = scopes.enterMember(active, via.again)
  if (!Object.hasOwn(node, '@context')) return active
  if (quads.numbers !== undefined && hasInline(node['@context'])) leave('an inline context, where parts are selected')
  return scopes.enterDocument(active, node['@context'])
}

function hasInline(context: unknown): boolean {
  return (Array.isArray(context) ? context : [context]).some((entry) => isObject(entry))
}

/** Expansion step 11: the contexts of the types, in the order of their names. */
function enterTypes(base: ActiveContext, types: readonly string[], scopes: Scopes): ActiveContext {
  let active = base
  for (const type of types.length > 1 ? types.toSorted() : types) {
    const definition = base.terms.get(type)
    if (definition?.scope !== undefined) active = scopes.enterType(active, definition)
  }
  return active
}

function typesOf(value: unknown): readonly string[] {
  const types: readonly unknown[] = Array.isArray(value) ? value : [value]
  return types.every((type) => typeof type === 'string') ? types : leave('a type that is not a string')
}

/** The one name in a node that means a keyword. */
function nameOf(keyword: '@id' | '@type', node: JsonObject, active: ActiveContext): string | undefined {
  let found: string | undefined
  for (const name of active.aliases[keyword]) {
    if (!Object.hasOwn(node, name)) continue
    if (found !== undefined) leave('a keyword twice')
    found = name
  }
  return found
}

function iriOf(active: ActiveContext, id: unknown): string {
  return typeof id === 'string' ? `<${expandId(active, id)}>` : leave('an id that is not a string')
}

function isGraph({ definition, again }: Member): boolean {
  return definition?.container === '@graph' || again?.container === '@graph'
}

/** Expansion step 13 for a member that is no keyword. */
function emitMember(subject: Term, { predicate, definition }: Member, value: unknown, place: Place): void {
  const { quads, graph } = place
  if (quads.numbers !== undefined) checkSelectable(definition, value)
  if (definition?.type === '@json') addQuad(quads, subject, predicate, writeJsonValue(value), graph)
  else if (definition?.container === '@list') emitList(subject, predicate, value, place)
  else if (definition?.container === '@language') emitLanguageMap(subject, predicate, value, place)
  else emitValue(subject, predicate, value, place)
}

/**
 * Where parts of a document are selected, the specification selects in the compacted document: members whose values change
 * their shape in compaction are left to it.
 */
function checkSelectable(definition: TermDefinition | undefined, value: unknown): void {
  const type = definition?.type
  if (type === '@json' || definition?.container === '@language') leave('a value of a form that compaction may change')
  for (const item of Array.isArray(value) ? value : [value]) {
    if (!isObject(item)) continue
    const isText = Object.hasOwn(item, '@value')
    if (isText && Object.hasOwn(item, '@direction')) leave('a text with base direction')
    if (type !== undefined && (isText || !type.startsWith('@'))) leave('an object in place of a typed text')
  }
}

function emitValue(subject: Term, predicate: string, value: unknown, place: Place): void {
  if (value === null) return
  if (Array.isArray(value)) {
    for (const item of withoutRepetitions(value)) emitValue(subject, predicate, item, place)
  } else {
    addQuad(place.quads, subject, predicate, emitObject(value, place), place.graph)
  }
}

/** A set has each value once; two nodes without id are never the same. */
function withoutRepetitions(values: readonly unknown[]): readonly unknown[] {
  if (values.length < 2) return values
  const seen = new Set<unknown>()
  return values.filter((value) => typeof value === 'object' || (!seen.has(value) && seen.add(value)))
}

/** The object of a quad, and the quads below it. */
function emitObject(value: unknown, place: Place): Term {
  if (isObject(value)) {
    if (!Object.hasOwn(value, '@value')) return emitNested(value, place)
    if (Object.hasOwn(value, '@direction')) place.quads.hasDirections = true
  }
  return writeValue(value, place.outer, place.via?.definition)
}

/** A node, or with `@container: @graph` a graph that holds it. */
function emitNested(node: JsonObject, place: Place): Term {
  if (place.via?.definition?.container !== '@graph') return emitNode(node, place)
  const graph = place.quads.nodes++
  emitNode(node, { ...place, graph })
  return graph
}

/** List to RDF Conversion (§8.4). */
function emitList(subject: Term, predicate: string, value: unknown, place: Place): void {
  const { quads, graph } = place
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  let holder = subject
  let link = predicate
  for (const item of items) {
    if (item === null || Array.isArray(item)) leave('a list that holds null or a list')
    const cell = quads.nodes++
    addQuad(quads, holder, link, cell, graph)
    addQuad(quads, cell, `<${RDF}first>`, emitObject(item, place), graph)
    holder = cell
    link = `<${RDF}rest>`
  }
  addQuad(quads, holder, link, `<${RDF}nil>`, graph)
}

/** Expansion step 13.7: one text or several for each language. */
function emitLanguageMap(subject: Term, predicate: string, value: unknown, { quads, graph }: Place): void {
  const map = isObject(value) ? value : leave('no language map')
  for (const language of Object.keys(map)) {
    if (!isLanguageTag(language)) leave('a name that is no language')
    const texts: unknown = map[language]
    for (const text of Array.isArray(texts) ? withoutRepetitions(texts) : [texts]) {
      const literal = typeof text === 'string' ? writeLanguageString(text, language) : leave('a language without text')
      addQuad(quads, subject, predicate, literal, graph)
    }
  }
}
