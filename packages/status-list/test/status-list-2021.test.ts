import type { Verification } from '@energy-ssi/core'
import { describe, expect, test } from 'vitest'
import { encodeBitstring, encodeStatusList2021 } from '../src/bitstring.ts'
import { createBitstringStatuses } from '../src/bitstring-statuses.ts'
import { createStatusListCredential, createStatusListEntry } from '../src/create-status-list.ts'
import { MIN_STATUS_LIST_LENGTH } from '../src/limits.ts'
import { readStatus } from '../src/read-status.ts'
import {
  createStatusList2021Credential,
  createStatusList2021Entry,
  STATUS_LIST_2021_CONTEXT,
} from '../src/status-list-2021.ts'

const url = 'https://issuer.example/status-lists/2021'
const issuer = 'did:example:issuer'
const purpose = 'revocation'
const at = (time: string) => new Date(`2026-11-22T${time}Z`)
const NOW = at('12:00:00')
const statuses = createBitstringStatuses(MIN_STATUS_LIST_LENGTH)
statuses.set(94_567, 1)

const LIST = createStatusList2021Credential({
  url,
  issuer,
  purpose,
  encodedList: encodeStatusList2021(statuses),
  issuedAt: at('11:00:00'),
  expiresAt: at('13:00:00'),
})
const ENTRY = createStatusList2021Entry({ url, purpose, index: 94_567 })
const withSubject = (part: object) => ({ ...LIST, credentialSubject: { ...LIST.credentialSubject, ...part } })
const codes = (verdict: Verification<unknown>) => (verdict.verified ? [] : verdict.problems.map(({ code }) => code))
const read = (entry: unknown, list: unknown, now = NOW) => readStatus(entry, list, { now })

describe('StatusList2021', () => {
  test('a list that was written is read, the first index being the most significant bit', () => {
    expect(read(ENTRY, LIST)).toMatchObject({ value: { purpose, value: 1, valid: false } })
    const next = createStatusList2021Entry({ url, purpose, index: 94_568 })
    expect(read(next, LIST)).toMatchObject({ value: { purpose, value: 0, valid: true } })
  })

  test('its documents have the types and the context of the community group, and the times of VCDM 1.1', () => {
    expect(LIST['@context']).toEqual(['https://www.w3.org/2018/credentials/v1', STATUS_LIST_2021_CONTEXT])
    expect(LIST).toMatchObject({
      type: ['VerifiableCredential', 'StatusList2021Credential'],
      issuanceDate: '2026-11-22T11:00:00Z',
      expirationDate: '2026-11-22T13:00:00Z',
      credentialSubject: { type: 'StatusList2021' },
    })
    expect(ENTRY).toEqual({
      id: `${url}#94567`,
      type: 'StatusList2021Entry',
      statusPurpose: purpose,
      statusListIndex: '94567',
      statusListCredential: url,
    })
  })

  test.each([
    ['10:58:59', ['STATUS_VERIFICATION_ERROR']],
    ['10:59:01', []],
    ['13:00:59', []],
    ['13:01:01', ['STATUS_VERIFICATION_ERROR']],
  ])('at %s a list issued at 11:00 that expires at 13:00 answers %j', (time, expected) => {
    expect(codes(read(ENTRY, LIST, at(time)))).toEqual(expected)
  })

  test('the times of VCDM 2.0 come first, where a list has both', () => {
    expect(codes(read(ENTRY, { ...LIST, validUntil: '2026-11-22T11:30:00Z' }))).toEqual(['STATUS_VERIFICATION_ERROR'])
  })

  test.each([
    ['a list of the other type', withSubject({ type: 'BitstringStatusList' }), 'MALFORMED_VALUE_ERROR'],
    ['a multibase prefix', withSubject({ encodedList: encodeBitstring(statuses) }), 'MALFORMED_VALUE_ERROR'],
    ['a time that is none', { ...LIST, expirationDate: 'soon' }, 'MALFORMED_VALUE_ERROR'],
    ['another purpose', withSubject({ statusPurpose: 'suspension' }), 'STATUS_VERIFICATION_ERROR'],
    ['another list', { ...LIST, id: `${url}0` }, 'STATUS_VERIFICATION_ERROR'],
  ])('%s is refused', (_, list, code) => {
    expect(codes(read(ENTRY, list))).toEqual([code])
  })

  test('an entry of one form is not read from a list of the other', () => {
    const bitstring = createStatusListCredential({
      url,
      issuer,
      purpose,
      encodedList: encodeBitstring(statuses),
      validFrom: at('11:00:00'),
    })
    expect(codes(read(ENTRY, bitstring))).toEqual(['STATUS_VERIFICATION_ERROR'])
    expect(codes(read(createStatusListEntry({ url, purpose, index: 1 }), LIST))).toEqual(['STATUS_VERIFICATION_ERROR'])
  })

  test('it knows no statuses of several bits', () => {
    expect(read({ ...ENTRY, statusSize: 2 }, LIST)).toMatchObject({ value: { value: 1 } })
  })

  test('misuse is a TypeError', () => {
    const good = { url, issuer, purpose, encodedList: '', issuedAt: NOW }
    expect(() => createStatusList2021Credential({ ...good, url: 'list' })).toThrow(TypeError)
    expect(() => createStatusList2021Credential({ ...good, issuer: 'us' })).toThrow(TypeError)
    expect(() => createStatusList2021Entry({ url: 'list', purpose, index: 0 })).toThrow(TypeError)
    expect(() => createStatusList2021Entry({ url, purpose, index: -1 })).toThrow(TypeError)
  })
})
