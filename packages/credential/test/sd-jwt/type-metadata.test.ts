/** SD-JWT VC §5 and §7: type metadata that a credential names. */
import { createHash } from 'node:crypto'
import { utf8Encode } from '@energy-ssi/core'
import { describe, expect, test } from 'vitest'
import { checkTypeMetadata } from '../../src/sd-jwt/index.ts'
import { codesOf } from '../fixtures.ts'

const vct = 'https://betelgeuse.example.com/education_credential/v42'
const metadata = { vct, name: 'Betelgeuse Education Credential' }
const document = utf8Encode(JSON.stringify(metadata))
const sri = (algorithm: 'sha256' | 'sha384' | 'sha512', bytes = document) =>
  `${algorithm}-${createHash(algorithm).update(bytes).digest('base64')}`
const other = utf8Encode('other')

test('metadata about the type of the credential', () => {
  expect(checkTypeMetadata(document, { vct })).toEqual({ verified: true, value: metadata, warnings: [] })
  expect(codesOf(checkTypeMetadata(document, { vct: 'urn:other' }))).toEqual(['MALFORMED_VALUE_ERROR'])
})

test.each(['', '[]', '"x"', '{"vct":1,"vct":1}', '{'])('%j is no metadata', (text) => {
  expect(codesOf(checkTypeMetadata(utf8Encode(text), { vct }))).toEqual(['PARSING_ERROR'])
})

describe('§7 vct#integrity', () => {
  test.each([
    ['sha256', sri('sha256')],
    ['sha384', sri('sha384')],
    ['sha512', sri('sha512')],
    ['one of two', `${sri('sha256', other)} ${sri('sha256')}`],
    ['the strongest fits, a weaker one does not', `${sri('sha256', other)} ${sri('sha512')}`],
    ['beside an algorithm that is not known', `sha1-AAAA ${sri('sha384')}`],
  ])('%s: accepted', (_what, integrity) => {
    expect(checkTypeMetadata(document, { vct, 'vct#integrity': integrity }).verified).toBe(true)
  })

  test.each([
    ['of other bytes', sri('sha256', other)],
    ['a weaker one fits, the strongest does not', `${sri('sha256')} ${sri('sha512', other)}`],
    ['of no known algorithm', 'sha1-AAAA'],
    ['cut short', 'sha256-AAAA'],
    ['empty', ''],
  ])('%s: refused before the document is read', (_what, integrity) => {
    expect(codesOf(checkTypeMetadata(document, { vct, 'vct#integrity': integrity }))).toEqual([
      'CRYPTOGRAPHIC_SECURITY_ERROR',
    ])
  })
})
