/** COSE_Sign1 (RFC 9052 §4.2) over the signing and key-finding ports. */
import {
  type Awaitable,
  concatBytes,
  isUrl,
  type ResolveKey,
  refused,
  type SignatureAlgorithm,
  type Signer,
  utf8Decode,
  utf8Encode,
  type Verification,
  type VerificationRelationship,
  verified,
} from '@energy-ssi/core'
import { mapAwaitable } from '../awaitable.ts'
import { type CborMap, decodeCbor, encodeByteString, encodeCbor, isCborMap, Tagged } from './cbor.ts'

/** Labels of the header parameters used here (RFC 9052 §3.1, RFC 9596, RFC 9597). */
const ALG = 1
const CRIT = 2
const CONTENT_TYPE = 3
const KID = 4
/** Label of the header parameter that holds CWT claims (RFC 9597 §2). */
export const CWT_CLAIMS = 15
const TYP = 16

const SIGN1_TAG = 18
/** Tag 18, and an array of four: how a tagged message starts. */
const MESSAGE_HEAD = Uint8Array.of(0xc0 | SIGN1_TAG, 0x84)
const EMPTY_MAP = Uint8Array.of(0xa0)
const MAX_HEADER_LENGTH = 16_384
const NO_BYTES = new Uint8Array(0)
/** An array of four, and the context of a signature (RFC 9052 §4.4). */
const SIGNATURE_HEAD = concatBytes(Uint8Array.of(0x84), encodeCbor('Signature1'))
/** The byte string of externally supplied data, of which there is none. */
const NO_EXTERNAL_DATA = encodeByteString(NO_BYTES)

/** Identifiers of the signature algorithms (RFC 9053 §2, RFC 8812 §3.2). */
const ALGORITHM_IDS: Readonly<Record<SignatureAlgorithm, number>> = { EdDSA: -8, ES256: -7, ES384: -35, ES256K: -47 }

/** What the protected header says besides `alg` and `kid`. */
export interface Sign1Header {
  /** Media type of the whole, as in `application/vc+cose` (RFC 9596). */
  readonly typ: string
  /** Media type of the payload, as in `application/vc`. */
  readonly contentType?: string | undefined
  /** CWT claims by label (RFC 9597). */
  readonly claims?: CborMap | undefined
}

/** What a message must be to be verified at all. There is no verification without one. */
export interface Sign1Profile {
  readonly algorithms: readonly SignatureAlgorithm[]
  /** Accepted `typ`, lower case and whole, as in `application/vc+cose`. */
  readonly typ: readonly string[]
  /** Whether a message without `typ` is refused. */
  readonly typRequired: boolean
  /** Accepted content types, lower case; there may always be none. */
  readonly contentTypes: readonly string[]
  /** What the key must be there for. */
  readonly relationship: VerificationRelationship
  /** In bytes. */
  readonly maxLength: number
}

/** A message whose signature is good. */
export interface VerifiedSign1 {
  /** The protected header; the other one is nobody's word and not handed on. */
  readonly header: CborMap
  readonly payload: Uint8Array
  /** DID URL of the verification method. */
  readonly keyId: string
  /** Who controls the verification method. */
  readonly controller: string
  readonly algorithm: SignatureAlgorithm
}

/** The parts of a COSE_Sign1, unverified. */
export interface Sign1Parts {
  /** The protected header as it was signed: an empty one is no bytes at all (RFC 9052 §4.4). */
  readonly protectedBytes: Uint8Array
  readonly header: CborMap
  readonly unprotected: CborMap
  /** Null if the payload is detached. */
  readonly payload: Uint8Array | null
  readonly signature: Uint8Array
}

/**
 * Signs bytes as a tagged COSE_Sign1 with attached payload; `alg`, `kid` (UTF-8 of the signer's DID URL) and whatever
 * `header` adds are protected, and nothing is unprotected. A synchronous signer gives a synchronous result.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9052#section-4.4
 */
export function signSign1(payload: Uint8Array, signer: Signer, header: Sign1Header): Awaitable<Uint8Array> {
  const protectedBytes = encodeHeader(signer, header)
  return mapAwaitable(signer.sign(sigStructure(protectedBytes, payload)), (signature) => {
    if (signature.length !== (signer.algorithm === 'ES384' ? 96 : 64)) {
      throw new TypeError('The signer returned a signature of the wrong length; it must be raw, not DER.')
    }
    const parts = [encodeByteString(protectedBytes), EMPTY_MAP, encodeByteString(payload), encodeByteString(signature)]
    return concatBytes(MESSAGE_HEAD, ...parts)
  })
}

/** Protected headers by signer, then by `typ` and content type: without claims they never change. */
const headers = new WeakMap<Signer, Map<string, Uint8Array>>()

function encodeHeader(signer: Signer, { typ, contentType, claims }: Sign1Header): Uint8Array {
  const known = headers.get(signer) ?? new Map<string, Uint8Array>()
  const key = `${typ} ${contentType}`
  const cached = claims === undefined ? known.get(key) : undefined
  if (cached !== undefined) return cached
  const parameters = new Map<number, unknown>([
    [ALG, ALGORITHM_IDS[signer.algorithm]],
    [KID, utf8Encode(signer.keyId)],
    [TYP, typ],
  ])
  if (contentType !== undefined) parameters.set(CONTENT_TYPE, contentType)
  if (claims !== undefined) parameters.set(CWT_CLAIMS, claims)
  const encoded = encodeCbor(parameters)
  if (claims === undefined) headers.set(signer, known.set(key, encoded))
  return encoded
}

