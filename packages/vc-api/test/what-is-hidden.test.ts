import { parseSdJwt } from '@energy-ssi/credential/sd-jwt'
import type { VcApiError } from '@energy-ssi/vc-api'
import { describe, expect, it } from 'vitest'
import { openDesk } from './support/desk.ts'
import { credential } from './support/documents.ts'

type Enveloped = { readonly id: string }
const hidden = ({ id }: Enveloped) => parseSdJwt(id.slice(id.indexOf(',') + 1)).disclosures.length

describe.each(['vc-sd-jwt', 'sd-jwt-vc'] as const)('what %s hides', (securing) => {
  const claims = (pointer: string) => (securing === 'vc-sd-jwt' ? `/credentialSubject${pointer}` : pointer)
  const issue = async (subject: Readonly<Record<string, unknown>>, mandatoryPointers: readonly string[] = []) => {
    const { issuer } = await openDesk()
    const document = credential({ credentialSubject: { id: 'did:example:station', ...subject } })
    return (await issuer(securing).issue({
      credential: document,
      options: { mandatoryPointers },
    })) as object as Enveloped
  }
  const refusal = (...args: Parameters<typeof issue>) =>
    issue(...args).then(
      () => 'issued',
      ({ code, problems }: VcApiError) => [code, ...(problems ?? []).map((found) => found.code)],
    )

  it('does not include what a mandatory pointer leads to', async () => {
    const subject = { name: 'Quay 1', 'a/b': [{ power: 1 }, { power: 2 }] }
    expect(hidden(await issue(subject))).toBe(2)
    expect(hidden(await issue(subject, [claims('/name')]))).toBe(1)
    expect(hidden(await issue(subject, [claims('/name'), claims('/a~1b/0/power')]))).toBe(1)
  })

  it.each(['/nmae', '/name/x', '/list/1', '/list/00', '/list/-', '/__proto__', '/na~me'])(
    'is refused where the mandatory pointer %s leads to nothing',
    async (pointer) => {
      expect(await refusal({ name: 'Quay 1', list: [1] }, [claims(pointer)])).toEqual(['option_refused'])
    },
  )

  it('is refused where a mandatory pointer is none', async () => {
    for (const pointer of ['name', '#/name']) expect(await refusal({}, [pointer])).toEqual(['option_refused'])
  })

  it('is nothing where the whole is mandatory, and whatever stands beside a mandatory claim, however deep', async () => {
    const subject = { a: { b: { c: 1, d: 2 }, e: 3 }, ab: 4 }
    expect(hidden(await issue(subject, ['']))).toBe(0)
    expect(hidden(await issue(subject, [claims('/a/b/c')]))).toBe(3)
    expect(hidden(await issue(subject, [claims('/a/b/c'), claims('/a/b')]))).toBe(2)
    expect(hidden(await issue(subject, [claims('/a')]))).toBe(1)
    if (securing === 'vc-sd-jwt') expect(hidden(await issue(subject, ['/credentialSubject']))).toBe(0)
  })

  it('is at most 4,096 claims with pointers of at most 4,096 characters', async () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`claim${i}`, i]))
    expect(hidden(await issue(many(4096)))).toBe(4096)
    expect(await refusal(many(4097))).toEqual(['credential_refused', 'RANGE_ERROR'])
    expect(await refusal({ ['n'.repeat(4097)]: 1 })).toEqual(['credential_refused', 'RANGE_ERROR'])
  })
})

describe('claims of an SD-JWT VC', () => {
  it.each(['iss', 'sub', 'aud', 'iat', 'nbf', 'exp', 'jti', 'cnf', 'status', 'vct', 'vct#integrity', 'aka_vcts'])(
    'are not taken for the registered claim %s',
    async (name) => {
      const { issuer } = await openDesk()
      const document = credential({ credentialSubject: { id: 'did:example:station', [name]: 1 } })
      await expect(issuer('sd-jwt-vc').issue({ credential: document })).rejects.toMatchObject({
        code: 'credential_refused',
        problems: [{ code: 'MALFORMED_VALUE_ERROR', pointer: `/credentialSubject/${name}` }],
      })
    },
  )
})
