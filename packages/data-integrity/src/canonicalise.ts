/** The canonicaliser: one JSON-LD document in, its canonical N-Quads out. */
import type { Awaitable } from '@energy-ssi/core'
import { canonicaliseComplete } from './canonicalise-complete.ts'
import { checkJson } from './check-json.ts'
import { canonicaliseCompiled } from './compiled/canonicalise-compiled.ts'

/**
 * Answers a context URL with a fresh copy of its document, or undefined for an unknown one.
 *
 * A loader answers the same URL with the same document for as long as it lives: what is computed from it is kept.
 */
export type ContextLoader = (url: string) => unknown

/** Options of {@link canonicalise}. */
export interface CanonicaliseOptions {
  /** Hash of the canonicalisation; `sha256` by default. */
  readonly hash?: 'sha256' | 'sha384'
  /** Also asks the complete processor where the compiled one has answered, and throws an `Error` if they differ. */
  readonly selfCheck?: boolean
}

/** Most JSON values in a document: expansion clones contexts for every node and compares every value with its neighbours. */
export const MAX_JSON_LD_VALUES = 5_000

/**
 * The canonical N-Quads of a JSON-LD document (JSON-LD 1.1 to RDF, then RDFC-1.0), in safe mode: whatever would be lost on the
 * way is an error. There is no base, so relative identifiers are errors, and no way to the network. `hash` is that of the
 * canonicalisation itself: it decides how blank nodes are labelled.
 *
 * Documents of the usual form go straight from JSON to N-Quads; all others through the complete processor, which alone refuses.
 *
 * The base direction of strings is kept as `i18n-datatype`. Strings typed `xsd:double` must be decimal numbers.
 *
 * Limits: 64 levels, 16 Mi characters, 5,000 values, one deep comparison for each blank node that looks like another, one
 * second for all of those.
 *
 * @throws {DataIntegrityError} `invalid_json` `limit_exceeded` `unknown_context` `protected_term` `undefined_term`
 *   `relative_iri` `invalid_json_ld`
 * @see https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm
 * @see https://www.w3.org/TR/rdf-canon/
 */
export async function canonicalise(
  document: object,
  loader: ContextLoader,
  options: CanonicaliseOptions = {},
): Promise<string> {
  checkJson(document, MAX_JSON_LD_VALUES)
  return canonicaliseChecked(document, loader, options)
}

/** As {@link canonicalise}, of a document that passed `checkJson` within its limits. At once if it is of the usual form. */
export function canonicaliseChecked(
  document: object,
  loader: ContextLoader,
  { hash = 'sha256', selfCheck = false }: CanonicaliseOptions = {},
): Awaitable<string> {
  const compiled = canonicaliseCompiled(document, loader, hash)
  if (compiled !== undefined && !selfCheck) return compiled
  return canonicaliseComplete(document, loader, { hash }).then((complete) => {
    if ((compiled ?? complete) === complete) return complete
    throw new Error('The compiled canonicaliser and the complete one differ.')
  })
}
