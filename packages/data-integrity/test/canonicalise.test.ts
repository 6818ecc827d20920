import net from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { canonicalise, createDataIntegrity, MAX_JSON_LD_VALUES } from '../src/index.ts'
import { createCredential } from './support.ts'

const { canonicalise: run } = createDataIntegrity()
const credential = createCredential()
const V2 = 'https://www.w3.org/ns/credentials/v2'
const strict = {
  ...credential,
  '@context': [V2],
  type: ['VerifiableCredential'],
  credentialSubject: { id: 'did:example:1' },
}
const withSubject = (subject: object) => ({ ...credential, credentialSubject: subject })

describe('canonicalise, safe mode: what would be lost is an error', () => {
  it.each([
    ['undefined_term', 'a property no context defines', { ...strict, maximumPower: 5 }],
    ['undefined_term', 'a type no context defines', { ...strict, type: ['VerifiableCredential', 'StationCredential'] }],
    [
      'undefined_term',
      'a property whose definition is null',
      { ...strict, '@context': [V2, { power: null }], power: 5 },
    ],
    ['relative_iri', 'a relative id', { ...credential, id: 'credentials/1' }],
    ['relative_iri', 'a relative id in a member of type @id', { ...credential, issuer: 'operator' }],
    ['relative_iri', 'a relative id of a nested node', withSubject({ id: '#me', owner: 'x' })],
    [
      'protected_term',
      'a later context that redefines a term',
      { ...strict, '@context': [V2, { VerifiableCredential: 'urn:x' }] },
    ],
    ['unknown_context', 'a context nobody knows', { ...strict, '@context': [V2, 'https://unknown.example/v1'] }],
    ['invalid_json_ld', 'a context that drops the others', { ...strict, '@context': [V2, null] }],
    ['invalid_json_ld', 'a context that is a number', { ...strict, '@context': [V2, 5] }],
    ['invalid_json_ld', 'an id that is a number', { ...strict, id: 5 }],
    ['invalid_json_ld', 'a language that is none', withSubject({ owner: { '@value': 'x', '@language': 'not a tag' } })],
  ])('%s: %s', async (code, _rule, document) => {
    await expect(run(document)).rejects.toMatchObject({ name: 'DataIntegrityError', code })
  })

  it('a refusal names the term or the context URL, never a value', async () => {
    await expect(run({ ...strict, homeAddress: 'Secret Street 5' })).rejects.toThrow(/^(?!.*Secret).*"homeAddress"/)
    await expect(run({ ...strict, 'Secret Street 5': 1 })).rejects.toThrow(/^(?!.*Secret)/)
    await expect(run({ ...strict, '@context': [V2, 'https://unknown.example/v1'] })).rejects.toThrow(
      '"https://unknown.example/v1"',
    )
  })

  it('an unknown context opens no socket', async () => {
    const connect = vi.spyOn(net.Socket.prototype, 'connect')
    await expect(run({ '@context': 'https://unknown.example/v1', a: 1 })).rejects.toMatchObject({
      code: 'unknown_context',
    })
    await expect(run({ '@context': 'http://127.0.0.1:9/v1', a: 1 })).rejects.toMatchObject({ code: 'unknown_context' })
    expect(connect).not.toHaveBeenCalled()
    connect.mockRestore()
  })

  it('the base direction of a string is kept (i18n-datatype)', async () => {
    const nquads = await run({ ...credential, name: { '@value': 'تجربة', '@language': 'ar', '@direction': 'rtl' } })
    expect(nquads).toContain('"تجربة"^^<https://www.w3.org/ns/i18n#ar_rtl>')
  })
})

describe('canonicalise, numbers typed xsd:double', () => {
  const measured = (value: unknown) => ({
    '@context': {
      power: { '@id': 'https://vocabulary.example/#power', '@type': 'http://www.w3.org/2001/XMLSchema#double' },
    },
    power: value,
  })

  it.each(['22.5', '-0.5e3', '7', 22.5])('%s is one', async (value) => {
    expect(await run(measured(value))).toContain('XMLSchema#double')
  })

  it.each(['22.5 kW', 'INF', 'NaN', 'a lot', '', '1e400', '0x10', '1_0'])(
    '%j is refused: all such strings would sign alike',
    async (value) => {
      await expect(run(measured(value))).rejects.toMatchObject({ code: 'invalid_json_ld' })
    },
  )
})

