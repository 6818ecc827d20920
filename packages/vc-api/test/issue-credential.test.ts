import type { SecuredCredential, VcApiError } from '@energy-ssi/vc-api'
import { describe, expect, it } from 'vitest'
import { BASE_URL, openDesk, PLAIN } from './support/desk.ts'
import { contentOf, credential, credentialFor, oldCredential } from './support/documents.ts'

const refusal = async (issued: Promise<SecuredCredential>): Promise<VcApiError> => {
  try {
    await issued
  } catch (error) {
    return error as VcApiError
  }
  throw new Error('It was issued.')
}

describe.each(PLAIN)('issuing with %s', (securing) => {
  it('fills in the issuer and a revocation entry of its own list', async () => {
    const desk = await openDesk()
    const issuer = desk.issuer(securing)
    const content = contentOf(await issuer.issue({ credential: credentialFor(securing) }))
    expect(content.issuer).toBe(issuer.instance.did)
    const status = content.credentialStatus as Record<string, string>
    expect(status).toMatchObject({ type: 'BitstringStatusListEntry', statusPurpose: 'revocation' })
    expect(status.statusListCredential).toMatch(new RegExp(`^${BASE_URL}/status-lists/`))
    expect(status.statusListIndex).toMatch(/^\d+$/)
  })

  it('keeps an issuer object that names its DID, with its other members', async () => {
    const desk = await openDesk()
    const issuer = desk.issuer(securing)
    const named = { id: issuer.instance.did, name: 'Operator' }
    expect(contentOf(await issuer.issue({ credential: credentialFor(securing, { issuer: named }) })).issuer).toEqual(
      named,
    )
  })

  it.each([
    ['another DID', 'did:example:other'],
    ['an object with another id', { id: 'did:example:other' }],
  ])('refuses %s as issuer', async (_, other) => {
    const desk = await openDesk()
    const { code } = await refusal(
      desk.issuer(securing).issue({ credential: credentialFor(securing, { issuer: other }) }),
    )
    expect(code).toBe('issuer_mismatch')
  })

  it.each([
    ['no type', { type: undefined }, '/type'],
    ['no subject', { credentialSubject: undefined }, '/credentialSubject'],
    ['no context', { '@context': undefined }, '/@context'],
    ['an id that is no URL', { id: 'station 1' }, '/id'],
    ['a proof already', { proof: { type: 'DataIntegrityProof' } }, '/proof'],
    ['an issuer that is no URL', { issuer: 7 }, '/issuer'],
  ])('refuses %s and says where', async (_, members, pointer) => {
    const desk = await openDesk()
    const error = await refusal(
      desk.issuer(securing).issue({ credential: withoutUndefined(credentialFor(securing, members)) }),
    )
    expect(error.code).toBe('credential_refused')
    expect(error.problems?.map((problem) => problem.pointer)).toContain(pointer)
  })

  it('leaves the request as it was', async () => {
    const desk = await openDesk()
    const request = deepFreeze({ credential: credentialFor(securing, { id: 'urn:example:1' }) })
    await desk.issuer(securing).issue(request)
    expect(request.credential).toEqual(credentialFor(securing, { id: 'urn:example:1' }))
  })

  it('gives every credential an index of its own, also when many are issued at once', async () => {
    const desk = await openDesk()
    const issuer = desk.issuer(securing)
    const issued = await Promise.all(
      Array.from({ length: 100 }, () => issuer.issue({ credential: credentialFor(securing) })),
    )
    const entries = issued.map((secured) => (contentOf(secured).credentialStatus as { id: string }).id)
    expect(new Set(entries).size).toBe(100)
  })
})

describe.each(PLAIN.filter((name) => name !== 'vc-jwt-1.1'))('a period of data model 2.0, %s', (securing) => {
  it('that ends before it begins is refused', async () => {
    const desk = await openDesk()
    const period = { validFrom: '2026-02-01T00:00:00Z', validUntil: '2026-01-01T00:00:00Z' }
    const error = await refusal(desk.issuer(securing).issue({ credential: credential(period) }))
    expect(error.problems?.map((problem) => problem.pointer)).toContain('/validUntil')
  })
})

