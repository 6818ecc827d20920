import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { base64urlEncode, type Verification } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBitstring } from '../src/bitstring.ts'
import { createBitstringStatuses } from '../src/bitstring-statuses.ts'
import { createStatusListCredential, createStatusListEntry } from '../src/create-status-list.ts'
import { MIN_STATUS_LIST_LENGTH } from '../src/limits.ts'
import { openStatusList } from '../src/open-status-list.ts'
import { lookUpStatus, readStatus } from '../src/read-status.ts'

const URL_OF_LIST = 'https://issuer.example/status-lists/1'
const NOW = new Date('2026-11-22T12:00:00Z')
const SET = [0, 7, 8, 94_567, 131_071]

const vectors = new URL('../../../spec/vectors/bitstring-status-list/', import.meta.url)
const readVector = (name: string) => JSON.parse(readFileSync(new URL(name, vectors), 'utf8')) as Json

type Json = Record<string, unknown>

function entry(part: Json = {}, index = 94_567): Json {
  return { ...createStatusListEntry({ url: URL_OF_LIST, purpose: 'revocation', index }), ...part }
}

const statuses = createBitstringStatuses(MIN_STATUS_LIST_LENGTH)
for (const index of SET) statuses.set(index, 1)

function list(part: Json = {}, subject: Json = {}): Json {
  const credential = createStatusListCredential({
    url: URL_OF_LIST,
    issuer: 'did:example:issuer',
    purpose: 'revocation',
    encodedList: encodeBitstring(statuses),
    validFrom: new Date('2026-11-22T11:00:00Z'),
    validUntil: new Date('2026-11-22T13:00:00Z'),
  })
  return { ...credential, ...part, credentialSubject: { ...credential.credentialSubject, ...subject } }
}

const values = createBitstringStatuses(MIN_STATUS_LIST_LENGTH, 2)
for (const [index, value] of [0, 3, 2, 1].entries()) values.set(index, value)
const largeList = () => list({}, { ...FOUR_VALUES, encodedList: encodeBitstring(values) })
const MESSAGES = ['0x0', '0x1', '0x2', '0x3'].map((status) => `text of ${status}`)
const messageEntry = (index: number): Json => ({
  ...createStatusListEntry({ url: URL_OF_LIST, purpose: 'message', index, messages: MESSAGES }),
})

function without(value: Json, member: string): Json {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== member))
}

const message = (status: string): Json => ({ status, message: `text of ${status}` })
const FOUR_VALUES = {
  statusPurpose: 'message',
  statusSize: 2,
  statusMessages: ['0x0', '0x1', '0x2', '0x3'].map(message),
}

const codes = (verdict: Verification<unknown>) => (verdict.verified ? [] : verdict.problems.map(({ code }) => code))
const read = (entryValue: unknown, listValue: unknown, now = NOW) => readStatus(entryValue, listValue, { now })

