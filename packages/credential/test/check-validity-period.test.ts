import { describe, expect, test } from 'vitest'
import { checkValidityPeriod } from '../src/index.ts'
import { credential, credential11, withMember } from './fixtures.ts'

const START = Date.parse('2026-01-01T00:00:00Z')
const END = Date.parse('2027-01-01T00:00:00Z')

describe.each([
  ['2.0', credential, '/validFrom', '/validUntil'],
  ['1.1', credential11, '/issuanceDate', '/expirationDate'],
])('VCDM %s', (_version, golden, start, end) => {
  test.each([
    [START, -61, 'CREDENTIAL_NOT_YET_VALID', start],
    [START, -59, undefined, undefined],
    [END, 59, undefined, undefined],
    [END, 61, 'CREDENTIAL_EXPIRED', end],
  ])('clocks may differ by a minute: %i%+is', (time, seconds, code, pointer) => {
    const problem = checkValidityPeriod(golden, new Date(time + seconds * 1000))
    expect([problem?.code, problem?.pointer]).toEqual([code, pointer])
  })

  test('§4.9 both ends belong to the period', () => {
    expect(checkValidityPeriod(golden, new Date(START), 0)).toBeUndefined()
    expect(checkValidityPeriod(golden, new Date(END), 0)).toBeUndefined()
    expect(checkValidityPeriod(golden, new Date(START - 1), 0)?.code).toBe('CREDENTIAL_NOT_YET_VALID')
    expect(checkValidityPeriod(golden, new Date(END + 1), 0)?.code).toBe('CREDENTIAL_EXPIRED')
  })
})

test('§4.9 without a period a credential is in force at any time', () => {
  const timeless = withMember(withMember(credential, 'validFrom', undefined), 'validUntil', undefined)
  expect(checkValidityPeriod(timeless, new Date(0))).toBeUndefined()
})

test('§4.9 times are compared as points in time, whatever their zone', () => {
  const zoned = withMember(credential, 'validUntil', '2027-01-01T05:00:00+05:00')
  expect(checkValidityPeriod(zoned, new Date(END), 0)).toBeUndefined()
  expect(checkValidityPeriod(zoned, new Date(END + 1), 0)?.code).toBe('CREDENTIAL_EXPIRED')
})

test('§5.8 a time without an offset is UTC', () => {
  const local = withMember(credential11, 'expirationDate', '2027-01-01T00:00:00')
  expect(checkValidityPeriod(local, new Date(END), 0)).toBeUndefined()
  expect(checkValidityPeriod(local, new Date(END + 1), 0)?.code).toBe('CREDENTIAL_EXPIRED')
})

test.each(['validFrom', 'validUntil'])('an unreadable %s is never taken for a time without limits', (member) => {
  const broken = withMember(credential, member, 'soon')
  expect(checkValidityPeriod(broken, new Date(START))).toMatchObject({
    code: 'MALFORMED_VALUE_ERROR',
    pointer: `/${member}`,
  })
})

test('a clock that shows no time is a mistake of the programmer', () => {
  expect(() => checkValidityPeriod(credential, new Date('x'))).toThrow(TypeError)
})
