/** The statements of a document in groups, and what is asked for to get them. */
import type { Path } from './json-pointer.ts'
import type { CreateLabels } from './secret-labels.ts'
import type { Statement } from './statements.ts'

/** What is asked of a document. */
export interface GroupRequest {
  readonly mandatory: readonly Path[]
  /** Absent when signing, where nothing is disclosed yet. */
  readonly selective?: readonly Path[]
  readonly createLabels: CreateLabels
}

/** The statements of a document in groups. */
export interface Groups {
  /** All statements, with secret labels. */
  readonly statements: readonly Statement[]
  /** Indexes of the mandatory ones, ascending. */
  readonly mandatory: readonly number[]
  /** Indexes of those that are mandatory or selected, ascending; empty without `selective`. */
  readonly disclosed: readonly number[]
  /** The secret labels of the nodes of what is disclosed, in the order of the canonical labels they have there. */
  readonly verifierLabels: readonly string[]
}

/** The statements with these indexes. */
export function pick<T>(items: readonly T[], indexes: readonly number[]): readonly T[] {
  return indexes.map((index) => items[index] as T)
}

/** The indexes of `count` items that are not among these, ascending. */
export function complement(indexes: readonly number[], count: number): readonly number[] {
  const taken = new Set(indexes)
  return Array.from({ length: count }, (_, index) => index).filter((index) => !taken.has(index))
}

/** Whether ascending indexes are those of `count` items. */
export function isBelow(indexes: readonly number[], count: number): boolean {
  return (indexes.at(-1) ?? -1) < count
}

/** Where in `among` each of these stands. */
export function positions(indexes: readonly number[], among: readonly number[]): readonly number[] {
  const position = new Map(among.map((index, at) => [index, at]))
  return indexes.map((index) => position.get(index)).filter((at) => at !== undefined)
}