describe('§3.2 Validate Algorithm', () => {
  test('a set bit is a revoked credential, an unset one is not', () => {
    expect(read(entry(), list())).toEqual({
      verified: true,
      value: { purpose: 'revocation', value: 1, valid: false },
      warnings: [],
    })
    expect(read(entry({}, 94_568), list())).toMatchObject({ value: { value: 0, valid: true } })
  })

  test('every index is read at its own place', () => {
    const opened = openStatusList(list(), { now: NOW })
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...SET), fc.nat(MIN_STATUS_LIST_LENGTH - 1)), (index) => {
        if (!opened.verified) throw new Error('the list did not open')
        const verdict = lookUpStatus(entry({}, index), opened.value, { now: NOW })
        expect(verdict).toMatchObject({ verified: true, value: { value: Number(SET.includes(index)) } })
      }),
    )
  })

  test('the example of the specification: nothing is revoked in the default list', () => {
    const [revocation] = readVector('example-status-list-entry.json').credentialStatus as Json[]
    expect(read(revocation, readVector('example-status-list-credential.json'))).toMatchObject({
      verified: true,
      value: { purpose: 'revocation', value: 0, valid: true },
    })
  })

  test('another purpose: STATUS_VERIFICATION_ERROR', () => {
    expect(codes(read(entry({ statusPurpose: 'suspension' }), list()))).toEqual(['STATUS_VERIFICATION_ERROR'])
  })

  test('a list may serve several purposes', () => {
    const both = list({}, { statusPurpose: ['suspension', 'revocation'] })
    expect(read(entry(), both)).toMatchObject({ value: { purpose: 'revocation', value: 1 } })
    expect(read(entry({ statusPurpose: 'suspension' }), both)).toMatchObject({ value: { purpose: 'suspension' } })
    expect(codes(read(entry({ statusPurpose: 'refresh' }), both))).toEqual(['STATUS_VERIFICATION_ERROR'])
  })

  test('less than 131,072 entries: STATUS_LIST_LENGTH_ERROR', () => {
    const short = list({}, { encodedList: `u${base64urlEncode(gzipSync(new Uint8Array(16_383)))}` })
    expect(codes(read(entry({}, 5), short))).toEqual(['STATUS_LIST_LENGTH_ERROR'])
    expect(readStatus(entry({}, 5), short, { now: NOW, minimumLength: 8 })).toMatchObject({ value: { value: 0 } })
  })

  test.each(['131072', '99999999999999999', '9'.repeat(400)])(
    'index %s beyond the end: RANGE_ERROR',
    (statusListIndex) => {
      expect(codes(read(entry({ statusListIndex }), list()))).toEqual(['RANGE_ERROR'])
    },
  )

  test('the last index is inside', () => {
    expect(read(entry({ statusListIndex: '131071' }), list())).toMatchObject({ value: { value: 1 } })
  })

  test('a status message is told for the purpose "message" (statusSize 1)', () => {
    const statusMessages = [
      { status: '0x0', message: 'unset' },
      { status: '0x1', message: 'set' },
    ]
    const messages = list({}, { statusPurpose: 'message', statusSize: 1, statusMessages })
    const statusMessage = [
      { status: '0x0', message: 'in service' },
      { status: '0x1', message: 'under repair' },
    ]
    const withMessage = entry({ statusPurpose: 'message', statusMessage })
    expect(read(withMessage, messages)).toMatchObject({ value: { value: 1, message: 'under repair' } })
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
    ['another type', { type: 'RevocationList2020Status' }],
    ['no type', { type: undefined }],
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
    ['messages without values', { statusMessage: [{ message: 'a' }, { message: 'b' }] }],
    ['a value twice', { statusMessage: [message('0x1'), message('0x1')] }],
    ['a value in base 10', { statusMessage: [message('0'), message('1')] }],
    ['a value beyond the size', { statusMessage: [message('0x0'), message('0x2')] }],
    ['messages that are no array', { statusMessage: message('0x0') }],
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
    ['several references', { statusReference: ['https://issuer.example/a', 'https://issuer.example/b'] }],
    ['messages with further members', { statusMessage: [message('0x0'), { ...message('0x1'), colour: 'red' }] }],
  ])('%s is accepted', (_, part) => {
    expect(read(entry(part), list())).toMatchObject({ verified: true })
  })

  test('entries of more than 16 bits are refused as not supported, never misread', () => {
    const verdict = read(entry({ statusSize: 17 }), list())
    expect(verdict).toMatchObject({ problems: [{ code: 'STATUS_VERIFICATION_ERROR', pointer: '/statusSize' }] })
  })

  test('§2.1: one message of four is missing, as in the shortened example of the specification: MALFORMED_VALUE_ERROR', () => {
    const statusMessage = FOUR_VALUES.statusMessages.slice(0, 3)
    expect(codes(read({ ...messageEntry(1), statusMessage }, largeList()))).toEqual(['MALFORMED_VALUE_ERROR'])
  })
})

