/** What a conformance checker sends: credentials that are fine, and every kind that is not. */
/** A JSON object. */
export type Members = Readonly<Record<string, unknown>>

const V1 = 'https://www.w3.org/2018/credentials/v1'
const V2 = 'https://www.w3.org/ns/credentials/v2'
const EXAMPLES = 'https://www.w3.org/ns/credentials/examples/v2'
export const UNKNOWN_OPTION = 'https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED'
export const ISSUERS = ['eddsa-rdfc-2022', 'eddsa-jcs-2022', 'vc-jose'] as const
/** Every issuer of the built-in set-up, in its order. */
export const DEFAULT_ISSUERS = [
  ...ISSUERS,
  'vc-jose-es256',
  'vc-jwt-1.1',
  'vc-cose',
  'vc-sd-jwt',
  'sd-jwt-vc',
  'ecdsa-rdfc-2019-p256',
  'ecdsa-rdfc-2019-p384',
  'ecdsa-jcs-2019-p256',
  'ecdsa-jcs-2019-p384',
  'ed25519-signature-2020',
  'ecdsa-sd-2023-p256',
  'bbs-2023',
] as const
export const DATA_INTEGRITY = ISSUERS.slice(0, 2)
export const REVOCATION = { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' }
export const CREDENTIAL = {
  '@context': [V2, EXAMPLES],
  type: ['VerifiableCredential'],
  credentialSubject: { id: 'did:example:s' },
}
export const CREDENTIAL_OF_1_1 = {
  '@context': [V1],
  type: ['VerifiableCredential'],
  issuanceDate: '2020-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:s' },
}
export const PRESENTATION = { '@context': [V2], type: ['VerifiablePresentation'] }
const EMPTY_SRI = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
const RESOURCE = { id: 'https://a.example/r', digestSRI: EMPTY_SRI }

/** Malformed credentials by the member that is wrong: what to change in {@link CREDENTIAL}. */
export const MALFORMED: Readonly<Record<string, readonly Members[]>> = {
  '@context': [undefined, [], V2, [EXAMPLES, V2], [V2, 1], [V2, null], [V2, 'no url']].map((value) => ({
    '@context': value,
  })),
  type: [undefined, [], [1], null, {}, ['Other'], 'Other'].map((type) => ({ type })),
  'an unmapped type': [{ '@context': [V2], type: ['VerifiableCredential', 'Unmapped'] }],
  issuer: ['no-url', 4, null, ['did:example:i'], {}, { id: 'no-url' }, 'did:example:other'].map((issuer) => ({
    issuer,
  })),
  credentialSubject: [undefined, 'x', {}, [], [{}], null, { id: 'no url' }].map((credentialSubject) => ({
    credentialSubject,
  })),
  validFrom: ['yesterday', '2020-01-01', '2020-01-01T00:00:00', 20200101].map((validFrom) => ({ validFrom })),
  validUntil: [{ validUntil: 'soon' }, { validFrom: '2021-01-01T00:00:00Z', validUntil: '2020-01-01T00:00:00Z' }],
  id: ['no-url', 4, null, ['urn:a:b', 'urn:a:c']].map((id) => ({ id })),
  refreshService: [{ refreshService: { id: 'https://a.example/' } }],
  credentialSchema: [{ id: 'https://a.example/' }, { type: 'JsonSchema' }, { type: 'JsonSchema', id: 'no url' }].map(
    (credentialSchema) => ({ credentialSchema }),
  ),
  evidence: [{ evidence: { id: 'https://a.example/' } }, { evidence: [{ type: 'Evidence', id: 'no-url' }] }],
  termsOfUse: [{ termsOfUse: { id: 'https://a.example/' } }],
  credentialStatus: [{ credentialStatus: { id: 'https://a.example/' } }],
  relatedResource: [
    'x',
    { id: RESOURCE.id },
    { digestSRI: EMPTY_SRI },
    [RESOURCE, RESOURCE],
    { ...RESOURCE, id: V2 },
  ].map((relatedResource) => ({ relatedResource })),
  'a protected term': [{ '@context': [V2, { VerifiableCredential: 'https://a.example/#VerifiableCredential' }] }],
}

/** What to change in a secured credential so that it is no longer the one that was signed. */
export const ALTERED: readonly Members[] = [
  { type: ['X'] },
  { type: null },
  { '@context': 5 },
  { '@context': null },
  { credentialSubject: [] },
  { issuer: [] },
  { issuer: null },
  { id: [] },
  { credentialStatus: 'x' },
]

/** What may stand in place of a proof. */
export function brokenProofs(proof: Members): readonly unknown[] {
  const changes = [
    { type: 'Foreign2020' },
    { proofValue: 'z' },
    { proofPurpose: ['x'] },
    { verificationMethod: {} },
    { verificationMethod: 'did:key:zNo#zNo' },
    { created: 5 },
  ]
  return [undefined, null, [], {}, 'x', [null], ...changes.map((change) => ({ ...proof, ...change }))]
}

/** What may stand in place of the `id` of an enveloped credential. */
export function brokenEnvelopes(id: string): readonly unknown[] {
  return ['', 5, 'data:', 'data:application/vc+jwt,x', 'data:text/plain,x', `${id.slice(0, -8)}AAAAAAAA`]
}

/** What to change in {@link PRESENTATION} so that no holder signs it. */
export const MALFORMED_PRESENTATIONS: readonly Members[] = [
  { type: ['X'] },
  { '@context': undefined },
  { holder: 'did:example:other' },
  { verifiableCredential: 'x' },
  { id: 'no-url' },
]

/** Options that no holder understands. */
export const REFUSED_OPTIONS: readonly Members[] = [
  { unknown: 1 },
  { proofPurpose: 'x' },
  { cryptosuite: 'x' },
  { type: 'x' },
  { created: 'x' },
]
