/** Continues with a value that may be there already, so that a synchronous signer gives a synchronous result. */
import type { Awaitable } from '@energy-ssi/core'

/** Applies `next` at once, or when the promise resolves. */
export function mapAwaitable<T, U>(value: Awaitable<T>, next: (value: T) => U): Awaitable<U> {
  return isPromise(value) ? value.then(next) : next(value)
}

function isPromise<T>(value: Awaitable<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