describe('statuses of several bits', () => {
  test('§3.2: the status is found at the index times statusSize, with its message', () => {
    for (const [index, value] of [0, 3, 2, 1].entries()) {
      expect(read(messageEntry(index), largeList())).toEqual({
        verified: true,
        value: { purpose: 'message', value, valid: value === 0, message: `text of 0x${value}` },
        warnings: [],
      })
    }
  })

  test('the messages that the issuer committed to in the entry come before those of the list', () => {
    const statusMessage = ['a', 'b', 'c', 'd'].map((text, i) => ({ status: `0x${i}`, message: text }))
    expect(read({ ...messageEntry(1), statusMessage }, largeList())).toMatchObject({ value: { message: 'd' } })
  })

  test('§2.1: without statusMessage, MALFORMED_VALUE_ERROR', () => {
    expect(codes(read({ ...messageEntry(1), statusMessage: undefined }, largeList()))).toEqual([
      'MALFORMED_VALUE_ERROR',
    ])
  })

  test('a size other than the list states: STATUS_VERIFICATION_ERROR', () => {
    expect(codes(read(entry({ statusPurpose: 'message' }, 1), largeList()))).toEqual(['STATUS_VERIFICATION_ERROR'])
  })

  test('another purpose than message has no message', () => {
    const revocation = list({}, { encodedList: encodeBitstring(values), statusPurpose: ['revocation', 'suspension'] })
    const verdict = read({ ...messageEntry(1), statusPurpose: 'suspension' }, revocation)
    expect(verdict).toMatchObject({ value: { purpose: 'suspension', value: 3, valid: false } })
    expect(verdict.verified && 'message' in verdict.value).toBe(false)
  })

  test('§3.2: 131,072 entries of two bits are 32 KiB, otherwise STATUS_LIST_LENGTH_ERROR', () => {
    const short = list({}, FOUR_VALUES)
    expect(codes(read(messageEntry(1), short))).toEqual(['STATUS_LIST_LENGTH_ERROR'])
    // Also where the list does not say its size, so that only the entry tells.
    const silent = list({}, { statusPurpose: 'revocation' })
    const two = { ...messageEntry(1), statusPurpose: 'revocation' }
    expect(codes(read(two, silent))).toEqual(['STATUS_LIST_LENGTH_ERROR'])
  })

  test('§3.2: an index beyond the end is one whose status would lie beyond it: RANGE_ERROR', () => {
    expect(codes(read(messageEntry(MIN_STATUS_LIST_LENGTH), largeList()))).toEqual(['RANGE_ERROR'])
    expect(read(messageEntry(MIN_STATUS_LIST_LENGTH - 1), largeList()).verified).toBe(true)
  })

  test('lists of more than 16 bits are refused as not supported', () => {
    expect(codes(read(entry(), list({}, { statusSize: 17 })))).toEqual(['STATUS_VERIFICATION_ERROR'])
  })

  test('references are told, for developers', () => {
    const statusReference = 'https://issuer.example/dictionary'
    expect(read({ ...messageEntry(0), statusReference }, largeList())).toMatchObject({
      value: { references: [statusReference] },
    })
    expect(read(entry({ statusReference }), list())).toMatchObject({ value: { references: [statusReference] } })
  })
})

describe('an entry read from a list that was opened before', () => {
  const opened = openStatusList(list(), { now: NOW })
  const lookUp = (value: unknown) =>
    opened.verified ? codes(lookUpStatus(value, opened.value, { now: NOW })) : ['the list did not open']

  test.each([
    ['its own URL with a fragment', `${URL_OF_LIST}#94567`, []],
    ['another URL', 'urn:uuid:58f9b2a5-2b5d-4d4b-9b0b-0c1b8b5b1f0e', []],
    ['the URL with a fragment that is none', `${URL_OF_LIST}#<b>`, ['MALFORMED_VALUE_ERROR']],
    ['the URL itself', URL_OF_LIST, ['MALFORMED_VALUE_ERROR']],
    ['a text after the URL', `${URL_OF_LIST} #1`, ['MALFORMED_VALUE_ERROR']],
  ])('may have as id %s or not', (_, id, expected) => {
    expect(lookUp(entry({ id }))).toEqual(expected)
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
    ['an id that is no URL', list({ id: 'list' })],
    ['a negative time to live', list({}, { ttl: -1 })],
    ['a time to live as text', list({}, { ttl: '300000' })],
    ['messages without statusSize', list({}, { statusPurpose: 'message', statusMessages: [message('0x0')] })],
    ['messages without statusMessages', list({}, { statusPurpose: 'message', statusSize: 1 })],
    ['as many messages as another size has', list({}, { ...FOUR_VALUES, statusSize: 1 })],
    ['a size of zero', list({}, { statusSize: 0 })],
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

test('no value makes reading fail in another way', () => {
  const opened = openStatusList(list(), { now: NOW })
  const damaged = (good: Json) =>
    fc.tuple(fc.constantFrom(...Object.keys(good)), fc.jsonValue()).map(([key, value]) => ({ ...good, [key]: value }))
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), damaged(messageEntry(1))), (value) => {
      if (!opened.verified) throw new Error('the list did not open')
      expect(lookUpStatus(value, opened.value, { now: NOW }).verified).toBe(false)
    }),
  )
  const subjects = damaged(list().credentialSubject as Json).map((credentialSubject) => ({
    ...list(),
    credentialSubject,
  }))
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), damaged(list()), subjects), (value) => {
      expect(typeof openStatusList(value, { now: NOW }).verified).toBe('boolean')
    }),
    { numRuns: 50 },
  )
})
