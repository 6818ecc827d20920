import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDataIntegrity } from '../src/index.ts'
import { CASE_NAMES, CASES, type CaseName, createCredential, NOW, resolveDidKey } from './support.ts'

const dataIntegrity = createDataIntegrity()
const VERIFY = { resolveKey: resolveDidKey, proofPurpose: 'assertionMethod', now: NOW } as const
const sign = (document: object, suite: CaseName) =>
  dataIntegrity.sign(document, { ...CASES[suite], proofPurpose: 'assertionMethod', created: NOW })

type Path = readonly (string | number)[]

/** Where the strings (values and member names) of a document stand. */
function stringPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value === 'string') return [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => stringPaths(each, [...path, key]))
}

function alter(document: object, path: Path, change: (text: string) => string): unknown {
  const copy = structuredClone(document) as Record<string | number, unknown>
  let place = copy
  for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>
  const last = path.at(-1) ?? ''
  place[last] = change(String(place[last]))
  return copy
}

describe.each(CASE_NAMES)('tampering, %s', (suite) => {
  const character = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom('a', ' ', '"', '\\', '\n', '_', ':', 'Z'),
  )

  it('any character replaced, inserted or deleted in any string breaks the proof', async () => {
    const signed = await sign(createCredential(), suite)
    expect((await dataIntegrity.verify(signed, VERIFY)).verified).toBe(true)
    const paths = stringPaths(signed)
    const property = fc.asyncProperty(fc.nat(), fc.nat(), fc.nat(2), character, async (which, where, kind, added) => {
      const path = paths[which % paths.length] ?? []
      let changed = false
      const document = alter(signed, path, (text) => {
        const at = where % (text.length + 1)
        const result = text.slice(0, at) + (kind === 2 ? '' : added) + text.slice(at + (kind === 0 ? 0 : 1))
        changed = result !== text
        return result
      })
      fc.pre(changed)
      expect((await dataIntegrity.verify(document, VERIFY)).verified).toBe(false)
    })
    await fc.assert(property, { numRuns: 400 })
  })

  it('every string of the document, with its first and with its last character changed', async () => {
    const signed = await sign(createCredential(), suite)
    for (const path of stringPaths(signed)) {
      for (const change of [(text: string) => `~${text.slice(1)}`, (text: string) => `${text.slice(0, -1)}~`]) {
        expect((await dataIntegrity.verify(alter(signed, path, change), VERIFY)).verified, path.join('/')).toBe(false)
      }
    }
  })

  it('whatever text a document holds, it verifies as signed', async () => {
    const property = fc.asyncProperty(
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      async (text, number) => {
        fc.pre(text.isWellFormed() && !text.startsWith('_:'))
        const document = { ...createCredential(), credentialSubject: { id: 'urn:1', text, number } }
        expect((await dataIntegrity.verify(await sign(document, suite), VERIFY)).verified).toBe(true)
      },
    )
    await fc.assert(property, { numRuns: 150 })
  })
})
