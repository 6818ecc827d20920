/** DIDs and DID URLs, read to the letter of their grammar (DID 1.1 §3.1 and §3.2). */
import { type ParsedDID, parse } from 'did-resolver'
import { DidError } from './errors.ts'

/** Longer texts are refused; the longest method in use (did:peer:4) stays below. Methods have tighter limits. */
export const MAX_DID_LENGTH = 65_536

/** The parts of a DID. */
export interface ParsedDid {
  readonly did: string
  /** Method name, in lower case as the grammar has it. */
  readonly method: string
  /** Method-specific identifier, still percent-encoded. */
  readonly id: string
}

/** The parts of a DID URL; absent parts are absent, empty ones (`did:a:b#`) are empty. */
export interface ParsedDidUrl extends ParsedDid {
  readonly didUrl: string
  /** With its leading slash. */
  readonly path?: string
  readonly query?: string
  readonly fragment?: string
}

/**
 * The parts of a DID.
 *
 * @throws {DidError} `invalid_did` - for anything else, a DID URL with path, query or fragment included
 * @see https://www.w3.org/TR/did-1.1/#did-syntax
 */
export function parseDid(text: string): ParsedDid {
  const parsed = split(text)
  if (parsed === undefined || parsed.did !== text) throw new DidError('invalid_did', 'The text is not a DID.')
  return { did: parsed.did, method: parsed.method, id: parsed.id }
}

/**
 * The parts of a DID URL; a DID is one without further parts.
 *
 * @throws {DidError} `invalid_did_url`
 * @see https://www.w3.org/TR/did-1.1/#did-url-syntax
 */
export function parseDidUrl(text: string): ParsedDidUrl {
  const parsed = split(text)
  if (parsed === undefined) throw new DidError('invalid_did_url', 'The text is not a DID URL.')
  return parsed
}

/** As {@link parseDidUrl}, in the form did-resolver's methods take; undefined if the text is not a DID URL. */
export function split(text: string): ParsedDID | undefined {
  if (typeof text !== 'string' || text.length > MAX_DID_LENGTH) return undefined
  return parse(text) ?? undefined
}
