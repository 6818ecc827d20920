import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { base64urlEncode, type Verification } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createBits, MIN_STATUS_LIST_LENGTH } from '../src/bits.ts'
import { encodeBitstring } from '../src/bitstring.ts'
import { createStatusListCredential, createStatusListEntry } from '../src/create-status-list.ts'
import { lookUpStatus, openStatusList, readStatus } from '../src/read-status.ts'

const URL_OF_LIST = 'https://issuer.example/status-lists/1'
const NOW = new Date('2026-11-22T12:00:00Z')
const SET = [0, 7, 8, 94_567, 131_071]

const vectors = new URL('../../../spec/vectors/bitstring-status-list/', import.meta.url)
const readVector = (name: string) => JSON.parse(readFileSync(new URL(name, vectors), 'utf8')) as Json

type Json = Record<string, unknown>

function entry(part: Json = {}, index = 94_567): Json {
  return { ...createStatusListEntry({ url: URL_OF_LIST, purpose: 'revocation', index }), ...part }
}

function list(part: Json = {}, subject: Json = {}): Json {
  const credential = createStatusListCredential({
    url: URL_OF_LIST,
    issuer: 'did:example:issuer',
    purpose: 'revocation',
    encodedList: encodeBitstring(createBits(MIN_STATUS_LIST_LENGTH, SET).bytes),
    validFrom: new Date('2026-11-22T11:00:00Z'),
    validUntil: new Date('2026-11-22T13:00:00Z'),
  })
  return { ...credential, ...part, credentialSubject: { ...credential.credentialSubject, ...subject } }
}

function without(value: Json, member: string): Json {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== member))
}

const codes = (verdict: Verification<unknown>) => (verdict.verified ? [] : verdict.problems.map(({ code }) => code))
const read = (entryValue: unknown, listValue: unknown, now = NOW) => readStatus(entryValue, listValue, { now })

describe('§3.2 Validate Algorithm', () => {
  test('a set bit is a revoked credential, an unset one is not', () => {
    expect(read(entry(), list())).toEqual({
      verified: true,
      value: { purpose: 'revocation', value: true },
      warnings: [],
    })
    expect(read(entry({}, 94_568), list())).toMatchObject({ value: { value: false } })
  })

  test('every index is read at its own place', () => {
    const opened = openStatusList(list(), { now: NOW })
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...SET), fc.nat(MIN_STATUS_LIST_LENGTH - 1)), (index) => {
        if (!opened.verified) throw new Error('the list did not open')
        const verdict = lookUpStatus(entry({}, index), opened.value, { now: NOW })
        expect(verdict).toMatchObject({ verified: true, value: { value: SET.includes(index) } })
      }),
    )
  })

  test('the example of the specification: nothing is revoked in the default list', () => {
    const [revocation] = readVector('example-status-list-entry.json').credentialStatus as Json[]
    expect(read(revocation, readVector('example-status-list-credential.json'))).toMatchObject({
      verified: true,
      value: { purpose: 'revocation', value: false },
    })
  })

  test('another purpose: STATUS_VERIFICATION_ERROR', () => {
    expect(codes(read(entry({ statusPurpose: 'suspension' }), list()))).toEqual(['STATUS_VERIFICATION_ERROR'])
  })

  test('a list may serve several purposes', () => {
    const both = list({}, { statusPurpose: ['suspension', 'revocation'] })
    expect(read(entry(), both)).toMatchObject({ value: { purpose: 'revocation', value: true } })
    expect(read(entry({ statusPurpose: 'suspension' }), both)).toMatchObject({ value: { purpose: 'suspension' } })
    expect(codes(read(entry({ statusPurpose: 'refresh' }), both))).toEqual(['STATUS_VERIFICATION_ERROR'])
  })

  test('less than 131,072 entries: STATUS_LIST_LENGTH_ERROR', () => {
    const short = list({}, { encodedList: `u${base64urlEncode(gzipSync(new Uint8Array(16_383)))}` })
    expect(codes(read(entry({}, 5), short))).toEqual(['STATUS_LIST_LENGTH_ERROR'])
    expect(readStatus(entry({}, 5), short, { now: NOW, minimumLength: 8 })).toMatchObject({ value: { value: false } })
  })

  test.each(['131072', '99999999999999999', '9'.repeat(400)])(
    'index %s beyond the end: RANGE_ERROR',
    (statusListIndex) => {
      expect(codes(read(entry({ statusListIndex }), list()))).toEqual(['RANGE_ERROR'])
    },
  )

  test('the last index is inside', () => {
    expect(read(entry({ statusListIndex: '131071' }), list())).toMatchObject({ value: { value: true } })
  })

  test('a status message is told for the purpose "message" (statusSize 1)', () => {
    const messages = list({}, { statusPurpose: 'message' })
    const statusMessage = [
      { status: '0x0', message: 'in service' },
      { status: '0x1', message: 'under repair' },
    ]
    const withMessage = entry({ statusPurpose: 'message', statusMessage })
    expect(read(withMessage, messages)).toMatchObject({ value: { value: true, message: 'under repair' } })
    expect(read(entry({ statusPurpose: 'message' }, 1), messages)).toMatchObject({ value: { message: 'unset' } })
  })
})

