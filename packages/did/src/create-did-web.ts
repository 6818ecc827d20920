/** Builds the document of a did:web, to be hosted at its URL. */
import { formatDateTimeStamp, isObject, isUrl, type VerificationRelationship } from '@energy-ssi/core'
import { jwkToMultikey, multikeyToJwk, type PublicJwk, type PublicKey } from '@energy-ssi/keys'
import type { Service, VerificationMethod } from 'did-resolver'
import { formatDidWeb, parseDidWeb } from './did-web-identifier.ts'
import { DidError } from './errors.ts'
import { type DidDocument, deepFreeze } from './resolution-result.ts'
import { VERIFICATION_RELATIONSHIPS } from './validate-did-document.ts'

/** A key of the document. */
export interface DidWebKey {
  /** Only the public part is ever written; any JWK with private members is refused. */
  readonly publicKey: PublicKey | PublicJwk
  /** Fragment of the verification method's id; the key's Multikey by default, so that a new key gets a new id. */
  readonly fragment?: string
  /** What the key may be used for; `assertionMethod` and `authentication` by default. */
  readonly relationships?: readonly VerificationRelationship[]
  /** `Multikey` by default. */
  readonly publicKeyFormat?: 'Multikey' | 'JsonWebKey'
  /** From this time on verifiers refuse the key. */
  readonly expires?: Date
  /** Set once the key is no longer to be trusted; verifiers refuse it from this time on. */
  readonly revoked?: Date
}

/** Where the document lies and what it says. */
export interface DidWebDescription {
  /** The DID, or the place it is to have. */
  readonly did: string | { readonly host: string; readonly port?: number; readonly path?: readonly string[] }
  readonly verificationMethods: readonly DidWebKey[]
  readonly controller?: string | readonly string[]
  readonly alsoKnownAs?: readonly string[]
  /** Service ids may be fragments (`#files`); they are made absolute. */
  readonly service?: readonly Service[]
}

/** A did:web, the ids of its verification methods in the order given, and its document. */
export interface CreatedDidWeb {
  readonly did: string
  readonly keyIds: readonly string[]
  readonly document: DidDocument
}

const FRAGMENT = /^(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})+$/
const CONTEXTS = {
  document: 'https://www.w3.org/ns/did/v1',
  Multikey: 'https://w3id.org/security/multikey/v1',
  JsonWebKey: 'https://w3id.org/security/jwk/v1',
}

/**
 * Creates a did:web and its document, every URL in it absolute. Serve it as `application/did` (or `application/json`)
 * at `didWebUrl(did)`.
 *
 * @throws {DidError} `invalid_did` - for a place did:web does not allow; `invalid_did_url` - for two keys or services of
 *   one id, a fragment or URL that is not one
 * @throws KeyError `invalid_key`, `unsupported_key` - if a key is not a public key, or has not the form asked for
 * @see https://w3c-ccg.github.io/did-method-web/#create-register
 */
export function createDidWeb(description: DidWebDescription): CreatedDidWeb {
  const did = didOf(description.did)
  const methods = description.verificationMethods.map((key) => verificationMethod(did, key))
  const keyIds = methods.map(({ id }) => id)
  const service = description.service?.map((entry) => ({ ...structuredClone(entry), id: absolute(did, entry.id) }))
  if (new Set([...keyIds, ...(service ?? []).map(({ id }) => id)]).size !== keyIds.length + (service?.length ?? 0)) {
    throw new DidError('invalid_did_url', 'Two parts of the document have the same id.')
  }
  const document: DidDocument = {
    '@context': [CONTEXTS.document, ...new Set(methods.map(({ type }) => CONTEXTS[type as 'Multikey' | 'JsonWebKey']))],
    id: did,
    ...(description.controller !== undefined && { controller: urls(description.controller) }),
    ...(description.alsoKnownAs !== undefined && { alsoKnownAs: description.alsoKnownAs.map(url) }),
    verificationMethod: methods,
    ...relationships(description.verificationMethods, keyIds),
    ...(service !== undefined && { service }),
  }
  return { did, keyIds, document: deepFreeze(document) }
}

function didOf(did: DidWebDescription['did']): string {
  if (!isObject(did)) {
    parseDidWeb(did as string)
    return did as string
  }
  return formatDidWeb({ path: [], ...did })
}

function verificationMethod(did: string, key: DidWebKey): VerificationMethod {
  const multikey = 'multikey' in key.publicKey ? key.publicKey.multikey : jwkToMultikey(key.publicKey)
  const { publicKeyFormat: type = 'Multikey', expires, revoked } = key
  return {
    id: absolute(did, `#${key.fragment ?? multikey}`),
    type,
    controller: did,
    ...(expires !== undefined && { expires: formatDateTimeStamp(expires) }),
    ...(revoked !== undefined && { revoked: formatDateTimeStamp(revoked) }),
    ...(type === 'Multikey' ? { publicKeyMultibase: multikey } : { publicKeyJwk: { ...multikeyToJwk(multikey) } }),
  }
}

function relationships(keys: readonly DidWebKey[], keyIds: readonly string[]): Partial<DidDocument> {
  const stated: [VerificationRelationship, string[]][] = VERIFICATION_RELATIONSHIPS.map((name) => [
    name,
    keyIds.filter((_, i) => (keys[i]?.relationships ?? ['assertionMethod', 'authentication']).includes(name)),
  ])
  return Object.fromEntries(stated.filter(([, ids]) => ids.length > 0))
}

/** did:web documents hold absolute DID URLs only: relative ones invite key confusion. */
function absolute(did: string, id: string): string {
  if (!id.startsWith('#')) return url(id)
  if (!FRAGMENT.test(id.slice(1)))
    throw new DidError('invalid_did_url', 'A fragment holds a character that is not allowed.')
  return did + id
}

function urls(value: string | readonly string[]): string | string[] {
  return typeof value === 'string' ? url(value) : value.map(url)
}

function url(value: string): string {
  if (!isUrl(value)) throw new DidError('invalid_did_url', 'A value that must be a URL is not one.')
  return value
}
