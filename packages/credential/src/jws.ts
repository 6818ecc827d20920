/** JWS compact serialisation (RFC 7515 §7.1) over the signing and key-finding ports. */
import {
  type Awaitable,
  base64urlDecode,
  base64urlEncode,
  isObject,
  isUrl,
  type JsonObject,
  parseJson,
  type ResolveKey,
  refused,
  type SignatureAlgorithm,
  type Signer,
  utf8Encode,
  type Verification,
  type VerificationKey,
  type VerificationRelationship,
  verified,
} from '@energy-ssi/core'
import { mapAwaitable } from './awaitable.ts'

/** The algorithms tokens are signed with, unless a profile allows fewer. */
export const SIGNATURE_ALGORITHMS: readonly SignatureAlgorithm[] = ['EdDSA', 'ES256', 'ES384', 'ES256K']
/** Longer tokens are refused unless a profile says otherwise: room for 10 MiB of payload. */
export const MAX_TOKEN_LENGTH = 16 * 1024 * 1024
const MAX_HEADER_LENGTH = 16_384

/** What a token must be to be verified at all. There is no verification without one. */
export interface TokenProfile {
  readonly algorithms: readonly SignatureAlgorithm[]
  /** Accepted `typ`, lower case and without `application/`. */
  readonly typ: readonly string[]
  /** Whether a token without `typ` is refused. */
  readonly typRequired: boolean
  /** Accepted `cty`, lower case and without `application/`; it may always be absent. */
  readonly cty: readonly string[]
  /** What the key must be there for. */
  readonly relationship: VerificationRelationship
  /** In characters. */
  readonly maxLength: number
}

/** A token whose signature is good. */
export interface VerifiedJws {
  readonly header: JsonObject
  readonly payload: JsonObject
  /** DID URL of the verification method. */
  readonly keyId: string
  /** Who controls the verification method. */
  readonly controller: string
  readonly algorithm: SignatureAlgorithm
}

/** Encoded headers by signer, then by `typ` and `cty`: they never change. */
const headers = new WeakMap<Signer, Map<string, string>>()

/** Signs a payload, already serialised as JSON. The header has `alg`, `typ`, `kid` and, where given, `cty`. */
export function signJws(payload: string, signer: Signer, typ: string, cty?: string): Awaitable<string> {
  return signUnderHeader(encodedHeader(signer, typ, cty), payload, signer)
}

/** As {@link signJws}, under a header that is encoded already. Its `alg` must be the signer's. */
export function signUnderHeader(header: string, payload: string, signer: Signer): Awaitable<string> {
  const signingInput = `${header}.${base64urlEncode(utf8Encode(payload))}`
  return mapAwaitable(signer.sign(utf8Encode(signingInput)), (signature) => {
    if (signature.length !== (signer.algorithm === 'ES384' ? 96 : 64)) {
      throw new TypeError('The signer returned a signature of the wrong length; it must be raw, not DER.')
    }
    return `${signingInput}.${base64urlEncode(signature)}`
  })
}

function encodedHeader(signer: Signer, typ: string, cty: string | undefined): string {
  let byType = headers.get(signer)
  if (byType === undefined) {
    byType = new Map()
    headers.set(signer, byType)
  }
  const key = `${typ} ${cty}`
  let encoded = byType.get(key)
  if (encoded === undefined) {
    encoded = base64urlEncode(utf8Encode(JSON.stringify({ alg: signer.algorithm, typ, cty, kid: signer.keyId })))
    byType.set(key, encoded)
  }
  return encoded
}

/**
 * Verifies a token against a profile. The payload is not looked at before the signature is good.
 *
 * `kid` is required and is the only way to a key: `jwk`, `jku`, `x5u` and `x5c` are never used. `crit` and `b64` are
 * refused. What `resolveKey` throws is passed on.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-5.2
 */
export async function verifyJws(
  token: string,
  resolveKey: ResolveKey,
  profile: TokenProfile,
): Promise<Verification<VerifiedJws>> {
  const opened = openJws(token, profile)
  if (!opened.verified) return opened
  const { algorithm, header } = opened.value
  if (!isUrl(header.kid)) {
    return refused('INVALID_VERIFICATION_METHOD_URL', 'The "kid" of the token is not an absolute URL.')
  }
  const resolved = await resolveKey(header.kid, profile.relationship)
  if (!resolved.verified) return resolved
  const { keyId, controller } = resolved.value
  const payload = await verifyOpenedJws(opened.value, resolved.value)
  if (!payload.verified) return payload
  return verified({ header, payload: payload.value, keyId, controller, algorithm }, resolved.warnings)
}

/**
 * Verifies a token against a profile and with a key that is known beforehand; a `kid` is not needed and not used. The
 * payload is the value.
 */
export async function verifyJwsWithKey(
  token: string,
  key: Pick<VerificationKey, 'algorithm' | 'verify'>,
  profile: Omit<TokenProfile, 'relationship'>,
): Promise<Verification<JsonObject>> {
  const opened = openJws(token, profile)
  return opened.verified ? verifyOpenedJws(opened.value, key) : opened
}

