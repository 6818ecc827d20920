/** Documents as issuers and holders write them. */
import { ENERGY_CONTEXT } from './hostile-contexts.ts'

const V2 = 'https://www.w3.org/ns/credentials/v2'
const V1 = 'https://www.w3.org/2018/credentials/v1'
const EXAMPLES = 'https://www.w3.org/ns/credentials/examples/v2'
const DATA_INTEGRITY = 'https://w3id.org/security/data-integrity/v2'
const TEST = 'https://test.example/'

const status = {
  id: 'https://status.example/1#7',
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: '7',
  statusListCredential: 'https://status.example/1',
}

const station = {
  '@context': [V2, ENERGY_CONTEXT],
  id: 'urn:uuid:0d8f8c1e-7c0f-4d2e-9a51-0b6a7e5d9c11',
  type: ['VerifiableCredential', 'ChargingStationCredential'],
  issuer: { id: 'did:web:cpo.example', name: 'Operator' },
  validFrom: '2026-01-01T00:00:00Z',
  validUntil: '2027-01-01T00:00:00Z',
  credentialStatus: status,
  credentialSubject: {
    id: 'did:web:station.example',
    type: 'ChargingStation',
    evseId: 'DE*ABC*E1',
    coordinates: { latitude: 52.52, longitude: 13.405 },
    connectors: [
      { connectorId: '1', standard: 'IEC_62196_T2', format: 'SOCKET', maxVoltage: 400, maxAmperage: 32 },
      { connectorId: '2', standard: 'IEC_62196_T2_COMBO', format: 'CABLE', maxVoltage: 1000, maxAmperage: 500 },
    ],
    maxElectricPower: 150000,
    meterId: 'urn:meter:1',
    meterKeys: { connectorId: '1', publicKeyHex: 'a1', curve: 'secp256r1' },
  },
}

const plain = {
  '@context': [V2, EXAMPLES],
  id: 'urn:uuid:1',
  type: ['VerifiableCredential', 'ExampleCredential'],
  name: [
    { '@value': 'Ladesäule', '@language': 'de' },
    { '@value': 'Station', '@language': 'en' },
  ],
  issuer: 'did:example:operator',
  validFrom: '2026-01-01T00:00:00Z',
  credentialStatus: status,
  credentialSchema: { id: 'https://schema.example/1.json', type: 'JsonSchema', digestSRI: 'sha384-x' },
  termsOfUse: { type: 'Terms', id: 'urn:terms' },
  evidence: [{ type: 'Evidence', note: 'seen' }],
  credentialSubject: {
    id: 'did:example:station',
    maximumPowerKw: 22.5,
    connectors: ['Type 2', 'CCS'],
    owner: { name: 'Ann' },
  },
}

const proof = {
  type: 'DataIntegrityProof',
  cryptosuite: 'eddsa-rdfc-2022',
  created: '2026-01-01T00:00:00Z',
  expires: '2027-01-01T00:00:00Z',
  verificationMethod: 'did:example:operator#key',
  proofPurpose: 'assertionMethod',
  challenge: 'c',
  domain: ['a.example', 'b.example'],
}

const schema = {
  '@context': [
    V2,
    {
      power: 'https://vocabulary.example/#power',
      phase: { '@id': 'https://vocabulary.example/#phase', '@type': '@id' },
    },
  ],
  id: 'urn:uuid:3',
  type: ['VerifiableCredential', 'JsonSchemaCredential'],
  name: { '@value': 'تجربة', '@language': 'ar', '@direction': 'rtl' },
  description: { '@value': 'x', '@direction': 'ltr' },
  issuer: 'did:example:operator',
  credentialSubject: {
    id: 'https://schema.example/1.json',
    type: 'JsonSchema',
    power: [11, 22, 11],
    phase: ['urn:l1', 'urn:l1'],
    jsonSchema: { type: 'object', properties: { b: { maximum: 1e21 }, a: [1, 0.1, null, 'ä'] }, 'x"': {} },
  },
}

const old = {
  '@context': [V1, DATA_INTEGRITY],
  id: 'urn:uuid:2',
  type: ['VerifiableCredential'],
  issuer: 'did:example:operator',
  issuanceDate: '2026-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:1' },
  evidence: [{ id: 'urn:e', type: ['urn:Evidence'] }],
}