describe('data model 1.1', () => {
  it.each(PLAIN.filter((name) => !/^vc-(?:jose|cose|sd-jwt)/.test(name)))(
    'is issued by %s with the context of the status entry, and verifies',
    async (securing) => {
      const desk = await openDesk()
      const issued = await desk.issuer(securing).issue({ credential: oldCredential() })
      expect(contentOf(issued)['@context']).toContain('https://www.w3.org/ns/credentials/status/v1')
      expect(await desk.verifier().verifyCredential({ verifiableCredential: issued })).toEqual({ verified: true })
    },
  )

  it.each(['vc-jose', 'vc-jose-es256', 'vc-cose', 'vc-sd-jwt'] as const)('is refused by %s', async (securing) => {
    const desk = await openDesk()
    const error = await refusal(desk.issuer(securing).issue({ credential: oldCredential() }))
    expect(error.problems?.[0].code).toBe('SECURING_NOT_SUPPORTED')
  })

  it('is the only one of vc-jwt-1.1', async () => {
    const desk = await openDesk()
    const error = await refusal(desk.issuer('vc-jwt-1.1').issue({ credential: credential() }))
    expect(error.problems?.[0].code).toBe('SECURING_NOT_SUPPORTED')
  })

  it('as vc-jwt-1.1 is a token with the claims of VCDM 1.1 §6.3.1, in an envelope of application/jwt', async () => {
    const desk = await openDesk()
    const issuer = desk.issuer('vc-jwt-1.1')
    const issued = await issuer.issue({ credential: oldCredential({ id: 'urn:example:1' }) })
    const [, token] = String(issued.id).split('data:application/jwt,')
    const decode = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as unknown
    expect(decode(token?.split('.')[0])).toMatchObject({ alg: 'EdDSA', typ: 'JWT', kid: issuer.instance.signer.keyId })
    expect(decode(token?.split('.')[1])).toMatchObject({
      iss: issuer.instance.did,
      sub: 'did:example:station',
      jti: 'urn:example:1',
      nbf: 1767225600,
      vc: { type: ['VerifiableCredential'], credentialStatus: { statusPurpose: 'revocation' } },
    })
  })

  it('as vc-jwt-1.1 has one subject', async () => {
    const desk = await openDesk()
    const two = oldCredential({ credentialSubject: [{ id: 'did:example:1' }, { id: 'did:example:2' }] })
    expect((await refusal(desk.issuer('vc-jwt-1.1').issue({ credential: two }))).code).toBe('credential_refused')
  })
})

describe('undefined terms', () => {
  it('are refused by eddsa-rdfc-2022, and no value of theirs is told', async () => {
    const desk = await openDesk()
    const members = { credentialSubject: { id: 'did:example:1', meterSerial: 'SECRET-77' } }
    const error = await refusal(desk.issuer('eddsa-rdfc-2022').issue({ credential: credential(members) }))
    expect(error.code).toBe('credential_refused')
    expect(error.message + JSON.stringify(error.problems)).not.toContain('SECRET-77')
  })
})

