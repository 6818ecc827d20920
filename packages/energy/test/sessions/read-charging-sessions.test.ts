import { readFileSync } from 'node:fs'
import { readChargingSessions } from '@energy-ssi/energy'
import { describe, expect, it } from 'vitest'

const HEADER = 'session_no,charge_point_id,connector,start_local,end_local,kwh'
const read = (...rows: string[]) => readChargingSessions([HEADER, ...rows].join('\n'))
const sample = readFileSync(
  new URL('../../../../spec/data/energy/sessions/dundee-2018-08-20-week.csv', import.meta.url),
)

describe('charging sessions', () => {
  it('of Dundee: 30 delivered nothing, among them all that overlap others, and no row is lost', () => {
    const { accepted, refused } = readChargingSessions(sample)
    expect(accepted.length + refused.length).toBe(900)
    expect(refused.filter(({ code }) => code === 'no_energy')).toHaveLength(30)
    expect(refused).toHaveLength(30)
  })

  it('are read in whole Wh, rounded down', () => {
    expect(read('1,a,1,2026-01-01T10:00,2026-01-01T11:00,10.2739').accepted[0]).toMatchObject({
      energyWh: 10_273,
      chargePointId: 'a',
      line: 2,
    })
  })

  it.each([
    ['a row too short', '1,a,1,2026-01-01T10:00', 'malformed_row'],
    ['no number', '1,a,1,2026-01-01T10:00,2026-01-01T11:00,many', 'malformed_row'],
    ['no time', '1,a,1,yesterday,2026-01-01T11:00,1', 'malformed_time'],
    ['no such day', '1,a,1,2026-02-30T10:00,2026-03-01T11:00,1', 'malformed_time'],
    ['an end before the start', '1,a,1,2026-01-01T11:00,2026-01-01T10:00,1', 'ends_before_start'],
    ['nothing delivered', '1,a,1,2026-01-01T10:00,2026-01-01T11:00,0', 'no_energy'],
    ['less than nothing', '1,a,1,2026-01-01T10:00,2026-01-01T11:00,-3', 'no_energy'],
    ['more than any connector gives', '1,a,1,2026-01-01T10:00,2026-01-01T11:00,500', 'impossible_power'],
    ['a stray quote', '1,a"b,1,2026-01-01T10:00,2026-01-01T11:00,1', 'malformed_row'],
  ])('with %s are refused with a reason', (_, row, code) => {
    expect(read(row).refused).toMatchObject([{ line: 2, code }])
  })

  it('overlap on one connector only, in whatever order they come', () => {
    const session = (number: number, connector: number, from: string, to: string) =>
      `${number},a,${connector},2026-01-01T${from},2026-01-01T${to},1`
    const { accepted, refused } = read(
      session(1, 1, '12:00', '13:00'),
      session(2, 1, '10:00', '11:00'),
      session(3, 1, '11:00', '12:00'),
      session(4, 2, '10:00', '13:00'),
      session(5, 1, '10:30', '10:40'),
      session(6, 1, '09:00', '14:00'),
    )
    expect(accepted.map(({ sessionId }) => sessionId)).toEqual(['1', '2', '3', '4'])
    expect(refused.map(({ code }) => code)).toEqual(['overlap', 'overlap'])
  })

  it('are no sessions without the columns, in other encodings or beyond the limit', () => {
    for (const input of ['', 'a,b\n1,2', Uint8Array.of(0xff, 0xfe), `${HEADER}\n${' '.repeat(67_108_864)}`]) {
      expect(() => readChargingSessions(input)).toThrow(expect.objectContaining({ code: 'invalid_sessions' }))
    }
  })
})
