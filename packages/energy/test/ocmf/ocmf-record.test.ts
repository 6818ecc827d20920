import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EnergyError, MAX_OCMF_RECORD_LENGTH, parseOcmfRecord } from '../../src/index.ts'
import { createTestMeter, payload, reading } from '../support/test-meter.ts'

const meter = createTestMeter()
const REFUSED = expect.objectContaining({ code: 'invalid_ocmf' })
const SIGNATURE = '{"SD":"3006020101020101"}'

const recordOf = (fields: object) => parseOcmfRecord(`OCMF|${JSON.stringify(fields)}|${SIGNATURE}`)
const withReading = (changes: object) => recordOf(payload(1, [reading('B', 1, 0, changes)]))

describe('an OCMF record', () => {
  it('is header, payload and signature; the payload is kept byte for byte', () => {
    const text =
      '{ "PG":"T1", "MS":"ü",\n "RD":[{"TM":"2026-03-01T10:00:00,000+0100 S","RV":0.00,"RI":"1-0:1.8.0","RU":"kWh","ST":"G"}]}'
    const record = parseOcmfRecord(meter.signText(text))
    expect(Buffer.from(record.payload).toString()).toBe(text)
    expect(record).toMatchObject({ context: 'T', pagination: 1, meterSerial: 'ü', curve: 'secp256r1' })
    expect(record.readings[0]).toMatchObject({ value: '0.00', unit: 'kWh', clock: 'S', state: 'G' })
    expect(record.readings[0]?.time).toEqual(new Date('2026-03-01T09:00:00Z'))
  })

  it('a field a reading leaves out has the value of the reading before', () => {
    const { readings } = recordOf(
      payload(1, [reading('B', 1, 0), { TM: '2026-03-01T10:05:00,000+0100 R', TX: 'E', RV: 2 }]),
    )
    expect(readings[1]).toMatchObject({
      transaction: 'E',
      value: '2',
      unit: 'kWh',
      register: '1-0:1.8.0*255',
      clock: 'R',
    })
  })

  it('a value written as a text counts with its digits, as some devices write it', () => {
    expect(withReading({ RV: '       9.038' }).readings[0]).toMatchObject({ value: '9.038' })
  })

  it('a value in another unit is no energy', () => {
    expect(withReading({ RV: 30, RU: 'sec', RI: '1-0:0.8.6' }).readings[0]).not.toHaveProperty('value')
  })

  it('the user identification is left out', () => {
    const record = recordOf(payload(1, [reading('B', 1, 0)], { IT: 'ISO14443', ID: '1F2D3A4F5506C7' }))
    expect(JSON.stringify({ ...record, payload: '' })).not.toContain('1F2D3A4F5506C7')
  })

  it.each([
    ['another header', `OCMX|${JSON.stringify(payload(1, [reading('B', 1, 0)]))}|${SIGNATURE}`],
    ['two sections', 'OCMF|{}'],
    ['four sections', `OCMF|{}|{}|{}`],
    ['broken JSON', `OCMF|{|${SIGNATURE}`],
    ['a list as payload', `OCMF|[]|${SIGNATURE}`],
    ['the same key twice', `OCMF|{"PG":"T1","PG":"T2"}|${SIGNATURE}`],
    ['a prototype key', `OCMF|{"__proto__":{"PG":"T1"}}|${SIGNATURE}`],
    ['more than 64 levels', `OCMF|{"X":${'['.repeat(70)}${']'.repeat(70)}}|${SIGNATURE}`],
    [
      'too many characters',
      `OCMF|${JSON.stringify(payload(1, [reading('B', 1, 0)]))}${' '.repeat(MAX_OCMF_RECORD_LENGTH)}|${SIGNATURE}`,
    ],
  ])('is refused with %s', (_, text) => expect(() => parseOcmfRecord(text)).toThrow(REFUSED))

  it.each([
    ['no page', { PG: undefined }],
    ['a page of another context', { PG: 'X1' }],
    ['a page with leading zeros', { PG: 'T01' }],
    ['neither meter nor gateway', { MS: undefined, GS: '' }],
    ['a version of another format', { FV: '2.0' }],
    ['no reading', { RD: [] }],
    ['readings that are no list', { RD: { length: 1 } }],
    ['a reading that is no object', { RD: [null] }],
    ['a serial number that is no text', { MS: 1 }],
  ])('is refused with %s', (_, changes) => {
    expect(() => recordOf(payload(1, [reading('B', 1, 0)], changes))).toThrow(REFUSED)
  })

  it.each([
    ['a time without clock status', { TM: '2026-03-01T10:00:00,000+0100' }],
    ['an unknown clock status', { TM: '2026-03-01T10:00:00,000+0100 Z' }],
    ['a time without milliseconds', { TM: '2026-03-01T10:00:00+0100 S' }],
    ['a day that does not exist', { TM: '2026-02-30T10:00:00,000+0100 S' }],
    ['no meter state', { ST: undefined }],
    ['an unknown meter state', { ST: 'Q' }],
    ['an unknown error flag', { EF: 'x' }],
    ['a unit without its register', { RI: undefined }],
    ['a value that is no number', { RV: true }],
    ['more digits than a register has', { RV: '1'.repeat(19) }],
    ['more Wh than a number holds exactly', { RV: 999_999_999_999_999, RU: 'kWh' }],
    ['an unknown transaction', { TX: 'Z' }],
  ])('is refused if a reading has %s', (_, changes) => expect(() => withReading(changes)).toThrow(REFUSED))

  it.each([
    ['no signature data', '{"SA":"ECDSA-secp256r1-SHA256"}'],
    ['another algorithm', '{"SA":"none","SD":"00"}'],
    ['another encoding', '{"SE":"utf-8","SD":"00"}'],
    ['another type', '{"SM":"text/plain","SD":"00"}'],
    ['half a byte', '{"SD":"000"}'],
    ['base64 that is not canonical', '{"SE":"base64","SD":"MEU"}'],
  ])('is refused if the signature section has %s', (_, signature) => {
    expect(() => parseOcmfRecord(`OCMF|${JSON.stringify(payload(1, [reading('B', 1, 0)]))}|${signature}`)).toThrow(
      REFUSED,
    )
  })

  it('any text is either a record or refused', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((text) => `OCMF|${text}|${SIGNATURE}`),
        ),
        (text) => {
          try {
            parseOcmfRecord(text)
          } catch (error) {
            expect(error).toBeInstanceOf(EnergyError)
          }
        },
      ),
    )
  })
})
