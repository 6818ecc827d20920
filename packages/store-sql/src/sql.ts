/** What the operations and the database engines agree on: statements, results, and operations made of statements. */
import { StoreError } from '@energy-ssi/vc-api/store'

/** A value that may be bound to a parameter. Numbers are safe integers. */
export type SqlValue = string | number | Uint8Array | null

/** One statement of the portable subset; `$1`, `$2` … are its parameters. */
export interface Statement<Value = SqlValue> {
  readonly text: string
  readonly values: readonly Value[]
}

/** A row as the driver gives it: read it through {@link text} and its siblings only. */
export type Row = Readonly<Record<string, unknown>>

/** What a statement answered. */
export interface Result {
  readonly rows: readonly Row[]
  /** Rows returned or, where the statement returns none, rows changed. */
  readonly count: number
}

/**
 * An operation: it yields statements, gets their results, and returns what the operation resolves to. All of its
 * statements happen or, if it throws, none. It may be started again from the beginning, so it touches nothing else.
 */
export type Operation<T, Value = SqlValue> = Generator<Statement<Value>, T, Result>

/** A database. What it throws is a {@link StoreError}, or the TypeError an operation threw. */
export interface Engine {
  /** Runs one statement, which is atomic by itself. */
  query(statement: Statement): Promise<Result>
  /** Runs an operation in one transaction. */
  transact<T>(operation: () => Operation<T>): Promise<T>
  /** Lets go of the database when everything under way has ended. */
  close(): Promise<void>
}

/** Builds a {@link Statement}. */
export function sql(text: string, ...values: readonly SqlValue[]): Statement {
  return { text, values }
}

/** Milliseconds since 1970, the form in which times are stored. */
export function toTime(date: Date): number {
  const time = date.getTime()
  if (!Number.isSafeInteger(time)) throw new TypeError('The time is invalid.')
  return time
}

/** A text column that is never null. */
export function text(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw unexpected(column)
  return value
}

/** A text column that may be null. */
export function optionalText(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : text(row, column)
}

/** An integer column that is never null. PostgreSQL's driver gives 64-bit integers as text. */
export function integer(row: Row, column: string): number {
  const value = row[column]
  const number = typeof value === 'string' || typeof value === 'bigint' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw unexpected(column)
  return number
}

/** A time column that is never null. */
export function time(row: Row, column: string): Date {
  return new Date(integer(row, column))
}

/** A time column that may be null. */
export function optionalTime(row: Row, column: string): Date | undefined {
  return row[column] === null ? undefined : time(row, column)
}

/** A column of bytes that is never null. libsql gives them as ArrayBuffer or Buffer. */
export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column]
  if (value instanceof Uint8Array) return new Uint8Array(value)
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  throw unexpected(column)
}

/** A column of bytes that may be null. */
export function optionalBytes(row: Row, column: string): Uint8Array | undefined {
  return row[column] === null ? undefined : bytes(row, column)
}

function unexpected(column: string): StoreError {
  return new StoreError('store_failed', `The database holds an unexpected value in "${column}".`)
}
