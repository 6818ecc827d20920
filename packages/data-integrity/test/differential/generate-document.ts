/** Documents to compare two canonicalisers with: real ones, damaged at random. */
import { ENERGY_CONTEXT, HOSTILE_CONTEXTS } from './hostile-contexts.ts'
import type { Random } from './random.ts'
import { TEMPLATES } from './templates.ts'

type Json = null | boolean | number | string | Json[] | JsonObject
interface JsonObject {
  [name: string]: Json
}

/** A credential, presentation or proof, as it should be or with up to eight damages. */
export function generateDocument(random: Random): object {
  const document = structuredClone(random.pick(TEMPLATES)) as JsonObject
  if (random.oneIn(8)) document['@context'] = generateContext(random)
  const damages = random.oneIn(6) ? 0 : 1 + random.below(random.oneIn(6) ? 8 : 2)
  for (let i = 0; i < damages; i++) damage(random, random.pick(collectContainers(document)))
  return random.oneIn(3) ? shuffleKeys(random, document) : document
}

const CONTEXT_URLS = [
  'https://www.w3.org/ns/credentials/v2',
  'https://www.w3.org/2018/credentials/v1',
  'https://www.w3.org/ns/credentials/examples/v2',
  'https://w3id.org/security/data-integrity/v2',
  ENERGY_CONTEXT,
  'https://w3id.org/security/v2',
  'https://www.w3.org/ns/did/v1',
  ...Object.keys(HOSTILE_CONTEXTS),
]

function generateContext(random: Random): Json {
  const entries: Json[] = Array.from({ length: random.below(4) }, () => random.pick(CONTEXT_URLS))
  if (random.oneIn(2)) entries.unshift('https://www.w3.org/ns/credentials/v2')
  if (random.oneIn(4))
    entries.push(
      structuredClone(
        random.pick<Json>([null, 5, 'https://unknown.example', 'relative', [], {}, ...INLINE, ...INLINE]),
      ),
    )
  return entries.length === 1 && random.oneIn(2) ? (entries[0] as Json) : entries
}

const INLINE: readonly JsonObject[] = [
  { extra: null },
  { extra: 'https://vocabulary.example/#extra' },
  { name: 'https://vocabulary.example/#name' },
  { id: '@id', type: '@type', a: 'https://vocabulary.example/#a' },
  { '@vocab': 'https://vocabulary.example/#' },
  { '@language': 'de' },
  { extra: { '@id': 'https://vocabulary.example/#extra', '@type': '@json' }, '@protected': true },
  { note: 'https://vocabulary.example/#note', order: 'urn:order' },
  { order: { '@id': 'https://vocabulary.example/#order', '@container': '@list' } },
  { label: { '@id': 'https://vocabulary.example/#label', '@container': '@language' }, x: 'forms:x' },
  { a: 'v:a', v: 'https://vocabulary.example/#' },
  { name: { '@id': 'https://schema.org/name', '@container': '@language' } },
  { T: { '@id': 'urn:T', '@context': { x: { '@id': 'urn:x', '@type': '@json' } } }, type: '@type' },
]

/** Names with a meaning somewhere, and without. */
const NAMES = [
  ...[
    'id',
    'type',
    '@id',
    '@type',
    'name',
    'description',
    'issuer',
    'credentialSubject',
    'validFrom',
    'proof',
    'evidence',
  ],
  ...[
    'a',
    'b',
    'c',
    'p',
    'q',
    'x',
    'double',
    'integer',
    'text',
    'lang',
    'odd',
    'set',
    'graph',
    'list',
    'map',
    'index',
    'json',
  ],
  ...[
    'rdfType',
    'none',
    'kind',
    'p3',
    'prefix',
    'word',
    'undefinedTerm',
    '',
    ' ',
    'ä',
    '\u{1f50c}',
    'constructor',
    'toString',
  ],
  ...[
    '@value',
    '@language',
    '@direction',
    '@graph',
    '@set',
    '@list',
    '@nest',
    '@reverse',
    '@included',
    '@index',
    '@json',
    '@x',
    '@',
  ],
  ...[
    'https://vocabulary.example/#a',
    'urn:x',
    'prefix:a',
    'v:a',
    'did:x',
    '_:b',
    'rel/ative',
    'a:b',
    ':',
    'http://a b',
    '@context',
  ],
  ...[
    'http://www.w3.org/1999/02/22-rdf-syntax-ns#type',
    'verifiableCredential',
    'credentialStatus',
    'termsOfUse',
    'holder',
  ],
  ...[
    'note',
    'order',
    'links',
    'words',
    'powers',
    'label',
    'typedLabel',
    'raw',
    'raws',
    'rawList',
    'power',
    'scopedList',
    'inner',
    'steps',
    'title',
    'data',
    'extra',
  ],
  ...[
    'latitude',
    'maxVoltage',
    'connectors',
    'coordinates',
    'evseId',
    'proofPurpose',
    'created',
    'digestSRI',
    'jsonSchema',
  ],
]

