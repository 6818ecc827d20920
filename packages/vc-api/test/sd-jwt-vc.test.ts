import { readSdJwt } from '@energy-ssi/credential/sd-jwt'
import { describe, expect, it } from 'vitest'
import { type Desk, openDesk } from './support/desk.ts'
import { codes, contentOf, credential, oldCredential, STATION, tokenOf } from './support/documents.ts'

const VCT = 'https://credentials.example/station'
const CLAIMS = { vct: VCT, sub: STATION, name: 'Station 1', power: { max: 150_000, phases: 3 } }

const issue = (desk: Desk, claims: Readonly<Record<string, unknown>>, options = {}) =>
  desk.issuer('sd-jwt-vc').issue({ credential: claims, options })
const read = async (desk: Desk, claims: Readonly<Record<string, unknown>>, options = {}) =>
  readSdJwt(tokenOf(await issue(desk, claims, options)))

describe('claims with vct', () => {
  it('are issued as dc+sd-jwt; every one but the registered ones can be hidden, each as a whole', async () => {
    const desk = await openDesk()
    const issued = await issue(desk, { ...CLAIMS, exp: 1900000000 })
    expect(String(issued.id)).toMatch(/^data:application\/dc\+sd-jwt,/)
    const { claims, disclosable } = readSdJwt(tokenOf(issued))
    expect(claims).toMatchObject({ ...CLAIMS, iss: desk.issuer('sd-jwt-vc').instance.did, iat: 1780315200 })
    expect(disclosable.toSorted()).toEqual(['/name', '/power'])
    expect(await desk.verifier().verifyCredential({ verifiableCredential: issued })).toEqual({ verified: true })
    expect(await desk.verifier().verifyCredential({ verifiableCredential: tokenOf(issued) })).toEqual({
      verified: true,
    })
  })

  it('that are mandatory stay open, and what stands beside them can be hidden', async () => {
    const desk = await openDesk()
    const { disclosable } = await read(desk, CLAIMS, { mandatoryPointers: ['/name', '/power/max'] })
    expect(disclosable).toEqual(['/power/phases'])
  })

  it.each([['/nothing'], ['name'], ['/power/0']])(
    'mandatory pointer %j leads nowhere and is refused',
    async (pointer) => {
      await expect(issue(await openDesk(), CLAIMS, { mandatoryPointers: [pointer] })).rejects.toMatchObject({
        code: 'option_refused',
      })
    },
  )

  it('with an id are found and revoked under it', async () => {
    const desk = await openDesk()
    const verifiableCredential = await issue(desk, { ...CLAIMS, jti: 'urn:example:1' })
    const credentialStatus = { type: 'status_list', statusPurpose: 'revocation' }
    await desk.issuer('sd-jwt-vc').updateStatus({ credentialId: 'urn:example:1', credentialStatus, status: true })
    const options = { returnResults: true }
    const result = await desk.verifier().verifyCredential({ verifiableCredential, options })
    expect(codes(result)).toEqual(['CREDENTIAL_REVOKED'])
    expect(result.results?.credentialStatus).toEqual([
      { verified: false, value: 1, input: { status_list: expect.any(Object) } },
    ])
  })

  it.each([
    ['no vct', { vct: undefined }, '/vct'],
    ['an empty vct', { vct: '' }, '/vct'],
    ['an issuer that is no string', { iss: { id: 'did:example:1' } }, '/iss'],
    ['an id that is no string', { jti: 7 }, '/jti'],
    ['a status of its own', { status: { status_list: { idx: 0, uri: 'https://lists.example/1' } } }, '/status'],
  ])('with %s are refused', async (_, members, pointer) => {
    const claims = Object.fromEntries(
      Object.entries({ ...CLAIMS, ...members }).filter(([, each]) => each !== undefined),
    )
    const refused = issue(await openDesk(), claims)
    await expect(refused).rejects.toMatchObject({ code: 'credential_refused', problems: [{ pointer }] })
  })

  it.each([
    ['a subject that is no string', { sub: 7 }],
    ['a time that is none', { exp: 'tomorrow' }],
    ['a digest of nothing', { _sd: ['AAAA'] }],
    ['a key that is none', { cnf: { jwk: { kty: 'none' } } }],
  ])('with %s are refused', async (_, members) => {
    await expect(issue(await openDesk(), { ...CLAIMS, ...members })).rejects.toMatchObject({
      code: 'credential_refused',
    })
  })

  it('of another issuer are refused', async () => {
    await expect(issue(await openDesk(), { ...CLAIMS, iss: 'did:example:other' })).rejects.toMatchObject({
      code: 'issuer_mismatch',
    })
  })

  it('have one status: an instance with two purposes issues none of them', async () => {
    const desk = await openDesk({ instance: { statusPurposes: ['revocation', 'suspension'] } })
    await expect(issue(desk, CLAIMS)).rejects.toMatchObject({
      code: 'credential_refused',
      problems: [{ code: 'RANGE_ERROR', pointer: '/status' }],
    })
  })

  it('can be suspended and reinstated: the value of a suspension is 2 (Token Status List §7.1)', async () => {
    const desk = await openDesk({ instance: { statusPurposes: ['suspension'] } })
    const verifiableCredential = await issue(desk, { ...CLAIMS, jti: 'urn:example:1' })
    const credentialStatus = { type: 'status_list', statusPurpose: 'suspension' }
    const set = (status: boolean) =>
      desk.issuer('sd-jwt-vc').updateStatus({ credentialId: 'urn:example:1', credentialStatus, status })
    const verify = () => desk.verifier().verifyCredential({ verifiableCredential, options: { returnResults: true } })
    await set(true)
    const suspended = await verify()
    expect([codes(suspended), suspended.results?.credentialStatus?.[0]?.value]).toEqual([['CREDENTIAL_SUSPENDED'], 2])
    await set(false)
    expect((await verify()).verified).toBe(true)
  })
})

