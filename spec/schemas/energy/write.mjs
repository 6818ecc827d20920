/** Writes context and schemas of `@energy-ssi/energy` as files. Run by hand after a change and a build: `node spec/schemas/energy/write.mjs`. */
import { writeFileSync } from 'node:fs'
import { ENERGY_CREDENTIAL_TYPES, energyContext, energySchemas } from '../../../packages/energy/dist/index.js'

const write = (path, value) =>
  writeFileSync(new URL(path, new URL('../../', import.meta.url)), `${JSON.stringify(value, null, 2)}\n`)

write('contexts/energy/v1.jsonld', energyContext)
for (const [type, { schemaName }] of Object.entries(ENERGY_CREDENTIAL_TYPES)) {
  write(`schemas/energy/${schemaName}.json`, energySchemas[type])
}
