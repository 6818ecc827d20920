/** Opens the embedded database. */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Clock, systemClock } from '@energy-ssi/core'
import { type CommitOutcome, StoreError } from '@energy-ssi/vc-api/store'
import { createStores, type OpenedStores } from '../create-store.ts'
import { commitIssuance, type IssuanceRows } from '../operations/issuances.ts'
import type { Operation } from '../sql.ts'
import { createSqliteEngine, type SqliteEngine } from './engine.ts'
import { migrateSqlite } from './migrate.ts'
import { SQLITE_MIGRATIONS } from './migrations.ts'

/** Settings of {@link openSqliteStore}. */
export interface SqliteStoreOptions {
  /** The database file. It and its folder are created where they do not exist. */
  readonly path: string
  /** Whether concurrent issuances share a transaction; true by default. */
  readonly groupCommit?: boolean
  /** How long to wait for another process that is writing; 5,000 ms by default. The process does nothing else then. */
  readonly busyTimeoutMs?: number
  readonly clock?: Clock
}

/**
 * Opens the store in one file, and brings its schema up to date.
 *
 * Several processes of one machine may open the same file. Every acknowledged write is on disk (write-ahead log, full
 * synchronisation). The file can be read by its owner only.
 *
 * @throws {StoreError} `store_unavailable` - the file cannot be opened or stays locked; `store_failed` - it is no
 *   database; `store_schema_mismatch` - it was written by a newer or a changed version of this package
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<OpenedStores> {
  const { path, groupCommit = true, busyTimeoutMs = 5_000, clock = systemClock } = options
  if (!Number.isSafeInteger(busyTimeoutMs) || busyTimeoutMs < 0) throw new TypeError('The time-out is in milliseconds.')
  const engine = await openEngine(path, busyTimeoutMs)
  try {
    migrateSqlite(engine, SQLITE_MIGRATIONS, clock())
  } catch (error) {
    await engine.close()
    throw error
  }
  const commitMany = async (group: readonly IssuanceRows[]) => engine.transactNow(() => commitEach(group))
  return createStores({ engine, commitMany, groupCommit })
}

async function openEngine(path: string, busyTimeoutMs: number): Promise<SqliteEngine> {
  const { default: Database } = await import('libsql')
  try {
    createPrivateFile(path)
    const database = new Database(path, { timeout: busyTimeoutMs })
    database.pragma(`busy_timeout = ${busyTimeoutMs}`)
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    // What is deleted is overwritten: an erased credential or private key does not stay in a free page.
    database.pragma('secure_delete = ON')
    return createSqliteEngine(database)
  } catch (error) {
    throw openingError(error)
  }
}

function openingError(cause: unknown): StoreError {
  const isNoDatabase = cause instanceof Error && 'code' in cause && cause.code === 'SQLITE_NOTADB'
  return isNoDatabase
    ? new StoreError('store_failed', 'The database file is not a database.', { cause })
    : new StoreError('store_unavailable', 'The database file cannot be opened.', { cause })
}

/** SQLite gives its side files the permissions of the main one. */
function createPrivateFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
}

function* commitEach(group: readonly IssuanceRows[]): Operation<readonly CommitOutcome[]> {
  const outcomes: CommitOutcome[] = []
  for (const rows of group) outcomes.push(yield* commitIssuance(rows))
  return outcomes
}
