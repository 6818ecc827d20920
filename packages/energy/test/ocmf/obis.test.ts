import { expect, it } from 'vitest'
import { energyRegister } from '../../src/ocmf/obis.ts'

it.each([
  ['1-0:1.8.0*255', 'import'],
  ['1-0:1.8.0*198', 'import'],
  ['1-b:1.8.0', 'import'],
  ['01-00:01.08.00.FF', 'import'],
  ['01-00:B3.08.00*FF', 'import'],
  ['1-0:2.8.0*255', 'export'],
  ['01-00:C2.08.00*FF', 'export'],
])('%s is a register of active energy (OCMF 1.4, table 25)', (obis, direction) => {
  expect(energyRegister(obis)?.direction).toBe(direction)
})

it.each(['1-0:1.7.0*255', '01-00:00.08.06.FF', '1-0:3.8.0', '01-00:B4.08.00*FF', 'energy', ''])(
  '"%s" is none',
  (obis) => {
    expect(energyRegister(obis)).toBeUndefined()
  },
)

it('the device register of the transaction is preferred, and import before export', () => {
  const codes = ['1-0:2.8.0', '01-00:C3.08.00*FF', '1-0:1.8.0', '01-00:B0.08.00*FF', '01-00:B3.08.00*FF']
  const sorted = codes.toSorted((a, b) => (energyRegister(a)?.rank ?? 99) - (energyRegister(b)?.rank ?? 99))
  expect(sorted).toEqual(codes.toReversed())
})