/**
 * Verifies a COSE_Sign1 against a profile. The payload is not looked at before the signature is good.
 *
 * `alg` and `kid` count in the protected header only, and `kid` (UTF-8 of a DID URL) is the only way to a key: keys and
 * certificates in headers are never used. `crit` and detached payloads are refused. The tag may be absent. What
 * `resolveKey` throws is passed on.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9052#section-4.4
 */
export async function verifySign1(
  bytes: Uint8Array,
  resolveKey: ResolveKey,
  profile: Sign1Profile,
): Promise<Verification<VerifiedSign1>> {
  const parts = decodeSign1(bytes, profile.maxLength)
  if (parts === undefined) {
    return refused('PARSING_ERROR', 'The message is not a well-formed COSE_Sign1 within the size limit.')
  }
  const { header, payload, protectedBytes, signature } = parts
  const accepted = checkHeader(parts, profile)
  if (!accepted.verified) return accepted
  const { algorithm, keyId } = accepted.value
  if (payload === null) return refused('SECURING_NOT_SUPPORTED', 'The payload of the message is detached.')

  const resolved = await resolveKey(keyId, profile.relationship)
  if (!resolved.verified) return resolved
  const key = resolved.value
  if (key.algorithm !== algorithm) {
    return refused('CRYPTOGRAPHIC_SECURITY_ERROR', 'The algorithm of the message is not the one of its key.')
  }
  if (!(await key.verify(sigStructure(protectedBytes, payload), signature))) {
    return refused('CRYPTOGRAPHIC_SECURITY_ERROR', 'The signature of the message is not valid.')
  }
  return verified({ header, payload, keyId: key.keyId, controller: key.controller, algorithm }, resolved.warnings)
}

/**
 * Takes a COSE_Sign1 apart, tagged or not, unverified: good for choosing how to verify it and for nothing else.
 * Undefined if it is none, is longer than `maxLength` bytes, or has a label in both headers (RFC 9052 §3).
 */
export function decodeSign1(bytes: Uint8Array, maxLength: number): Sign1Parts | undefined {
  if (!(bytes instanceof Uint8Array) || bytes.length > maxLength) return undefined
  const decoded = decodeCbor(bytes, SIGN1_TAG)
  const message: unknown = decoded instanceof Tagged ? decoded.value : decoded
  if (!Array.isArray(message) || message.length !== 4) return undefined
  const [protectedBytes, unprotected, payload, signature] = message as readonly unknown[]
  if (!(protectedBytes instanceof Uint8Array) || !isCborMap(unprotected) || !(signature instanceof Uint8Array)) {
    return undefined
  }
  if (payload !== null && !(payload instanceof Uint8Array)) return undefined
  const header = decodeProtected(protectedBytes)
  if (header === undefined || [...header.keys()].some((label) => unprotected.has(label))) return undefined
  return { protectedBytes: header.size === 0 ? NO_BYTES : protectedBytes, header, unprotected, payload, signature }
}

/** What a signature is over (RFC 9052 §4.4), without externally supplied data. */
export function sigStructure(protectedBytes: Uint8Array, payload: Uint8Array): Uint8Array {
  return concatBytes(SIGNATURE_HEAD, encodeByteString(protectedBytes), NO_EXTERNAL_DATA, encodeByteString(payload))
}

/** What `typ` says, media types in lower case; undefined if it is not there. */
export function typOf(header: CborMap): unknown {
  const typ = header.get(TYP)
  return typeof typ === 'string' ? typ.toLowerCase() : typ
}

/** No bytes at all are an empty map (RFC 9052 §3). */
function decodeProtected(bytes: Uint8Array): CborMap | undefined {
  if (bytes.length === 0) return new Map()
  if (bytes.length > MAX_HEADER_LENGTH) return undefined
  const header = decodeCbor(bytes)
  return isCborMap(header) ? header : undefined
}

function checkHeader(
  { header, unprotected }: Sign1Parts,
  profile: Sign1Profile,
): Verification<{ algorithm: SignatureAlgorithm; keyId: string }> {
  const alg = header.get(ALG)
  const algorithm = profile.algorithms.find((accepted) => ALGORITHM_IDS[accepted] === alg)
  if (algorithm === undefined) {
    return refused('CRYPTOGRAPHIC_SECURITY_ERROR', 'The algorithm of the message is not accepted.')
  }
  if (header.has(CRIT) || unprotected.has(CRIT)) {
    return refused('SECURING_NOT_SUPPORTED', 'The message asks for an extension that is not understood.')
  }
  const typ = header.get(TYP)
  if (typ === undefined ? profile.typRequired : !names(typ, profile.typ)) {
    return refused('SECURING_NOT_ACCEPTED', 'The "typ" of the message is not the one expected here.')
  }
  const contentType = header.get(CONTENT_TYPE)
  if (contentType !== undefined && !names(contentType, profile.contentTypes)) {
    return refused('SECURING_NOT_ACCEPTED', 'The content type of the message is not the one expected here.')
  }
  const keyId = textOf(header.get(KID))
  if (!isUrl(keyId)) {
    return refused('INVALID_VERIFICATION_METHOD_URL', 'The "kid" of the protected header is not an absolute URL.')
  }
  return verified({ algorithm, keyId })
}

function names(value: unknown, accepted: readonly string[]): boolean {
  return typeof value === 'string' && accepted.includes(value.toLowerCase())
}

function textOf(bytes: unknown): string | undefined {
  if (!(bytes instanceof Uint8Array)) return undefined
  try {
    return utf8Decode(bytes)
  } catch {
    return undefined
  }
}
