import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eicCheckCharacter, isEic, parseEic } from '../../src/index.ts'
import { identifierVectors } from '../support/spec-files.ts'

const { real_valid, check_passes_owner_unverified, fictional_valid, invalid } = identifierVectors.eic
const CHARACTERS = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-']
const body = fc
  .tuple(
    fc.constantFrom('10', '11', '22'),
    fc.constantFrom('X', 'Y', 'Z', 'W', 'T', 'V', 'A'),
    fc.array(fc.constantFrom(...CHARACTERS), { minLength: 12, maxLength: 12 }),
  )
  .map(([office, type, rest]) => office + type + rest.join(''))

describe('EIC', () => {
  it.each([...Object.keys(real_valid), ...check_passes_owner_unverified, ...fictional_valid])('accepts %s', (code) => {
    expect(parseEic(code)).toEqual({ code, office: code.slice(0, 2), type: code[2] })
  })

  it.each(invalid)('refuses $v', ({ v }) => {
    expect(() => parseEic(v)).toThrow(expect.objectContaining({ code: 'invalid_identifier' }))
  })

  it('the third character says what is named', () => {
    expect(isEic('10YBE----------2', 'Y')).toBe(true)
    expect(isEic('10YBE----------2', 'X')).toBe(false)
  })

  it('refuses an unknown type letter, a wrong length, and raises lower case', () => {
    expect(isEic(`10Q${'0'.repeat(12)}${eicCheckCharacter(`10Q${'0'.repeat(12)}`)}`)).toBe(false)
    expect(isEic('10YBE---------2')).toBe(false)
    expect(parseEic('10ybe----------2').code).toBe('10YBE----------2')
  })

  it('every body has one check character, or none where it would be "-"', () => {
    fc.assert(
      fc.property(body, (characters) => {
        const check = eicCheckCharacter(characters)
        const accepted = CHARACTERS.filter((char) => isEic(characters + char))
        expect(accepted).toEqual(check === undefined ? [] : [check])
      }),
    )
  })

  it('a body whose check character would be "-" is never accepted', () => {
    const first = fc.sample(body, 2_000).find((characters) => eicCheckCharacter(characters) === undefined)
    expect(first).toBeDefined()
    expect(CHARACTERS.some((char) => isEic(first + char))).toBe(false)
  })
})
