/** From the payload of an SD-JWT and its disclosures back to claims (RFC 9901 §7.1, steps 3 to 5). */
import {
  isObject,
  type Json,
  type JsonObject,
  MAX_JSON_DEPTH,
  type Problem,
  type ProblemCode,
  problem,
  refused,
  type Verification,
  verified,
} from '@energy-ssi/core'
import { refusedFor, step } from '../report.ts'
import { MAX_POINTER_LENGTH } from './claim-pointers.ts'
import { type DisclosedValue, isReservedName, readDisclosure } from './disclosure.ts'
import { digestOf, readHashAlgorithm, type SdHashAlgorithm } from './hash.ts'

/** A claim that came out of a disclosure. */
export interface DisclosedClaim {
  /** Where it stands in the processed claims. */
  readonly pointer: string
  readonly disclosure: string
}

/** The claims of an SD-JWT, as far as they were disclosed. */
export interface UnpackedSdJwt {
  /** The processed payload, without `_sd`, `...` and `_sd_alg`. What held no digest is the very value of the payload. */
  readonly claims: JsonObject
  readonly disclosed: readonly DisclosedClaim[]
  /** What `_sd_alg` names. */
  readonly hashAlgorithm: SdHashAlgorithm
}

interface Match extends DisclosedValue {
  readonly disclosure: string
}

/**
 * Puts disclosures back where their digests stand. The payload must be JSON from `parseJson`, its signature verified.
 *
 * Refused: an unknown `_sd_alg`; disclosures that are malformed, come twice, or whose digest stands nowhere; a digest
 * that stands in two places; a disclosure of the wrong length for its place; claims named `_sd`, `...`, `_sd_alg`,
 * `__proto__`, or like a neighbour; `_sd` that is no array of strings, `...` anywhere but alone in an element of an
 * array, `_sd_alg` below the top; more than 64 levels; disclosed claims with pointers of more than 4,096 characters.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9901#section-7.1
 */
export function unpackSdJwt(payload: JsonObject, disclosures: readonly string[]): Verification<UnpackedSdJwt> {
  const hashAlgorithm = readHashAlgorithm(payload._sd_alg)
  if (hashAlgorithm === undefined) {
    return refused('SECURING_NOT_SUPPORTED', '"_sd_alg" names no hash algorithm that is accepted.', '/_sd_alg')
  }
  const byDigest = new Map<string, Match>()
  for (const disclosure of disclosures) {
    const value = readDisclosure(disclosure)
    if (value === undefined) return refused('PARSING_ERROR', 'A disclosure is malformed.')
    byDigest.set(digestOf(disclosure, hashAlgorithm), { ...value, disclosure })
  }
  if (byDigest.size < disclosures.length) {
    return refused('CRYPTOGRAPHIC_SECURITY_ERROR', 'A disclosure comes twice.')
  }
  const { claims, disclosed, flaw } = openPayload(payload, byDigest)
  if (flaw !== undefined) return refusedFor(flaw)
  if (disclosed.length < byDigest.size) {
    return refused('CRYPTOGRAPHIC_SECURITY_ERROR', 'A disclosure belongs to no digest of the SD-JWT.')
  }
  return verified({ claims, disclosed, hashAlgorithm })
}

interface Opened {
  readonly claims: JsonObject
  readonly disclosed: readonly DisclosedClaim[]
  /** The first one found. The work is bounded by the size of the input, so it simply goes on. */
  readonly flaw: Problem | undefined
}

function openPayload(payload: JsonObject, byDigest: ReadonlyMap<string, Match>): Opened {
  const seen = new Set<string>()
  const disclosed: DisclosedClaim[] = []
  let flaw: Problem | undefined
  const report = (detail: string, at: string, code: ProblemCode = 'MALFORMED_VALUE_ERROR'): void => {
    flaw ??= problem(code, detail, at)
  }

  const find = (digest: Json | undefined, at: string): Match | undefined => {
    if (typeof digest !== 'string') report('A digest must be a string.', at)
    else if (seen.has(digest)) report('A digest stands in two places.', at)
    else {
      seen.add(digest)
      return byDigest.get(digest)
    }
    return undefined
  }

  const open = (value: Json, at: string, depth: number): Json => {
    if (typeof value !== 'object' || value === null) return value
    if (depth > MAX_JSON_DEPTH) {
      report(`The claims are nested deeper than ${MAX_JSON_DEPTH} levels.`, at, 'PARSING_ERROR')
      return null
    }
    return isArray(value) ? openElements(value, at, depth) : openMembers(value, at, depth)
  }

  const openMembers = (object: JsonObject, at: string, depth: number): JsonObject => {
    const opened: Record<string, Json> = {}
    let changed = false
    for (const name of Object.keys(object)) {
      const value = object[name] as Json
      if (isReservedName(name)) {
        changed = true
        if (name === '...' || name === '__proto__' || (name === '_sd_alg' && depth > 1)) {
          report('The name is reserved.', at + step(name))
        }
      } else {
        const inner = typeof value === 'object' && value !== null ? open(value, at + step(name), depth + 1) : value
        if (inner !== value) changed = true
        opened[name] = inner
      }
    }
    const digests = object._sd
    if (digests === undefined) return changed ? opened : object
    if (!isArray(digests)) report('"_sd" must be an array.', `${at}/_sd`)
    else for (const digest of digests) insert(opened, digest, at, depth)
    return opened
  }

  const insert = (opened: Record<string, Json>, digest: Json, at: string, depth: number): void => {
    const match = find(digest, `${at}/_sd`)
    if (match === undefined) return
    const { name, value, disclosure } = match
    if (name === undefined) report('The disclosure of a member must have three elements.', `${at}/_sd`)
    else if (isReservedName(name)) report('A disclosure has a reserved name.', `${at}/_sd`)
    else if (Object.hasOwn(opened, name)) report('A disclosure has the name of another claim.', at + step(name))
    else opened[name] = openDisclosed(value, disclosure, at + step(name), depth)
  }

  const openDisclosed = (value: Json, disclosure: string, pointer: string, depth: number): Json => {
    if (pointer.length > MAX_POINTER_LENGTH) report('The names of the claims are too long.', '', 'PARSING_ERROR')
    disclosed.push({ pointer, disclosure })
    return open(value, pointer, depth + 1)
  }

  const openElements = (items: readonly Json[], at: string, depth: number): readonly Json[] => {
    const opened: Json[] = []
    let changed = false
    for (const item of items) {
      if (typeof item !== 'object' || item === null) {
        opened.push(item)
        continue
      }
      const pointer = at + step(opened.length)
      if (!isObject(item) || !Object.hasOwn(item, '...')) {
        const inner = open(item, pointer, depth + 1)
        if (inner !== item) changed = true
        opened.push(inner)
        continue
      }
      changed = true
      if (Object.keys(item).length > 1) report('"..." must stand alone.', pointer)
      const match = find(item['...'] as Json, pointer)
      if (match === undefined) continue
      if (match.name !== undefined) report('The disclosure of an element must have two elements.', pointer)
      opened.push(openDisclosed(match.value, match.disclosure, pointer, depth))
    }
    return changed ? opened : items
  }

  const claims = openMembers(payload, '', 1)
  return { claims, disclosed, flaw }
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
