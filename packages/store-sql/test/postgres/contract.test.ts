import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { startPostgres, type TestPostgres } from '../../../../test/support/postgres.ts'
import { openPostgresStore } from '../../src/index.ts'
import { describeContracts } from '../support/describe-contracts.ts'

let server: TestPostgres
let connectionString: string

beforeAll(async () => {
  server = await startPostgres()
  connectionString = await server.createDatabase()
})
afterAll(() => server?.stop())

describeContracts('PostgreSQL', async (options) => {
  await emptyTables(connectionString)
  return () => openPostgresStore({ connectionString, ...options })
})

async function emptyTables(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'schema%'",
  )
  for (const { name } of rows) await client.query(`DELETE FROM ${name}`)
  await client.end()
}
