/** Proof chains: which other proofs a proof was made over (Data Integrity 1.0 §4.3 and §4.5). */
import { isObject } from '@energy-ssi/core'
import type { Document } from './cryptosuite.ts'
import { toList } from './proof.ts'

/** The proofs with the ids that `previousProof` names, in document order; undefined if one of them is not there exactly once. */
export function matchPrevious(
  previousProof: string | readonly string[] | undefined,
  proofs: readonly unknown[],
): readonly Document[] | undefined {
  if (previousProof === undefined) return []
  const ids = new Set(toList(previousProof))
  const matching = proofs.filter(isObject).filter(({ id }) => typeof id === 'string' && ids.has(id))
  const found = new Set(matching.map(({ id }) => id))
  return found.size === ids.size && matching.length === ids.size ? matching : undefined
}

/** The document a proof is made over: without proofs, except the ones it follows. */
export function withPrevious(unsecured: Document, previous: readonly Document[]): Document {
  return previous.length === 0 ? unsecured : { ...unsecured, proof: previous }
}
