/** The quads of one document while it is walked. They become text last of all: a text made of parts is dear to compare. */

/** A subject, object or graph: N-Quads text, or the number of a blank node. */
export type Term = string | number

/** A quad whose blank nodes are numbers, or have their labels. */
export interface Quad<T extends Term = Term> {
  readonly subject: T
  /** An IRI in angle brackets. */
  readonly predicate: string
  readonly object: T
  /** Empty for the default graph. */
  readonly graph: T
}

/** Takes quads in any order. */
export interface Quads {
  readonly all: Quad[]
  nodes: number
  /** Whether there is a text with base direction. */
  hasDirections: boolean
  /** Which object of the document each blank node is, where somebody wants to know. */
  readonly numbers?: Map<object, number>
}

/** No quads. */
export function createQuads(numbers?: Map<object, number>): Quads {
  return { all: [], nodes: 0, hasDirections: false, ...(numbers !== undefined && { numbers }) }
}

/** The number of the next blank node, which is an object of the document. */
export function numberNode(quads: Quads, node: object): number {
  quads.numbers?.set(node, quads.nodes)
  return quads.nodes++
}

/** Adds a quad. */
export function addQuad(quads: Quads, subject: Term, predicate: string, object: Term, graph: Term): void {
  quads.all.push({ subject, predicate, object, graph })
}

/** One line of N-Quads. */
export function writeLine({ subject, predicate, object, graph }: Quad<string>): string {
  return graph === '' ? `${subject} ${predicate} ${object} .\n` : `${subject} ${predicate} ${object} ${graph} .\n`
}

/**
 * The order of the lines of two quads, without writing them. No term can begin another in a way that the space behind it
 * would not decide as well: IRIs end with `>`, and whatever may follow a label, a text or a language sorts behind a space.
 */
export function compareQuads(a: Quad<string>, b: Quad<string>): number {
  if (a.subject !== b.subject) return a.subject < b.subject ? -1 : 1
  if (a.predicate !== b.predicate) return a.predicate < b.predicate ? -1 : 1
  if (a.object !== b.object) return a.object < b.object ? -1 : 1
  if (a.graph !== b.graph) return a.graph < b.graph ? -1 : 1
  return 0
}
