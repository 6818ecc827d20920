/** RFC 9901 §4 and §8. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CredentialError } from '../../src/index.ts'
import {
  MAX_DISCLOSURES,
  parseSdJwt,
  readSdJwt,
  sdJwtFromJson,
  sdJwtToJson,
  verifySdJwtVc,
} from '../../src/sd-jwt/index.ts'
import { issueVc, makeKeyBinding, options } from './fixtures.ts'

const malformed = expect.objectContaining({ code: 'malformed_sd_jwt' })

describe('§4 the text', () => {
  test.each([
    ['a.b.c~', { jwt: 'a.b.c', disclosures: [], keyBindingJwt: undefined, presented: 'a.b.c~' }],
    ['a.b.c~d~e~', { jwt: 'a.b.c', disclosures: ['d', 'e'], keyBindingJwt: undefined, presented: 'a.b.c~d~e~' }],
    ['a.b.c~d~x.y.z', { jwt: 'a.b.c', disclosures: ['d'], keyBindingJwt: 'x.y.z', presented: 'a.b.c~d~' }],
    ['a.b.c~x.y.z', { jwt: 'a.b.c', disclosures: [], keyBindingJwt: 'x.y.z', presented: 'a.b.c~' }],
  ])('%s', (text, parts) => {
    expect(parseSdJwt(text)).toEqual(parts)
  })

  test.each(['', '~', 'a.b.c', '~d~', 'a.b.c~~', 'a.b.c~d~~e~', 'a.b.c~~x.y.z'])('%j is no SD-JWT', (text) => {
    expect(() => parseSdJwt(text)).toThrow(malformed)
  })

  test('it is bounded in length and in disclosures', () => {
    expect(() => parseSdJwt('a.b.c~d~', 7)).toThrow(malformed)
    expect(parseSdJwt('a.b.c~d~', 8).disclosures).toEqual(['d'])
    expect(parseSdJwt(`a.b.c~${'d~'.repeat(MAX_DISCLOSURES)}`).disclosures).toHaveLength(MAX_DISCLOSURES)
    expect(() => parseSdJwt(`a.b.c~${'d~'.repeat(MAX_DISCLOSURES + 1)}`)).toThrow(malformed)
    expect(() => parseSdJwt('~'.repeat(1_000_000))).toThrow(malformed)
  })

  test('any text: parts that make up the text, or a refusal', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z.]{0,9}(~[a-z.]{0,3}){0,9}$/)), (text) => {
        try {
          const { jwt, disclosures, keyBindingJwt = '' } = parseSdJwt(text)
          expect(`${[jwt, ...disclosures].join('~')}~${keyBindingJwt}`).toBe(text)
        } catch (error) {
          expect(error).toBeInstanceOf(CredentialError)
        }
      }),
    )
  })

  test('what is inside is looked into only by those who verify or read', () => {
    expect(() => readSdJwt('a.b.c~')).toThrow(malformed)
  })
})

describe('§8 the JSON form', () => {
  const text = makeKeyBinding(issueVc())

  test('§8.2 flattened, there and back, and verified', async () => {
    const json = sdJwtToJson(text)
    expect(Object.keys(json)).toEqual(['payload', 'protected', 'signature', 'header'])
    expect(sdJwtFromJson(json)).toBe(text)
    expect((await verifySdJwtVc(sdJwtFromJson(json), options)).verified).toBe(true)
  })

  test('§8.3 general with one signature', () => {
    const { payload, protected: header, signature, header: unprotected } = sdJwtToJson(text)
    const general = { payload, signatures: [{ protected: header, signature, header: unprotected }] }
    expect(sdJwtFromJson(general)).toBe(text)
    const second = { protected: header, signature }
    expect(() => sdJwtFromJson({ ...general, signatures: [...general.signatures, second] })).toThrow(malformed)
    expect(() => sdJwtFromJson({ ...general, signatures: [] })).toThrow(malformed)
    expect(() => sdJwtFromJson({ ...general, signature })).toThrow(malformed)
  })

  test('without disclosures and unprotected header', () => {
    expect(sdJwtFromJson({ payload: 'b', protected: 'a', signature: 'c' })).toBe('a.b.c~')
  })

  const whole = sdJwtToJson(text)
  test.each<[string, unknown]>([
    ['a text', text],
    ['null', null],
    ['an array', [whole]],
    ['no payload', { ...whole, payload: undefined }],
    ['no protected header', { ...whole, protected: undefined }],
    ['no signature', { ...whole, signature: undefined }],
    ['a payload with a dot', { ...whole, payload: 'a.b' }],
    ['a signature with a tilde', { ...whole, signature: 'a~b' }],
    ['a header that is a text', { ...whole, header: 'x' }],
    ['disclosures that are a text', { ...whole, header: { disclosures: 'x' } }],
    ['a disclosure with a tilde', { ...whole, header: { disclosures: ['a~b'] } }],
    ['a disclosure that is empty', { ...whole, header: { disclosures: [''] } }],
    ['a disclosure that is a number', { ...whole, header: { disclosures: [1] } }],
    ['too many disclosures', { ...whole, header: { disclosures: Array.from({ length: 4097 }, () => 'x') } }],
    ['a kb_jwt that is an object', { ...whole, header: { kb_jwt: {} } }],
    ['a kb_jwt that is empty', { ...whole, header: { kb_jwt: '' } }],
    ['a kb_jwt with a tilde', { ...whole, header: { kb_jwt: 'a.b.c~' } }],
  ])('%s is refused', (_what, value) => {
    expect(() => sdJwtFromJson(value)).toThrow(malformed)
  })

  test('what is no JWT has no JSON form', () => {
    expect(() => sdJwtToJson('a.b~')).toThrow(malformed)
    expect(() => sdJwtToJson('a.b.c.d~')).toThrow(malformed)
  })
})
