import { readFileSync } from 'node:fs'
import { configFileSchema } from '@energy-ssi/server'
import { expect, test } from 'vitest'

test('the published schema of the configuration file is the one it is checked against', () => {
  const published = readFileSync(new URL('../../../../spec/schemas/config.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(configFileSchema)))
})
