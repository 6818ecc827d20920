/** The JSON Schemas that the VCDM 2.0 working group publishes, as a second opinion (see spec/vectors/vc/SOURCES.md). */
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { validateCredential } from '../src/index.ts'
import { credential, withMember } from './fixtures.ts'
import { accepted20 } from './validate-credential-cases.ts'

const SCHEMA = '../../../spec/vectors/vc/vc-data-model/schema/verifiable-credential/verifiable-credential-schema.json'
const schema = JSON.parse(readFileSync(new URL(SCHEMA, import.meta.url), 'utf8')) as object
const conforms = new Ajv2020({ strict: false }).compile(schema)

/** Where the schema is stricter than the text: §5.4 asks for no `id`, §4.12 for no members of one kind of proof. */
const STRICTER = /§5\.4|§4\.12/

for (const [rule, path, value] of accepted20.filter(([rule]) => !STRICTER.test(rule))) {
  test(`accepted by both: ${rule}`, () => {
    expect(conforms(withMember(credential, path, value))).toBe(true)
  })
}

test('whatever the schema refuses is refused, but for what only the schema asks', () => {
  const members = Object.keys((schema as { properties: object }).properties)
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom([], {}, [{}], [{ type: 'A' }], { id: 'urn:a' }, { type: [] }, ['x'], 'x', null, 7),
  )
  fc.assert(
    fc.property(fc.constantFrom(...members), value, (member, changed) => {
      fc.pre(member !== 'proof' && member !== 'refreshService')
      const document = withMember({ ...credential, refreshService: undefined }, member, changed)
      const accepted = validateCredential(document).length === 0
      if (accepted) expect([member, conforms(JSON.parse(JSON.stringify(document)))]).toEqual([member, true])
    }),
    { numRuns: 1_000 },
  )
})
