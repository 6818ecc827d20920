import { describe, expect, it } from 'vitest'
import { energyContext, energySchemas } from '../../src/index.ts'
import { specJson } from '../support/spec-files.ts'

// That the context holds every term of the credentials in JSON-LD safe mode is tested in test/flows.

const VOCABULARY = 'https://w3id.org/energy-ssi/vocab#'
const UNITS = [
  'Degrees',
  'Volts',
  'Amperes',
  'Watts',
  'Kilowatts',
  'Megawatts',
  'KilowattHours',
  'Seconds',
  'Milliseconds',
]

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
  const found = terms(energyContext['@context'])

  it('gives every term one IRI of its own', () => {
    const pairs = new Set(found.map((pair) => pair.join(' ')))
    expect(new Set(found.map(([term]) => term)).size).toBe(pairs.size)
    expect(new Set(found.map(([, iri]) => iri)).size).toBe(pairs.size)
  })

  it.each(found)('%s has an IRI that is named like it, with its unit at the end', (term, iri) => {
    expect(iri.startsWith(VOCABULARY + term)).toBe(true)
    expect(['', ...UNITS]).toContain(iri.slice(VOCABULARY.length + term.length))
  })

  it('has a term for every member of every schema', () => {
    const known = new Set([...found.map(([term]) => term), 'id', 'type'])
    for (const schema of Object.values(energySchemas)) {
      const { credentialSubject } = schema.properties as Readonly<Record<string, unknown>>
      expect(members(credentialSubject).filter((member) => !known.has(member))).toEqual([])
    }
  })

  it('is the document in spec/contexts', () => expect(energyContext).toEqual(specJson('contexts/energy/v1.jsonld')))
})
