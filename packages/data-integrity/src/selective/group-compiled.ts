/** Groups statements by walking the document and its selections, without skolemisation: nodes are known by their objects. */
import type { ContextLoader } from '../canonicalise.ts'
import { hasBothOrders } from '../code-points.ts'
import type { ActiveContext } from '../compiled/active-context.ts'
import { scopesOf } from '../compiled/canonicalise-compiled.ts'
import { emitQuads } from '../compiled/emit-quads.ts'
import { issueLabels, writeQuads } from '../compiled/label-blank-nodes.ts'
import { leave, OutsideSubset } from '../compiled/outside.ts'
import { createQuads, type Quads } from '../compiled/quads.ts'
import type { Document } from '../cryptosuite.ts'
import type { GroupRequest, Groups } from './groups.ts'
import { type Selection, selectMembers } from './select-members.ts'
import type { Statement } from './statements.ts'

/**
 * The groups of a document, undefined where it or a selection is outside the subset of the compiled canonicaliser, where a
 * selection says what the document does not, or where a statement is made twice.
 *
 * It does what the specification does, with one difference: there a selection finds its nodes again by the identifiers they got
 * for the purpose, here by the objects of the document it was made of. What is selected by either of two lists of pointers is
 * selected by both together, so the selective group is not asked for.
 *
 * @throws {DataIntegrityError} `pointer_refused`
 */
export function groupCompiled(document: Document, request: GroupRequest, loader: ContextLoader): Groups | undefined {
  const { mandatory, selective } = request
  const selected = selectMembers(document, mandatory)
  const disclosed = selective && selectMembers(document, [...mandatory, ...selective])
  try {
    const scopes = scopesOf(loader)
    checkAliases(scopes.enterDocument(scopes.initial, document['@context']))
    const walk = (part: Document) => emitQuads(part, scopes, createQuads(new Map()))
    return group(walk, document, { selected, disclosed }, request)
  } catch (error) {
    if (error instanceof OutsideSubset) return undefined
    throw error
  }
}

/** Selections hold `id` and `type` of every node on the way: by these names. */
function checkAliases({ terms }: ActiveContext): void {
  if (terms.get('id')?.iri !== '@id' || terms.get('type')?.iri !== '@type') leave('contexts without id and type')
}

type Walk = (part: Document) => Quads

interface Selections {
  readonly selected: Selection | undefined
  readonly disclosed: Selection | undefined
}

function group(walk: Walk, document: Document, { selected, disclosed }: Selections, request: GroupRequest): Groups {
  const whole = walk(document)
  const numbers = numbersOf(whole)
  const secret = request.createLabels(whole.nodes)
  const labels = issueLabels(whole).map((canonical) => `_:${secret[numberOf(canonical)]}`)
  const statements = sortDistinct(writeQuads(whole, labels))
  const indexes = new Map(statements.map((statement, index) => [statement, index]))

  const relabel = (quads: Quads, { origins }: Selection): readonly string[] => {
    const own: string[] = []
    for (const [node, number] of numbersOf(quads)) {
      const original = numbers.get(origins.get(node) ?? node)
      own[number] = original === undefined ? leave('a node that is none in the document') : (labels[original] ?? '')
    }
    return own
  }
  const indexesOf = (quads: Quads, own: readonly string[]): readonly number[] => {
    const found = writeQuads(quads, own).map((line) => indexes.get(line) ?? leave('a statement not of the document'))
    return [...new Set(found)].sort((a, b) => a - b)
  }

  const mandatoryQuads = selected && walk(selected.document)
  const mandatory = mandatoryQuads ? indexesOf(mandatoryQuads, relabel(mandatoryQuads, selected)) : []
  if (disclosed === undefined) return { statements, mandatory, disclosed: [], verifierLabels: [] }
  const quads = walk(disclosed.document)
  const own = relabel(quads, disclosed)
  const verifierLabels: string[] = []
  for (const [number, canonical] of issueLabels(quads).entries())
    verifierLabels[numberOf(canonical)] = (own[number] ?? '').slice(2)
  return { statements, mandatory, disclosed: indexesOf(quads, own), verifierLabels }
}

/** Which object each blank node is. Graphs are blank nodes without an object, and an object may stand in two places. */
function numbersOf({ numbers, nodes }: Quads): ReadonlyMap<object, number> {
  return numbers?.size === nodes ? numbers : leave('a blank node that is not one object')
}

/** The number in `_:c14n<number>`. */
function numberOf(canonical: string): number {
  return Number(canonical.slice('_:c14n'.length))
}

function sortDistinct(lines: string[]): readonly Statement[] {
  lines.sort()
  if (hasBothOrders(lines.join(''))) leave('code points that sort differently in UTF-16')
  return lines.filter((line, index) => {
    if (line !== lines[index - 1]) return true
    return line.includes('"') || line.includes('_:') ? leave('a literal or blank node written twice') : false
  })
}
