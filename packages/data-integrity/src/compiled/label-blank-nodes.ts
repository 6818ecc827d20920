/** RDFC-1.0 for blank nodes that Hash First Degree Quads tells apart (§4.4.3 without step 5). */
import { hash } from 'node:crypto'
import { hasBothOrders } from '../code-points.ts'
import { leave } from './outside.ts'
import { type BlankQuad, type Quads, type Term, writeLine } from './quads.ts'

/**
 * The canonical N-Quads of a dataset.
 *
 * @throws {OutsideSubset} where two blank nodes have the same hash, where the order of code points is not that of UTF-16, and for
 *   a literal written twice: the complete processor compares values before they are written, and may keep both
 */
export function labelBlankNodes(quads: Quads, algorithm: 'sha256' | 'sha384' = 'sha256'): string {
  const nquads = joinDistinct(writeQuads(quads, issueLabels(quads, algorithm)).sort())
  return hasBothOrders(nquads) ? leave('code points that sort differently in UTF-16') : nquads
}

/** The lines of a dataset whose blank nodes have these labels, by their numbers. */
export function writeQuads(quads: Quads, labels: readonly string[]): string[] {
  const lines = [...quads.lines]
  for (const { subject, predicate, object, graph } of quads.blank) {
    lines.push(writeLine(label(subject, labels), predicate, label(object, labels), label(graph, labels)))
  }
  return lines
}

/** Canonical labels in the order of the hashes, by the numbers of the nodes. @throws {OutsideSubset} */
export function issueLabels({ blank, nodes }: Quads, algorithm = 'sha256'): readonly string[] {
  if (nodes === 0) return []
  if (nodes === 1) return [`${LABEL}0`]
  const hashes = hashFirstDegree(blank, nodes, algorithm)
  const order = [...hashes.keys()].sort()
  if (order.length < nodes) leave('blank nodes that look alike')
  const labels: string[] = []
  for (const [index, digest] of order.entries()) labels[hashes.get(digest) ?? 0] = `${LABEL}${index}`
  return labels
}

const LABEL = '_:c14n'

function label(term: Term, labels: readonly string[]): string {
  return typeof term === 'number' ? (labels[term] ?? '') : term
}

/** Hash First Degree Quads (§4.6) of each node: the lines it stands in, itself called `_:a` and every other `_:z`, sorted. */
function hashFirstDegree(blank: readonly BlankQuad[], nodes: number, algorithm: string): ReadonlyMap<string, number> {
  const linesOf: string[][] = Array.from({ length: nodes }, () => [])
  for (const quad of blank) {
    const { subject, object, graph } = quad
    if (typeof subject === 'number') linesOf[subject]?.push(writeFor(subject, quad))
    if (typeof object === 'number' && object !== subject) linesOf[object]?.push(writeFor(object, quad))
    if (typeof graph === 'number' && graph !== subject && graph !== object) linesOf[graph]?.push(writeFor(graph, quad))
  }
  return new Map(linesOf.map((lines, node) => [hash(algorithm, lines.sort().join('')), node]))
}

function writeFor(self: number, { subject, predicate, object, graph }: BlankQuad): string {
  return writeLine(mask(subject, self), predicate, mask(object, self), mask(graph, self))
}

function mask(term: Term, self: number): string {
  if (typeof term !== 'number') return term
  return term === self ? '_:a' : '_:z'
}

/** Repetitions without literals and blank nodes are dropped, as everywhere; no IRI of the subset has a quotation mark. */
function joinDistinct(lines: readonly string[]): string {
  let text = ''
  let last = ''
  for (const line of lines) {
    if (line !== last) text += line
    else if (line.includes('"') || line.includes(LABEL)) leave('a literal or blank node written twice')
    last = line
  }
  return text
}
