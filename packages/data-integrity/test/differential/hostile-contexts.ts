/** Contexts written to catch a canonicaliser out, beside the pinned ones. */
import { readFileSync } from 'node:fs'
import { PINNED_CONTEXTS } from '../../src/pinned-contexts.ts'

/** URL of the context of energy credentials. */
export const ENERGY_CONTEXT = 'https://w3id.org/energy-ssi/v1'

const V = 'https://vocabulary.example/#'
const XSD = 'http://www.w3.org/2001/XMLSchema#'

/** By URL. Some are invalid. */
export const HOSTILE_CONTEXTS: Readonly<Record<string, object>> = {
  'https://test.example/plain': {
    id: '@id',
    type: '@type',
    a: `${V}a`,
    b: { '@id': `${V}b`, '@type': '@id' },
    c: { '@id': `${V}c`, '@type': '@vocab' },
    double: { '@id': `${V}double`, '@type': `${XSD}double` },
    integer: { '@id': `${V}integer`, '@type': `${XSD}integer` },
    text: { '@id': `${V}text`, '@type': `${XSD}string` },
    lang: { '@id': `${V}lang`, '@type': 'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString' },
    odd: { '@id': `${V}odd`, '@type': 'urn:datatype' },
    set: { '@id': `${V}set`, '@container': '@set' },
    graph: { '@id': `${V}graph`, '@container': '@graph' },
    list: { '@id': `${V}list`, '@container': '@list' },
    map: { '@id': `${V}map`, '@container': '@language' },
    index: { '@id': `${V}index`, '@container': '@index' },
    json: { '@id': `${V}json`, '@type': '@json' },
    rdfType: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type',
    T: `${V}T`,
    prefix: V,
  },
  'https://test.example/scoped': {
    '@version': 1.1,
    '@protected': true,
    id: '@id',
    type: '@type',
    a: { '@id': `${V}a`, '@context': { a: `${V}inner-a`, x: `${V}x` } },
    b: { '@id': `${V}b`, '@type': '@vocab', '@context': { word: `${V}word`, T: { '@id': `${V}T2` } } },
    graph: { '@id': `${V}graph`, '@type': '@id', '@container': '@graph', '@context': null },
    none: { '@id': `${V}none`, '@context': null },
    x: `${V}outer-x`,
    T: {
      '@id': `${V}T`,
      '@context': { '@protected': true, p: `${V}p`, q: { '@id': `${V}q`, '@context': { p: `${V}p2` } } },
    },
    U: { '@id': `${V}U`, '@context': { p: `${V}p-of-u`, kind: '@type' } },
    S: {
      '@id': `${V}S`,
      '@context': { '@protected': true, p: `${V}p`, x: `${V}outer-x`, p3: { '@id': `${V}p3`, '@container': '@graph' } },
    },
    N: { '@id': `${V}N`, '@context': null },
  },
  'https://test.example/forms': {
    '@protected': true,
    id: '@id',
    type: '@type',
    note: `${V}note`,
    order: { '@id': `${V}order`, '@container': '@list' },
    links: { '@id': `${V}links`, '@type': '@id', '@container': '@list' },
    words: { '@id': `${V}words`, '@type': '@vocab', '@container': '@list' },
    powers: { '@id': `${V}powers`, '@type': `${XSD}double`, '@container': '@list' },
    label: { '@id': `${V}label`, '@container': '@language' },
    typedLabel: { '@id': `${V}typedLabel`, '@type': '@id', '@container': '@language' },
    raw: { '@id': `${V}raw`, '@type': '@json' },
    raws: { '@id': `${V}raws`, '@type': '@json', '@container': '@set' },
    rawList: { '@id': `${V}rawList`, '@type': '@json', '@container': '@list' },
    power: { '@id': `${V}power`, '@type': `${XSD}double` },
    scopedList: { '@id': `${V}scopedList`, '@container': '@list', '@context': { note: `${V}note2` } },
    inner: {
      '@id': `${V}inner`,
      '@context': { order: `${V}order2`, label: { '@id': `${V}label`, '@container': '@set' } },
    },
    de: `${V}de`,
    F: {
      '@id': `${V}F`,
      '@context': {
        steps: { '@id': `${V}steps`, '@container': '@list' },
        title: { '@id': `${V}title`, '@container': '@language' },
        data: { '@id': `${V}data`, '@type': '@json' },
      },
    },
  },
  'https://test.example/vocab': { '@vocab': V },
  'https://test.example/loose': {
    id: '@id',
    type: '@type',
    T: { '@id': `${V}T`, '@context': { a: `${V}loose-a`, id: `${V}id`, name: '@id' } },
    a: `${V}a`,
  },
  'https://test.example/language': { '@language': 'de', a: `${V}a` },
  'https://test.example/propagate': { '@propagate': false, a: `${V}propagate-a` },
  'https://test.example/null': { name: null, a: null },
  'https://test.example/scheme': {
    did: V,
    urn: 'https://urn.example/',
    a: 'urn:a',
    b: { '@id': `${V}b`, '@type': '@id' },
  },
  'https://test.example/compact': {
    v: V,
    type: '@type',
    a: 'v:a',
    b: { '@id': 'v:b', '@type': '@id' },
    d: { '@id': 'v:d', '@type': 'v:D' },
    m: { '@id': 'v:m', '@context': { n: 'v:n', v: 'https://other.example/' } },
    T: {
      '@id': 'v:T',
      '@context': {
        '@protected': true,
        v: V,
        e: 'v:e2',
        m: { '@id': 'v:m2', '@context': { v: 'https://x.example/', n: 'v:x' } },
      },
    },
  },
  'https://test.example/compact-again': {
    '@protected': true,
    v: V,
    a: { '@id': `${V}a` },
    d: { '@id': 'v:d', '@type': `${V}D` },
  },
  'https://test.example/compact-late': { '@vocab': 'v:', w: 'v:w', v: V },
  'https://test.example/cyclic': { a: 'b:x', b: 'a:x' },
  'https://test.example/invalid': { a: 5 },
}

/** The context of energy credentials, from the root of the repository: sources and emitted files lie at different depths. */
function readEnergyContext(): string {
  const [root] = import.meta.dirname.split('/packages/data-integrity/')
  return readFileSync(`${root}/spec/contexts/energy/v1.jsonld`, 'utf8')
}

const texts = new Map([
  [ENERGY_CONTEXT, readEnergyContext()] as const,
  ...Object.entries(PINNED_CONTEXTS),
  ...Object.entries(HOSTILE_CONTEXTS).map(([url, context]) => [url, JSON.stringify({ '@context': context })] as const),
])

/** Answers pinned and hostile contexts. */
export function loadHostile(url: string): unknown {
  const text = texts.get(url)
  return text === undefined ? undefined : JSON.parse(text)
}
