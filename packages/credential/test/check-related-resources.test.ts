import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { base64urlEncode, multibaseEncode, utf8Encode } from '@energy-ssi/core'
import { expect, test } from 'vitest'
import { CREDENTIALS_V2, type Credential, compareRelatedResources, validateCredential } from '../src/index.ts'
import { credential, withMember } from './fixtures.ts'

const resource = utf8Encode('the resource')
type DigestOf = Parameters<typeof compareRelatedResources>[1]
const digestsOf =
  (bytes: Uint8Array, at = 'https://example.org/r'): DigestOf =>
  (url, algorithm) =>
    url === at ? createHash(algorithm.replace('-', '').toLowerCase()).update(bytes).digest() : undefined
const atHand = digestsOf(resource)

function withResource(members: object): Credential {
  return { ...credential, relatedResource: [{ id: 'https://example.org/r', ...members }] }
}

function digest(algorithm: string): Buffer {
  return createHash(algorithm).update(resource).digest()
}

const fitting: readonly (readonly [form: string, members: object])[] = [
  ...['sha256', 'sha384', 'sha512'].map((name): [string, object] => [
    `${name} as SRI`,
    { digestSRI: `${name}-${digest(name).toString('base64')}` },
  ]),
  ['sha384 as SRI in base64url', { digestSRI: `sha384-${digest('sha384').toString('base64url')}` }],
  [
    'a multihash in base58btc',
    { digestMultibase: multibaseEncode('z', Buffer.concat([Buffer.of(0x12, 32), digest('sha256')])) },
  ],
  [
    'a multihash of SHA-384',
    { digestMultibase: `u${base64urlEncode(Buffer.concat([Buffer.of(0x20, 48), digest('sha384')]))}` },
  ],
  ['a bare digest', { digestMultibase: `u${digest('sha512').toString('base64url')}` }],
]

test.each(fitting)('§5.3 a digest that fits: %s', (_form, members) => {
  const subject = withResource(members)
  expect(validateCredential(subject)).toEqual([])
  expect(compareRelatedResources(subject, atHand)).toEqual([])
  const other = compareRelatedResources(subject, digestsOf(utf8Encode('another resource')))
  expect(other).toMatchObject([{ code: 'MALFORMED_VALUE_ERROR', pointer: '/relatedResource/0' }])
})

test('§5.3 every digest must fit', () => {
  const sri = (bytes: Buffer) => `sha256-${bytes.toString('base64')}`
  const wrong = createHash('sha256').update('x').digest()
  const both = withResource({ digestSRI: [sri(digest('sha256')), sri(wrong)] })
  expect(compareRelatedResources(both, atHand)).toHaveLength(1)
})

test('a resource that is not at hand is not judged', () => {
  const subject = withResource({ digestSRI: `sha256-${Buffer.alloc(32).toString('base64')}` })
  expect(compareRelatedResources(subject, () => undefined)).toEqual([])
  expect(compareRelatedResources(withMember(subject, 'relatedResource', undefined), atHand)).toEqual([])
})

test('§5.3 the digest of the base context in the golden credential fits the pinned file', () => {
  const context = readFileSync(new URL('../../../spec/contexts/credentials-v2.jsonld', import.meta.url))
  expect(compareRelatedResources(credential, digestsOf(context, CREDENTIALS_V2))).toEqual([])
})
