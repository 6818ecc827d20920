/** What an attacker would change, and how a refusal is told from an acceptance. */
import type { Verification } from '@energy-ssi/core'

/** A token with one character changed: the end of the last text in its payload that is not a DID. */
export function withChangedCharacter(token: string): string {
  const [header = '', payload = '', ...rest] = token.split('.')
  const text = Buffer.from(payload, 'base64url').toString()
  const last = [...text.matchAll(/"(?!did:)[^"]*[A-Za-z0-9](?="[,}\]])/g)].at(-1)
  if (last === undefined) throw new Error('There is no text in the payload.')
  const at = last.index + last[0].length - 1
  const changed = `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`
  return [header, Buffer.from(changed).toString('base64url'), ...rest].join('.')
}

/** A copy of a document with the first claim of its subject changed. */
export function withChangedSubject<T extends object>(document: T): T {
  const copy = structuredClone(document) as T & { credentialSubject: Record<string, unknown> }
  const subject = copy.credentialSubject
  const name = Object.keys(subject).find((key) => key !== 'id' && key !== 'type') ?? ''
  subject[name] = changed(subject[name])
  return copy
}

function changed(value: unknown): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'string') return `${value}!`
  return { ...(value as object), name: 'changed' }
}

/** The value of a verified result; fails the test for a refusal. */
export function verifiedValue<T>(verdict: Verification<T>): T {
  if (!verdict.verified) throw new Error(JSON.stringify(verdict.problems))
  return verdict.value
}

/** The codes of a refusal; none if it verified. */
export function codesOf(verdict: Verification<unknown>): readonly string[] {
  return verdict.verified ? [] : verdict.problems.map(({ code }) => code)
}
