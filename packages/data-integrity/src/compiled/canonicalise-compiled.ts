/** The compiled canonicaliser: all of a document or nothing of it. */
import type { ContextLoader } from '../canonicalise.ts'
import { emitQuads } from './emit-quads.ts'
import { labelBlankNodes } from './label-blank-nodes.ts'
import { OutsideSubset } from './outside.ts'
import { createScopes, type Scopes } from './scopes.ts'

/**
 * The canonical N-Quads of a document that has passed `checkJson`, undefined where it is outside the subset. It never refuses a
 * document: that is for the complete processor.
 */
export function canonicaliseCompiled(
  document: object,
  loader: ContextLoader,
  hash: 'sha256' | 'sha384' = 'sha256',
): string | undefined {
  try {
    return labelBlankNodes(emitQuads(document, scopesOf(loader)), hash)
  } catch (error) {
    if (error instanceof OutsideSubset) return undefined
    throw error
  }
}

/** One set of scopes for each loader, so that what one loader answers never serves another. */
const scopesOfLoader = new WeakMap<ContextLoader, Scopes>()

/** The scopes over a loader. */
export function scopesOf(loader: ContextLoader): Scopes {
  const known = scopesOfLoader.get(loader)
  if (known !== undefined) return known
  const created = createScopes(loader)
  scopesOfLoader.set(loader, created)
  return created
}
