import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cbeCheckDigits, formatCbeNumber, isCbeNumber, parseCbeNumber } from '../../src/index.ts'
import { identifierVectors } from '../support/spec-files.ts'

describe('Belgian enterprise number', () => {
  it.each(Object.keys(identifierVectors.cbe_be_enterprise_number.valid))('accepts %s', (written) => {
    expect(formatCbeNumber(parseCbeNumber(written))).toBe(written)
  })

  it('accepts it as a VAT number too', () => expect(parseCbeNumber('BE 0731.852.231')).toBe('0731852231'))

  it('refuses wrong check digits, another first digit and another length', () => {
    expect(isCbeNumber('0731.852.232')).toBe(false)
    expect(isCbeNumber('2731.852.231')).toBe(false)
    expect(isCbeNumber('731.852.231')).toBe(false)
    expect(() => parseCbeNumber('x')).toThrow(expect.objectContaining({ code: 'invalid_identifier' }))
  })

  it('every eight digits have one pair of check digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 19_999_999 }), (number) => {
        const digits = String(number).padStart(8, '0')
        expect(isCbeNumber(digits + cbeCheckDigits(digits))).toBe(true)
      }),
    )
  })
})
