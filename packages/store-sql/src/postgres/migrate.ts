/**
 * Brings a PostgreSQL database to the newest schema.
 *
 * Not every database that speaks like PostgreSQL runs schema changes inside a transaction. So one connection holds the
 * lock row, and another applies statement by statement; each may be run again where an earlier attempt broke off.
 */
import type { Client } from 'pg'
import { type AppliedMigration, checksum, type Migration, pendingMigrations } from '../migrations.ts'
import { integer, type Row, text, toTime } from '../sql.ts'
import { isRetryable, sqlState } from './errors.ts'

const PREPARATIONS = [
  'CREATE TABLE IF NOT EXISTS schema_migration (number bigint NOT NULL PRIMARY KEY, name text NOT NULL, ' +
    'checksum text NOT NULL, applied_at bigint NOT NULL)',
  'CREATE TABLE IF NOT EXISTS schema_lock (id bigint NOT NULL PRIMARY KEY)',
  'INSERT INTO schema_lock (id) VALUES (1) ON CONFLICT DO NOTHING',
]

/**
 * Applies what is pending. Of several processes that start at once, one applies and the others wait for it.
 * @param lock - a connection of its own, to hold the lock row with
 * @throws what the driver throws, and `StoreError` `store_schema_mismatch`
 */
export async function migratePostgres(
  client: Client,
  lock: Client,
  migrations: readonly Migration[],
  at: Date,
): Promise<void> {
  for (const statement of PREPARATIONS) await createOnce(client, statement)
  await lock.query('BEGIN')
  try {
    await lock.query('SELECT id FROM schema_lock WHERE id = 1 FOR UPDATE')
    for (const migration of pendingMigrations(migrations, await readApplied(client))) {
      for (const statement of migration.statements) await client.query(statement)
      await client.query('INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)', [
        migration.number,
        migration.name,
        checksum(migration),
        toTime(at),
      ])
    }
  } finally {
    await lock.query('ROLLBACK')
  }
}

async function readApplied(client: Client): Promise<readonly AppliedMigration[]> {
  const { rows } = await client.query<Row>('SELECT number, checksum FROM schema_migration ORDER BY number')
  return rows.map((row) => ({ number: integer(row, 'number'), checksum: text(row, 'checksum') }))
}

/** Even IF NOT EXISTS fails when another process creates the same at the same moment: then it exists. */
async function createOnce(client: Client, statement: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await client.query(statement)
      return
    } catch (error) {
      const isRace = isRetryable(error) || ['23505', '42P07', '42710'].includes(sqlState(error) ?? '')
      if (!isRace || attempt === 5) throw error
    }
  }
}
