import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Decimal, floor, parseDecimal, shift, subtract } from '../../src/ocmf/decimal.ts'

const parsed = (text: string) => parseDecimal(text) as Decimal

describe('an exact decimal', () => {
  it.each([
    ['0.15', 3, 150n],
    ['0.2597', 3, 259n],
    ['2935.600', 3, 2_935_600n],
    ['1e3', 0, 1_000n],
    ['15E-1', 0, 1n],
    ['-0.5', 0, -1n],
    ['00012.3', 3, 12_300n],
  ])('%s shifted by %i places is at least %i', (text, places, whole) => {
    expect(floor(shift(parsed(text), places))).toBe(whole)
  })

  it('does not lose what a float would', () => {
    const difference = subtract(parsed('2851.3'), parsed('2851.1'))
    expect(floor(shift(difference, 3))).toBe(200n)
    expect(2851.3 - 2851.1).not.toBe(0.2)
  })

  it.each(['', '.5', '1.', '1,5', '0x10', 'NaN', ' 1', '1'.repeat(19), `0.${'1'.repeat(13)}`, '1e99'])(
    'is not read from "%s"',
    (text) => expect(parseDecimal(text)).toBeUndefined(),
  )

  it('subtracts like integers of one scale', () => {
    const number = fc.tuple(fc.nat(1_000_000), fc.nat(999))
    fc.assert(
      fc.property(number, number, ([a, fractionA], [b, fractionB]) => {
        const text = (whole: number, fraction: number) => `${whole}.${String(fraction).padStart(3, '0')}`
        const difference = shift(subtract(parsed(text(a, fractionA)), parsed(text(b, fractionB))), 3)
        expect(floor(difference)).toBe(BigInt(1000 * a + fractionA - 1000 * b - fractionB))
      }),
    )
  })
})