describe('canonicalise, limits', () => {
  const nested = (levels: number) => {
    let value: object = { owner: 'x' }
    for (let i = 1; i < levels; i++) value = { owner: value, level: i }
    return value
  }

  it.each([
    ['invalid_json', 'a lone surrogate in a value', withSubject({ owner: 'x\ud83d' })],
    ['invalid_json', 'a lone surrogate in a name', withSubject({ 'x\udd0c': 1 })],
    ['invalid_json', 'NaN', withSubject({ owner: Number.NaN })],
    ['invalid_json', 'a function', withSubject({ owner: () => 1 })],
    ['invalid_json', 'undefined', withSubject({ owner: undefined })],
    ['invalid_json', 'a Date', withSubject({ owner: new Date(0) })],
    ['invalid_json', 'the key __proto__', withSubject(JSON.parse('{"__proto__": {"owner": 1}}') as object)],
    ['limit_exceeded', 'too many levels', withSubject(nested(64))],
    ['limit_exceeded', '500,000 levels', nested(500_000)],
    ['limit_exceeded', 'too many values', withSubject({ owner: Array.from({ length: MAX_JSON_LD_VALUES }, () => 1) })],
    ['limit_exceeded', 'too much text', withSubject({ owner: 'x'.repeat(16 * 1024 * 1024) })],
    [
      'limit_exceeded',
      'a poison graph (8 mutually linked blank nodes)',
      withSubject(
        Array.from({ length: 8 }, (_, i) => ({
          id: `_:n${i}`,
          knows: Array.from({ length: 8 }, (_, j) => ({ id: `_:n${j}` })),
        })),
      ),
    ],
  ])('%s: %s', async (code, _rule, document) => {
    await expect(run(document)).rejects.toMatchObject({ code })
  })

  it('63 levels below the document, 10 MiB of text and 1,000 similar nodes are accepted', async () => {
    await expect(run(withSubject(nested(62)))).resolves.toContain('_:c14n')
    await expect(run(withSubject({ owner: 'x'.repeat(10 * 1024 * 1024) }))).resolves.toContain('xxx')
    await expect(run(withSubject(Array.from({ length: 1000 }, () => ({ owner: 'x' }))))).resolves.toContain('_:c14n999')
  })

  it.each<unknown>(['https://unknown.example/document', 5, null, undefined])('%j is no document', async (document) => {
    await expect(run(document as object)).rejects.toMatchObject({ code: 'invalid_json' })
  })
})

describe('canonicalise, collaborators', () => {
  it('asks the loader once for each context: what it answers is kept processed', async () => {
    const loader = vi.fn((url: string) => (url === 'urn:context' ? { '@context': { a: 'urn:a' } } : undefined))
    for (let i = 0; i < 3; i++)
      expect(await canonicalise({ '@context': 'urn:context', a: 1 }, loader)).toContain('<urn:a>')
    expect(loader.mock.calls).toEqual([['urn:context']])
  })

  it('a refused context does not have the contexts beside it refused ever after', async () => {
    const loader = (url: string) => (url === 'urn:context' ? { '@context': { a: 'urn:a', b: null } } : undefined)
    const withContext = (...more: object[]) => ({ '@context': ['urn:context', ...more], a: 1 })
    await expect(canonicalise(withContext({ '@language': '' }), loader)).rejects.toMatchObject({
      code: 'invalid_json_ld',
    })
    expect(await canonicalise(withContext(), loader)).toContain('<urn:a>')
  })

  it('never changes its input', async () => {
    const frozen = freeze(structuredClone(credential))
    await run(frozen)
    expect(frozen).toEqual(credential)
  })
})

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const each of Object.values(Object.freeze(value))) freeze(each)
  return value
}