/** Documents as they are written everywhere. */
export const USUAL_DOCUMENTS: readonly object[] = [
  station,
  station,
  plain,
  {
    '@context': [V2],
    type: ['VerifiableCredential'],
    issuer: 'did:example:1',
    credentialSubject: { id: 'did:example:2' },
  },
  {
    '@context': [V2],
    id: 'https://status.example/1',
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: 'did:example:1',
    validFrom: '2026-01-01T00:00:00Z',
    credentialSubject: {
      id: 'https://status.example/1#list',
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: 'uH4s',
      ttl: 300000,
    },
  },
  { '@context': [V2, ENERGY_CONTEXT], ...proof },
  { '@context': [V1, DATA_INTEGRITY], ...proof, previousProof: 'urn:proof:1' },
  {
    '@context': [V2],
    type: ['VerifiablePresentation'],
    holder: 'did:example:1',
    verifiableCredential: [
      { ...station, proof: { ...proof, proofValue: 'z1' } },
      { ...plain, '@context': [V2, EXAMPLES] },
    ],
  },
  {
    '@context': [V2],
    type: 'VerifiablePresentation',
    verifiableCredential: { '@context': V2, id: 'data:application/vc+jwt,x', type: 'EnvelopedVerifiableCredential' },
  },
  old,
  schema,
  { '@context': [V1], type: ['VerifiablePresentation'], holder: 'did:example:1', verifiableCredential: [old] },
]

/** Values with a syntax of their own: lists, language maps, JSON literals, base direction, repetitions; inline contexts. */
export const SPECIAL_FORMS: readonly object[] = [
  {
    '@context': [`${TEST}forms`],
    id: 'urn:1',
    type: 'F',
    note: ['x', 'x', { '@value': 'y', '@direction': 'ltr' }, { '@value': 'y', '@language': 'EN', '@direction': 'rtl' }],
    order: ['a', 'a', 1, 1.5, true, { id: 'urn:2', note: 'in' }, { note: 'blank' }],
    links: ['urn:3', 'urn:3', { id: 'urn:4' }],
    words: ['note', 'urn:5'],
    powers: ['22.5', 5, '-1e3'],
    label: { de: 'Strom', EN: ['power', 'current'], 'de-AT': 'Strom' },
    raw: { b: [1, { '@value': 'x' }, null], a: { '@context': 'x', é: '\u2028"\\' } },
    raws: [{ x: 1 }, [2]],
    power: ['7', 7.5],
    steps: [],
    title: { fr: 'é' },
    data: [[], {}, ''],
  },
  {
    '@context': [
      `${TEST}forms`,
      { extra: 'https://vocabulary.example/#extra', list: { '@id': 'urn:list', '@container': '@list' } },
    ],
    note: 'n',
    extra: {
      type: 'F',
      data: 5,
      steps: [
        { list: [1], note: 'one' },
        { list: [2], note: 'two' },
      ],
    },
    inner: { order: ['x'], note: { '@value': 'z', '@language': 'de' } },
    list: 'single',
  },
  {
    '@context': { id: '@id', v: 'https://vocabulary.example/#', a: 'v:a', j: { '@id': 'v:j', '@type': '@json' } },
    id: 'urn:1',
    a: [{ a: 'x', '@context': { a: 'urn:other', b: 'urn:b' }, b: 1 }, 'y'],
    j: ['x', { a: 'urn:x' }],
  },
]

/** All kinds of documents, some for contexts that nobody should write. */
export const TEMPLATES: readonly object[] = [
  ...USUAL_DOCUMENTS,
  {
    '@context': [`${TEST}plain`],
    id: 'urn:1',
    type: 'T',
    a: ['x', 'y'],
    b: ['urn:2', { id: 'urn:3', a: 1.5 }],
    c: ['T', 'urn:4'],
    double: 5,
    integer: 5,
    text: 'text',
    set: [1, true],
    graph: [{ id: 'urn:5', a: 'in' }, { a: 'out' }],
  },
  {
    '@context': [`${TEST}scoped`],
    id: 'urn:1',
    type: ['T'],
    p: 'p',
    q: { p: 'inner', x: { x: 1 } },
    a: { x: { x: 'deep', a: { x: 1 } }, a: 'redefined' },
    b: ['word', 'T'],
    x: { type: 'U', p: 'of u', x: { x: 1 } },
    graph: { '@context': [`${TEST}plain`], a: 'in' },
  },
  {
    '@context': [`${TEST}scoped`, `${TEST}vocab`],
    type: ['S', 'V'],
    p: { free: 1, type: ['U', 'Word'] },
    none: { '@id': 'urn:n' },
    x: { type: 'S', p3: { x: 1 } },
  },
  {
    '@context': [`${TEST}compact`, `${TEST}compact-again`],
    '@id': 'v:1',
    a: 'x',
    d: '5',
    m: { n: 1, v: 2 },
    b: { type: 'T', e: 'y', m: { n: 1 }, d: 'v:x' },
  },
  ...SPECIAL_FORMS,
  { '@context': [`${TEST}loose`], id: 'urn:1', a: { type: 'T', name: 'urn:2', a: { id: 'urn:3' } } },
  { '@context': [`${TEST}scheme`], '@id': 'did:x', a: 1, b: ['urn:2', 'did:3', 'https://a.example'] },
]
