import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import rdfCanonize from 'rdf-canonize'
import { describe, expect, it } from 'vitest'
import { canonicaliseDataset } from '../src/canonicalise-dataset.ts'
import { SPEC } from './support.ts'

interface Entry {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly action: string
  readonly result?: string
  readonly hashAlgorithm?: string
}

const SUITE = new URL('vectors/vc/rdf-canon/tests/', SPEC)
const read = (name: string) => readFileSync(new URL(name, SUITE), 'utf8')
const { entries } = JSON.parse(read('manifest.jsonld')) as { entries: readonly Entry[] }
const ofType = (type: string) => entries.filter((entry) => entry.type === `rdfc:RDFC10${type}Test`)

/** The official tests need the third power of the number of similar blank nodes; the default is the first. */
async function run(
  { action, hashAlgorithm }: Entry,
  maxWorkFactor = 3,
  labels = new Map<string, string>(),
): Promise<string> {
  const hash = hashAlgorithm === 'SHA384' ? 'sha384' : 'sha256'
  return canonicaliseDataset(rdfCanonize.NQuads.parse(read(action)), { hash, maxWorkFactor, labels })
}

describe('RDFC-1.0, the official test suite', () => {
  it('has 64 evaluation, 21 map and 1 negative tests', () => {
    expect([ofType('Eval').length, ofType('Map').length, ofType('NegativeEval').length]).toEqual([64, 21, 1])
  })

  it.each(ofType('Eval').map((entry) => [entry.id, entry.name, entry] as const))('%s %s', async (_id, _name, entry) => {
    expect(await run(entry)).toBe(read(entry.result ?? ''))
  })

  it.each(ofType('Map').map((entry) => [entry.id, entry.name, entry] as const))('%s %s', async (_id, _name, entry) => {
    const labels = new Map<string, string>()
    await run(entry, 3, labels)
    expect(Object.fromEntries(labels)).toEqual(JSON.parse(read(entry.result ?? '')))
  })

  it('#074 poison graph: refused by the default limits at once, and by the time limit without them (§7.1)', async () => {
    const [poison] = ofType('NegativeEval')
    if (poison === undefined) throw new Error('The suite has no poison graph.')
    await expect(run(poison, 1)).rejects.toMatchObject({ code: 'limit_exceeded' })
    const dataset = rdfCanonize.NQuads.parse(read(poison.action))
    const unbounded = canonicaliseDataset(dataset, { maxWorkFactor: Number.POSITIVE_INFINITY, timeLimitMs: 50 })
    await expect(unbounded).rejects.toMatchObject({ code: 'limit_exceeded' })
  })

  it('the default limits also refuse four mutually linked blank nodes: the known price', async () => {
    const nodes = [0, 1, 2, 3]
    const quads = nodes.flatMap((a) => nodes.filter((b) => a !== b).map((b) => `_:n${a} <urn:p> _:n${b} .\n`))
    const dataset = rdfCanonize.NQuads.parse(quads.join(''))
    await expect(canonicaliseDataset(dataset)).rejects.toMatchObject({ code: 'limit_exceeded' })
    await expect(canonicaliseDataset(dataset, { maxWorkFactor: 4 })).resolves.toContain('_:c14n3')
  })
})

describe('RDFC-1.0, code point order (§4.1, §4.6)', () => {
  const low = '\ufb01'
  const high = '\u{1f50c}'

  it('lines are sorted by code point, not by UTF-16 code unit', async () => {
    const quads = [high, low].map((name) => `<urn:s> <urn:p> "${name}" .\n`)
    expect(await canonicaliseDataset(rdfCanonize.NQuads.parse(quads.join('')))).toBe(quads.toReversed().join(''))
  })

  it('so are the lines hashed for a blank node, which decide its label', async () => {
    const lines = (node: string, tail: string) => [high, low].map((name) => `_:${node} <urn:p> "${name}${tail}" .\n`)
    const labelled = async (tail: string) => {
      const quads = [...lines('x', 'a'), ...lines('y', tail)].join('')
      const labels = new Map<string, string>()
      await canonicaliseDataset(rdfCanonize.NQuads.parse(quads), { labels })
      return labels.get('x')
    }
    // UTF-8 bytes sort like code points.
    const hashed = (tail: string) => {
      const sorted = lines('a', tail)
        .map((line) => Buffer.from(line))
        .sort(Buffer.compare)
      return createHash('sha256').update(Buffer.concat(sorted)).digest('hex')
    }
    for (let i = 0; i < 20; i++) {
      expect(await labelled(`b${i}`)).toBe(hashed('a') < hashed(`b${i}`) ? 'c14n0' : 'c14n1')
    }
  })
})
