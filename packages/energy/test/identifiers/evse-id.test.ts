import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isEvseId, parseEvseId } from '../../src/index.ts'
import { identifierVectors } from '../support/spec-files.ts'

const { valid, invalid } = identifierVectors.evse_id_iso15118
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

describe('EVSE-ID', () => {
  it.each(valid)('accepts %s', (id) => expect(parseEvseId(id).id).toBe(id))

  it.each(invalid)('refuses %s', (id) => {
    expect(() => parseEvseId(id)).toThrow(expect.objectContaining({ code: 'invalid_identifier' }))
  })

  it('is country, operator and power outlet', () => {
    expect(parseEvseId('de*bdo*e8025334492*2')).toEqual({
      id: 'DE*BDO*E8025334492*2',
      country: 'DE',
      operator: 'BDO',
      outlet: '8025334492*2',
      compact: 'DEBDOE80253344922',
    })
  })

  it('refuses one separator without the other, an empty outlet and more than 31 characters of it', () => {
    expect(isEvseId('DEBDO*E8025334492')).toBe(false)
    expect(isEvseId('DE*BDO*E***')).toBe(false)
    expect(isEvseId(`DE*BDO*E${'1'.repeat(32)}`)).toBe(false)
  })

  it('the compact form has nothing a DID could not hold, and names the same point', () => {
    const part = (length: number) => fc.array(fc.constantFrom(...LETTERS), { minLength: length, maxLength: length })
    fc.assert(
      fc.property(part(2), part(3), part(8), (country, operator, outlet) => {
        const { compact } = parseEvseId(`${country.join('')}*${operator.join('')}*E${outlet.join('')}`)
        expect(compact).toMatch(/^[A-Z0-9]+$/)
        expect(parseEvseId(compact)).toMatchObject({ country: country.join(''), operator: operator.join(''), compact })
      }),
    )
  })
})
