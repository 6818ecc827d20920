/** The one place where values are bound to libsql statements, which aborts the process for a wrong one. */

/** What libsql takes without harm. */
export type Bound = string | bigint | Buffer | null

const MAX_INTEGER = 2n ** 63n - 1n

/**
 * Turns values into what libsql takes: strings, safe integers and 64-bit bigints, bytes, null.
 *
 * libsql would abort the process for a boolean, write numbers as floating-point ones and undefined as NULL.
 *
 * @throws {TypeError} for any other value
 */
export function bind(values: readonly unknown[]): Bound[] {
  return values.map((value) => {
    if (value === null || typeof value === 'string') return value
    if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
    if (typeof value === 'bigint' && value <= MAX_INTEGER && value >= -MAX_INTEGER - 1n) return value
    if (Buffer.isBuffer(value)) return value
    if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    throw new TypeError('Only a string, a safe integer, bytes and null can be bound.')
  })
}
