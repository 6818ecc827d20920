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
export function labelBlankNodes(quads: Quads): string {
  const blank = withoutRepetitions(quads.blank)
  const labels = issueLabels(blank, quads.nodes)
  const lines = [...quads.lines, ...blank.map((quad) => write(quad, (node) => labels[node] ?? ''))].sort()
  const nquads = joinDistinct(lines)
  return hasBothOrders(nquads) ? leave('code points that sort differently in UTF-16') : nquads
}

/** Canonical labels in the order of the hashes. */
function issueLabels(blank: readonly BlankQuad[], nodes: number): readonly string[] {
  const hashes = hashFirstDegree(blank, nodes)
  const order = [...hashes.keys()].sort()
  if (order.length < nodes) leave('blank nodes that look alike')
  const labels: string[] = []
  for (const [index, digest] of order.entries()) labels[hashes.get(digest) ?? 0] = `_:c14n${index}`
  return labels
}

/** Hash First Degree Quads (§4.6) of each node: the lines it stands in, itself called `_:a` and every other `_:z`, sorted. */
function hashFirstDegree(blank: readonly BlankQuad[], nodes: number): ReadonlyMap<string, number> {
  const linesOf: string[][] = Array.from({ length: nodes }, () => [])
  for (const quad of blank) {
    for (const self of new Set([quad.subject, quad.object, quad.graph])) {
      if (typeof self === 'number') linesOf[self]?.push(write(quad, (node) => (node === self ? '_:a' : '_:z')))
    }
  }
  return new Map(linesOf.map((lines, node) => [hash('sha256', lines.sort().join('')), node]))
}

function write({ subject, predicate, object, graph }: BlankQuad, label: (node: number) => string): string {
  const text = (term: Term): string => (typeof term === 'number' ? label(term) : term)
  return writeLine(text(subject), predicate, text(object), text(graph))
}

function withoutRepetitions(blank: readonly BlankQuad[]): readonly BlankQuad[] {
  const distinct = new Map<string, BlankQuad>()
  for (const quad of blank) {
    const line = write(quad, (node) => `_:${node}`)
    if (distinct.has(line) && isLiteral(line)) leave('a literal written twice')
    distinct.set(line, quad)
  }
  return [...distinct.values()]
}

function joinDistinct(lines: readonly string[]): string {
  let text = ''
  let last = ''
  for (const line of lines) {
    if (line !== last) text += line
    else if (isLiteral(line)) leave('a literal written twice')
    last = line
  }
  return text
}

/** No IRI of the subset has a quotation mark. */
function isLiteral(line: string): boolean {
  return line.includes('"')
}
