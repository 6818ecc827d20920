/** Opens a PostgreSQL database. */
import { type Clock, type RandomBytes, systemClock, systemRandomBytes } from '@energy-ssi/core'
import type { Client, ClientConfig } from 'pg'
import { createStores, type OpenedStores } from '../create-store.ts'
import type { IssuanceRows } from '../operations/issuances.ts'
import { commitGroup } from './commit-group.ts'
import { createPostgresEngine } from './engine.ts'
import { toStoreError } from './errors.ts'
import { migratePostgres } from './migrate.ts'
import { POSTGRES_MIGRATIONS } from './migrations.ts'

/** Settings of {@link openPostgresStore}. */
export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly connectionString: string
  /** Whether concurrent issuances share a transaction; true by default. */
  readonly groupCommit?: boolean
  /** Most connections of this process; 10 by default. */
  readonly maxConnections?: number
  /** Time to get a connection; 5,000 ms by default. */
  readonly connectTimeoutMs?: number
  /** Time for the answer to one statement; 30,000 ms by default. */
  readonly queryTimeoutMs?: number
  readonly clock?: Clock
  /** Spreads the retries of racers. */
  readonly randomBytes?: RandomBytes
}

/**
 * Opens the store in a PostgreSQL database, and brings its schema up to date. Any number of processes may share it.
 *
 * An operation that meets a serialization failure or a deadlock is tried again as a whole, up to five times. While the
 * server is away, operations fail with `store_unavailable`; when it is back, they succeed again.
 *
 * @throws {StoreError} `store_unavailable` - the server does not answer; `store_failed` - it refuses; `store_schema_mismatch` -
 *   the database was written by a newer or a changed version of this package
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<OpenedStores> {
  const { connectionString, groupCommit = true, maxConnections = 10 } = options
  const { clock = systemClock, randomBytes = systemRandomBytes } = options
  const { default: pg } = await import('pg')
  const connection: ClientConfig = {
    connectionString,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    query_timeout: options.queryTimeoutMs ?? 30_000,
    keepAlive: true,
    application_name: 'energy-ssi',
  }
  const createClient = () => new pg.Client(connection)
  try {
    await migrate(createClient(), createClient(), clock())
  } catch (error) {
    throw toStoreError(error)
  }
  const engine = createPostgresEngine(new pg.Pool({ ...connection, max: maxConnections }), randomBytes)
  const commitMany = (group: readonly IssuanceRows[]) => commitGroup(engine, group)
  return createStores({ engine, commitMany, groupCommit })
}

async function migrate(client: Client, lock: Client, at: Date): Promise<void> {
  const clients = [client, lock]
  try {
    for (const each of clients) {
      each.on('error', () => {})
      await each.connect()
    }
    await migratePostgres(client, lock, POSTGRES_MIGRATIONS, at)
  } finally {
    await Promise.allSettled(clients.map((each) => each.end()))
  }
}
