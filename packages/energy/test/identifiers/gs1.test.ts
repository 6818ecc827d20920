import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gs1CheckDigit, isGln, isGsrn, parseGln, parseGsrn } from '../../src/index.ts'
import { identifierVectors } from '../support/spec-files.ts'

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((each) => each.join(''))

describe('GSRN / EAN-18', () => {
  it.each(identifierVectors.gsrn.valid)('accepts $v', ({ v }) => expect(parseGsrn(v)).toBe(v))

  it.each(identifierVectors.gsrn.invalid)('refuses $v', ({ v }) => {
    expect(isGsrn(v)).toBe(false)
    expect(() => parseGsrn(v)).toThrow(expect.objectContaining({ code: 'invalid_identifier' }))
  })

  it('drops the spaces people write', () => expect(parseGsrn('54 1449 0000 0000 0010')).toBe('541449000000000010'))

  it('refuses what is no text, too long, or holds other digits than 0 to 9', () => {
    expect(isGsrn(541449000000000010n)).toBe(false)
    expect(isGsrn('5'.repeat(1_000_000))).toBe(false)
    expect(isGsrn('٥41449000000000010')).toBe(false)
  })

  it('every 17 digits have exactly one check digit', () => {
    fc.assert(
      fc.property(digits(17), (data) => {
        const accepted = Array.from({ length: 10 }, (_, digit) => `${data}${digit}`).filter(isGsrn)
        expect(accepted).toEqual([data + gs1CheckDigit(data)])
      }),
    )
  })

  it('every change of one digit is found', () => {
    fc.assert(
      fc.property(digits(17), fc.nat(17), fc.integer({ min: 1, max: 9 }), (data, at, by) => {
        const id = data + gs1CheckDigit(data)
        const changed = id.slice(0, at) + ((Number(id[at]) + by) % 10) + id.slice(at + 1)
        expect(isGsrn(changed)).toBe(false)
      }),
    )
  })
})

describe('GLN', () => {
  it.each(identifierVectors.gln.valid)('accepts %s', (id) => expect(parseGln(id)).toBe(id))

  it('refuses another check digit and another length', () => {
    expect(isGln('0847976000006')).toBe(false)
    expect(isGln('541449000000000010')).toBe(false)
  })
})

it('a check digit of something else than digits is misuse', () => expect(() => gs1CheckDigit('12a')).toThrow(TypeError))
