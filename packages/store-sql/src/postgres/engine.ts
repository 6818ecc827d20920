/** The PostgreSQL engine: a pool of connections, named prepared statements, whole operations retried. */
import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { RandomBytes } from '@energy-ssi/core'
import type { Pool, PoolClient } from 'pg'
import type { Engine, Operation, Result, SqlValue, Statement } from '../sql.ts'
import { breaksConnection, isRetryable, toStoreError } from './errors.ts'

/** A value PostgreSQL takes: arrays too. */
export type PostgresValue = SqlValue | readonly SqlValue[]

/** The engine, whose operations may also bind arrays. */
export interface PostgresEngine extends Engine {
  transact<T>(operation: () => Operation<T, PostgresValue>): Promise<T>
  /** Like `transact`, but keeps what the operation did only if `keep` says so of its result. */
  transactIf<T>(operation: () => Operation<T, PostgresValue>, keep: (result: T) => boolean): Promise<T>
}

const MAX_RETRIES = 5
const FIRST_DELAY_MS = 4

/** Creates the engine over a pool, which it ends in the end. */
export function createPostgresEngine(pool: Pool, randomBytes: RandomBytes): PostgresEngine {
  // A connection that breaks while idle, or between two statements, is an event. Unheard, it would end the process;
  // the pool has dropped the connection already, and whoever uses it gets an error of its own.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const names = new Map<string, string>()

  const execute = async (client: PoolClient, { text, values }: Statement<PostgresValue>): Promise<Result> => {
    const name = names.get(text) ?? nameOf(text)
    names.set(text, name)
    const { rows, rowCount } = await client.query({ name, text, values: values.map(toParameter) })
    return { rows, count: rowCount ?? 0 }
  }
  const withClient = async <T>(use: (client: PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect()
    try {
      const result = await use(client)
      client.release()
      return result
    } catch (error) {
      client.release(breaksConnection(error))
      throw error
    }
  }
  const withRetries = async <T>(attempt: () => Promise<T>): Promise<T> => {
    for (let retries = 0; ; retries++) {
      try {
        return await attempt()
      } catch (error) {
        if (!isRetryable(error) || retries === MAX_RETRIES) throw toStoreError(error)
        await delay(jitteredDelayMs(retries, randomBytes))
      }
    }
  }
  const transactIf = <T>(operation: () => Operation<T, PostgresValue>, keep: (result: T) => boolean) =>
    withRetries(() =>
      withClient((client) => transactOnce(client, (statement) => execute(client, statement), operation, keep)),
    )
  return {
    query: (statement) => withRetries(() => withClient((client) => execute(client, statement))),
    transact: (operation) => transactIf(operation, () => true),
    transactIf,
    async close() {
      await pool.end()
    },
  }
}

async function transactOnce<T>(
  client: PoolClient,
  execute: (statement: Statement<PostgresValue>) => Promise<Result>,
  operation: () => Operation<T, PostgresValue>,
  keep: (result: T) => boolean,
): Promise<T> {
  await client.query('BEGIN')
  try {
    const steps = operation()
    let step = steps.next()
    while (step.done !== true) step = steps.next(await execute(step.value))
    await client.query(keep(step.value) ? 'COMMIT' : 'ROLLBACK')
    return step.value
  } catch (error) {
    if (!breaksConnection(error)) await client.query('ROLLBACK')
    throw error
  }
}

function nameOf(text: string): string {
  return `energy_ssi_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
}

/** Bytes go as Buffer, also inside arrays. Anything the portable subset does not know is refused. */
function toParameter(value: PostgresValue): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  if (Array.isArray(value)) return value.map(toParameter)
  if (value === null || typeof value === 'string' || Number.isSafeInteger(value)) return value
  throw new TypeError('Only a string, a safe integer, bytes and null can be bound.')
}

/** Between nothing and twice as much as before: racers that met once do not meet again. */
function jitteredDelayMs(retries: number, randomBytes: RandomBytes): number {
  const [high = 0, low = 0] = randomBytes(2)
  return ((high * 256 + low) / 65_536) * FIRST_DELAY_MS * 2 ** retries
}
