/** RDFC-1.0 over a dataset of quads, within a limit of work and time. */
/// <reference path="./untyped-modules.d.ts" />
import { createHash } from 'node:crypto'
import rdfCanonize from 'rdf-canonize'
import { compareCodePoints, hasBothOrders } from './code-points.ts'
import { DataIntegrityError } from './errors.ts'

/** Options of {@link canonicaliseDataset}. */
export interface DatasetOptions {
  /** Hash of the canonicalisation itself. Default SHA-256. */
  readonly hash?: 'sha256' | 'sha384'
  /**
   * Bounds the deep comparisons to `n ** maxWorkFactor` for `n` blank nodes that look alike at first sight. Default 1: enough
   * for credentials, refuses poison graphs at once, and also refuses some harmless ones (four mutually linked blank nodes).
   */
  readonly maxWorkFactor?: number
  /** Time for the deep comparisons. Default 1000. */
  readonly timeLimitMs?: number
  /** Receives the canonical label of each blank node. */
  readonly labels?: Map<string, string>
}

/**
 * The canonical N-Quads of a dataset.
 *
 * Lines are in code point order, as RDFC-1.0 asks; the library underneath sorts by UTF-16 code units, which differs where a
 * character beyond U+FFFF meets one from U+E000 to U+FFFF.
 *
 * @param dataset - quads in the shape of RDF/JS
 * @throws {DataIntegrityError} `limit_exceeded`
 * @see https://www.w3.org/TR/rdf-canon/#canon-algorithm
 */
export async function canonicaliseDataset(dataset: readonly object[], options: DatasetOptions = {}): Promise<string> {
  const { hash = 'sha256', maxWorkFactor = 1, timeLimitMs = 1000, labels } = options
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), timeLimitMs)
  const run = (createMessageDigest: () => Digest) => {
    const fixed = { algorithm: 'RDFC-1.0', rejectURDNA2015: true, maxWorkFactor, signal: limit.signal } as const
    labels?.clear()
    return rdfCanonize.canonize(dataset, {
      ...fixed,
      createMessageDigest,
      ...(labels === undefined ? {} : { canonicalIdMap: labels }),
    })
  }
  try {
    const nquads = await run(() => plainDigest(hash))
    if (!hasBothOrders(nquads)) return nquads
    return sortLines(await run(() => sortingDigest(hash)))
  } catch (cause) {
    throw new DataIntegrityError('limit_exceeded', 'The graph takes too much work to canonicalise.', { cause })
  } finally {
    clearTimeout(timer)
  }
}

interface Digest {
  update(text: string): void
  digest(): string
}

function plainDigest(hash: string): Digest {
  const state = createHash(hash)
  return { update: (text) => void state.update(text, 'utf8'), digest: () => state.digest('hex') }
}

/** Hash First Degree Quads (§4.6) hashes sorted lines, one update each; every other step hashes parts without line feeds. */
function sortingDigest(hash: string): Digest {
  const parts: string[] = []
  return {
    update: (text) => void parts.push(text),
    digest() {
      if (parts.every((part) => part.endsWith('\n'))) parts.sort(compareCodePoints)
      return createHash(hash).update(parts.join(''), 'utf8').digest('hex')
    },
  }
}

function sortLines(nquads: string): string {
  const lines = nquads.split('\n').slice(0, -1)
  return lines
    .sort(compareCodePoints)
    .map((line) => `${line}\n`)
    .join('')
}