describe('a credential of VCDM', () => {
  const STATION_CREDENTIAL = {
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/examples/v2'],
    id: 'urn:example:1',
    type: ['VerifiableCredential', 'StationCredential'],
    credentialSubject: { id: STATION, name: 'Station 1', power: { max: 150_000 } },
  }

  it('of 2.0 stands for claims: vct, jti, iss, sub, nbf, exp, and the members of its subject', async () => {
    const desk = await openDesk()
    const period = { validFrom: '2026-01-01T00:00:00Z', validUntil: '2027-01-01T00:00:00.5Z' }
    const { claims, disclosable } = await read(desk, credential({ ...STATION_CREDENTIAL, ...period }))
    expect(claims).toEqual({
      vct: 'StationCredential',
      jti: 'urn:example:1',
      iss: desk.issuer('sd-jwt-vc').instance.did,
      sub: STATION,
      iat: 1780315200,
      nbf: 1767225600,
      exp: 1798761600,
      name: 'Station 1',
      power: { max: 150_000 },
      status: { status_list: expect.any(Object) },
    })
    expect(disclosable.toSorted()).toEqual(['/name', '/power'])
    expect(await desk.issuer('sd-jwt-vc').get('urn:example:1')).toBeDefined()
  })

  it('of 1.1 stands for claims: nbf and exp come from issuanceDate and expirationDate', async () => {
    const desk = await openDesk()
    const { claims } = await read(desk, oldCredential({ expirationDate: '2027-01-01T00:00:00Z' }))
    expect(claims).toMatchObject({ vct: 'VerifiableCredential', sub: STATION, nbf: 1767225600, exp: 1798761600 })
  })

  it.each([
    ['name', { name: 'A name' }, '/name'],
    ['evidence', { evidence: [{ type: 'Evidence' }] }, '/evidence'],
    ['credentialStatus', { credentialStatus: { type: 'Other', id: 'urn:example:s' } }, '/credentialStatus'],
    ['several subjects', { credentialSubject: [{ id: STATION }, { id: 'did:example:2' }] }, '/credentialSubject'],
    ['a claim that has its own meaning', { credentialSubject: { id: STATION, exp: 1 } }, '/credentialSubject/exp'],
  ])('with %s has no counterpart and is refused, by name', async (_, members, pointer) => {
    await expect(issue(await openDesk(), credential(members))).rejects.toMatchObject({
      code: 'credential_refused',
      problems: [{ pointer }],
    })
  })

  it('keeps its issuer; another one, or one with members that no claim has room for, is refused', async () => {
    const desk = await openDesk()
    const { did } = desk.issuer('sd-jwt-vc').instance
    for (const issuer of [did, { id: did }]) expect((await read(desk, credential({ issuer }))).claims.iss).toBe(did)
    await expect(issue(desk, credential({ issuer: 'did:example:other' }))).rejects.toMatchObject({
      code: 'issuer_mismatch',
    })
    await expect(issue(desk, credential({ issuer: { id: did, name: 'Operator' } }))).rejects.toMatchObject({
      code: 'credential_refused',
      problems: [{ pointer: '/issuer' }],
    })
  })

  it.each([
    ['no type', { type: undefined }, '/type'],
    ['a time that is none', { validFrom: 'yesterday' }, '/validFrom'],
    ['no subject', { credentialSubject: undefined }, '/credentialSubject'],
  ])('with %s is refused in the words of its own model', async (_, members, pointer) => {
    const body = Object.fromEntries(Object.entries(credential(members)).filter(([, each]) => each !== undefined))
    const refused = issue(await openDesk(), body)
    await expect(refused).rejects.toMatchObject({ code: 'credential_refused' })
    const problems = await refused.catch(({ problems }: { problems: { pointer: string }[] }) => problems)
    expect(problems).toContainEqual(expect.objectContaining({ pointer }))
  })
})