/** Names that most of the documents define. */
const GOOD_NAMES = [...['name', 'description', 'a', 'x', 'p', 'set'], 'https://vocabulary.example/#a', 'urn:x']

const TYPES = [
  ...[
    'VerifiableCredential',
    'VerifiablePresentation',
    'ChargingStationCredential',
    'ChargingStation',
    'MeteringPoint',
  ],
  ...[
    'BitstringStatusListEntry',
    'BitstringStatusList',
    'DataIntegrityProof',
    'JsonSchema',
    'FlexibilityPool',
    'T',
    'U',
    'S',
    'N',
  ],
  ...['undefinedType', 'https://vocabulary.example/#T', 'urn:t', '@json', '@id', 'id', 'prefix:T', '_:t', '', 'Ä'],
]

const TEXTS = [
  ...[
    '',
    'a',
    'text',
    'Ladesäule',
    '\u{1f50c}\u{10ffff}',
    '\ufb01\u{1f50c}',
    '\ufffd',
    '\u0000',
    '\u0007\b\t\n\f\r',
    '\u007f\u0080\u009f',
  ],
  ...[
    '"',
    '\\',
    '\u2028',
    '\ufeff',
    ' ',
    '<>',
    '2026-01-01T00:00:00Z',
    '22.5',
    '7',
    '-0',
    '1e400',
    'NaN',
    'true',
    '@type',
    '@foo',
  ],
  ...[
    'did:example:1',
    'did:example:2',
    'urn:uuid:1',
    'https://a.example/1',
    'https://a.example/ä',
    'http://a b',
    'http://a"b',
    'a|b:c',
  ],
  ...[
    'relative',
    '#fragment',
    '//host',
    '/path',
    '?q',
    '_:b0',
    '_:b1',
    'prefix:x',
    'v:x',
    'mailto:',
    ':',
    'assertionMethod',
    'word',
  ],
  ...[
    '\ud800',
    '1http://x',
    '_:',
    'a:',
    'x-y.z+1:q',
    'http://a{b}',
    'http://a^b`',
    'T',
    'id',
    'https://a.example/\u00a0',
  ],
]

const NUMBERS = [
  ...[
    0,
    -0,
    1,
    -1,
    7,
    22.5,
    0.1,
    1e21,
    1e20,
    123456789012345680000,
    1e-7,
    -1e-7,
    1.5e-7,
    5e-324,
    1.7976931348623157e308,
    0.1 + 0.2,
  ],
  ...[9007199254740992, 1e100, -1e21, 100, 1.0000000000000002, 123456.789, -22.50001],
]

function generateValue(random: Random, depth = 0): Json {
  const kind = random.below(depth > 2 ? 6 : 14)
  if (kind < 3) return random.pick(TEXTS)
  if (kind === 3) return random.pick(NUMBERS)
  if (kind === 4) return random.pick<Json>([true, false, null])
  if (kind === 5) return random.pick(TYPES)
  if (kind === 6) return Array.from({ length: random.below(4) }, () => generateValue(random, depth + 1))
  if (kind === 7) return { id: random.pick(TEXTS) }
  if (kind === 8) return generateLanguageString(random)
  if (kind === 12) return generateLanguageMap(random)
  if (kind === 13) return generateRepetitions(random, depth)
  const node: JsonObject = {}
  if (random.oneIn(2)) node.type = random.oneIn(2) ? random.pick(TYPES) : [random.pick(TYPES), random.pick(TYPES)]
  if (random.oneIn(3)) node.id = random.pick(TEXTS)
  for (let i = random.below(4); i > 0; i--) node[random.pick(NAMES)] = generateValue(random, depth + 1)
  return node
}

function generateLanguageString(random: Random): JsonObject {
  const value: JsonObject = { '@value': random.oneIn(8) ? generateValue(random, 3) : random.pick(TEXTS) }
  if (!random.oneIn(4)) value['@language'] = random.pick<Json>(['de', 'EN-us', 'ar', 'not a tag', '', null, 5])
  if (random.oneIn(4)) value['@direction'] = random.pick<Json>(['ltr', 'rtl', 'up', null])
  if (random.oneIn(6)) value['@type'] = random.pick<Json>(['urn:t', 'relative', '@json', null])
  if (random.oneIn(12)) value['@index'] = 'i'
  return value
}

const LANGUAGES = ['de', 'DE', 'en-US', 'ar', 'zh-Hant-TW', 'not a tag', '@none', '', 'note', 'a', 'x-private']

