/** The embedded engine: libsql, synchronous inside, write-ahead log, every commit on disk before it is acknowledged. */
import { StoreError } from '@energy-ssi/vc-api/store'
import type Libsql from 'libsql'
import type { Engine, Operation, Result, Row, Statement } from '../sql.ts'
import { bind } from './bind.ts'

/** An engine that can also run an operation at once, without giving way to other work. */
export interface SqliteEngine extends Engine {
  transactNow<T>(operation: () => Operation<T>): T
}

/** Creates the engine over an open database, which it closes in the end. */
export function createSqliteEngine(database: Libsql.Database): SqliteEngine {
  const prepared = new Map<string, { readonly statement: Libsql.Statement; readonly returnsRows: boolean }>()

  const prepare = (text: string) => {
    const known = prepared.get(text)
    if (known !== undefined) return known
    const statement = database.prepare(text.replaceAll(/\$(\d+)/g, '?$1'))
    const entry = { statement, returnsRows: statement.reader }
    prepared.set(text, entry)
    return entry
  }
  const execute = ({ text, values }: Statement): Result => {
    const { statement, returnsRows } = prepare(text)
    const bound = bind(values)
    // A statement that returns rows is stepped to its end by `all` only: `run` and `get` leave it half done.
    if (!returnsRows) return { rows: [], count: statement.run(bound).changes }
    const rows = statement.all(bound) as Row[]
    return { rows, count: rows.length }
  }
  const transactNow = <T>(operation: () => Operation<T>): T => {
    try {
      database.exec('BEGIN IMMEDIATE')
      const steps = operation()
      let step = steps.next()
      while (step.done !== true) step = steps.next(execute(step.value))
      database.exec('COMMIT')
      return step.value
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK')
      throw toStoreError(error)
    }
  }
  return {
    async query(statement) {
      try {
        return execute(statement)
      } catch (error) {
        throw toStoreError(error)
      }
    },
    transact: async (operation) => transactNow(operation),
    transactNow,
    async close() {
      prepared.clear()
      try {
        // libsql leaves the log behind when it closes, and in it what was deleted. It stays while others use it.
        database.pragma('busy_timeout = 0')
        database.pragma('wal_checkpoint(TRUNCATE)')
      } catch (error) {
        throw toStoreError(error)
      } finally {
        database.close()
      }
    },
  }
}

/** The database is busy, its disk full or away, or its process out of memory: another time it may answer. */
const UNAVAILABLE = /^SQLITE_(BUSY|LOCKED|IOERR|FULL|READONLY|CANTOPEN|NOMEM|PROTOCOL|INTERRUPT)/

/** What libsql threw, as the store's own error. TypeErrors are misuse and stay what they are. */
export function toStoreError(error: unknown): Error {
  if (error instanceof StoreError || error instanceof TypeError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (UNAVAILABLE.test(code))
    return new StoreError('store_unavailable', 'The database does not answer.', { cause: error })
  return new StoreError('store_failed', 'The database cannot do this.', { cause: error })
}
