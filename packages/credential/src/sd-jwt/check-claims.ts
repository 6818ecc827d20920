/** What an SD-JWT can carry: plain JSON without the names that SD-JWTs are built from (RFC 9901 §4.1). */
import { isObject, MAX_JSON_DEPTH, problem } from '@energy-ssi/core'
import { CredentialError } from '../errors.ts'
import { step } from '../report.ts'
import { isReservedName } from './disclosure.ts'

interface Flaw {
  readonly pointer: string
  readonly reason: string
}

/** A claim may come wrapped into a disclosure or its digest: two levels less than a reader accepts. */
const MAX_CLAIMS_DEPTH = MAX_JSON_DEPTH - 2

/**
 * Refuses claims that are not JSON, too deep, or use a reserved name. Members that are undefined count as absent.
 * @throws {CredentialError} `malformed_claims`
 */
export function checkClaims(claims: unknown): void {
  const flaw = isObject(claims) ? findFlaw(claims, 1) : { pointer: '', reason: 'is not an object' }
  if (flaw === undefined) return
  const found = problem('MALFORMED_VALUE_ERROR', `The value ${flaw.reason}.`, flaw.pointer)
  throw new CredentialError('malformed_claims', 'The claims cannot be carried by an SD-JWT.', [found])
}

function findFlaw(value: unknown, depth: number): Flaw | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : here('holds a lone surrogate')
  if (typeof value === 'boolean' || value === null) return undefined
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : here('is not a finite number')
  if (typeof value !== 'object') return here('is not a JSON value')
  if (depth > MAX_CLAIMS_DEPTH) return here(`is nested deeper than ${MAX_CLAIMS_DEPTH} levels`)
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const flaw = findFlaw(value[i], depth + 1)
      if (flaw !== undefined) return below(i, flaw)
    }
    return undefined
  }
  return isPlain(value) ? findFlawInMembers(value, depth) : here('is not a JSON value')
}

function findFlawInMembers(object: Readonly<Record<string, unknown>>, depth: number): Flaw | undefined {
  for (const name of Object.keys(object)) {
    const value = object[name]
    if (isReservedName(name)) return below(name, here('has a reserved name'))
    if (!name.isWellFormed()) return here('has a member with a lone surrogate in its name')
    const flaw = value === undefined ? undefined : findFlaw(value, depth + 1)
    if (flaw !== undefined) return below(name, flaw)
  }
  return undefined
}

function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && !('toJSON' in value)
}

function here(reason: string): Flaw {
  return { pointer: '', reason }
}

function below(key: string | number, { pointer, reason }: Flaw): Flaw {
  return { pointer: step(key) + pointer, reason }
}
