/** RDFC-1.0 for blank nodes that Hash First Degree Quads tells apart (§4.4.3 without step 5). */
import { hash } from 'node:crypto'
import { hasBothOrders } from '../code-points.ts'
import { leave } from './outside.ts'
import { compareQuads, type Quad, type Quads, type Term, writeLine } from './quads.ts'

/**
 * The canonical N-Quads of a dataset.
 *
 * @throws {OutsideSubset} where two blank nodes have the same hash, where the order of code points is not that of UTF-16, and for
 *   a literal written twice: the complete processor compares values before they are written, and may keep both
 */
export function labelBlankNodes(quads: Quads, algorithm: 'sha256' | 'sha384' = 'sha256'): string {
  const labelled = labelQuads(quads, issueLabels(quads, algorithm)).sort(compareQuads)
  const nquads = joinDistinct(labelled)
  return hasBothOrders(nquads) ? leave('code points that sort differently in UTF-16') : nquads
}

/** The lines of a dataset whose blank nodes have these labels, by their numbers. */
export function writeQuads(quads: Quads, labels: readonly string[]): string[] {
  return labelQuads(quads, labels).map(writeLine)
}

function labelQuads({ all }: Quads, labels: readonly string[]): Quad<string>[] {
  return all.map((quad) =>
    isGround(quad)
      ? quad
      : {
          subject: label(quad.subject, labels),
          predicate: quad.predicate,
          object: label(quad.object, labels),
          graph: label(quad.graph, labels),
        },
  )
}

function isGround(quad: Quad): quad is Quad<string> {
  return typeof quad.subject === 'string' && typeof quad.object === 'string' && typeof quad.graph === 'string'
}

/** Canonical labels in the order of the hashes, by the numbers of the nodes. @throws {OutsideSubset} */
export function issueLabels({ all, nodes }: Quads, algorithm = 'sha256'): readonly string[] {
  if (nodes === 0) return []
  if (nodes === 1) return [`${LABEL}0`]
  const hashes = hashFirstDegree(all, nodes, algorithm)
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

/** Hash First Degree Quads (§4.6) of each node: the quads it stands in, itself called `_:a` and every other `_:z`, sorted. */
function hashFirstDegree(all: readonly Quad[], nodes: number, algorithm: string): ReadonlyMap<string, number> {
  const quadsOf: Quad<string>[][] = Array.from({ length: nodes }, () => [])
  for (const quad of all) {
    const { subject, object, graph } = quad
    if (typeof subject === 'number') quadsOf[subject]?.push(maskQuad(subject, quad))
    if (typeof object === 'number' && object !== subject) quadsOf[object]?.push(maskQuad(object, quad))
    if (typeof graph === 'number' && graph !== subject && graph !== object) quadsOf[graph]?.push(maskQuad(graph, quad))
  }
  return new Map(quadsOf.map((quads, node) => [hash(algorithm, join(quads.sort(compareQuads))), node]))
}

function maskQuad(self: number, { subject, predicate, object, graph }: Quad): Quad<string> {
  return { subject: mask(subject, self), predicate, object: mask(object, self), graph: mask(graph, self) }
}

function mask(term: Term, self: number): string {
  if (typeof term !== 'number') return term
  return term === self ? '_:a' : '_:z'
}

function join(quads: readonly Quad<string>[]): string {
  let text = ''
  for (const quad of quads) text += writeLine(quad)
  return text
}

/** Repetitions without literals and blank nodes are dropped, as everywhere; no IRI of the subset has a quotation mark. */
function joinDistinct(quads: readonly Quad<string>[]): string {
  let text = ''
  let last: Quad<string> | undefined
  for (const quad of quads) {
    if (last === undefined || compareQuads(quad, last) !== 0) text += writeLine(quad)
    else if (mayDiffer(quad)) leave('a literal or blank node written twice')
    last = quad
  }
  return text
}

function mayDiffer({ subject, object, graph }: Quad<string>): boolean {
  return object.startsWith('"') || [subject, object, graph].some((term) => term.startsWith(LABEL))
}
