/** `npm run test:canonicaliser`: many documents, from one seed that stays the same and one that does not. */
import { randomInt } from 'node:crypto'
import { compare } from './compare.ts'

const FIXED_SEED = 2022
const DOCUMENTS_PER_SEED = Number(process.env.CANONICALISER_DOCUMENTS ?? 12_000)

let documents = 0
let differences = 0
for (const seed of [FIXED_SEED, Number(process.env.CANONICALISER_SEED ?? randomInt(2 ** 32))]) {
  console.log(`seed ${seed}`)
  const result = await compare(seed, DOCUMENTS_PER_SEED, (done) => console.log(`  ${done} documents`))
  for (const document of result.differences.slice(0, 5)) console.log(JSON.stringify(document))
  console.log(`  ${result.compiled} compiled, ${result.refused} refused, the others through the complete processor`)
  documents += result.documents
  differences += result.differences.length
}
console.log(`${documents} documents, ${differences} differences`)
process.exitCode = differences === 0 ? 0 : 1
