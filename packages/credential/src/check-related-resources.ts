/** `relatedResource` (VCDM 2.0 §5.3): well-formed digests, and whether they fit the resources one has at hand. */
import { equalBytes, multibaseDecode, type Problem, problem } from '@energy-ssi/core'
import { checkNoAliases, checkObjects } from './check-members.ts'
import { type Credential, type OneOrMany, type RelatedResource, valuesOf } from './model.ts'
import { type Report, step } from './report.ts'

/** Names of the digest algorithms, as WebCrypto spells them. */
export type DigestAlgorithm = 'SHA-256' | 'SHA-384' | 'SHA-512'

/** A digest as `digestSRI` and `digestMultibase` express it. */
export interface Digest {
  readonly algorithm: DigestAlgorithm
  readonly bytes: Uint8Array
}

const ALGORITHMS = { sha256: ['SHA-256', 32], sha384: ['SHA-384', 48], sha512: ['SHA-512', 64] } as const
/** Multihash codes of the same algorithms. */
const MULTIHASHES: ReadonlyMap<number, keyof typeof ALGORITHMS> = new Map([
  [0x12, 'sha256'],
  [0x20, 'sha384'],
  [0x13, 'sha512'],
])
const HASH_EXPRESSION = /^(sha256|sha384|sha512)-([A-Za-z0-9+/_-]+={0,2})(?:\?[\x21-\x7e]*)?$/
const MEDIA_TYPE = /^[A-Za-z0-9!#$&^_.+-]+\/[A-Za-z0-9!#$&^_.+-]+(?:\s*;.*)?$/

/** Reports malformed related resources. */
export function checkRelatedResources(value: unknown, at: string, report: Report): void {
  const seen = new Set<unknown>()
  checkObjects(value, at, report, (resource, pointer) => {
    const { id, digestSRI, digestMultibase } = resource
    if (id === undefined) report(`${pointer}/id`, '"id" is missing.')
    else if (seen.has(id)) report(`${pointer}/id`, 'The "id" of a related resource must be unique.')
    seen.add(id)
    checkNoAliases(resource, pointer, report)
    if (digestSRI === undefined && digestMultibase === undefined) {
      report(pointer, 'A related resource needs "digestSRI" or "digestMultibase".')
    }
    checkIntegrity(resource, pointer, report)
  })
}

/** Reports malformed digests and media types of one object: any object with an `id` may have them (§5.3). */
export function checkIntegrity(
  { digestSRI, digestMultibase, mediaType }: Readonly<Record<string, unknown>>,
  at: string,
  report: Report,
): void {
  checkDigests(digestSRI, parseSri, `${at}/digestSRI`, report)
  checkDigests(digestMultibase, parseMultibase, `${at}/digestMultibase`, report)
  if (mediaType !== undefined && !(typeof mediaType === 'string' && MEDIA_TYPE.test(mediaType))) {
    report(`${at}/mediaType`, 'The value must be a media type.')
  }
}

function checkDigests(
  value: unknown,
  parse: (text: string) => readonly Digest[] | undefined,
  at: string,
  report: Report,
): void {
  if (value === undefined) return
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (texts.length === 0 || !texts.every((text) => typeof text === 'string' && parse(text) !== undefined)) {
    report(at, 'The value must be one or more well-formed digests (SHA-256, SHA-384 or SHA-512).')
  }
}

/**
 * Compares the related resources of a valid credential with the resources one has at hand, such as pinned contexts.
 *
 * @param digestOf the digest of a resource's bytes, or undefined if they are not at hand: then nothing is said about it
 * @returns a `MALFORMED_VALUE_ERROR` for every resource one of whose digests does not fit
 * @see https://www.w3.org/TR/vc-data-model-2.0/#integrity-of-related-resources
 */
export function compareRelatedResources(
  credential: Credential,
  digestOf: (url: string, algorithm: DigestAlgorithm) => Uint8Array | undefined,
): readonly Problem[] {
  const isArray = Array.isArray(credential.relatedResource)
  return valuesOf(credential.relatedResource).flatMap((resource, i) => {
    const fits = (readDigests(resource) ?? []).every(({ algorithm, bytes }) => {
      const actual = digestOf(resource.id, algorithm)
      return actual === undefined || equalBytes(actual, bytes)
    })
    const pointer = `/relatedResource${isArray ? step(i) : ''}`
    return fits ? [] : [problem('MALFORMED_VALUE_ERROR', 'A digest does not fit the related resource.', pointer)]
  })
}

/** The digests of an object, in either form; undefined if one is malformed. */
export function readDigests(object: Readonly<Record<string, unknown>>): readonly Digest[] | undefined {
  let wellFormed = true
  checkIntegrity(object, '', () => {
    wellFormed = false
  })
  if (!wellFormed) return undefined
  const { digestSRI, digestMultibase } = object as Pick<RelatedResource, 'digestSRI' | 'digestMultibase'>
  return [...digestsOf(digestSRI, parseSri), ...digestsOf(digestMultibase, parseMultibase)]
}

function digestsOf(
  value: OneOrMany<string> | undefined,
  parse: (text: string) => readonly Digest[] | undefined,
): readonly Digest[] {
  return valuesOf(value).flatMap((text) => parse(text) ?? [])
}

/** Hash expressions of Subresource Integrity §3.5, separated by white space. */
export function parseSri(text: string): readonly Digest[] | undefined {
  const digests: Digest[] = []
  for (const expression of text.trim().split(/\s+/)) {
    const [, name, base64] = HASH_EXPRESSION.exec(expression) ?? []
    if (name === undefined || base64 === undefined) return undefined
    const digest = decode(`u${base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`)
    const [algorithm, length] = ALGORITHMS[name as keyof typeof ALGORITHMS]
    if (digest?.length !== length) return undefined
    digests.push({ algorithm, bytes: digest })
  }
  return digests
}

/** A multihash, or a bare digest as VCDM 2.0 example 26 has it; the length of a bare one tells its algorithm. */
function parseMultibase(text: string): readonly Digest[] | undefined {
  const bytes = decode(text)
  if (bytes === undefined) return undefined
  const name = MULTIHASHES.get(bytes[0] ?? 0)
  if (name !== undefined) {
    const [algorithm, length] = ALGORITHMS[name]
    if (bytes[1] === length && bytes.length === length + 2) return [{ algorithm, bytes: bytes.subarray(2) }]
  }
  const bare = Object.values(ALGORITHMS).find(([, length]) => length === bytes.length)
  return bare === undefined ? undefined : [{ algorithm: bare[0], bytes }]
}

function decode(multibase: string): Uint8Array | undefined {
  try {
    return multibaseDecode(multibase, 256)
  } catch {
    return undefined
  }
}
