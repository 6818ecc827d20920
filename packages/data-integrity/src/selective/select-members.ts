/** The part of a document that JSON pointers select (vc-di-ecdsa §3.4.11 to §3.4.13). */
import { isObject } from '@energy-ssi/core'
import type { Document } from '../cryptosuite.ts'
import { type Path, pointerRefused } from './json-pointer.ts'

/** A part of a document. Selected members are those of the document itself, not copies. */
export interface Selection {
  readonly document: Document
  /** Each object that was made to hold selected members, and the object of the document it stands for. */
  readonly origins: ReadonlyMap<object, object>
}

/**
 * The selection of a document: what the paths lead to, and on the way there every `id` and `type` and the contexts of the
 * document. Undefined for no paths, which select nothing.
 *
 * @throws {DataIntegrityError} `pointer_refused`
 * @see https://www.w3.org/TR/vc-di-ecdsa/#selectjsonld
 */
export function selectMembers(document: Document, paths: readonly Path[]): Selection | undefined {
  if (paths.length === 0) return undefined
  const root = createInitial(document)
  if (Object.hasOwn(document, '@context')) root['@context'] = document['@context']
  const work: Work = { origins: new Map([[root, document]]), arrays: [] }
  for (const path of paths) selectPath(document, root, path, work)
  for (const array of work.arrays) makeDense(array)
  return { document: root, origins: work.origins }
}

/** A member of an object or an item of an array. @throws {DataIntegrityError} `pointer_refused` */
export function memberOf(container: unknown, step: string): unknown {
  const isStep = Array.isArray(container) ? INDEX.test(step) : isObject(container)
  if (!isStep || !Object.hasOwn(container as object, step)) throw pointerRefused('leads to nothing in the document')
  return (container as Document)[step]
}

const INDEX = /^(?:0|[1-9]\d{0,8})$/

interface Work {
  readonly origins: Map<object, object>
  readonly arrays: unknown[][]
}

/** An object or array under construction; both have members by name. */
type Holder = Record<string, unknown>

/** vc-di-ecdsa §3.4.11 createInitialSelection. */
function createInitial(source: Document): Holder {
  const { id, type } = source
  return { ...(id !== undefined && { id }), ...(type !== undefined && { type }) }
}

/** vc-di-ecdsa §3.4.12 selectPaths. What is there already and is the document's own needs no selecting. */
function selectPath(document: Document, root: Holder, path: Path, work: Work): void {
  let source: object = document
  let selected = root
  for (const [index, step] of path.entries()) {
    const value = memberOf(source, step)
    checkStep(value)
    if (Object.hasOwn(selected, step) && selected[step] === value) {
      path.slice(index + 1).reduce(memberOf, value)
      return
    }
    if (index === path.length - 1) {
      selected[step] = value
      return
    }
    if (typeof value !== 'object' || value === null) throw pointerRefused('leads to nothing in the document')
    if (Object.hasOwn(value, '@context')) throw pointerRefused('leads through an object with contexts of its own')
    const next = (selected[step] as Holder | undefined) ?? createHolder(value, work)
    selected[step] = next
    source = value
    selected = next
  }
}

/** JSON-LD flattens arrays in arrays, which moves their items, and an empty array states nothing. */
function checkStep(value: unknown): void {
  if (!Array.isArray(value)) return
  if (value.length === 0) throw pointerRefused('leads to an empty array')
  if (value.some(Array.isArray)) throw pointerRefused('leads to an array of arrays')
}

function createHolder(value: object, { origins, arrays }: Work): Holder {
  if (!Array.isArray(value)) {
    const holder = createInitial(value as Document)
    origins.set(holder, value)
    return holder
  }
  const holder: unknown[] = []
  arrays.push(holder)
  return holder as unknown[] & Holder
}

function makeDense(array: unknown[]): void {
  const items = array.filter(() => true)
  array.splice(0, array.length, ...items)
}
