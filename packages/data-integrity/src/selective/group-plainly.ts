/** Groups statements exactly as the specification does (vc-di-ecdsa §3.4): by skolemised documents. */
/// <reference path="../untyped-modules.d.ts" />
import { isObject } from '@energy-ssi/core'
import rdfCanonize from 'rdf-canonize'
import type { ContextLoader } from '../canonicalise.ts'
import { compactDocument, expandDocument, toDataset } from '../canonicalise-complete.ts'
import { canonicaliseDataset } from '../canonicalise-dataset.ts'
import type { Document } from '../cryptosuite.ts'
import { DataIntegrityError } from '../errors.ts'
import type { GroupRequest, Groups } from './groups.ts'
import { type Path, pointerRefused } from './json-pointer.ts'
import { memberOf, selectMembers } from './select-members.ts'
import { relabelStatements, type Statement, splitStatements } from './statements.ts'

/**
 * The groups of a document.
 *
 * @throws {DataIntegrityError} `pointer_refused` `not_selectable` and those of `canonicalise`
 * @see https://www.w3.org/TR/vc-di-ecdsa/#canonicalizeandgroup
 */
export async function groupPlainly(document: Document, request: GroupRequest, loader: ContextLoader): Promise<Groups> {
  const { mandatory: mandatoryPaths, selective } = request
  selectMembers(document, [...mandatoryPaths, ...(selective ?? [])])
  const scheme = chooseScheme(document)
  const expanded = skolemise(await expandDocument(document, loader), scheme)
  const compact = (await compactDocument(expanded, document['@context'], loader)) as Document
  const labels = new Map<string, string>()
  const dataset = deskolemise(await toDataset(expanded, loader), scheme)
  const nquads = await canonicaliseDataset(dataset, { labels })
  const secret = request.createLabels(labels.size)
  const secretOf = (canonical: string | undefined): string => secret[numberOf(canonical ?? '')] ?? ''
  const statements = relabelStatements(splitStatements(nquads), secret) ?? []

  const select = async (paths: readonly Path[]): Promise<readonly Quad[]> => {
    const selection = selectMembers(
      compact,
      paths.map((path) => alignPath(path, document, compact)),
    )
    return selection === undefined ? [] : deskolemise(await toDataset(selection.document, loader), scheme)
  }
  const indexesOf = (quads: readonly Quad[]): readonly number[] => {
    const indexes = new Set(quads.map((quad) => statements.indexOf(write(quad, (node) => secretOf(labels.get(node))))))
    if (indexes.has(-1)) throw pointerRefused('selects a part of a single statement')
    return [...indexes].sort((a, b) => a - b)
  }

  const mandatory = indexesOf(await select(mandatoryPaths))
  if (selective === undefined) return { statements, mandatory, disclosed: [], verifierLabels: [] }
  const disclosed = await select([...mandatoryPaths, ...selective])
  const verifierLabels: string[] = []
  const verifierNodes = new Map<string, string>()
  await canonicaliseDataset(disclosed, { labels: verifierNodes })
  for (const [node, canonical] of verifierNodes) verifierLabels[numberOf(canonical)] = secretOf(labels.get(node))
  return { statements, mandatory, disclosed: indexesOf(disclosed), verifierLabels }
}

/** A beginning of IRIs that the document has nowhere. */
function chooseScheme(document: Document): string {
  const text = JSON.stringify(document)
  let scheme = 'urn:bnid:'
  for (let i = 0; text.includes(scheme); i++) scheme = `urn:bnid-${i}:`
  return scheme
}

/** Lists have blank nodes without a place for an identifier; the others hold what is no member of the node itself. */
const APART = ['@list', '@graph', '@reverse', '@included']

/** §3.4.7 skolemizeExpandedJsonLd. */
function skolemise(expanded: readonly object[], scheme: string): readonly object[] {
  let count = 0
  const visit = (element: unknown): unknown => {
    if (Array.isArray(element)) return element.map(visit)
    if (!isObject(element) || '@value' in element) return element
    if (APART.some((keyword) => keyword in element)) throw notSelectable()
    const members = Object.entries(element).map(([name, value]) => [name, name === '@type' ? value : visit(value)])
    const node: Record<string, unknown> = Object.fromEntries(members)
    return '@id' in node ? node : { ...node, '@id': `${scheme}b${count++}` }
  }
  return expanded.map((element) => visit(element) as object)
}

interface QuadTerm {
  readonly termType: string
  readonly value: string
}
type Quad = Readonly<Record<'subject' | 'predicate' | 'object' | 'graph', QuadTerm>>

/** §3.4.6 deskolemizeNQuads. */
function deskolemise(dataset: readonly object[], scheme: string): readonly Quad[] {
  const restore = (term: QuadTerm): QuadTerm => {
    if (term.termType === 'BlankNode') throw notSelectable()
    if (term.termType !== 'NamedNode' || !term.value.startsWith(scheme)) return term
    return { termType: 'BlankNode', value: term.value.slice(scheme.length) }
  }
  return (dataset as readonly Quad[]).map((quad) => mapTerms(quad, restore))
}

/** §3.4.14 relabelBlankNodes. */
function write(quad: Quad, labelOf: (node: string) => string): Statement {
  const relabel = (term: QuadTerm): QuadTerm =>
    term.termType === 'BlankNode' ? { ...term, value: labelOf(term.value) } : term
  return rdfCanonize.NQuads.serializeQuad(mapTerms(quad, relabel))
}

function mapTerms({ subject, predicate, object, graph }: Quad, change: (term: QuadTerm) => QuadTerm): Quad {
  return { subject: change(subject), predicate, object: change(object), graph: change(graph) }
}

/** The path in the compact document, where an array of one item is that item, and an object with only an `id` that text. */
function alignPath(path: Path, document: Document, compact: Document): Path {
  const aligned: string[] = []
  let source: unknown = document
  let target: unknown = compact
  for (const step of path) {
    const isSame = Array.isArray(source) ? Array.isArray(target) : isObject(target)
    source = memberOf(source, step)
    if (isSame) target = memberOf(target, step)
    if (isSame) aligned.push(step)
  }
  return aligned
}

function numberOf(canonical: string): number {
  return Number(/\d+$/.exec(canonical)?.[0])
}

function notSelectable(): DataIntegrityError {
  return new DataIntegrityError(
    'not_selectable',
    'The document holds lists, graphs or reversed members, which cannot be disclosed in part.',
  )
}
