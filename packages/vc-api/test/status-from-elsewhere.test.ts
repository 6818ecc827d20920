import { gzipSync } from 'node:zlib'
import type { Fetch } from '@energy-ssi/core'
import { signJws } from '@energy-ssi/credential'
import { signSdJwtVc } from '@energy-ssi/credential/sd-jwt'
import {
  createStatusListEntry,
  createTokenStatusClaim,
  createTokenStatuses,
  createTokenStatusListClaims,
  MIN_STATUS_LIST_LENGTH,
  STATUS_LIST_TOKEN_TYP,
} from '@energy-ssi/status-list'
import { type Identity, messageSigner, signCredential } from '@energy-ssi/vc-api'
import { describe, expect, it } from 'vitest'
import { type Desk, openDesk, START } from './support/desk.ts'
import { codes, credential, tokenOf } from './support/documents.ts'

const URL_OF_LIST = 'https://lists.example/1'
const INDEX = 5
const TOKEN_TYPE = 'application/statuslist+jwt'
const STATUS = createTokenStatusClaim({ url: URL_OF_LIST, index: INDEX })

/** A list as its server answers with it. */
interface Answer {
  readonly body: string
  readonly mediaType?: string
}

/** A Status List Token with one status set. */
function listToken(identity: Identity, value = 0, changes: object = {}, typ = STATUS_LIST_TOKEN_TYP) {
  const statuses = createTokenStatuses(1024, 4)
  statuses.set(INDEX, value)
  const expiresAt = new Date(START.getTime() + 3_600_000)
  const issued = { url: URL_OF_LIST, statuses, issuedAt: START, expiresAt, minimumLength: statuses.length }
  const claims = { ...createTokenStatusListClaims(issued), ...changes }
  return signJws(JSON.stringify(claims), messageSigner(identity.signer), typ)
}

