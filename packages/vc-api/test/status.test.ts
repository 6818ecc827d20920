import { gzipSync } from 'node:zlib'
import type { Fetch } from '@energy-ssi/core'
import type { Credential } from '@energy-ssi/credential'
import { createStatusListEntry, MAX_STATUS_LIST_BYTES, MIN_STATUS_LIST_LENGTH } from '@energy-ssi/status-list'
import { createStatusListSource } from '@energy-ssi/vc-api'
import { describe, expect, it } from 'vitest'
import { openDesk, START } from './support/desk.ts'
import { codes, contentOf, credential } from './support/documents.ts'

const REVOCATION = { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' }
const SUSPENSION = { type: 'BitstringStatusListEntry', statusPurpose: 'suspension' }

describe('changing a status', () => {
  it('revokes one credential and not its neighbour', async () => {
    const desk = await openDesk()
    const issuer = desk.issuer('vc-jose')
    const [first, second] = await Promise.all(
      ['urn:example:1', 'urn:example:2'].map((id) => issuer.issue({ credential: credential({ id }) })),
    )
    await issuer.updateStatus({ credentialId: 'urn:example:1', credentialStatus: REVOCATION, status: true })
    const verifier = desk.verifier()
    const verify = (verifiableCredential = {}) => verifier.verifyCredential({ verifiableCredential })
    expect(codes(await verify(first))).toEqual(['CREDENTIAL_REVOKED'])
    expect(await verify(second)).toEqual({ verified: true })
  })

  it('is idempotent, and a revocation is final', async () => {
    const issuer = (await openDesk()).issuer('vc-jose')
    await issuer.issue({ credential: credential({ id: 'urn:example:1' }) })
    const update = (status: boolean) =>
      issuer.updateStatus({ credentialId: 'urn:example:1', credentialStatus: REVOCATION, status })
    await update(false)
    await update(true)
    await update(true)
    await expect(update(false)).rejects.toMatchObject({ code: 'status_final' })
  })

  it('suspends and reinstates', async () => {
    const desk = await openDesk({ instance: { statusPurposes: ['revocation', 'suspension'] } })
    const issuer = desk.issuer('eddsa-jcs-2022')
    const issued = await issuer.issue({ credential: credential({ id: 'urn:example:1' }) })
    const update = (status: boolean) =>
      issuer.updateStatus({ credentialId: 'urn:example:1', credentialStatus: SUSPENSION, status })
    const verify = () => desk.verifier().verifyCredential({ verifiableCredential: issued })
    await update(true)
    expect(codes(await verify())).toEqual(['CREDENTIAL_SUSPENDED'])
    await update(false)
    expect((await verify()).verified).toBe(true)
  })

  it.each([
    ['an unknown credential', 'urn:example:9', REVOCATION, 'credential_not_found'],
    ['a purpose it has no entry for', 'urn:example:1', SUSPENSION, 'status_not_found'],
    ['another index', 'urn:example:1', { ...REVOCATION, statusListIndex: '131073' }, 'status_not_found'],
    [
      'another list',
      'urn:example:1',
      { ...REVOCATION, statusListCredential: 'https://x.example/' },
      'status_not_found',
    ],
    ['another type', 'urn:example:1', { ...REVOCATION, type: 'StatusList2021Entry' }, 'status_not_found'],
  ])('refuses %s', async (_, credentialId, credentialStatus, code) => {
    const issuer = (await openDesk()).issuer('vc-jose')
    await issuer.issue({ credential: credential({ id: 'urn:example:1' }) })
    await expect(issuer.updateStatus({ credentialId, credentialStatus, status: true })).rejects.toMatchObject({ code })
  })
})

describe('how the entry is named', () => {
  it.each(['BitstringStatusListEntry', 'BitstringStatusList', 'status_list'])(
    'may be %s, whatever the form of the credential (VCALM §3.2.5)',
    async (type) => {
      const desk = await openDesk()
      for (const securing of ['vc-jose', 'sd-jwt-vc'] as const) {
        const issuer = desk.issuer(securing)
        const verifiableCredential = await issuer.issue({ credential: credential({ id: 'urn:example:1' }) })
        const credentialStatus = { type, statusPurpose: 'revocation' }
        await issuer.updateStatus({ credentialId: 'urn:example:1', credentialStatus, status: true })
        expect(codes(await desk.verifier().verifyCredential({ verifiableCredential }))).toEqual(['CREDENTIAL_REVOKED'])
      }
    },
  )
})

describe('publishing a list', () => {
  it('signs a version once, however many ask at once, and again after a change', async () => {
    const desk = await openDesk()
    const issuer = desk.issuer('eddsa-jcs-2022')
    const issued = await issuer.issue({ credential: credential({ id: 'urn:example:1' }) })
    const [list] = await desk.statusLists.overview()
    const ask = () => desk.statusLists.publication(list?.listId ?? '')
    const publications = await Promise.all([ask(), ask(), ask()])
    expect(new Set(publications.map((publication) => publication?.etag)).size).toBe(1)
    expect(await ask()).toEqual(publications[0])

    await issuer.updateStatus({ credentialId: 'urn:example:1', credentialStatus: REVOCATION, status: true })
    const changed = await ask()
    expect(changed?.etag).not.toBe(publications[0]?.etag)
    expect(changed?.version).toBe(1)
    expect(contentOf(issued)).toBeDefined()
  })

  it('makes a new publication before the old one ends', async () => {
    const desk = await openDesk()
    await desk.issuer('vc-jose').issue({ credential: credential() })
    const [list] = await desk.statusLists.overview()
    const before = await desk.statusLists.publication(list?.listId ?? '')
    desk.pass(23.5 * 3600)
    const after = await desk.statusLists.publication(list?.listId ?? '')
    expect(after?.publishedAt).not.toEqual(before?.publishedAt)
  })

  it.each([
    ['vc-jose', 'application/vc+jwt'],
    ['vc-cose', 'application/vc+jwt'],
    ['vc-sd-jwt', 'application/vc+jwt'],
    ['vc-jwt-1.1', 'application/vc+jwt'],
    ['jwt-proof-2020', 'application/vc+jwt'],
    ['eddsa-rdfc-2022', 'application/vc'],
    ['ecdsa-sd-2023-p256', 'application/vc'],
    ['bbs-2023', 'application/vc'],
  ] as const)('is %s published as %s, signed by the issuer', async (securing, mediaType) => {
    const desk = await openDesk()
    const issuer = desk.issuer(securing)
    const { id, verifiableCredential } = await issuer.createStatusList({ statusPurpose: 'suspension' })
    expect(contentOf(verifiableCredential)).toMatchObject({ id, issuer: issuer.instance.did })
    expect((await desk.statusLists.publicationAt(id))?.mediaType).toBe(mediaType)
    expect((await desk.verifier().verifyCredential({ verifiableCredential })).verified).toBe(true)
  })

  it('knows no list that was not created', async () => {
    const desk = await openDesk()
    for (const listId of ['nope', 'a\0', 'A'.repeat(22)]) {
      expect(await desk.statusLists.publication(listId)).toBeUndefined()
    }
  })
})

describe('allocating', () => {
  it('leaves room for the entries of the caller, ten in all', async () => {
    const issuer = (await openDesk()).issuer('vc-jose')
    const issue = (count: number) => {
      const credentialStatus = Array.from({ length: count }, (_, index) =>
        createStatusListEntry({ url: 'https://lists.example/1', purpose: 'message', index }),
      )
      return issuer.issue({ credential: credential({ credentialStatus }) })
    }
    expect(contentOf(await issue(9)).credentialStatus).toHaveLength(10)
    await expect(issue(10)).rejects.toMatchObject({ code: 'credential_refused', problems: [{ code: 'RANGE_ERROR' }] })
  })

  it('goes on with a new list when one is full, without using an index twice', async () => {
    const desk = await openDesk()
    const allocate = () => desk.statusLists.allocate('sd-jwt-vc', 'revocation')
    const first = await allocate()
    // Other nodes hold all but a block of what the list had left.
    await desk.store.leaseStatusBlock(first.reference.listId, MIN_STATUS_LIST_LENGTH - 128)
    const allocated = [first, ...(await Promise.all(Array.from({ length: 299 }, allocate)))]
    const references = allocated.map(({ reference }) => `${reference.listId} ${reference.index}`)
    expect(new Set(references).size).toBe(300)
    expect(new Set(allocated.map(({ reference }) => reference.listId)).size).toBe(2)
    expect(await desk.statusLists.overview()).toHaveLength(2)
  })

  it('goes on after a restart where no index was leased before', async () => {
    const desk = await openDesk()
    const issued = await desk.issuer('vc-jose').issue({ credential: credential() })
    const [list] = await desk.store.listStatusLists()
    expect(list?.length).toBe(MIN_STATUS_LIST_LENGTH)
    expect(list?.leased).toBe(64)
    expect(contentOf(issued)).toBeDefined()
  })
})

describe('a list from elsewhere', () => {
  const url = 'https://lists.example/1'

  /** A credential of a desk whose status is kept in a list that the given answer stands for. */
  async function verifyWith(
    fetch: Fetch,
    policy = {},
    entry: object = createStatusListEntry({ url, purpose: 'revocation', index: 5 }),
  ) {
    const desk = await openDesk({ fetch, instance: { statusPurposes: [] } })
    const issued = await desk.issuer('vc-jose').issue({ credential: credential({ credentialStatus: entry }) })
    return { desk, issued, result: await desk.verifier(policy).verifyCredential({ verifiableCredential: issued }) }
  }
  const answer =
    (body: string, type = 'application/vc+jwt', status = 200): Fetch =>
    async () => ({
      status,
      headers: { 'content-type': type },
      body: new TextEncoder().encode(body),
    })

  it('is "unreachable", never "revoked", when it cannot be had', async () => {
    const { result } = await verifyWith(
      () => Promise.reject(new TypeError('a defect')),
      {},
      { type: 'Other', id: 'urn:x' },
    )
    expect(codes(result)).toEqual(['STATUS_VERIFICATION_ERROR'])
    expect(codes((await verifyWith(answer('', 'text/html', 503))).result)).toEqual(['STATUS_RETRIEVAL_ERROR'])
    expect(codes((await verifyWith(answer('<html>', 'text/html'))).result)).toEqual(['STATUS_RETRIEVAL_ERROR'])
  })

  it('only warns when it is unreachable and the policy says so', async () => {
    const { result } = await verifyWith(answer('', 'text/html', 503), { statusUnreachable: 'warn' })
    expect(result.verified).toBe(true)
    expect(codes(result)).toEqual(['STATUS_RETRIEVAL_ERROR'])
  })

  it('does not count if the credential’s issuer did not sign it', async () => {
    const foreign = await openDesk()
    const other = foreign.issuer('vc-jose')
    const list = await other.issue({ credential: listCredential(url, emptyList()) })
    const token = String(list.id).slice('data:application/vc+jwt,'.length)
    expect(codes((await verifyWith(answer(token))).result)).toEqual(['STATUS_VERIFICATION_ERROR'])
  })

  it('does not count if its signature is broken', async () => {
    const { desk, issued } = await verifyWith(answer('', 'x', 500))
    const token = String(issued.id).slice('data:application/vc+jwt,'.length)
    const broken = `${token.slice(0, -8)}AAAAAAAA`
    expect(codes((await verifyWith(answer(broken))).result)).toEqual(['STATUS_VERIFICATION_ERROR'])
    expect(desk.clock()).toEqual(START)
  })

  it('is not inflated when it is a gzip bomb', async () => {
    const bomb = `u${gzipSync(Buffer.alloc(256 * 1024 * 1024)).toString('base64url')}`
    let calls = 0
    let body = ''
    const desk = await openDesk({
      instance: { statusPurposes: [] },
      fetch: async () => {
        calls++
        return { status: 200, headers: { 'content-type': 'application/vc+jwt' }, body: new TextEncoder().encode(body) }
      },
    })
    const issuer = desk.issuer('vc-jose')
    body = String((await issuer.issue({ credential: listCredential(url, bomb) })).id).split(',')[1] as string
    const entry = createStatusListEntry({ url, purpose: 'revocation', index: 5 })
    const issued = await issuer.issue({ credential: credential({ credentialStatus: entry }) })
    const memory = process.memoryUsage().arrayBuffers
    const result = await desk.verifier().verifyCredential({ verifiableCredential: issued })
    expect(result.verified).toBe(false)
    expect(codes(result)).toEqual(['STATUS_VERIFICATION_ERROR'])
    expect(process.memoryUsage().arrayBuffers - memory).toBeLessThan(64 * 1024 * 1024)
    expect(calls).toBe(1)
  })

  it('is fetched once for many credentials and again when its time is over', async () => {
    let calls = 0
    let body = ''
    const desk = await openDesk({
      instance: { statusPurposes: [] },
      fetch: async () => {
        calls++
        return { status: 200, headers: { 'content-type': 'application/vc+jwt' }, body: new TextEncoder().encode(body) }
      },
    })
    const issuer = desk.issuer('vc-jose')
    body = String((await issuer.issue({ credential: listCredential(url, emptyList()) })).id).split(',')[1] as string
    const entry = createStatusListEntry({ url, purpose: 'revocation', index: 5 })
    const issued = await issuer.issue({ credential: credential({ credentialStatus: entry }) })
    const verify = () => desk.verifier().verifyCredential({ verifiableCredential: issued })
    expect((await verify()).verified).toBe(true)
    expect((await verify()).verified).toBe(true)
    expect(calls).toBe(1)
    desk.pass(301)
    await verify()
    expect(calls).toBe(2)
  })

  it('is fetched once for credentials that are verified at the same time', async () => {
    let calls = 0
    const { desk, issued } = await verifyWith(answer('', 'text/html', 503))
    const source = createStatusListSource({
      own: desk.statusLists,
      clock: desk.clock,
      verifyIntegrity: desk.verifyIntegrity,
      resolveKey: desk.resolveKey,
      fetch: async () => {
        calls++
        return { status: 404, headers: {}, body: new Uint8Array() }
      },
    })
    const answers = await Promise.all([source(url), source(url), source(url)])
    expect(new Set(answers).size).toBe(1)
    expect([calls, issued.type]).toEqual([1, 'EnvelopedVerifiableCredential'])
  })

  it('is not kept where all kept lists together would take more than 64 MiB', async () => {
    const desk = await openDesk({ instance: { statusPurposes: [] } })
    const issuer = desk.issuer('vc-jose')
    const largest = `u${gzipSync(Buffer.alloc(MAX_STATUS_LIST_BYTES)).toString('base64url')}`
    const calls: string[] = []
    const source = createStatusListSource({
      own: desk.statusLists,
      clock: desk.clock,
      verifyIntegrity: desk.verifyIntegrity,
      resolveKey: desk.resolveKey,
      fetch: async (asked) => {
        calls.push(asked)
        const list = await issuer.issue({ credential: listCredential(asked, largest) })
        const body = new TextEncoder().encode(String(list.id).split(',')[1])
        return { status: 200, headers: { 'content-type': 'application/vc+jwt' }, body }
      },
    })
    const urls = Array.from({ length: 9 }, (_, i) => `https://lists.example/${i}`)
    for (const asked of urls) expect((await source(asked)).verified).toBe(true)
    await source(urls[8] as string)
    await source(urls[1] as string)
    expect(calls).toEqual(urls)
    await source(urls[0] as string)
    expect(calls).toEqual([...urls, urls[0]])
  })

  it('may be named by an entry of several types', async () => {
    const type = ['BitstringStatusListEntry', 'https://types.example/Entry']
    const entry = { ...createStatusListEntry({ url, purpose: 'revocation', index: 5 }), type }
    expect(codes((await verifyWith(answer('', 'text/html', 503), {}, entry)).result)).toEqual([
      'STATUS_RETRIEVAL_ERROR',
    ])
  })

  it.each([
    ['refresh', true, undefined],
    ['message', true, undefined],
    ['quarantine', false, ['STATUS_VERIFICATION_ERROR']],
  ])('with a set bit for %s is judged %s (§2.1)', async (statusPurpose, verified, found) => {
    const desk = await openDesk({
      instance: { statusPurposes: [] },
      fetch: async () => ({
        status: 200,
        headers: { 'content-type': 'application/vc+jwt' },
        body: new TextEncoder().encode(body),
      }),
    })
    const issuer = desk.issuer('vc-jose')
    const encodedList = `u${gzipSync(Buffer.alloc(MIN_STATUS_LIST_LENGTH / 8, 0xff)).toString('base64url')}`
    const list = await issuer.issue({ credential: listCredential(url, encodedList, statusPurpose) })
    const body = String(list.id).split(',')[1] as string
    const entry = { ...createStatusListEntry({ url, purpose: 'revocation', index: 5 }), statusPurpose }
    const issued = await issuer.issue({ credential: credential({ credentialStatus: entry }) })
    const result = await desk.verifier().verifyCredential({ verifiableCredential: issued })
    expect([result.verified, codes(result)]).toEqual([verified, found])
  })

  it.each([
    ['a zero byte', 'https://lists.example/\0'],
    ['no URL', 'list'],
    ['too long a URL', `https://x.example/${'a'.repeat(5000)}`],
  ])('is neither looked up nor fetched under %s', async (_, statusListCredential) => {
    const desk = await openDesk()
    const { did, signer } = desk.identity()
    const credentialStatus = {
      ...createStatusListEntry({ url, purpose: 'revocation', index: 5 }),
      statusListCredential,
    }
    const document = { ...credential({ credentialStatus, issuer: did }) } as Credential
    const verifiableCredential = await desk.forms['vc-jose'].secureCredential(document, signer, START)
    const result = await desk.verifier({ statusUnreachable: 'warn' }).verifyCredential({ verifiableCredential })
    expect([result.verified, codes(result)]).toEqual([false, ['MALFORMED_VALUE_ERROR']])
  })

  it('is refused beyond ten entries, before anything is fetched', async () => {
    let calls = 0
    const credentialStatus = Array.from({ length: 11 }, (_, index) =>
      createStatusListEntry({ url, purpose: 'revocation', index }),
    )
    const desk = await openDesk({
      fetch: async () => {
        calls++
        return { status: 404, headers: {}, body: new Uint8Array() }
      },
    })
    const { did, signer } = desk.identity()
    const document = credential({ credentialStatus, issuer: did }) as Credential
    const verifiableCredential = await desk.forms['vc-jose'].secureCredential(document, signer, START)
    const result = await desk.verifier().verifyCredential({ verifiableCredential })
    expect(codes(result)).toEqual(['MALFORMED_VALUE_ERROR'])
    expect(calls).toBe(0)
  })
})

function emptyList(): string {
  return `u${gzipSync(Buffer.alloc(MIN_STATUS_LIST_LENGTH / 8)).toString('base64url')}`
}

function listCredential(id: string, encodedList: string, statusPurpose = 'revocation'): Record<string, unknown> {
  const statusMessages = ['0x0', '0x1'].map((status) => ({ status, message: `status ${status}` }))
  return credential({
    id,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    credentialSubject: {
      id: `${id}#list`,
      type: 'BitstringStatusList',
      statusPurpose,
      ...(statusPurpose === 'message' && { statusSize: 1, statusMessages }),
      encodedList,
    },
  })
}
