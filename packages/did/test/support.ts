/** What several tests need: vectors, a clock that stands still, methods that answer from a table. */
import { readFileSync } from 'node:fs'
import { isObject, SsiError, type Verification } from '@energy-ssi/core'
import { type DidDocument, type DidMethod, type DidResolutionResult, parseDid } from '../src/index.ts'

/** A file of spec/vectors/did. */
export function readVectors(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../spec/vectors/did/${path}`, import.meta.url), 'utf8'))
}

/** An object in JSON from a file. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw new TypeError('not an object')
  return value
}

/** Every object in a JSON value, the value itself included. */
export function* objectsIn(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (isObject(value)) yield value
  if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) yield* objectsIn(member)
}

/** The code a call is refused with; `accepted` if it is not. */
export function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof SsiError) return error.code
    throw error
  }
  return 'accepted'
}

/** As {@link codeOf} for a promise. */
export async function codeOfPromise(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    if (error instanceof SsiError) return error.code
    throw error
  }
  return 'accepted'
}

/** The first problem of a refusal; `verified` if there is none. */
export function problemOf(verdict: Verification<unknown>): string {
  return verdict.verified ? 'verified' : verdict.problems[0].code
}

/** Resolves with a method alone, as did-resolver would call it. */
export function resolveWith(method: DidMethod, did: string): Promise<DidResolutionResult> {
  const resolvable = { resolve: () => Promise.reject(new TypeError('not asked for')) }
  return method(did, { ...split(did), didUrl: did }, resolvable, {})
}

/** A method that answers from a table of documents and counts how often it is asked. */
export function tableMethod(documents: Readonly<Record<string, unknown>>): DidMethod & { asked: number } {
  const method: DidMethod = async (did) => {
    counted.asked++
    const found = Object.hasOwn(documents, did)
    return {
      didResolutionMetadata: found ? {} : { error: 'notFound' },
      didDocument: found ? (documents[did] as DidDocument) : null,
      didDocumentMetadata: {},
    }
  }
  const counted = Object.assign(method, { asked: 0 })
  return counted
}

/** A clock somebody else moves. */
export function manualClock(start: string): { (): Date; advance(ms: number): void } {
  let now = new Date(start).getTime()
  const advance = (ms: number) => {
    now += ms
  }
  return Object.assign(() => new Date(now), { advance })
}

function split(did: string) {
  try {
    return parseDid(did)
  } catch {
    return { did, method: did.split(':')[1] ?? '', id: did.split(':').slice(2).join(':') }
  }
}
