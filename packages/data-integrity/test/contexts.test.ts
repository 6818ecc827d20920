import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createContexts } from '../src/contexts.ts'
import { createDataIntegrity, PINNED_CONTEXTS, pinnedContextDigest } from '../src/index.ts'
import { readTerms } from '../src/read-terms.ts'
import { createCredential, SPEC } from './support.ts'

const FOLDER = new URL('contexts/', SPEC)
const read = (name: string) => readFileSync(new URL(name, FOLDER))
const files = JSON.parse(read('contexts.json').toString()) as Record<string, string>
const EXTRA = 'https://context.example/v1'

describe('pinned contexts', () => {
  it('every file is what SHA256SUMS.txt says, and every file is listed', () => {
    const listed = read('SHA256SUMS.txt').toString().trim().split('\n')
    const found = readdirSync(FOLDER).filter((name) => name.endsWith('.jsonld'))
    const sums = found.map((name) => `${createHash('sha256').update(read(name)).digest('hex')}  ${name}`)
    expect(sums.sort()).toEqual(listed.sort())
    expect(Object.values(files).sort()).toEqual(found.sort())
  })

  it('the module holds exactly the files', () => {
    const expected = Object.entries(files).map(([url, file]) => [
      url,
      JSON.stringify(JSON.parse(read(file).toString())),
    ])
    expect(Object.entries(PINNED_CONTEXTS)).toEqual(expected)
  })

  it.each(['SHA-256', 'SHA-384', 'SHA-512'] as const)('the %s of each is that of its file', (algorithm) => {
    for (const [url, file] of Object.entries(files)) {
      const digest = createHash(algorithm.replace('-', '').toLowerCase()).update(read(file)).digest()
      expect(pinnedContextDigest(url, algorithm)).toEqual(new Uint8Array(digest))
    }
    expect(pinnedContextDigest('constructor', algorithm)).toBeUndefined()
  })

  it('no two of them give one IRI two terms, apart from two members of old proofs', () => {
    const names = new Map<string, Set<string>>()
    for (const text of Object.values(PINNED_CONTEXTS)) {
      for (const [term, iris] of readTerms(JSON.parse(text), () => undefined).iris) {
        for (const iri of iris) names.set(iri, (names.get(iri) ?? new Set()).add(term))
      }
    }
    const doubles = [...names].filter(([, terms]) => terms.size > 1).map(([iri, terms]) => [iri, [...terms].sort()])
    expect(doubles).toEqual([
      ['https://w3id.org/security#expiration', ['expiration', 'expires']],
      ['https://w3id.org/security#proofValue', ['proofValue', 'signature']],
    ])
  })
})

describe('registered contexts', () => {
  const document = { '@context': { power: 'https://vocabulary.example/#power' } }
  const credential = { ...createCredential(), '@context': ['https://www.w3.org/ns/credentials/v2', EXTRA] }

  it('are known like pinned ones, to their own instance only', async () => {
    const dataIntegrity = createDataIntegrity({ contexts: { [EXTRA]: document } })
    const subject = { '@context': [EXTRA], power: 5 }
    expect(await dataIntegrity.canonicalise(subject)).toContain('<https://vocabulary.example/#power> "5"')
    await expect(createDataIntegrity().canonicalise(subject)).rejects.toMatchObject({ code: 'unknown_context' })
  })

  it('two instances may hold different documents under one URL without disturbing each other', async () => {
    const other = { '@context': { power: 'https://elsewhere.example/#power' } }
    const [first, second] = [document, other].map((each) => createDataIntegrity({ contexts: { [EXTRA]: each } }))
    const subject = { '@context': [EXTRA], power: 5 }
    const results = [
      await first?.canonicalise(subject),
      await second?.canonicalise(subject),
      await first?.canonicalise(subject),
    ]
    expect(results.map((nquads) => nquads?.includes('elsewhere'))).toEqual([false, true, false])
  })

  it('are copied: a later change of the object changes nothing', async () => {
    const changing = { '@context': { power: 'https://vocabulary.example/#power' } }
    const dataIntegrity = createDataIntegrity({ contexts: { [EXTRA]: changing } })
    changing['@context'].power = 'https://elsewhere.example/#power'
    expect(await dataIntegrity.canonicalise({ '@context': EXTRA, power: 5 })).toContain('vocabulary.example')
  })

  it.each([
    ['takes the place of a pinned one', { 'https://www.w3.org/ns/credentials/v2': document }],
    ['has no @context', { [EXTRA]: { power: 'https://vocabulary.example/#power' } }],
    [
      'renames a pinned term',
      { [EXTRA]: { '@context': { state: 'https://www.w3.org/2018/credentials#credentialStatus' } } },
    ],
    [
      'renames a pinned term through a prefix',
      { [EXTRA]: { '@context': { c: 'https://www.w3.org/2018/credentials#', state: 'c:credentialStatus' } } },
    ],
    [
      'renames a pinned term in a scoped context',
      {
        [EXTRA]: {
          '@context': { T: { '@id': 'urn:t', '@context': { end: 'https://www.w3.org/2018/credentials#validUntil' } } },
        },
      },
    ],
    [
      'renames a pinned term through a vocabulary',
      {
        [EXTRA]: {
          '@context': { '@vocab': 'https://www.w3.org/2018/', state: { '@id': 'credentials#credentialStatus' } },
        },
      },
    ],
    ['gives a keyword a second alias', { [EXTRA]: { '@context': { uri: '@id' } } }],
  ])('one that %s is refused', (_rule, contexts) => {
    expect(() => createContexts(contexts)).toThrow(TypeError)
  })

  it('a registered context that names an unknown one is of no use: the refusal names the URL', async () => {
    const contexts = { [EXTRA]: { '@context': ['https://unknown.example/v1', document['@context']] } }
    const failure = createDataIntegrity({ contexts }).canonicalise(credential)
    await expect(failure).rejects.toMatchObject({
      code: 'unknown_context',
      message: expect.stringContaining('unknown.example'),
    })
  })
})
