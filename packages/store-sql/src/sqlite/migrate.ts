/** Brings an SQLite database to the newest schema: all of it in one transaction, so processes take turns. */
import { checksum, type Migration, pendingMigrations } from '../migrations.ts'
import { integer, type Operation, sql, text, toTime } from '../sql.ts'
import type { SqliteEngine } from './engine.ts'

/** @throws {StoreError} `store_schema_mismatch`, `store_unavailable` */
export function migrateSqlite(engine: SqliteEngine, migrations: readonly Migration[], at: Date): void {
  engine.transactNow(() => migrate(migrations, at))
}

function* migrate(migrations: readonly Migration[], at: Date): Operation<void> {
  yield sql(
    'CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, ' +
      'checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
  )
  const { rows } = yield sql('SELECT number, checksum FROM schema_migration ORDER BY number')
  const applied = rows.map((row) => ({ number: integer(row, 'number'), checksum: text(row, 'checksum') }))
  for (const migration of pendingMigrations(migrations, applied)) {
    for (const statement of migration.statements) yield sql(statement)
    yield sql(
      'INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)',
      migration.number,
      migration.name,
      checksum(migration),
      toTime(at),
    )
  }
}
