/** What PostgreSQL's answers and silences mean for the store. */
import { StoreError } from '@energy-ssi/vc-api/store'

/** The SQLSTATE of a server's answer; undefined if the server did not answer. */
export function sqlState(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && 'severity' in (error as Error) ? code : undefined
}

/** Serialization failure or deadlock: nothing happened, and the whole operation may be tried again at once. */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error)
  return state === '40001' || state === '40P01'
}

/**
 * Server shutting down or starting, out of resources, a standby, cancelled by a time-out; serialization failures that did
 * not end. Classes of https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const UNAVAILABLE = /^(08...|53...|57...|58...|25006|40001|40P01|55P03)$/

/** Whether the connection must not be used again. */
export function breaksConnection(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof StoreError) return false
  const state = sqlState(error)
  return state === undefined || /^(08|57P|58)/.test(state)
}

/** What the driver threw, as the store's own error. TypeErrors are misuse and stay what they are. */
export function toStoreError(error: unknown): Error {
  if (error instanceof StoreError || error instanceof TypeError) return error
  const state = sqlState(error)
  if (state === undefined || UNAVAILABLE.test(state)) {
    return new StoreError('store_unavailable', 'The database does not answer.', { cause: error })
  }
  return new StoreError('store_failed', 'The database cannot do this.', { cause: error })
}