interface OpenedJws {
  readonly parts: JwsParts
  readonly header: JsonObject
  readonly signature: Uint8Array
  readonly algorithm: SignatureAlgorithm
}

/** Everything that is checked before a key is looked for. */
function openJws(token: string, profile: Omit<TokenProfile, 'relationship'>): Verification<OpenedJws> {
  const parts = splitJws(token, profile.maxLength)
  if (parts === undefined) return refused('PARSING_ERROR', 'The token is not a compact JWS within the size limit.')
  const header = decodeObject(parts.header)
  if (header === undefined) return refused('PARSING_ERROR', 'The header of the token is not a JSON object.')
  const accepted = checkHeader(header, profile)
  if (!accepted.verified) return accepted
  const signature = decode(parts.signature)
  if (signature === undefined) return refused('PARSING_ERROR', 'The signature of the token is not base64url.')
  return verified({ parts, header, signature, algorithm: accepted.value })
}

async function verifyOpenedJws(
  { parts, signature, algorithm }: OpenedJws,
  key: Pick<VerificationKey, 'algorithm' | 'verify'>,
): Promise<Verification<JsonObject>> {
  if (key.algorithm !== algorithm) {
    return refused('CRYPTOGRAPHIC_SECURITY_ERROR', 'The algorithm of the token is not the one of its key.')
  }
  if (!(await key.verify(utf8Encode(parts.signingInput), signature))) {
    return refused('CRYPTOGRAPHIC_SECURITY_ERROR', 'The signature of the token is not valid.')
  }
  const payload = decodeObject(parts.payload)
  if (payload === undefined) return refused('PARSING_ERROR', 'The payload of the token is not a JSON object.')
  return verified(payload)
}

function checkHeader(
  header: JsonObject,
  profile: Omit<TokenProfile, 'relationship'>,
): Verification<SignatureAlgorithm> {
  const { alg, typ, cty } = header
  const algorithm = profile.algorithms.find((accepted) => accepted === alg)
  if (algorithm === undefined) {
    return refused('CRYPTOGRAPHIC_SECURITY_ERROR', 'The algorithm of the token is not accepted.')
  }
  if (header.crit !== undefined || header.b64 !== undefined) {
    return refused('SECURING_NOT_SUPPORTED', 'The token asks for an extension that is not understood.')
  }
  if (typ === undefined ? profile.typRequired : !names(typ, profile.typ)) {
    return refused('SECURING_NOT_ACCEPTED', 'The "typ" of the token is not the one expected here.')
  }
  if (cty !== undefined && !names(cty, profile.cty)) {
    return refused('SECURING_NOT_ACCEPTED', 'The "cty" of the token is not the one expected here.')
  }
  return verified(algorithm)
}

/** RFC 7515 §4.1.9: media types are compared without regard to case, `application/` may be left out. */
function names(value: unknown, accepted: readonly string[]): boolean {
  return typeof value === 'string' && accepted.includes(value.toLowerCase().replace(/^application\//, ''))
}

/** Whether a text has the three parts of a compact JWS. Says nothing about their content. */
export function isCompactJws(text: string): boolean {
  return splitJws(text, MAX_TOKEN_LENGTH) !== undefined
}

/**
 * Header and payload of a token, unverified: good for choosing how to verify it and for nothing else.
 * Undefined if it is not a compact JWS of JSON objects.
 */
export function peekJws(token: string): { readonly header: JsonObject; readonly payload: JsonObject } | undefined {
  const parts = splitJws(token, MAX_TOKEN_LENGTH)
  const header = parts && decodeObject(parts.header)
  const payload = header && decodeObject(parts.payload)
  return payload && { header, payload }
}

interface JwsParts {
  readonly header: string
  readonly payload: string
  readonly signature: string
  readonly signingInput: string
}

function splitJws(token: string, maxLength: number): JwsParts | undefined {
  if (typeof token !== 'string' || token.length > maxLength) return undefined
  const first = token.indexOf('.')
  const second = token.indexOf('.', first + 1)
  if (first < 1 || first > MAX_HEADER_LENGTH || second < first + 2) return undefined
  if (second === token.length - 1 || !/^[A-Za-z0-9_.-]+$/.test(token) || token.indexOf('.', second + 1) >= 0) {
    return undefined
  }
  return {
    header: token.slice(0, first),
    payload: token.slice(first + 1, second),
    signature: token.slice(second + 1),
    signingInput: token.slice(0, second),
  }
}

function decodeObject(base64url: string): JsonObject | undefined {
  const bytes = decode(base64url)
  if (bytes === undefined) return undefined
  try {
    const json = parseJson(bytes)
    return isObject(json) ? (json as JsonObject) : undefined
  } catch {
    return undefined
  }
}

function decode(base64url: string): Uint8Array | undefined {
  try {
    return base64urlDecode(base64url)
  } catch {
    return undefined
  }
}
