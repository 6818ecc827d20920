/** JWKs from outside: only public keys, only of known types, only canonical, only on their curve. */
import { base64urlDecode, concatBytes, isObject } from '@energy-ssi/core'
import { checkJwkUse } from './check-jwk-use.ts'
import { KeyError } from './errors.ts'
import { EC_CURVES, type EcCurveName, type EcPublicJwk, type PublicJwk, type RsaPublicJwk } from './jwk.ts'
import { checkEd25519Point, convertEcPoint } from './point.ts'
import { checkRsaNumbers, MAX_RSA_MODULUS_BITS, type RsaPublicNumbers } from './rsa-public-key.ts'

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
const KEY_MEMBERS = ['crv', 'x', 'y', 'n', 'e']
const UNCOMPRESSED = Uint8Array.of(4)

/**
 * The public key in a JWK, without any other member.
 *
 * Refused: private or symmetric keys, coordinates of a wrong length or in non-canonical base64url, points off their
 * curve, Ed25519 keys of small order, members of another key type, and an `alg`, `use` or `key_ops` that contradicts
 * the key. Other members (`kid`, `x5c`, …) are ignored, as RFC 7517 §4 asks.
 *
 * @throws {KeyError} `invalid_key`; `unsupported_key` - for a `kty` or `crv` this project does not know
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-4
 */
export function parsePublicJwk(value: unknown): PublicJwk {
  const jwk = readPublicJwk(value)
  publicJwkBytes(jwk)
  return jwk
}

/**
 * All checks of {@link parsePublicJwk} except the look at the point itself, which costs the most.
 * With `purpose` the key must also be meant for that; `sign` admits the private member `d`.
 */
export function readPublicJwk(value: unknown, purpose?: 'verify' | 'sign'): PublicJwk {
  if (!isObject(value)) throw invalid('is not an object')
  for (const member of PRIVATE_MEMBERS) {
    if (value[member] !== undefined && !(member === 'd' && purpose === 'sign')) throw invalid('holds private members')
  }
  const jwk = readMembers(value)
  for (const member of KEY_MEMBERS) {
    if (value[member] !== undefined && !Object.hasOwn(jwk, member)) throw invalid('mixes members of two key types')
  }
  checkJwkUse(value, jwk, purpose)
  return jwk
}

/**
 * The bytes a Multikey holds for a key: compressed point, raw OKP key, or RSAPublicKey numbers. Checks the point.
 * @throws {KeyError} `invalid_key`
 */
export function publicJwkBytes(jwk: PublicJwk): Uint8Array | RsaPublicNumbers {
  if (jwk.kty === 'RSA') return rsaNumbers(jwk)
  if (jwk.kty === 'EC') return ecBytes(jwk)
  const bytes = decode(jwk.x)
  if (jwk.crv === 'Ed25519') checkEd25519Point(bytes)
  return bytes
}

function readMembers(value: Readonly<Record<string, unknown>>): PublicJwk {
  const { kty, crv } = value
  if (kty === 'OKP' && (crv === 'Ed25519' || crv === 'X25519')) return { kty, crv, x: coordinate(value.x, 32) }
  if (kty === 'EC' && isEcCurve(crv)) {
    const { coordinateBytes } = EC_CURVES[crv]
    return { kty, crv, x: coordinate(value.x, coordinateBytes), y: coordinate(value.y, coordinateBytes) }
  }
  if (kty === 'RSA') return { kty, n: number(value.n), e: number(value.e) }
  if (typeof kty !== 'string') throw invalid('has no "kty"')
  if (kty === 'oct') throw invalid('is a symmetric key')
  throw new KeyError('unsupported_key', 'The JWK is of a key type or curve that is not supported.')
}

function isEcCurve(crv: unknown): crv is EcCurveName {
  return typeof crv === 'string' && Object.hasOwn(EC_CURVES, crv)
}

function coordinate(text: unknown, bytes: number): string {
  if (typeof text !== 'string' || text.length !== Math.ceil((bytes * 4) / 3)) {
    throw invalid('has a coordinate that is missing or of a wrong length')
  }
  return text
}

function number(text: unknown): string {
  if (typeof text !== 'string' || text.length > Math.ceil(MAX_RSA_MODULUS_BITS / 6)) {
    throw invalid('has a number that is missing or too long')
  }
  return text
}

function rsaNumbers(jwk: RsaPublicJwk): RsaPublicNumbers {
  const numbers = { n: decode(jwk.n), e: decode(jwk.e) }
  checkRsaNumbers(numbers)
  return numbers
}

function ecBytes(jwk: EcPublicJwk): Uint8Array {
  return convertEcPoint(jwk.crv, concatBytes(UNCOMPRESSED, decode(jwk.x), decode(jwk.y)), 'compressed')
}

function decode(text: string): Uint8Array {
  try {
    return base64urlDecode(text)
  } catch (cause) {
    throw new KeyError('invalid_key', 'The JWK has a member that is not canonical base64url.', { cause })
  }
}

function invalid(reason: string): KeyError {
  return new KeyError('invalid_key', `The JWK ${reason}.`)
}
