import { createDataIntegrity } from '@energy-ssi/data-integrity'
import { describe, expect, it } from 'vitest'
import { ENERGY_CONTEXT_URL, energyContext, energySchemas } from '../../src/index.ts'
import { sampleCredentials, stationCredential } from '../support/sample-credentials.ts'
import { specJson } from '../support/spec-files.ts'

const integrity = createDataIntegrity({ contexts: { [ENERGY_CONTEXT_URL]: energyContext } })
const VOCABULARY = 'https://w3id.org/energy-ssi/vocab#'

/** Every term with its IRI, at any depth. */
function terms(context: object): readonly (readonly [string, string])[] {
  return Object.entries(context).flatMap(([term, definition]) => {
    if (typeof definition === 'string') return definition.startsWith('http') ? [[term, definition] as const] : []
    if (typeof definition !== 'object' || definition === null) return []
    const { '@id': iri, '@context': scoped } = definition as { '@id': string; '@context'?: object }
    return [[term, iri] as const, ...(scoped === undefined ? [] : terms(scoped))]
  })
}

/** Member names of every object schema under a subject. */
function members(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties = {} } = schema as { properties?: Readonly<Record<string, unknown>> }
  return [...Object.keys(properties), ...Object.values(schema).flatMap(members)]
}

describe('the energy context', () => {
  it.each(sampleCredentials.map((credential) => [credential.type[1], credential] as const))(
    'defines every term of a %s (JSON-LD safe mode)',
    async (type, credential) => {
      const quads = await integrity.canonicalise(credential)
      expect(quads).toContain(`<${VOCABULARY}${type}>`)
    },
  )

  it.each([
    ['in the credential', { ...stationCredential, vin: 'x' }],
    [
      'in the subject',
      { ...stationCredential, credentialSubject: { ...stationCredential.credentialSubject, owner: 'x' } },
    ],
    [
      "of another type's subject",
      { ...stationCredential, credentialSubject: { ...stationCredential.credentialSubject, meterSerial: 'x' } },
    ],
    [
      'in a structure',
      {
        ...stationCredential,
        credentialSubject: {
          ...stationCredential.credentialSubject,
          coordinates: { latitude: 1, longitude: 2, height: 3 },
        },
      },
    ],
  ])('leaves a term undefined %s: refused', async (_, credential) => {
    await expect(integrity.canonicalise(credential)).rejects.toThrow()
  })

  it('keeps a quantity whole: another number is another statement', async () => {
    const changed = { ...stationCredential.credentialSubject, maxElectricPower: 72_001 }
    const quads = await integrity.canonicalise(stationCredential)
    expect(quads).toContain(`<${VOCABULARY}maxElectricPowerWatts> "72000"^^<http://www.w3.org/2001/XMLSchema#integer>`)
    expect(await integrity.canonicalise({ ...stationCredential, credentialSubject: changed })).not.toBe(quads)
  })

  it('gives every term one IRI that is named like it, with its unit at the end', () => {
    const found = terms(energyContext['@context'])
    expect(new Set(found.map(([term]) => term)).size).toBe(new Set(found.map(([, iri]) => iri)).size)
    for (const [term, iri] of found) {
      const unit = iri.slice(VOCABULARY.length + term.length)
      expect(iri.startsWith(VOCABULARY + term)).toBe(true)
      expect([
        '',
        'Degrees',
        'Volts',
        'Amperes',
        'Watts',
        'Kilowatts',
        'Megawatts',
        'KilowattHours',
        'Seconds',
        'Milliseconds',
      ]).toContain(unit)
    }
  })

  it('has a term for every member of every schema', () => {
    const known = new Set([...terms(energyContext['@context']).map(([term]) => term), 'id', 'type'])
    for (const schema of Object.values(energySchemas)) {
      const { credentialSubject } = schema.properties as Readonly<Record<string, unknown>>
      expect(members(credentialSubject).filter((member) => !known.has(member))).toEqual([])
    }
  })

  it('is the document in spec/contexts', () => expect(energyContext).toEqual(specJson('contexts/energy/v1.jsonld')))
})
