/** Messages for each value a status may have (Bitstring Status List 1.0 §2.1, `statusMessage`). */
import { isObject } from '@energy-ssi/core'

/** One message as it stands in an entry or a list. */
export interface StatusMessage {
  /** The value in base 16, as in `0x2`. */
  readonly status: string
  /** For developers, not for end users. */
  readonly message: string
}

const STATUS = /^0x[0-9a-fA-F]{1,8}$/

/** Messages of a status of one bit that brings none of its own. */
export const DEFAULT_MESSAGES: readonly string[] = ['unset', 'set']

/** The wire form of messages that are given in the order of their values. */
export function writeMessages(messages: readonly string[]): readonly StatusMessage[] {
  return messages.map((message, value) => ({ status: `0x${value.toString(16)}`, message }))
}

/** The messages in the order of their values; undefined unless there is exactly one for each value of `size` bits. */
export function parseMessages(value: unknown, size: number): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length !== 2 ** size) return undefined
  const messages = new Map<number, string>()
  for (const item of value as readonly unknown[]) {
    if (!isObject(item) || typeof item.message !== 'string') return undefined
    if (typeof item.status !== 'string' || !STATUS.test(item.status)) return undefined
    messages.set(Number(item.status), item.message)
  }
  const inOrder = Array.from(value, (_, i) => messages.get(i))
  return inOrder.every((message) => message !== undefined) ? inOrder : undefined
}
