import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dinContractCheckDigit,
  emaidCheckCharacter,
  formatEmaid,
  isEmaid,
  parseDinContractId,
  parseEmaid,
} from '../../src/index.ts'
import { identifierVectors } from '../support/spec-files.ts'

const CHARACTERS = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const LETTERS = CHARACTERS.slice(10)
const text = (characters: readonly string[], length: number) =>
  fc.array(fc.constantFrom(...characters), { minLength: length, maxLength: length }).map((each) => each.join(''))
const body = fc.tuple(text(LETTERS, 2), text(CHARACTERS, 12)).map(([country, rest]) => country + rest)

describe('eMAID', () => {
  it.each(identifierVectors.emaid_iso15118.vectors)('the check character of %s is %s', (characters, check) => {
    expect(emaidCheckCharacter(characters)).toBe(check)
    expect(parseEmaid(characters + check)).toMatchObject({ id: characters + check, checked: true })
  })

  it.each(identifierVectors.emaid_iso15118.fictional)('accepts %s and writes it the same way', (id) => {
    expect(formatEmaid(parseEmaid(id))).toBe(id)
  })

  it('without a check character one is computed', () => {
    expect(parseEmaid('be-elm-c00000001')).toEqual({
      id: 'BEELMC00000001',
      country: 'BE',
      provider: 'ELM',
      instance: 'C00000001',
      checkCharacter: 'U',
      checked: false,
    })
  })

  it('refuses a wrong check character, mixed separators and other lengths', () => {
    for (const id of ['BE-ELM-C00000001-X', 'BE-ELMC00000001', 'BEELMC0000000', 'B1ELMC00000001', 'BE-E|M-C00000001']) {
      expect(() => parseEmaid(id)).toThrow(expect.objectContaining({ code: 'invalid_identifier' }))
    }
  })

  it('every change of one character is found', () => {
    fc.assert(
      fc.property(body, fc.nat(13), fc.constantFrom(...CHARACTERS), (characters, at, char) => {
        fc.pre(characters[at] !== char)
        const changed = characters.slice(0, at) + char + characters.slice(at + 1)
        expect(emaidCheckCharacter(changed)).not.toBe(emaidCheckCharacter(characters))
      }),
    )
  })

  it('every swap of two neighbours is found', () => {
    fc.assert(
      fc.property(body, fc.nat(12), (characters, at) => {
        const [a, b] = [characters.charAt(at), characters.charAt(at + 1)]
        fc.pre(a !== b)
        const swapped = characters.slice(0, at) + b + a + characters.slice(at + 2)
        expect(emaidCheckCharacter(swapped)).not.toBe(emaidCheckCharacter(characters))
      }),
    )
  })

  it('every body has one check character', () => {
    fc.assert(
      fc.property(body, (characters) => {
        expect(CHARACTERS.filter((char) => isEmaid(characters + char))).toEqual([emaidCheckCharacter(characters)])
      }),
    )
  })
})

describe('contract id of DIN SPEC 91286', () => {
  it.each([
    ['INTNM000071', '9'],
    ['INTNM000110', 'X'],
    ['INTNM000124', '0'],
    ['INTNM000114', '6'],
    ['INTNM000191', '5'],
    ['NLTNM012204', '5'],
  ])('the check digit of %s is %s', (characters, check) => expect(dinContractCheckDigit(characters)).toBe(check))

  it('stands for the eMAID with C0, its six characters and its check digit', () => {
    expect(formatEmaid(parseDinContractId('NL-TNM-012204-5'))).toBe('NL-TNM-C00122045-K')
    expect(parseDinContractId('nl*tnm*012204*5').id).toBe('NLTNMC00122045')
  })

  it('refuses a wrong check digit, and an id without one', () => {
    expect(() => parseDinContractId('NL-TNM-012204-6')).toThrow(expect.objectContaining({ code: 'invalid_identifier' }))
    expect(() => parseDinContractId('NL-TNM-012204')).toThrow(expect.objectContaining({ code: 'invalid_identifier' }))
  })
})
