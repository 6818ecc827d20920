import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  METER_CURVE_NAMES,
  type MeterKey,
  type OcmfRecord,
  readOcmf,
  type VerifyOcmfOptions,
  verifyOcmf,
} from '../../src/index.ts'
import { specText } from '../support/spec-files.ts'
import { createTestMeter, payload, reading } from '../support/test-meter.ts'

const meter = createTestMeter()
const record = (page: number, readings: readonly object[], changes: object = {}) =>
  meter.signRecord(payload(page, readings, changes))
const begin = record(1, [reading('B', 1, 0)])
const end = record(2, [reading('E', 13.4, 30)])

/** Codes of the verdict: problems if refused, warnings if not. */
function codes(records: readonly [OcmfRecord, ...OcmfRecord[]], options?: VerifyOcmfOptions): readonly string[] {
  const verdict = verifyOcmf(records, meter.key, options)
  return verdict.verified
    ? ['verified', ...verdict.warnings.map(({ code }) => code)]
    : verdict.problems.map(({ code }) => code)
}

describe('the sample of a calibrated meter', () => {
  const sample = specText('data/energy/ocmf/ev-charging-ocmf.xml')

  it('verifies: 0.15 kWh are 150 Wh', () => {
    const { records, publicKey } = readOcmf(sample)
    const verdict = verifyOcmf(records, publicKey as MeterKey)
    expect(verdict).toMatchObject({
      verified: true,
      warnings: [],
      value: {
        meterSerial: '001BZR1521070006',
        register: '1-0:1.8.0*198',
        direction: 'import',
        startWh: 0,
        endWh: 150,
        energyWh: 150,
        begin: { time: new Date('2022-07-08T08:00:28Z'), clock: 'S', value: '0.00', unit: 'kWh' },
        end: { time: new Date('2022-07-08T08:05:52Z'), clock: 'S', value: '0.15', unit: 'kWh' },
        pagination: { context: 'T', first: 4276, last: 4277 },
      },
    })
  })

  it.each([
    ['one digit of the value', '"RV":0.15', '"RV":9.15'],
    ['one zero less', '"RV":0.00', '"RV":0.0'],
    ['a space more', '"RV":0.15', '"RV": 0.15'],
    ['the page', 'T4277', 'T4278'],
    ['the time', '10:05:52', '10:05:53'],
  ])('does not verify with %s changed', (_, from, to) => {
    const { records, publicKey } = readOcmf(sample.replace(from, to))
    expect(verifyOcmf(records, publicKey as MeterKey)).toMatchObject({
      verified: false,
      problems: [{ code: 'METER_SIGNATURE_INVALID' }],
    })
  })

  it("does not verify with another meter's key", () => {
    const verdict = verifyOcmf(readOcmf(sample).records, meter.key)
    expect(verdict).toMatchObject({ problems: [{ pointer: '/0' }, { pointer: '/1' }] })
  })
})

describe.each(METER_CURVE_NAMES)('a meter on %s', (curve) => {
  const other = createTestMeter(curve)
  const readings = [payload(1, [reading('B', 1, 0)]), payload(2, [reading('E', 2, 30)])] as const

  it.each([
    ['DER in hexadecimal', {}],
    ['DER in base64', { encoding: 'base64' }],
    ['raw in hexadecimal', { form: 'ieee-p1363' }],
    ['raw in base64', { encoding: 'base64', form: 'ieee-p1363' }],
  ] as const)('verifies with signatures in %s', (_, options) => {
    const records = [other.signRecord(readings[0], options), other.signRecord(readings[1], options)] as const
    expect(verifyOcmf(records, other.key)).toMatchObject({ verified: true, value: { energyWh: 1000 } })
  })

  it('does not verify if one signature is of another meter', () => {
    const records = [other.signRecord(readings[0]), createTestMeter(curve).signRecord(readings[1])] as const
    expect(verifyOcmf(records, other.key)).toMatchObject({
      problems: [{ code: 'METER_SIGNATURE_INVALID', pointer: '/1' }],
    })
  })
})

describe('signatures', () => {
  it('without an algorithm are on secp256r1', () => {
    const records = [
      meter.signRecord(payload(1, [reading('B', 1, 0), reading('E', 2, 9)]), { algorithm: null }),
    ] as const
    expect(codes(records)).toEqual(['verified'])
  })

  it('verify under the spelling of the table and that of devices', () => {
    const brainpool = createTestMeter('brainpoolP256r1')
    const fields = payload(1, [reading('B', 1, 0), reading('E', 2, 9)])
    for (const algorithm of ['ECDSA-brainpool256r1-SHA256', 'ECDSA-brainpoolP256r1-SHA256']) {
      expect(verifyOcmf([brainpool.signRecord(fields, { algorithm })], brainpool.key).verified).toBe(true)
    }
  })

  it('that name another curve than the key do not verify', () => {
    const fields = payload(1, [reading('B', 1, 0), reading('E', 2, 9)])
    expect(codes([meter.signRecord(fields, { algorithm: 'ECDSA-secp256k1-SHA256' })])).toEqual([
      'METER_SIGNATURE_INVALID',
    ])
  })
})

