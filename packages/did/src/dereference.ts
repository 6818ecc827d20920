/** From a DID URL with a fragment to the verification method it names (Controlled Identifiers 1.0 §3.3). */
import {
  isObject,
  type Problem,
  parseDateTimeStamp,
  problem,
  refused,
  type Verification,
  type VerificationRelationship,
  verified,
} from '@energy-ssi/core'
import type { Resolvable, VerificationMethod } from 'did-resolver'
import { type ParsedDidUrl, split } from './did-url.ts'
import { DidError } from './errors.ts'
import { type DidDocument, type DidResolutionResult, failureOf } from './resolution-result.ts'
import { documentProblem, VERIFICATION_RELATIONSHIPS } from './validate-did-document.ts'

/** What {@link dereference} is asked for. */
export interface DereferenceOptions {
  /** The relationship the document must state for the method; without one, any or none will do. */
  readonly relationship?: VerificationRelationship
  /** The time at which the method must be neither expired nor revoked. */
  readonly now: Date
}

/** A verification method's DID URL in its parts. */
export type KeyUrl = ParsedDidUrl & { readonly fragment: string }

/** Failures that are answers about the DID; all others say nothing about it. */
const ANSWERS = new Set([
  'notfound',
  'invaliddid',
  'invaliddidurl',
  'invaliddiddocument',
  'methodnotsupported',
  'unsupporteddidmethod',
  'unsupportedpublickeytype',
  'representationnotsupported',
])

/**
 * The verification method a DID URL names, with its id and controller made absolute.
 *
 * Refused: a URL that is no DID with a fragment (`INVALID_VERIFICATION_METHOD_URL`); a DID without a usable document
 * (`INVALID_CONTROLLED_IDENTIFIER_DOCUMENT`) or with that of another DID (`…_ID`); a method that is missing, ambiguous,
 * controlled by somebody else, expired or revoked (`INVALID_VERIFICATION_METHOD`); one that does not stand under the
 * relationship (`INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD`).
 *
 * @throws {DidError} `did_unreachable` - when the document could not be had
 * @see https://www.w3.org/TR/cid-1.0/#retrieve-verification-method
 */
export async function dereference(
  resolver: Resolvable,
  didUrl: string,
  { relationship, now }: DereferenceOptions,
): Promise<Verification<VerificationMethod>> {
  const url = parseKeyUrl(didUrl)
  if (url === undefined) return notKeyUrl()
  const found = locateMethod(await resolver.resolve(url.did), url, relationship)
  const problem = found.verified ? periodProblem(found.value, now) : undefined
  return problem === undefined ? found : { verified: false, problems: [problem] }
}

/** The parts of a verification method's URL: a DID, a fragment, no path, no query. */
export function parseKeyUrl(didUrl: string): KeyUrl | undefined {
  const parsed = split(didUrl)
  if (parsed === undefined || parsed.path !== undefined || parsed.query !== undefined) return undefined
  return parsed.fragment === undefined || parsed.fragment === '' ? undefined : { ...parsed, fragment: parsed.fragment }
}

/** The verdict on a URL {@link parseKeyUrl} does not read. */
export function notKeyUrl(): Verification<never> {
  return refused('INVALID_VERIFICATION_METHOD_URL', 'The verification method is not named by a DID with a fragment.')
}

/** Finds the method in a resolution result; its period is left to {@link periodProblem}. */
export function locateMethod(
  result: DidResolutionResult,
  url: KeyUrl,
  relationship: VerificationRelationship | undefined,
): Verification<VerificationMethod> {
  const checked = usableDocument(result, url.did)
  if (!checked.verified) return checked
  const document = checked.value
  const [first, ...others] = methodsNamed(document, url)
  if (first === undefined)
    return refused('INVALID_VERIFICATION_METHOD', 'The document holds no such verification method.')
  if (others.some((other) => JSON.stringify(other) !== JSON.stringify(first))) {
    return refused('INVALID_VERIFICATION_METHOD', 'The document holds two verification methods of that name.')
  }
  if (typeof first.type !== 'string' || first.controller !== url.did) {
    return refused('INVALID_VERIFICATION_METHOD', 'The verification method has no type, or another controller.')
  }
  if (relationship !== undefined && !standsUnder(document, url, relationship)) {
    return refused('INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD', `The method does not stand under ${relationship}.`)
  }
  return verified({ ...first, id: url.didUrl } as VerificationMethod)
}

/** Why a method may not be used at a time (Controlled Identifiers 1.0 §2.2), undefined if it may. */
export function periodProblem(method: VerificationMethod, now: Date): Problem | undefined {
  const { expires, revoked } = method as { readonly expires?: unknown; readonly revoked?: unknown }
  for (const [state, value] of [
    ['expired', expires],
    ['revoked', revoked],
  ] as const) {
    if (value === undefined) continue
    const at = typeof value === 'string' ? parseDateTimeStamp(value) : undefined
    if (at === undefined)
      return problem('INVALID_VERIFICATION_METHOD', 'A time of the verification method is malformed.')
    if (now.getTime() >= at) return problem('INVALID_VERIFICATION_METHOD', `The verification method is ${state}.`)
  }
  return undefined
}

function usableDocument(result: DidResolutionResult, did: string): Verification<DidDocument> {
  const failure = failureOf(result)
  if (failure !== undefined && !ANSWERS.has(failure)) {
    throw new DidError('did_unreachable', 'The resolver gave no answer about the DID.', { cause: failure })
  }
  if (failure !== undefined || result.didDocument === null) {
    return refused('INVALID_CONTROLLED_IDENTIFIER_DOCUMENT', `The DID does not resolve (${failure ?? 'no document'}).`)
  }
  if (result.didDocumentMetadata.deactivated === true) {
    return refused('INVALID_CONTROLLED_IDENTIFIER_DOCUMENT', 'The DID is deactivated.')
  }
  const malformed = documentProblem(result.didDocument)
  if (malformed !== undefined) return refused('INVALID_CONTROLLED_IDENTIFIER_DOCUMENT', malformed)
  if (result.didDocument.id !== did) {
    return refused('INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID', 'The document is that of another DID.')
  }
  return verified(result.didDocument)
}

function methodsNamed(document: DidDocument, url: KeyUrl): readonly Readonly<Record<string, unknown>>[] {
  const lists = [document.verificationMethod, ...VERIFICATION_RELATIONSHIPS.map((name) => document[name])]
  return lists
    .flatMap((list) => list ?? [])
    .filter((entry) => isObject(entry))
    .filter(({ id }) => isNamed(id, url))
}

function standsUnder(document: DidDocument, url: KeyUrl, relationship: VerificationRelationship): boolean {
  return (document[relationship] ?? []).some((entry) => isNamed(typeof entry === 'string' ? entry : entry.id, url))
}

/** Whether an id, absolute or relative to the DID, is that of the URL. */
function isNamed(id: unknown, url: KeyUrl): boolean {
  return id === url.didUrl || id === `#${url.fragment}`
}
