import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createStatusListCredential, createStatusListEntry } from '../src/create-status-list.ts'

const vectors = new URL('../../../spec/vectors/bitstring-status-list/', import.meta.url)
const read = <T>(name: string) => JSON.parse(readFileSync(new URL(name, vectors), 'utf8')) as T

test('§2.2 example: the credential of a list has the members of the specification', () => {
  const example = read<{ credentialSubject: { encodedList: string } }>('example-status-list-credential.json')
  const credential = createStatusListCredential({
    url: 'https://example.com/credentials/status/3',
    issuer: 'did:example:12345',
    purpose: 'revocation',
    encodedList: example.credentialSubject.encodedList,
    validFrom: new Date('2021-04-05T14:27:40Z'),
  })
  // The example names its list after another path than its own; ours is the credential's URL with a fragment.
  expect({ ...credential, credentialSubject: { ...credential.credentialSubject, id: 'x' } }).toEqual({
    ...example,
    credentialSubject: { ...example.credentialSubject, id: 'x' },
  })
})

test('§2.1 example: the entry has the members of the specification, its index as text', () => {
  const example = read<{ credentialStatus: unknown[] }>('example-status-list-entry.json')
  const entry = { url: 'https://example.com/credentials/status/3', purpose: 'revocation', index: 94567 }
  expect(createStatusListEntry(entry)).toEqual(example.credentialStatus[0])
})

test('validity and time to live are written where given', () => {
  const credential = createStatusListCredential({
    url: 'https://issuer.example/status-lists/1',
    issuer: 'https://issuer.example',
    purpose: 'suspension',
    encodedList: 'u',
    validFrom: new Date('2026-01-01T00:00:00.999Z'),
    validUntil: new Date('2026-01-02T00:00:00Z'),
    ttlMs: 300_000,
  })
  expect(credential).toMatchObject({ validFrom: '2026-01-01T00:00:00Z', validUntil: '2026-01-02T00:00:00Z' })
  expect(credential.credentialSubject.ttl).toBe(300_000)
})

const good = {
  url: 'https://issuer.example/1',
  issuer: 'did:example:1',
  purpose: 'revocation',
  encodedList: 'u',
  validFrom: new Date(0),
}

test.each([
  ['a url that is none', { url: '/status-lists/1' }],
  ['an issuer that is none', { issuer: 'issuer' }],
  ['a time to live of zero', { ttlMs: 0 }],
  ['a fractional time to live', { ttlMs: 0.5 }],
])('%s is misuse', (_, part) => {
  expect(() => createStatusListCredential({ ...good, ...part })).toThrow(TypeError)
})

test('§2.1: messages say what the values mean, and how many bits a status has', () => {
  const url = good.url
  const reference = 'https://issuer.example/dictionary'
  const messages = ['pending', 'accepted', 'rejected', 'undefined']
  expect(createStatusListEntry({ url, purpose: 'message', index: 3, messages, reference })).toEqual({
    id: `${url}#3`,
    type: 'BitstringStatusListEntry',
    statusPurpose: 'message',
    statusListIndex: '3',
    statusListCredential: url,
    statusSize: 2,
    statusMessage: [
      { status: '0x0', message: 'pending' },
      { status: '0x1', message: 'accepted' },
      { status: '0x2', message: 'rejected' },
      { status: '0x3', message: 'undefined' },
    ],
    statusReference: reference,
  })
  const one = createStatusListEntry({ url, purpose: 'message', index: 3, messages: ['off', 'on'] })
  expect(one).not.toHaveProperty('statusSize')
  expect(one.statusMessage).toHaveLength(2)
})

test('§2.2: a list for messages states their size and texts, a list for several purposes all of these', () => {
  const { credentialSubject } = createStatusListCredential({
    ...good,
    purpose: ['message', 'refresh'],
    messages: ['off', 'on'],
  })
  expect(credentialSubject).toMatchObject({
    statusPurpose: ['message', 'refresh'],
    statusSize: 1,
    statusMessages: [
      { status: '0x0', message: 'off' },
      { status: '0x1', message: 'on' },
    ],
  })
})

test.each([
  ['three messages', { messages: ['a', 'b', 'c'] }],
  ['one message', { messages: ['a'] }],
  ['a reference that is none', { reference: 'dictionary' }],
  ['a status beyond 2^26 bits', { messages: ['a', 'b', 'c', 'd'], index: 2 ** 25 }],
])('an entry with %s is misuse', (_, part) => {
  expect(() => createStatusListEntry({ url: good.url, purpose: 'message', index: 0, ...part })).toThrow(TypeError)
})

test.each([
  ['no purpose', { purpose: [] }],
  ['a purpose without name', { purpose: '' }],
  ['messages that it does not explain', { purpose: ['revocation', 'message'] }],
])('a list with %s is misuse', (_, part) => {
  expect(() => createStatusListCredential({ ...good, ...part })).toThrow(TypeError)
})

test.each([-1, 1.5, 67_108_864])('index %d is misuse', (index) => {
  expect(() => createStatusListEntry({ url: good.url, purpose: 'revocation', index })).toThrow(TypeError)
})
