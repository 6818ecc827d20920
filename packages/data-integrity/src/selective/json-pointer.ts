/** JSON Pointers (RFC 6901) to what an issuer makes mandatory and a holder discloses. */
import { DataIntegrityError } from '../errors.ts'

/** More pointers in one list are refused. */
export const MAX_POINTERS = 1_000
/** In UTF-16 code units. */
const MAX_POINTER_LENGTH = 2_000

/** The member names and array indexes that lead from a document to a part of it; at least one. */
export type Path = readonly string[]

/**
 * The paths of a list of pointers.
 *
 * Refused are the pointer to the whole document, which has none, pointers without a leading slash, with a tilde that escapes
 * nothing, and through keywords: contexts are always disclosed, and a value object is one value.
 *
 * @throws {DataIntegrityError} `pointer_refused` `limit_exceeded`
 * @see https://www.w3.org/TR/vc-di-ecdsa/#jsonpointertopaths
 */
export function parsePointers(pointers: readonly string[]): readonly Path[] {
  if (pointers.length > MAX_POINTERS)
    throw new DataIntegrityError('limit_exceeded', `There are more than ${MAX_POINTERS} JSON pointers.`)
  return pointers.map(parsePointer)
}

/** A refusal of a pointer. Its text may hold personal data, so it is not repeated. */
export function pointerRefused(reason: string): DataIntegrityError {
  return new DataIntegrityError('pointer_refused', `A JSON pointer ${reason}.`)
}

function parsePointer(pointer: unknown): Path {
  if (typeof pointer !== 'string') throw pointerRefused('is not a string')
  if (pointer === '') throw pointerRefused('names the whole document: name its members')
  if (!pointer.startsWith('/')) throw pointerRefused('does not begin with "/"')
  if (pointer.length > MAX_POINTER_LENGTH) throw pointerRefused(`is longer than ${MAX_POINTER_LENGTH}`)
  if (/~(?![01])/.test(pointer)) throw pointerRefused('has a "~" that is neither "~0" nor "~1"')
  const path = pointer.slice(1).split('/').map(unescapeStep)
  if (path.some((step) => step.startsWith('@'))) throw pointerRefused('names a keyword')
  return path
}

function unescapeStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~')
}