describe('vc+sd-jwt', () => {
  const SUBJECT = { id: STATION, type: 'Station', name: 'Station 1', description: { '@value': 'x', '@language': 'en' } }
  const disclosableOf = async (members: Readonly<Record<string, unknown>>, options = {}) => {
    const desk = await openDesk()
    const issued = await desk.issuer('vc-sd-jwt').issue({ credential: credential(members), options })
    expect(await desk.verifier().verifyCredential({ verifiableCredential: issued })).toEqual({ verified: true })
    return readSdJwt(tokenOf(issued)).disclosable.toSorted()
  }

  it('hides every claim of a subject but its id and type, each as a whole', async () => {
    const subject = ['/credentialSubject/description', '/credentialSubject/name']
    expect(await disclosableOf({ credentialSubject: SUBJECT })).toEqual(subject)
    expect(await disclosableOf({ credentialSubject: [SUBJECT, { id: 'did:example:2', name: 'Two' }] })).toEqual([
      '/credentialSubject/0/description',
      '/credentialSubject/0/name',
      '/credentialSubject/1/name',
    ])
  })

  it('keeps open what is mandatory', async () => {
    const mandatoryPointers = ['/credentialSubject/name', '/issuer', '/credentialSubject/description/@value']
    expect(await disclosableOf({ credentialSubject: SUBJECT }, { mandatoryPointers })).toEqual([
      '/credentialSubject/description/@language',
    ])
    expect(await disclosableOf({ credentialSubject: SUBJECT }, { mandatoryPointers: ['/credentialSubject'] })).toEqual(
      [],
    )
  })

  it('signs only digests of what can be hidden', async () => {
    const desk = await openDesk()
    const issued = await desk.issuer('vc-sd-jwt').issue({ credential: credential({ credentialSubject: SUBJECT }) })
    expect(contentOf(issued).credentialSubject).toEqual({
      id: STATION,
      type: 'Station',
      _sd: [expect.any(String), expect.any(String)],
    })
  })
})