describe('the list is the one named, and valid now', () => {
  test('another id than statusListCredential: STATUS_VERIFICATION_ERROR', () => {
    expect(codes(read(entry(), list({ id: `${URL_OF_LIST}0` })))).toEqual(['STATUS_VERIFICATION_ERROR'])
  })

  test('§2.2: a list MAY be without id', () => {
    expect(read(entry(), without(list(), 'id'))).toMatchObject({ verified: true })
  })

  test.each([
    ['10:58:59', false],
    ['10:59:01', true],
    ['13:00:59', true],
    ['13:01:01', false],
  ])('T11: at %s a list valid from 11:00 to 13:00 is accepted: %s', (time, accepted) => {
    const verdict = read(entry(), list(), new Date(`2026-11-22T${time}Z`))
    const expected = accepted ? [] : ['STATUS_VERIFICATION_ERROR']
    expect(codes(verdict)).toEqual(expected)
    expect(codes(openStatusList(list(), { now: new Date(`2026-11-22T${time}Z`) }))).toEqual(expected)
  })

  test('an opened list expires like any other', () => {
    const opened = openStatusList(list(), { now: NOW })
    if (!opened.verified) throw new Error('the list did not open')
    const later = new Date('2026-11-22T13:01:01Z')
    expect(codes(lookUpStatus(entry(), opened.value, { now: later }))).toEqual(['STATUS_VERIFICATION_ERROR'])
  })

  test('an opened list tells its time to live', () => {
    expect(openStatusList(list({}, { ttl: 60_000 }), { now: NOW })).toMatchObject({ value: { ttlMs: 60_000 } })
  })
})

describe('§2.1: entries', () => {
  test.each<[string, Json]>([
    ['another type', { type: 'StatusList2021Entry' }],
    ['no purpose', { statusPurpose: undefined }],
    ['a purpose that is no string', { statusPurpose: ['revocation'] }],
    ['an index as number', { statusListIndex: 94_567 }],
    ['a negative index', { statusListIndex: '-1' }],
    ['a fractional index', { statusListIndex: '1.5' }],
    ['an index in base 16', { statusListIndex: '0x10' }],
    ['an index with leading zeros', { statusListIndex: '007' }],
    ['an empty index', { statusListIndex: '' }],
    ['no list', { statusListCredential: undefined }],
    ['a relative list', { statusListCredential: '/status-lists/1' }],
    ['an id that is the list', { id: URL_OF_LIST }],
    ['an id that is no URL', { id: '#1' }],
    ['a reference that is no URL', { statusReference: ['https://issuer.example', 'dictionary'] }],
    ['a size of zero', { statusSize: 0 }],
    ['a size that is null', { statusSize: null }],
    ['a size as text', { statusSize: '1' }],
    ['one message too few', { statusMessage: [{ status: '0x0', message: 'a' }] }],
    ['messages without texts', { statusMessage: [{ status: '0x0' }, { status: '0x1' }] }],
  ])('%s: MALFORMED_VALUE_ERROR', (_, part) => {
    const verdict = read(entry(part), list())
    expect(codes(verdict)).toEqual(['MALFORMED_VALUE_ERROR'])
    const [member] = Object.keys(part)
    expect(!verdict.verified && verdict.problems[0].pointer).toBe(`/${member}`)
  })

  test.each([null, 'entry', [entry()]])('%j is no entry', (value) => {
    expect(codes(read(value, list()))).toEqual(['MALFORMED_VALUE_ERROR'])
  })

  test.each<[string, Json]>([
    ['no id', { id: undefined }],
    ['a type among others', { type: ['Other', 'BitstringStatusListEntry'] }],
    ['a size of one', { statusSize: 1 }],
    ['a reference', { statusReference: 'https://issuer.example/dictionary' }],
  ])('%s is accepted', (_, part) => {
    expect(read(entry(part), list())).toMatchObject({ verified: true })
  })

  test('entries of more than one bit are refused as not supported, never misread', () => {
    const verdict = read(entry({ statusSize: 2 }), list())
    expect(verdict).toMatchObject({ problems: [{ code: 'STATUS_VERIFICATION_ERROR', pointer: '/statusSize' }] })
  })
})

describe('§2.2: lists', () => {
  test.each<[string, Json]>([
    ['another type', list({ type: ['VerifiableCredential'] })],
    ['a subject of another type', list({}, { type: 'StatusList2021' })],
    ['two subjects', { ...list(), credentialSubject: [list().credentialSubject, list().credentialSubject] }],
    ['no purpose', list({}, { statusPurpose: undefined })],
    ['no purposes', list({}, { statusPurpose: [] })],
    ['no encoded list', list({}, { encodedList: undefined })],
    ['an encoded list without prefix', list({}, { encodedList: 'H4sI' })],
    ['a validity that is no time', list({ validUntil: 'tomorrow' })],
    ['a validity without zone', list({ validFrom: '2026-11-22T11:00:00' })],
    ['an id that is no string', list({ id: 1 })],
    ['a negative time to live', list({}, { ttl: -1 })],
  ])('%s: MALFORMED_VALUE_ERROR', (_, value) => {
    expect(codes(read(entry(), value))).toEqual(['MALFORMED_VALUE_ERROR'])
  })

  test.each([undefined, 'list', []])('%j is no list', (value) => {
    expect(codes(read(entry(), value))).toEqual(['MALFORMED_VALUE_ERROR'])
  })

  test('X7: a gzip bomb is refused: STATUS_VERIFICATION_ERROR', () => {
    const bomb = `u${base64urlEncode(gzipSync(Buffer.alloc(64 * 1024 * 1024)))}`
    expect(codes(read(entry(), list({}, { encodedList: bomb })))).toEqual(['STATUS_VERIFICATION_ERROR'])
  })

  test('inputs are not changed', () => {
    const values = [entry(), list()]
    const before = structuredClone(values)
    read(values[0], values[1])
    expect(values).toEqual(before)
  })
})
