import { formatDateTimeStamp, isUrl, parseDateTime, parseDateTimeStamp } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('parseDateTimeStamp (XML Schema 1.1 Part 2 §3.4.28)', () => {
  it('reads every date that it writes', () => {
    const dates = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
    fc.assert(
      fc.property(dates, (date) => {
        expect(parseDateTimeStamp(date.toISOString())).toBe(date.getTime())
        expect(parseDateTimeStamp(formatDateTimeStamp(date))).toBe(Math.floor(date.getTime() / 1000) * 1000)
      }),
    )
  })

  it('knows the days that the calendar has, in every year', () => {
    const field = (max: number) => fc.nat(max)
    fc.assert(
      fc.property(fc.nat(9999), field(13), field(32), (year, month, day) => {
        const pad = (value: number, length: number) => String(value).padStart(length, '0')
        const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T00:00:00Z`
        const date = new Date(0)
        date.setUTCFullYear(year, month - 1, day)
        const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCFullYear() === year
        expect(parseDateTimeStamp(text)).toBe(exists ? date.getTime() : undefined)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01T01:30:00+01:30', '2026-01-01T00:00:00.000Z'],
    ['2025-12-31T22:00:00.5-02:00', '2026-01-01T00:00:00.500Z'],
    ['2025-12-31T24:00:00Z', '2026-01-01T00:00:00.000Z'],
    ['2024-02-29T12:00:00Z', '2024-02-29T12:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(new Date(parseDateTimeStamp(text) as number).toISOString()).toBe(iso)
  })

  it.each([
    '2026-01-01',
    '2026-01-01T00:00:00',
    '2026-1-1T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '2026-01-01T24:00:01Z',
    '2026-01-01T23:60:00Z',
    '2026-12-31T23:59:60Z',
    '2026-01-01T00:00:00+15:00',
    '2026-01-01T00:00:00+00:60',
    '2026-01-01 00:00:00Z',
    '2026-01-01t00:00:00z',
    ' 2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00.Z',
    'yesterday',
  ])('%j is none', (text) => {
    expect(parseDateTimeStamp(text)).toBeUndefined()
  })

  it('only parseDateTime reads a text without a zone', () => {
    expect(parseDateTime('2026-01-01T00:00:00')).toBe(Date.UTC(2026, 0, 1))
  })
})

describe('isUrl (VCDM 2.0 §4.4)', () => {
  it.each([
    'https://example.com/a?b#c',
    'did:example:123#key-1',
    'urn:uuid:3978344f-8596-4c3a-a978-8fcaba3903c5',
    'mailto:a@b.example',
    'data:application/vc+jwt,eyJ',
    'https://example.com/ümlaut',
    "urn:!#$%&'()*+,-./09:;=?@AZ[]_az~",
  ])('%j is one', (value) => expect(isUrl(value)).toBe(true))

  it.each([
    '',
    'not a url',
    'example.com',
    '/path',
    'https:',
    'https://',
    'did:',
    'urn:a b',
    'urn:a\u0000',
    'urn:a\u007f',
    'urn:ä\u00a0',
    'urn:"',
    'urn:<',
    'urn:>',
    'urn:\\',
    'urn:^',
    'urn:`',
    'urn:{',
    'urn:|',
    'urn:}',
    'http://[',
    'a'.repeat(5000),
    42,
    null,
    undefined,
    {},
  ])('%j is none', (value) => expect(isUrl(value)).toBe(false))
})