describe('the credential id', () => {
  const request = { credential: credential({ id: 'urn:example:1' }) }

  it('makes a repeated request answer the credential issued first', async () => {
    const desk = await openDesk()
    const issuer = desk.issuer('vc-jose')
    const first = await issuer.issue(request)
    desk.pass(60)
    expect(await issuer.issue(request)).toEqual(first)
  })

  it('is a conflict with other content, or where nothing was retained', async () => {
    const desk = await openDesk()
    const issuer = desk.issuer('vc-jose')
    await issuer.issue(request)
    const other = { credential: credential({ id: 'urn:example:1', name: 'Another' }) }
    expect((await refusal(issuer.issue(other))).code).toBe('credential_id_conflict')

    const selective = desk.issuer('vc-sd-jwt')
    await selective.issue(request)
    const mandatory = { ...request, options: { mandatoryPointers: ['/credentialSubject'] } }
    expect((await refusal(selective.issue(mandatory))).code).toBe('credential_id_conflict')

    const forgetful = (await openDesk({ instance: { retention: 'none' } })).issuer('vc-jose')
    await forgetful.issue(request)
    expect((await refusal(forgetful.issue(request))).code).toBe('credential_id_conflict')
  })

  it.each([
    ['longer than 2,048 bytes', 'é'.repeat(1025)],
    ['with a zero byte', 'station\0'],
    ['that URLs cannot hold', '..'],
  ])('cannot be one %s, nor is such a one looked up', async (_, credentialId) => {
    const issuer = (await openDesk()).issuer('vc-jose')
    await expect(issuer.issue({ credential: credential(), options: { credentialId } })).rejects.toMatchObject({
      code: 'option_refused',
    })
    const credentialStatus = { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' }
    for (const lookUp of [
      issuer.get(credentialId),
      issuer.delete(credentialId),
      issuer.updateStatus({ credentialId, credentialStatus, status: true }),
    ]) {
      await expect(lookUp).rejects.toMatchObject({ code: 'credential_not_found' })
    }
  })

  it('may be 2,048 bytes long, also as credential.id, and not one longer', async () => {
    const issuer = (await openDesk()).issuer('vc-jose')
    const id = `urn:x:${'a'.repeat(2042)}`
    await issuer.issue({ credential: credential({ id }) })
    expect(await issuer.get(id)).toMatchObject({ type: 'EnvelopedVerifiableCredential' })
    await expect(issuer.issue({ credential: credential({ id: `${id}a` }) })).rejects.toMatchObject({
      code: 'credential_refused',
      problems: [{ code: 'RANGE_ERROR', pointer: '/id' }],
    })
  })

  it('may come as an option, and must not differ from credential.id', async () => {
    const desk = await openDesk()
    const issuer = desk.issuer('vc-jose')
    await issuer.issue({ credential: credential(), options: { credentialId: 'urn:example:2' } })
    expect(await issuer.get('urn:example:2')).toBeDefined()
    await issuer.issue({ ...request, options: { credentialId: 'urn:example:1' } })
    const { code } = await refusal(issuer.issue({ ...request, options: { credentialId: 'urn:example:9' } }))
    expect(code).toBe('option_refused')
  })
})

describe('options of older callers', () => {
  it('are understood if they name what the instance does, and refused otherwise', async () => {
    const issuer = (await openDesk()).issuer('eddsa-jcs-2022')
    const options = { type: 'DataIntegrityProof', cryptosuite: 'eddsa-jcs-2022' }
    expect(await issuer.issue({ credential: credential(), options })).toMatchObject({ proof: options })
    const other = { credential: credential(), options: { cryptosuite: 'bbs-2023' } }
    expect((await refusal(issuer.issue(other))).code).toBe('option_refused')
  })
})

describe('a credential that was issued', () => {
  it('can be fetched until it is deleted; its status can be changed even then', async () => {
    const desk = await openDesk()
    const issuer = desk.issuer('eddsa-jcs-2022')
    const issued = await issuer.issue({ credential: credential({ id: 'urn:example:1' }) })
    expect(await issuer.get('urn:example:1')).toEqual(issued)
    await issuer.delete('urn:example:1')
    await expect(issuer.get('urn:example:1')).rejects.toMatchObject({ code: 'credential_gone' })
    await expect(issuer.delete('urn:example:1')).rejects.toMatchObject({ code: 'credential_gone' })
    await issuer.updateStatus({ credentialId: 'urn:example:1', credentialStatus: REVOCATION, status: true })
    expect((await desk.verifier().verifyCredential({ verifiableCredential: issued })).verified).toBe(false)
  })

  it('is gone at once where nothing is retained, and unknown to other instances', async () => {
    const desk = await openDesk({ instance: { retention: 'none' } })
    const issuer = desk.issuer('vc-jose')
    await issuer.issue({ credential: credential({ id: 'urn:example:1' }) })
    await expect(issuer.get('urn:example:1')).rejects.toMatchObject({ code: 'credential_gone' })
    const another = desk.issuer('eddsa-jcs-2022')
    await expect(another.get('urn:example:1')).rejects.toMatchObject({ code: 'credential_not_found' })
  })

  it('is stored encrypted and without its subject', async () => {
    const desk = await openDesk()
    await desk.issuer('vc-jose').issue({ credential: credential({ id: 'urn:example:1', name: 'MARKER' }) })
    const stored = await desk.store.findIssuance('vc-jose', 'urn:example:1')
    expect(Buffer.from(stored?.retained ?? []).toString('latin1')).not.toContain('MARKER')
    expect(JSON.stringify({ ...stored, retained: undefined })).not.toContain('did:example:station')
  })
})

const REVOCATION = { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' }

function withoutUndefined(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) deepFreeze(member)
  return Object.freeze(value)
}
