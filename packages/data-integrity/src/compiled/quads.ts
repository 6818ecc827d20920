/** The quads of one document while it is walked: finished lines, and apart from them those with blank nodes. */

/** A subject, object or graph: N-Quads text, or the number of a blank node. */
export type Term = string | number

/** A quad in which a blank node stands. */
export interface BlankQuad {
  readonly subject: Term
  /** An IRI in angle brackets. */
  readonly predicate: string
  readonly object: Term
  /** Empty for the default graph. */
  readonly graph: Term
}

/** Takes quads in any order. */
export interface Quads {
  readonly lines: string[]
  readonly blank: BlankQuad[]
  nodes: number
  /** Whether there is a text with base direction. */
  hasDirections: boolean
  /** Which object of the document each blank node is, where somebody wants to know. */
  readonly numbers?: Map<object, number>
}

/** No quads. */
export function createQuads(numbers?: Map<object, number>): Quads {
  return { lines: [], blank: [], nodes: 0, hasDirections: false, ...(numbers !== undefined && { numbers }) }
}

/** The number of the next blank node, which is an object of the document. */
export function numberNode(quads: Quads, node: object): number {
  quads.numbers?.set(node, quads.nodes)
  return quads.nodes++
}

/** Adds a quad. */
export function addQuad(quads: Quads, subject: Term, predicate: string, object: Term, graph: Term): void {
  const isBlank = typeof subject === 'number' || typeof object === 'number' || typeof graph === 'number'
  if (isBlank) quads.blank.push({ subject, predicate, object, graph })
  else quads.lines.push(writeLine(subject, predicate, object, graph))
}

/** One line of N-Quads. */
export function writeLine(subject: string, predicate: string, object: string, graph: string): string {
  return graph === '' ? `${subject} ${predicate} ${object} .\n` : `${subject} ${predicate} ${object} ${graph} .\n`
}
