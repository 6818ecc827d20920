/** did:jwk: the DID is a public JWK, the document is that JWK in its frame. */
import { base64urlDecode, base64urlEncode, canonicalJson, parseJson, utf8Encode } from '@energy-ssi/core'
import { type PublicJwk, parsePublicJwk } from '@energy-ssi/keys'
import type { JsonWebKey } from 'did-resolver'
import type { CreatedDid } from './did-key.ts'
import { DidError } from './errors.ts'
import { keyFailure } from './key-failure.ts'
import { type DidDocument, type DidMethod, deepFreeze, resolved } from './resolution-result.ts'

/** Longer DIDs are refused; a bare RSA-4096 key needs about 1,000 characters. */
export const MAX_DID_JWK_LENGTH = 4_096

/** A public JWK with the members that say what it is for. */
export type DidJwkKey = PublicJwk & { readonly use?: 'sig' | 'enc'; readonly alg?: string; readonly kid?: string }

/** How did:jwk documents are written. */
export interface DidJwkOptions {
  /** Type of the verification method; `JsonWebKey2020` by default, as in the method's specification. */
  readonly publicKeyFormat?: 'JsonWebKey2020' | 'JsonWebKey'
}

const PREFIX = 'did:jwk:'
const CONTEXTS = {
  JsonWebKey2020: ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/suites/jws-2020/v1'],
  JsonWebKey: ['https://www.w3.org/ns/did/v1.1'],
}

/**
 * The did:jwk method: EC, OKP and RSA keys in DIDs of at most 4,096 characters, no network.
 *
 * Refused as `invalidDid`: private or symmetric keys, values that are no key, base64url that is not canonical, JSON with
 * doubled keys; as `unsupportedPublicKeyType`: key types and curves this project does not know. Further members of the JWK are kept and stand in `publicKeyJwk` as the DID holds them.
 *
 * @see https://github.com/quartzjer/did-jwk/blob/main/spec.md#read
 */
export function didJwk(options: DidJwkOptions = {}): DidMethod {
  return async (did) => {
    try {
      return deepFreeze(resolved(expand(did, decode(did), options)))
    } catch (error) {
      return keyFailure(error)
    }
  }
}

/**
 * The did:jwk of a public key, with its document. The JWK is written as canonical JSON (RFC 8785), so that equal keys
 * get equal DIDs; `use`, `alg` and `kid` become part of the DID if present.
 *
 * @throws {DidError} `invalid_did` - if the JWK is larger than a did:jwk may be
 * @throws KeyError `invalid_key`, `unsupported_key` - if the JWK is not a public key
 * @see https://github.com/quartzjer/did-jwk/blob/main/spec.md#create
 */
export function createDidJwk(publicJwk: DidJwkKey, options: DidJwkOptions = {}): CreatedDid {
  const did = PREFIX + base64urlEncode(utf8Encode(canonicalJson(publicJwk)))
  return { did, keyId: `${did}#0`, document: deepFreeze(expand(did, decode(did), options)) }
}

/** The JWK inside the DID, every member as it stands there. */
function decode(did: string): JsonWebKey {
  if (!did.startsWith(PREFIX) || did.length > MAX_DID_JWK_LENGTH) {
    throw new DidError('invalid_did', 'The text is not a did:jwk, or too long.')
  }
  const jwk = parseJson(base64urlDecode(did.slice(PREFIX.length)))
  parsePublicJwk(jwk)
  return jwk as JsonWebKey
}

function expand(did: string, jwk: JsonWebKey, { publicKeyFormat = 'JsonWebKey2020' }: DidJwkOptions): DidDocument {
  const id = `${did}#0`
  return {
    '@context': [...CONTEXTS[publicKeyFormat]],
    id: did,
    verificationMethod: [{ id, type: publicKeyFormat, controller: did, publicKeyJwk: jwk }],
    ...(jwk.use !== 'enc' && {
      assertionMethod: [id],
      authentication: [id],
      capabilityInvocation: [id],
      capabilityDelegation: [id],
    }),
    ...(jwk.use !== 'sig' && { keyAgreement: [id] }),
  }
}
