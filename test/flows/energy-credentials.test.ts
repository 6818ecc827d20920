import { readdirSync, readFileSync } from 'node:fs'
import { createDataIntegrity } from '@energy-ssi/data-integrity'
import { ENERGY_CONTEXT_URL, energyContext, validateEnergyCredential } from '@energy-ssi/energy'
import { describe, expect, it } from 'vitest'

const EXAMPLES = new URL('../../spec/schemas/energy/examples/', import.meta.url)
const VOCABULARY = 'https://w3id.org/energy-ssi/vocab#'

interface Example {
  readonly type: readonly string[]
  readonly credentialSubject: Readonly<Record<string, unknown>>
}

const example = (name: string) => JSON.parse(readFileSync(new URL(name, EXAMPLES), 'utf8')) as Example
const integrity = createDataIntegrity({ contexts: { [ENERGY_CONTEXT_URL]: energyContext } })
const station = example('charging-station.json')
const withSubject = (changes: object) => ({
  ...station,
  credentialSubject: { ...station.credentialSubject, ...changes },
})

describe('the energy context in JSON-LD safe mode', () => {
  it.each(readdirSync(EXAMPLES))('defines every term of %s, which is valid', async (name) => {
    const credential = example(name)
    expect(validateEnergyCredential(credential)).toEqual([])
    expect(await integrity.canonicalise(credential)).toContain(`<${VOCABULARY}${credential.type[1]}>`)
  })

  it.each([
    ['in the credential', { ...station, vin: 'x' }],
    ['in the subject', withSubject({ owner: 'x' })],
    ["of another type's subject", withSubject({ meterSerial: 'x' })],
    ['in a structure', withSubject({ coordinates: { latitude: 1, longitude: 2, height: 3 } })],
  ])('a term that is not defined %s is refused', async (_, credential) => {
    await expect(integrity.canonicalise(credential)).rejects.toThrow()
  })

  it('a quantity is signed with its unit: another number is another statement', async () => {
    const quads = await integrity.canonicalise(station)
    expect(quads).toContain(`<${VOCABULARY}maxElectricPowerWatts> "72000"^^<http://www.w3.org/2001/XMLSchema#integer>`)
    expect(await integrity.canonicalise(withSubject({ maxElectricPower: 72_001 }))).not.toBe(quads)
  })
})
