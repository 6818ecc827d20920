/** Walks a JSON-LD document once and writes its quads: expansion (JSON-LD 1.1 API §5.1) and RDF (§8.1) in one step. */
import { isObject } from '@energy-ssi/core'
import { type ActiveContext, expandId, expandName, type TermDefinition } from './active-context.ts'
import { leave } from './outside.ts'
import { addQuad, createQuads, numberNode, type Quads, type Term } from './quads.ts'
import type { Scopes } from './scopes.ts'
import { writeLanguageString, writeLiteral } from './write-literal.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** The quads of a document. @throws {OutsideSubset} */
export function emitQuads(document: object, scopes: Scopes, quads: Quads = createQuads()): Quads {
  if (!isObject(document)) return leave('a list of documents')
  emitNode(document, { quads, scopes, outer: scopes.initial, via: undefined, graph: '' })
  return quads
}

/** Where a node stands. */
interface Place {
  readonly quads: Quads
  readonly scopes: Scopes
  /** The context behind the member that holds the node. */
  readonly outer: ActiveContext
  /** The member that holds the node; undefined for the document itself. */
  readonly via: Member | undefined
  readonly graph: Term
}

interface Member {
  readonly name: string
  readonly definition: TermDefinition | undefined
}

const RDF_TYPE_IRI = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'
const RDF_TYPE = `<${RDF_TYPE_IRI}>`

/** Writes the quads of a node and of those below it. Returns its term. */
function emitNode(node: JsonObject, place: Place): Term {
  const { quads, scopes, graph, via } = place
  const names = Object.keys(node)
  const base = contextOf(node, names, place)
  const typeName = nameOf('@type', names, base)
  const types = typeName === undefined ? [] : typesOf(node[typeName])
  const active = enterTypes(base, types, scopes)
  if (nameOf('@type', names, active) !== typeName) leave('a name that becomes or ceases to be @type')
  const idName = nameOf('@id', names, active)
  const subject = idName === undefined ? numberNode(quads, node) : iriOf(active, node[idName])

  const before = quads.lines.length + quads.blank.length
  for (const type of types) addQuad(quads, subject, RDF_TYPE, `<${expandName(base, type)}>`, graph)
  for (const name of names) {
    if (name !== typeName && name !== idName && name !== '@context') {
      emitMember(subject, name, node[name], { ...place, outer: active })
    }
  }
  const isEmpty = quads.lines.length + quads.blank.length === before
  if (isEmpty && (via === undefined || isGraph(via, active))) leave('a node that says nothing, where one must')
  return subject
}

/** Expansion steps 7 to 9: the context of a node, before its types. */
function contextOf(node: JsonObject, names: readonly string[], { outer, via, scopes }: Place): ActiveContext {
  const [first = ''] = names
  const isReference = names.length === 1 && isNameOf('@id', first, outer)
  let active = isReference ? outer : (outer.previous ?? outer)
  const definition = via === undefined ? undefined : outer.terms.get(via.name)
  if (definition?.scope !== undefined) active = scopes.enterMember(active, definition)
  return Object.hasOwn(node, '@context') ? scopes.enterDocument(active, node['@context']) : active
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

/** The one name of a node that means a keyword. */
function nameOf(keyword: '@id' | '@type', names: readonly string[], active: ActiveContext): string | undefined {
  let found: string | undefined
  for (const name of names) {
    if (!isNameOf(keyword, name, active)) continue
    if (found !== undefined) leave('a keyword twice')
    found = name
  }
  return found
}

function isNameOf(keyword: '@id' | '@type', name: string, active: ActiveContext): boolean {
  return name === keyword || active.terms.get(name)?.iri === keyword
}

function iriOf(active: ActiveContext, id: unknown): string {
  return typeof id === 'string' ? `<${expandId(active, id)}>` : leave('an id that is not a string')
}

function isGraph({ name, definition }: Member, active: ActiveContext): boolean {
  return definition?.isGraph === true || active.terms.get(name)?.isGraph === true
}

/** Expansion step 13 for a member that is no keyword. */
function emitMember(subject: Term, name: string, value: unknown, place: Place): void {
  const definition = place.outer.terms.get(name)
  const iri = definition?.iri ?? expandName(place.outer, name)
  if (iri === RDF_TYPE_IRI || definition?.isOpaque === true) leave('a member with rules of its own')
  const scoped = definition?.scope !== undefined
  const outer = scoped ? place.scopes.enterMember(place.outer, definition) : place.outer
  if (scoped && definition.scope !== null && outer.terms.get(name) !== definition)
    leave('a member redefined by its own context')
  emitValue(subject, `<${iri}>`, value, { ...place, outer, via: { name, definition } })
}

function emitValue(subject: Term, predicate: string, value: unknown, place: Place): void {
  if (value === null) return
  if (Array.isArray(value)) {
    for (const item of value) emitValue(subject, predicate, item, place)
    return
  }
  const object =
    isObject(value) && !Object.hasOwn(value, '@value') ? emitNested(value, place) : writeValue(value, place)
  addQuad(place.quads, subject, predicate, object, place.graph)
}

/** A node, or with `@container: @graph` a graph that holds it. */
function emitNested(node: JsonObject, place: Place): Term {
  if (place.via?.definition?.type?.startsWith('@') === false) leave('a node in place of a typed text')
  if (place.via?.definition?.isGraph !== true) return emitNode(node, place)
  const graph = place.quads.nodes++
  emitNode(node, { ...place, graph })
  return graph
}

/** Value expansion (§5.3) and Object to RDF Conversion (§8.2) of what is not a node. */
function writeValue(value: unknown, { outer, via }: Place): string {
  if (via?.definition?.isGraph === true || via?.definition?.scope === null) return leave('a value in place of a node')
  const type = via?.definition?.type
  if (isObject(value))
    return type === undefined ? writeValueObject(value) : leave('a text with language in place of another')
  if (type === '@id' || type === '@vocab') {
    if (typeof value !== 'string') return leave('a value in place of an IRI')
    return `<${type === '@id' ? expandId(outer, value) : expandName(outer, value)}>`
  }
  if (typeof value === 'string') {
    return type !== undefined && READ_AS_OTHERS.has(type) ? leave('a text that is read') : writeLiteral(value, type)
  }
  return typeof value === 'number' || typeof value === 'boolean' ? writeLiteral(value, type) : leave('no JSON')
}

/** Texts of these datatypes are read as numbers, or lose their datatype. */
const READ_AS_OTHERS: ReadonlySet<string> = new Set([
  'http://www.w3.org/2001/XMLSchema#double',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString',
])

const LANGUAGE_TAG = /^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/

function writeValueObject({ '@value': text, '@language': language, ...others }: JsonObject): string {
  const isLanguageString = typeof text === 'string' && typeof language === 'string' && LANGUAGE_TAG.test(language)
  if (!isLanguageString || Object.keys(others).length > 0)
    return leave('a value object other than a text with language')
  return writeLanguageString(text, language)
}
