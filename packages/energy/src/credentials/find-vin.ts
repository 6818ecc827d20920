/** Looking for vehicle identification numbers: they lead to the owner and have no place in a credential. */
import { isObject } from '@energy-ssi/core'

/** 17 letters and digits without I, O and Q, at least one of them a digit. */
const VIN = /^(?=[A-Z]*[0-9])[A-HJ-NPR-Z0-9]{17}$/i
/** What may hold a VIN; longer runs are digests, keys and DIDs, in which a stretch of 17 means nothing. */
const RUN = /[A-Za-z0-9_-]+/g
const MAX_RUN_LENGTH = 40
/** Members that hold other identifiers of any length, and securing data. */
const EXEMPT = new Set(['proof', '@context', 'evseId', 'meterSerial', 'credentialStatus', 'credentialSchema'])

/** JSON pointer to the first text that looks like a VIN, or undefined. */
export function findVin(value: unknown, pointer = ''): string | undefined {
  if (typeof value === 'string') return holdsVin(value) ? pointer : undefined
  if (Array.isArray(value)) return firstOf(value.entries(), pointer)
  if (isObject(value)) return firstOf(Object.entries(value), pointer)
  return undefined
}

function firstOf(members: Iterable<readonly [string | number, unknown]>, pointer: string): string | undefined {
  for (const [name, member] of members) {
    if (EXEMPT.has(String(name))) continue
    const found = findVin(member, `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    if (found !== undefined) return found
  }
  return undefined
}

function holdsVin(text: string): boolean {
  const runs = text.match(RUN) ?? []
  return runs.some((run) => run.length <= MAX_RUN_LENGTH && run.split(/[_-]/).some((part) => VIN.test(part)))
}