describe('pagination (OCMF 1.4.1, table 2)', () => {
  it('increases from record to record', () => {
    expect(codes([begin, end])).toEqual(['verified'])
    expect(codes([end, begin])).toContain('SESSION_REPLAYED')
    expect(codes([record(2, [reading('B', 1, 0)]), end])).toContain('SESSION_REPLAYED')
  })

  it('a gap is a warning', () =>
    expect(codes([begin, record(4, [reading('E', 2, 9)])])).toEqual(['verified', 'PAGINATION_GAP']))

  it('is beyond the last page settled', () => {
    expect(codes([begin, end], { lastPagination: 0 })).toEqual(['verified'])
    expect(codes([begin, end], { lastPagination: 1 })).toEqual(['SESSION_REPLAYED'])
  })

  it('has one context', () => {
    expect(codes([begin, record(2, [reading('E', 2, 9)], { PG: 'F2' })])).toContain('METER_MISMATCH')
  })
})

describe('the meter', () => {
  it('is one and the same in all records', () => {
    expect(codes([begin, record(2, [reading('E', 2, 9)], { MS: 'M2' })])).toEqual(['METER_MISMATCH'])
    expect(codes([begin, record(2, [reading('E', 2, 9)], { GS: 'G2' })])).toEqual(['METER_MISMATCH'])
  })

  it.each(['N', 'T', 'D', 'R', 'M', 'X', 'I', 'O', 'S', 'E', 'F'])('in state %s is refused (table 10)', (ST) => {
    expect(codes([begin, record(2, [reading('E', 2, 9, { ST })])])).toEqual(['METER_ERROR'])
  })

  it.each(['E', 't', 'Et'])('with error flag %s is refused', (EF) => {
    expect(codes([begin, record(2, [reading('E', 2, 9, { EF })])])).toEqual(['METER_ERROR'])
  })

  it('that reports an exception in between is refused', () => {
    expect(codes([begin, record(2, [reading('X', 2, 9)]), record(3, [reading('E', 3, 10)])])).toContain('METER_ERROR')
  })

  it('that reports an error of another register, or without a value, is refused', () => {
    const fault = { TM: '2026-03-01T10:05:00,000+0100 S', TX: 'C', EF: '', ST: 'D' }
    expect(codes([record(1, [fault, reading('B', 1, 0), reading('E', 2, 9)])])).toEqual(['METER_ERROR'])
  })
})

describe('the clock (table 19)', () => {
  const unsynchronised = record(2, [reading('E', 2, 9, { TM: '2026-03-01T10:09:00,000+0100 U' })])

  it('U is refused, unless the caller has no use for the time', () => {
    expect(codes([begin, unsynchronised])).toEqual(['CLOCK_UNSYNCHRONISED'])
    expect(codes([begin, unsynchronised], { unsynchronisedClock: 'warn' })).toEqual([
      'verified',
      'CLOCK_UNSYNCHRONISED',
    ])
  })

  it('I is a warning, R is as good as S', () => {
    const informative = record(1, [reading('B', 1, 0, { TM: '2026-03-01T10:00:00,000+0100 I' })])
    const relative = record(2, [reading('E', 2, 9, { TM: '2026-03-01T10:09:00,000+0100 R' })])
    expect(codes([informative, relative])).toEqual(['verified', 'CLOCK_INFORMATIVE'])
  })

  it('does not run backwards', () => {
    expect(codes([record(1, [reading('B', 1, 10)]), record(2, [reading('E', 2, 9)])])).toEqual(['CLOCK_BACKWARDS'])
  })
})

