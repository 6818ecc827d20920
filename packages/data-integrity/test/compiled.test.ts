import { describe, expect, it } from 'vitest'
import { canonicaliseComplete } from '../src/canonicalise-complete.ts'
import { canonicaliseCompiled } from '../src/compiled/canonicalise-compiled.ts'
import { canonicalise, createDataIntegrity } from '../src/index.ts'
import { compare } from './differential/compare.ts'
import { loadHostile } from './differential/hostile-contexts.ts'
import { SPECIAL_FORMS, USUAL_DOCUMENTS } from './differential/templates.ts'
import { createCredential, readText, readVector } from './support.ts'

describe('the compiled canonicaliser', () => {
  it('answers as the complete one does, in output and refusal: 1,500 documents, most of them damaged', async () => {
    const { differences, compiled, refused } = await compare(7, 1500)
    expect(differences).toEqual([])
    expect(compiled).toBeGreaterThan(300)
    expect(refused).toBeGreaterThan(300)
  }, 120_000)

  it.each([
    ['unsigned.json', 'eddsa-rdfc-2022/canonDocDataInt.txt'],
    ['eddsa-rdfc-2022/proofConfigDataInt.json', 'eddsa-rdfc-2022/proofCanonDataInt.txt'],
    ['employmentAuth.json', 'eddsa-rdfc-2022/employ/canonDocDataInt.txt'],
    ['eddsa-rdfc-2022/employ/proofConfigDataInt.json', 'eddsa-rdfc-2022/employ/proofCanonDataInt.txt'],
  ])('takes the vector %s itself', (document, canonical) => {
    expect(canonicaliseCompiled(readVector(document), loadHostile)).toBe(readText(canonical))
  })

  it('takes the credentials and presentations people write', () => {
    for (const document of USUAL_DOCUMENTS)
      expect(canonicaliseCompiled(document, loadHostile)).toEqual(expect.any(String))
  })

  it.each(SPECIAL_FORMS.map((document, i) => [i, document] as const))(
    'takes lists, language maps, JSON literals, base direction and inline contexts (%i)',
    async (_, document) => {
      for (const hash of ['sha256', 'sha384'] as const) {
        const compiled = canonicaliseCompiled(document, loadHostile, hash)
        expect(compiled).toBe(await canonicaliseComplete(document, loadHostile, { hash }))
      }
    },
  )

  it.each([
    [['x', 'x'], true],
    [[5, '5'], false],
    [[5, 5.0], true],
    [[{ '@value': 'x', '@direction': 'rtl' }, 'x'], false],
    [
      [
        { '@value': 'x', '@language': 'ar', '@direction': 'rtl' },
        { '@value': 'x', '@language': 'ar' },
      ],
      false,
    ],
  ])('a value said twice: the set %j', async (values, isCompiled) => {
    const a = { '@id': 'urn:a', '@type': 'urn:datatype' }
    const document = { '@context': { a: values.some((value) => typeof value === 'object') ? 'urn:a' : a }, a: values }
    const compiled = canonicaliseCompiled(document, loadHostile)
    expect(compiled !== undefined).toBe(isCompiled)
    expect(await canonicalise(document, loadHostile)).toBe(await canonicaliseComplete(document, loadHostile))
  })

  it('leaves every refusal to the complete one', () => {
    const refused = { ...createCredential(), '@context': ['https://www.w3.org/ns/credentials/v2'] }
    expect(canonicaliseCompiled(refused, loadHostile)).toBeUndefined()
  })

  it('a context that never ends in time does not stay: many contexts and types in many combinations', () => {
    const terms = Array.from({ length: 10 }, (_, i) => `T${i}`)
    const scoped = Object.fromEntries(
      terms.map((t, i) => [t, { '@id': `urn:t:${t}`, '@context': { [`p${i}`]: `urn:p:${i}` } }]),
    )
    const loader = (url: string) => (url === 'urn:many' ? { '@context': { type: '@type', ...scoped } } : undefined)
    for (let set = 1; set < 1024; set++) {
      const type = terms.filter((_, i) => (set & (1 << i)) !== 0)
      const last = type.at(-1)?.slice(1)
      const document = { '@context': 'urn:many', '@id': 'urn:x', type, [`p${last}`]: 'x' }
      expect(canonicaliseCompiled(document, loader)).toContain(`<urn:x> <urn:p:${last}> "x" .`)
    }
  })
})

describe('selfCheck', () => {
  it('passes where both canonicalisers agree', async () => {
    const { canonicalise: run } = createDataIntegrity({ selfCheck: true })
    expect(await run(createCredential())).toBe(await createDataIntegrity().canonicalise(createCredential()))
  })

  it('throws where they do not', async () => {
    let asked = 0
    const unfaithful = () => ({ '@context': { a: asked++ === 0 ? 'urn:a' : 'urn:b' } })
    const document = { '@context': 'urn:context', a: 1 }
    await expect(canonicalise(document, unfaithful, { selfCheck: true })).rejects.toThrow('differ')
  })
})