async function bitstringToken(desk: Desk, identity: Identity) {
  const encodedList = `u${gzipSync(Buffer.alloc(MIN_STATUS_LIST_LENGTH / 8)).toString('base64url')}`
  const list = credential({
    id: URL_OF_LIST,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    credentialSubject: {
      id: `${URL_OF_LIST}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList,
    },
  })
  return tokenOf(await signCredential(list, { form: desk.forms['vc-jose-es256'], identity, clock: desk.clock }))
}

/** The verdict on an SD-JWT VC whose list is published as `answer` makes it, for its issuer. */
async function verifyWith(
  answer: (issuer: Identity, desk: Desk) => Answer | Promise<Answer>,
  { status = STATUS, policy = {} }: { readonly status?: unknown; readonly policy?: object } = {},
) {
  let published: Answer = { body: '' }
  const fetched: { readonly url: string; readonly accept: string | undefined }[] = []
  const fetch: Fetch = async (url, options) => {
    fetched.push({ url, accept: options?.accept })
    const { body, mediaType = TOKEN_TYPE } = published
    return { status: 200, headers: { 'content-type': mediaType }, body: new TextEncoder().encode(body) }
  }
  const desk = await openDesk({ fetch, instance: { statusPurposes: [] } })
  const { did, signer } = desk.issuer('sd-jwt-vc').instance
  published = await answer({ did, signer }, desk)
  const credentialOfIssuer = { vct: 'urn:example:station', name: 'Station 1', status }
  const verifiableCredential = await desk.issuer('sd-jwt-vc').issue({ credential: credentialOfIssuer })
  const options = { returnResults: true }
  return { result: await desk.verifier(policy).verifyCredential({ verifiableCredential, options }), fetched, desk }
}

describe('a Status List Token from elsewhere (Token Status List §8)', () => {
  it('is asked for by its media type, and says that a credential is valid', async () => {
    const { result, fetched } = await verifyWith(async (issuer) => ({ body: await listToken(issuer) }))
    expect(result).toMatchObject({ verified: true, results: { credentialStatus: [{ verified: true, value: 0 }] } })
    expect(fetched).toEqual([{ url: URL_OF_LIST, accept: expect.stringContaining(TOKEN_TYPE) }])
  })

  it('may have parameters in its media type, and any algorithm of its issuer', async () => {
    const mediaType = `${TOKEN_TYPE}; charset=utf-8`
    const { result } = await verifyWith(async (issuer) => ({ body: await listToken(issuer), mediaType }))
    expect(result.verified).toBe(true)
  })

  it.each([
    [1, 'CREDENTIAL_REVOKED'],
    [2, 'CREDENTIAL_SUSPENDED'],
    [3, 'STATUS_VERIFICATION_ERROR'],
    [7, 'STATUS_VERIFICATION_ERROR'],
  ])('with the value %i is answered with %s (§7.1)', async (value, code) => {
    const { result } = await verifyWith(async (issuer) => ({ body: await listToken(issuer, value) }))
    expect([result.verified, codes(result), result.results?.credentialStatus?.[0]?.value]).toEqual([
      false,
      [code],
      value,
    ])
  })

  it.each<[string, (issuer: Identity, desk: Desk) => Answer | Promise<Answer>, string]>([
    [
      'another signer',
      async (_, desk) => ({ body: await listToken(desk.identity('ES256')) }),
      'STATUS_VERIFICATION_ERROR',
    ],
    [
      'another subject than the credential names',
      async (issuer) => ({ body: await listToken(issuer, 0, { sub: 'https://lists.example/2' }) }),
      'STATUS_VERIFICATION_ERROR',
    ],
    [
      'no subject',
      async (issuer) => ({ body: await listToken(issuer, 0, { sub: undefined }) }),
      'MALFORMED_VALUE_ERROR',
    ],
    [
      'an expiry that is past',
      async (issuer) => ({ body: await listToken(issuer, 0, { exp: START.getTime() / 1000 - 3600 }) }),
      'STATUS_VERIFICATION_ERROR',
    ],
    [
      'an issuance to come',
      async (issuer) => ({ body: await listToken(issuer, 0, { iat: START.getTime() / 1000 + 3600 }) }),
      'STATUS_VERIFICATION_ERROR',
    ],
    [
      'the typ of another token',
      async (issuer) => ({ body: await listToken(issuer, 0, {}, 'JWT') }),
      'STATUS_VERIFICATION_ERROR',
    ],
    [
      'a broken signature',
      async (issuer) => ({ body: `${(await listToken(issuer)).slice(0, -8)}AAAAAAAA` }),
      'STATUS_VERIFICATION_ERROR',
    ],
    ['no token in it', () => ({ body: '<html>' }), 'STATUS_VERIFICATION_ERROR'],
    [
      'a bitstring list in its place',
      async (issuer, desk) => ({
        body: await bitstringToken(desk, issuer),
        mediaType: 'application/vc+jwt',
      }),
      'STATUS_VERIFICATION_ERROR',
    ],
  ])('with %s is refused', async (_, answer, code) => {
    const { result } = await verifyWith(answer)
    expect([result.verified, codes(result)]).toEqual([false, [code]])
  })

  it('that ends before the index is refused', async () => {
    const status = createTokenStatusClaim({ url: URL_OF_LIST, index: 5_000 })
    const { result } = await verifyWith(async (issuer) => ({ body: await listToken(issuer) }), { status })
    expect(codes(result)).toEqual(['RANGE_ERROR'])
  })

  it.each([
    ['of another kind', { other: {} }],
    ['without an index', { status_list: { uri: URL_OF_LIST } }],
    ['without a URL', { status_list: { idx: 1, uri: 'here' } }],
  ])('is not asked for by a status %s, which is refused', async (_, status) => {
    const { result, fetched } = await verifyWith(async (issuer) => ({ body: await listToken(issuer) }), { status })
    expect([result.verified, codes(result), fetched]).toEqual([false, ['MALFORMED_VALUE_ERROR'], []])
  })

  it('that is not there only warns where the policy says so', async () => {
    const gone = { body: 'gone', mediaType: 'text/html' }
    const { result } = await verifyWith(() => gone, { policy: { treatWarningsAsErrors: false } })
    expect(result.verified).toBe(true)
  })
})

describe('a Status List Token in place of a bitstring list', () => {
  it('is refused for a credential of VCDM', async () => {
    let body = ''
    const desk = await openDesk({
      instance: { statusPurposes: [] },
      fetch: async () => ({
        status: 200,
        headers: { 'content-type': TOKEN_TYPE },
        body: new TextEncoder().encode(body),
      }),
    })
    const issuer = desk.issuer('vc-jose-es256')
    body = await listToken(issuer.instance)
    const credentialStatus = createStatusListEntry({ url: URL_OF_LIST, purpose: 'revocation', index: INDEX })
    const verifiableCredential = await issuer.issue({ credential: credential({ credentialStatus }) })
    expect(codes(await desk.verifier().verifyCredential({ verifiableCredential }))).toEqual([
      'STATUS_VERIFICATION_ERROR',
    ])
  })
})

describe('a bitstring list', () => {
  it('is a credential of VCDM: claims of an SD-JWT VC that look like one are refused', async () => {
    let body = ''
    const desk = await openDesk({
      instance: { statusPurposes: [] },
      fetch: async () => ({
        status: 200,
        headers: { 'content-type': 'application/vc+jwt' },
        body: new TextEncoder().encode(body),
      }),
    })
    const issuer = desk.issuer('vc-jose-es256')
    const { did, signer } = issuer.instance
    const credentialStatus = createStatusListEntry({ url: URL_OF_LIST, purpose: 'revocation', index: INDEX })
    const verifiableCredential = await issuer.issue({ credential: credential({ credentialStatus }) })
    const verify = async () => codes(await desk.verifier().verifyCredential({ verifiableCredential }))
    const list = await bitstringToken(desk, issuer.instance)
    const claims = JSON.parse(Buffer.from(list.split('.')[1] ?? '', 'base64url').toString())
    const hiding = { disclose: [], randomBytes: desk.randomBytes }
    body = await signSdJwtVc({ ...claims, iss: did, vct: 'urn:example:list' }, messageSigner(signer), hiding)
    expect(await verify()).toEqual(['STATUS_VERIFICATION_ERROR'])
    desk.pass(10)
    body = list
    expect(await verify()).toBeUndefined()
  })
})

describe('the list of an SD-JWT VC issuer', () => {
  it('is published as a Status List Token under its own URL, and opened as one by another service', async () => {
    const desk = await openDesk()
    const verifiableCredential = await desk.issuer('sd-jwt-vc').issue({ credential: { vct: 'urn:x', jti: 'urn:x:1' } })
    const [list] = await desk.statusLists.overview()
    const published = await desk.statusLists.publication(list?.listId ?? '')
    expect(published?.mediaType).toBe(TOKEN_TYPE)
    const [header, payload] = new TextDecoder().decode(published?.body).split('.')
    const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString())
    expect(decode(header)).toMatchObject({ typ: STATUS_LIST_TOKEN_TYP, alg: 'ES256' })
    expect(decode(payload)).toMatchObject({ sub: list?.url, ttl: 60, status_list: { bits: 1 } })

    const elsewhere = await openDesk({
      fetch: async () => ({
        status: 200,
        headers: { 'content-type': TOKEN_TYPE },
        body: published?.body ?? new Uint8Array(),
      }),
    })
    expect(await elsewhere.verifier().verifyCredential({ verifiableCredential })).toEqual({ verified: true })
  })

  it('is the answer to opening one', async () => {
    const desk = await openDesk()
    const issuer = desk.issuer('sd-jwt-vc')
    const { id, verifiableCredential } = await issuer.createStatusList({ statusPurpose: 'suspension' })
    expect(String(verifiableCredential.id)).toMatch(/^data:application\/statuslist\+jwt,/)
    expect((await desk.statusLists.publicationAt(id))?.mediaType).toBe(TOKEN_TYPE)
  })
})

describe.each([
  'vc-jose',
  'vc-cose',
  'vc-sd-jwt',
  'sd-jwt-vc',
  'eddsa-jcs-2022',
  'ecdsa-sd-2023-p256',
  'bbs-2023',
] as const)('the list of %s', (securing) => {
  it('is published before a credential refers to it', async () => {
    const desk = await openDesk()
    await desk.statusLists.allocate(securing, 'revocation')
    const [list] = await desk.store.listStatusLists()
    expect(await desk.store.findPublication(list?.listId ?? '')).toMatchObject({
      mediaType: desk.forms[securing].statusListType,
    })
  })
})
