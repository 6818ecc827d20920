/** Disclosures (RFC 9901 §4.2): one claim and its salt, as a base64url text whose digest the issuer signs. */
import { base64urlDecode, type Json, parseJson } from '@energy-ssi/core'

/** Names no claim may have: they are how SD-JWTs are built (§4.1), or reach into prototypes. */
const RESERVED: ReadonlySet<string> = new Set(['_sd', '...', '_sd_alg', '__proto__'])

/** Whether a claim must not have this name. */
export function isReservedName(name: string): boolean {
  return RESERVED.has(name)
}

/** What a disclosure says; the salt is of no further use. */
export interface DisclosedValue {
  /** Undefined for an element of an array. */
  readonly name: string | undefined
  readonly value: Json
}

/** The disclosure of a member of an object (§4.2.1). */
export function encodeMember(salt: string, name: string, value: unknown): string {
  return encode([salt, name, value])
}

/** The disclosure of an element of an array (§4.2.2). */
export function encodeElement(salt: string, value: unknown): string {
  return encode([salt, value])
}

/** Reads a disclosure: an array of salt, name unless it is an element, and value. Undefined for anything else. */
export function readDisclosure(text: string): DisclosedValue | undefined {
  const parts = decode(text)
  if (!Array.isArray(parts) || typeof parts[0] !== 'string') return undefined
  if (parts.length === 2) return { name: undefined, value: parts[1] }
  return parts.length === 3 && typeof parts[1] === 'string' ? { name: parts[1], value: parts[2] } : undefined
}

/** Straight from text to base64url: a credential has many of them. */
function encode(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

function decode(text: string): Json | undefined {
  try {
    return parseJson(base64urlDecode(text))
  } catch {
    return undefined
  }
}
