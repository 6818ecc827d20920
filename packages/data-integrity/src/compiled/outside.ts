/** How the compiled canonicaliser says that a document is not for it. */

/**
 * Thrown where a document leaves the subset that is proven equal to the complete processor. It says nothing about the document:
 * the complete processor takes it from the start, and accepts or refuses it.
 */
export class OutsideSubset extends Error {
  override readonly name = 'OutsideSubset'
}

/** Leaves the subset. */
export function leave(reason: string): never {
  throw new OutsideSubset(reason)
}
