/** The stores of the services and of the keys, in an embedded SQLite file or in PostgreSQL. */
export type { OpenedStores } from './create-store.ts'
export { openPostgresStore, type PostgresStoreOptions } from './postgres/open.ts'
export { openSqliteStore, type SqliteStoreOptions } from './sqlite/open.ts'
