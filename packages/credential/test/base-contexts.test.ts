import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { PROTECTED_TERMS } from '../src/base-contexts.ts'

describe.each([
  ['1.1', 'credentials-v1.jsonld'],
  ['2.0', 'credentials-v2.jsonld'],
] as const)('the base context of VCDM %s', (version, file) => {
  const path = new URL(`../../../spec/contexts/${file}`, import.meta.url)
  const context = JSON.parse(readFileSync(path, 'utf8'))['@context'] as Record<string, unknown>

  test('B.1 protects exactly the terms listed here', () => {
    expect(context['@protected']).toBe(true)
    const terms = Object.keys(context).filter((term) => !term.startsWith('@'))
    expect([...PROTECTED_TERMS[version].keys()].sort()).toEqual(terms.sort())
  })

  test('B.1 maps them as listed here', () => {
    for (const [term, mapping] of PROTECTED_TERMS[version]) {
      const definition = context[term] as string | Record<string, string>
      const plain = typeof definition === 'string' || Object.keys(definition).join() === '@id'
      expect([term, mapping]).toEqual([
        term,
        plain ? ((definition as { '@id'?: string })['@id'] ?? definition) : undefined,
      ])
    }
  })
})
