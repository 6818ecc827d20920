/** Statements: the canonical N-Quads of a document one by one, with other labels for their blank nodes. */
import { hash } from 'node:crypto'
import { compareCodePoints, hasBothOrders } from '../code-points.ts'

/** One line of canonical N-Quads, with its line feed. */
export type Statement = string

/** The statements of canonical N-Quads. */
export function splitStatements(nquads: string): readonly Statement[] {
  return nquads
    .split('\n')
    .slice(0, -1)
    .map((line) => `${line}\n`)
}

/** Different statements in code point order. */
function sortStatements(statements: Iterable<Statement>): readonly Statement[] {
  const sorted = [...new Set(statements)]
  return hasBothOrders(sorted.join('')) ? sorted.sort(compareCodePoints) : sorted.sort()
}

const CANONICAL = /^_:c14n(0|[1-9]\d*)$/
const LINE = /^(\S+) (<[^>]*>) (<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"\S*)(?: (\S+))? \.\n$/s

/**
 * The statements with new labels, in their new order; undefined unless there is one label for each canonical node.
 *
 * @param labels - without `_:`, in the order of the canonical labels
 * @see https://www.w3.org/TR/vc-di-ecdsa/#relabelblanknodes
 */
export function relabelStatements(
  statements: readonly Statement[],
  labels: readonly string[],
): readonly Statement[] | undefined {
  const used = new Set<number>()
  const relabel = (term: string): string => {
    const node = CANONICAL.exec(term)?.[1]
    if (node === undefined) return term
    used.add(Number(node))
    return `_:${labels[Number(node)]}`
  }
  const rewrite = (statement: Statement): Statement => {
    const [, subject, predicate, object, graph] = statement.includes('_:c14n') ? (LINE.exec(statement) ?? []) : []
    if (subject === undefined || predicate === undefined || object === undefined) return statement
    const end = graph === undefined ? '.\n' : `${relabel(graph)} .\n`
    return `${relabel(subject)} ${predicate} ${relabel(object)} ${end}`
  }
  const relabelled = statements.map(rewrite)
  // Canonical labels have no gaps.
  return used.size === labels.length ? sortStatements(relabelled) : undefined
}

/** SHA-256 of the mandatory statements. @see https://www.w3.org/TR/vc-di-ecdsa/#hashmandatorynquads */
export function hashStatements(statements: readonly Statement[]): Uint8Array {
  return hash('sha256', statements.join(''), 'buffer')
}
