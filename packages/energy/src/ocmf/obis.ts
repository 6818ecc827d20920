/** OBIS codes of energy registers (IEC 62056-6-1, and the groups OCMF 1.4 reserves in hexadecimal). */

/** Energy into the vehicle, or out of it. */
export type EnergyDirection = 'import' | 'export'

const OBIS =
  /^[0-9A-Fa-f]{1,2}-[0-9A-Fa-f]{1,2}:([0-9A-Fa-f]{1,2})\.([0-9A-Fa-f]{1,2})\.[0-9A-Fa-f]{1,2}(?:[*.][0-9A-Fa-f]{1,3})?$/

/** Quantities (group C) that are active energy; of several the first is the one to bill. */
const QUANTITIES: readonly { readonly group: string; readonly direction: EnergyDirection }[] = [
  { group: 'B3', direction: 'import' },
  { group: 'B2', direction: 'import' },
  { group: 'B1', direction: 'import' },
  { group: 'B0', direction: 'import' },
  { group: '1', direction: 'import' },
  { group: 'C3', direction: 'export' },
  { group: 'C2', direction: 'export' },
  { group: 'C1', direction: 'export' },
  { group: 'C0', direction: 'export' },
  { group: '2', direction: 'export' },
]

/** An energy register: which way it counts, and how much it is preferred for billing (0 is first). */
export interface EnergyRegister {
  readonly direction: EnergyDirection
  readonly rank: number
}

/** What an OBIS code names if it is a register of active energy (group D = 8), or undefined. */
export function energyRegister(obis: string): EnergyRegister | undefined {
  const [, quantity = '', kind = ''] = OBIS.exec(obis) ?? []
  if (withoutZero(kind) !== '8') return undefined
  const rank = QUANTITIES.findIndex(({ group }) => group === withoutZero(quantity))
  const found = QUANTITIES[rank]
  return found === undefined ? undefined : { direction: found.direction, rank }
}

function withoutZero(group: string): string {
  return group.toUpperCase().replace(/^0(?=.)/, '')
}