describe('the session', () => {
  it.each(['E', 'L', 'R', 'A', 'P'])('ends with %s', (TX) =>
    expect(codes([begin, record(2, [reading(TX, 2, 9)])])).toEqual(['verified']),
  )

  it('may have readings in between', () => {
    const between = record(2, [reading('C', 1.5, 5), reading('S', 1.5, 6), reading('T', 1.5, 7)])
    expect(codes([begin, between, record(3, [reading('E', 2, 9)])])).toEqual(['verified'])
  })

  it('may repeat its begin together with the end', () => {
    expect(codes([begin, record(2, [reading('B', 1, 0), reading('E', 2, 9)])])).toEqual(['verified'])
  })

  it.each([
    ['no end', [begin]],
    ['no begin', [end]],
    ['two begins', [begin, record(2, [reading('B', 1, 1), reading('E', 2, 9)])]],
    ['two ends', [begin, record(2, [reading('E', 2, 9), reading('E', 3, 10)])]],
    ['something after the end', [begin, record(2, [reading('E', 2, 9), reading('C', 3, 10)])]],
    [
      'readings without a transaction',
      [record(1, [reading('B', 1, 0, { TX: undefined }), reading('B', 2, 9, { TX: undefined })])],
    ],
  ] as const)('with %s is incomplete', (_, records) => expect(codes(records)).toEqual(['SESSION_INCOMPLETE']))

  it('outside of transactions runs from the first to the last reading', () => {
    const fiscal = { PG: 'F7' }
    const readings = [reading('B', 1, 0, { TX: undefined }), reading('B', 4, 15, { TX: undefined })]
    expect(verifyOcmf([record(7, readings, fiscal)], meter.key)).toMatchObject({
      value: { energyWh: 3000, pagination: { context: 'F', first: 7, last: 7 } },
    })
    expect(codes([record(7, [reading('B', 1, 0), reading('E', 2, 9)], fiscal)])).toEqual(['SESSION_INCOMPLETE'])
  })
})

describe('the register', () => {
  const session = (changes: object) => [reading('B', 5, 0, changes), reading('E', 7, 9, changes)]

  it('is the same at begin and end', () => {
    expect(codes([begin, record(2, [reading('E', 2, 9, { RI: '1-0:1.8.1*255' })])])).toEqual(['SESSION_INCOMPLETE'])
  })

  it('is the import register of the transaction where there are several, or the one asked for', () => {
    const records = [
      record(1, [
        ...session({ RI: '1-0:2.8.0*255' }),
        ...session({ RI: '1-0:1.8.0*255' }),
        reading('B', 0, 0, { RI: '01-00:B3.08.00*FF' }),
        reading('E', 1.5, 9, { RI: '01-00:B3.08.00*FF' }),
      ]),
    ] as const
    expect(verifyOcmf(records, meter.key)).toMatchObject({ value: { register: '01-00:B3.08.00*FF', energyWh: 1500 } })
    expect(verifyOcmf(records, meter.key, { register: '1-0:2.8.0*255' })).toMatchObject({
      value: { direction: 'export', energyWh: 2000 },
    })
    expect(codes(records, { register: '1-0:1.8.9*255' })).toEqual(['REGISTER_UNKNOWN'])
  })

  it('of something else than active energy is refused', () => {
    expect(codes([record(1, session({ RI: '1-0:3.8.0*255' }))])).toEqual(['REGISTER_UNKNOWN'])
    expect(codes([record(1, session({ RU: 'mOhm' }))])).toEqual(['REGISTER_UNKNOWN'])
  })

  it('does not run backwards, not even in between', () => {
    expect(codes([begin, record(2, [reading('E', 0.9, 9)])])).toEqual(['REGISTER_BACKWARDS'])
    expect(codes([begin, record(2, [reading('C', 5, 5), reading('E', 4, 9)])])).toEqual(['REGISTER_BACKWARDS'])
  })

  it('that does not move is verified with a warning', () => {
    const verdict = verifyOcmf([begin, record(2, [reading('E', 1, 9)])], meter.key)
    expect(verdict).toMatchObject({ verified: true, value: { energyWh: 0 }, warnings: [{ code: 'NO_ENERGY' }] })
  })

  it('may change from kWh to Wh', () => {
    expect(verifyOcmf([begin, record(2, [reading('E', 1234, 9, { RU: 'Wh' })])], meter.key)).toMatchObject({
      value: { startWh: 1000, endWh: 1234, energyWh: 234 },
    })
  })

  it('is subtracted exactly and rounded down once', () => {
    fc.assert(
      fc.property(fc.nat(99_999_999), fc.nat(99_999_999), (start, tenths) => {
        const text = (value: number) => `${Math.trunc(value / 10_000)}.${String(value % 10_000).padStart(4, '0')}`
        const fields = JSON.stringify(
          payload(1, [reading('B', 1, 0, { RV: 'first' }), reading('E', 1, 9, { RV: 'second' })]),
        )
        const signed = meter.signText(fields.replace('"first"', text(start)).replace('"second"', text(start + tenths)))
        expect(verifyOcmf(readOcmf(signed).records, meter.key)).toMatchObject({
          value: { startWh: Math.trunc(start / 10), energyWh: Math.trunc(tenths / 10) },
        })
      }),
      { numRuns: 50 },
    )
  })
})