function generateLanguageMap(random: Random): JsonObject {
  const map: JsonObject = {}
  for (let i = random.below(4); i > 0; i--) {
    const text = random.pick(TEXTS)
    map[random.pick(LANGUAGES)] = random.pick<Json>([text, text, [text], [text, 'x', text], [], null, 5, [null], {}])
  }
  return map
}

/** A list in which some items are the same, or the same but for their spelling. */
function generateRepetitions(random: Random, depth: number): Json {
  const value = generateValue(random, depth + 1)
  const others: Json[] = [value, structuredClone(value), JSON.stringify(value), '5', 5, '5.0', null, [], {}]
  return Array.from({ length: 1 + random.below(4) }, () => random.pick(others))
}

/** Every object and array of a document. */
function collectContainers(value: Json, found: (JsonObject | Json[])[] = []): (JsonObject | Json[])[] {
  if (typeof value !== 'object' || value === null) return found
  found.push(value)
  for (const each of Object.values(value)) collectContainers(each, found)
  return found
}

function damage(random: Random, container: JsonObject | Json[]): void {
  if (Array.isArray(container)) damageList(random, container)
  else damageObject(random, container)
}

function damageList(random: Random, list: Json[]): void {
  const index = random.below(list.length + 1)
  if (random.oneIn(4)) list.splice(index, 1)
  else if (random.oneIn(3) && list.length > 0) list.push(structuredClone(random.pick(list)))
  else if (list.every((item) => typeof item === 'string') && random.oneIn(2)) list.push(random.pick(TYPES))
  else list.splice(index, 0, generateValue(random))
}

function damageObject(random: Random, object: JsonObject): void {
  const name = random.pick([...Object.keys(object), 'id'])
  const value = object[name] ?? null
  switch (random.below(14)) {
    case 0:
      delete object[name]
      break
    case 1:
      object[name] = [value]
      break
    case 2:
      object[name] = [value, structuredClone(value)]
      break
    case 3:
      object[random.oneIn(2) ? name : random.pick(NAMES)] = structuredClone(value)
      break
    case 4:
      object[random.pick(NAMES)] = random.oneIn(6) ? generateContext(random) : generateValue(random)
      break
    case 5:
      if (random.oneIn(3)) object['@context'] = generateContext(random)
      else
        object.type = random.oneIn(2)
          ? random.pick(TYPES)
          : [value === null ? 'T' : random.pick(TYPES), random.pick(TYPES)]
      break
    case 6:
      if (random.oneIn(4)) object[random.pick(LITERAL_NAMES)] = structuredClone(random.pick(Object.values(LITERALS)))
      else object[name] = generateNeighbour(random, value)
      break
    case 7:
      object[name] = generateValue(random)
      break
    default:
      object[random.pick(GOOD_NAMES)] = random.pick<Json>([
        'text',
        'urn:x',
        5,
        22.5,
        true,
        null,
        [],
        {},
        [{}, 'x'],
        ['x', 5],
      ])
  }
}

/** Members with values in a syntax of their own. */
const LITERAL_NAMES = ['raw', 'json', 'data', 'jsonSchema', 'order', 'list', 'steps', 'label', 'map', 'note', 'name']
const LITERALS: Readonly<Record<string, Json>> = {
  nested: { a: [{ b: { c: [[[]]] } }], '@context': 'urn:x', '@type': '@json' },
  prototypes: { constructor: { prototype: 1 }, hasOwnProperty: null, toString: 'x', valueOf: [] },
  numbers: [1e21, -0, 5e-324, 1.7976931348623157e308, 0.1, 9007199254740992, 100, 1e-7],
  texts: { '\u2028': '\u0000\u001f\u007f\u0080', '\u{1f50c}': '\ufb01', ä: '"\\/', '': '' },
  empty: [[], {}, '', null, false],
  list: { '@list': ['a', 'b'] },
  json: { '@value': { a: 1 }, '@type': '@json' },
  typed: { '@value': '5', '@type': 'http://www.w3.org/2001/XMLSchema#double' },
  directions: [
    { '@value': 'x', '@language': 'ar', '@direction': 'rtl' },
    { '@value': 'x', '@language': 'AR', '@direction': 'ltr' },
    { '@value': 'x', '@language': 'ar' },
  ],
  bare: [{ '@value': 'x', '@direction': 'rtl' }, 'x'],
}

/** A value of the same kind. */
function generateNeighbour(random: Random, value: Json): Json {
  if (random.oneIn(3)) return [structuredClone(value), value]
  if (typeof value === 'number') return random.pick(NUMBERS)
  if (typeof value === 'string') return random.pick(TEXTS)
  return [value, generateValue(random)]
}

function shuffleKeys<T extends Json>(random: Random, value: T): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((each) => shuffleKeys(random, each)) as T
  const entries = Object.entries(value).map(([name, each]) => [name, shuffleKeys(random, each)] as const)
  return Object.fromEntries(random.shuffle(entries)) as T
}
