/** Multikey (Controlled Identifiers 1.0 §2.2.2), the form of a key inside did:key and of `publicKeyMultibase`. */
import {
  base64urlEncode,
  concatBytes,
  multibaseDecode,
  multibaseEncode,
  varintDecode,
  varintEncode,
} from '@energy-ssi/core'
import { KeyError } from './errors.ts'
import { EC_CURVES, type EcCurveName, type EcPublicJwk, type PublicJwk } from './jwk.ts'
import { parsePublicJwk, publicJwkBytes } from './parse-jwk.ts'
import { checkBlsPoint, checkEd25519Point, convertEcPoint } from './point.ts'
import { formatRsaPublicKey, parseRsaPublicKey } from './rsa-public-key.ts'

/** Longer texts are refused before they are decoded; an RSA key of 8,192 bits needs 1,423 characters. */
export const MAX_MULTIKEY_LENGTH = 1500

/** Key types a Multikey can hold, by their name in the multicodec table. */
export type MultikeyCodec =
  | 'ed25519-pub'
  | 'x25519-pub'
  | 'secp256k1-pub'
  | 'p256-pub'
  | 'p384-pub'
  | 'p521-pub'
  | 'rsa-pub'
  | 'bls12_381-g1-pub'
  | 'bls12_381-g2-pub'
  | 'bls12_381-g1g2-pub'

/** A key as a Multikey holds it: a compressed point, a raw 32-byte key, or an RSAPublicKey in DER. */
export interface DecodedMultikey {
  readonly codec: MultikeyCodec
  readonly bytes: Uint8Array
}

interface KeyForm {
  readonly codec: MultikeyCodec
  /** Exact length in bytes; undefined for RSA. */
  readonly length: number | undefined
  /** Checks the bytes and returns their JWK; undefined where no JWK is registered. */
  readonly toJwk: (bytes: Uint8Array) => PublicJwk | undefined
}

const FORMS: ReadonlyMap<number, KeyForm> = new Map<number, KeyForm>([
  [0xed, { codec: 'ed25519-pub', length: 32, toJwk: ed25519Jwk }],
  [0xec, { codec: 'x25519-pub', length: 32, toJwk: x25519Jwk }],
  [0xe7, { codec: 'secp256k1-pub', length: 33, toJwk: (bytes) => ecJwk('secp256k1', bytes) }],
  [0x1200, { codec: 'p256-pub', length: 33, toJwk: (bytes) => ecJwk('P-256', bytes) }],
  [0x1201, { codec: 'p384-pub', length: 49, toJwk: (bytes) => ecJwk('P-384', bytes) }],
  [0x1202, { codec: 'p521-pub', length: 67, toJwk: (bytes) => ecJwk('P-521', bytes) }],
  [0x1205, { codec: 'rsa-pub', length: undefined, toJwk: rsaJwk }],
  [0xea, { codec: 'bls12_381-g1-pub', length: 48, toJwk: checkBlsG1 }],
  [0xeb, { codec: 'bls12_381-g2-pub', length: 96, toJwk: checkBlsG2 }],
  [0xee, { codec: 'bls12_381-g1g2-pub', length: 144, toJwk: checkBlsPair }],
])

const CODES: Readonly<Record<EcCurveName | 'Ed25519' | 'X25519' | 'RSA', number>> = {
  Ed25519: 0xed,
  X25519: 0xec,
  secp256k1: 0xe7,
  'P-256': 0x1200,
  'P-384': 0x1201,
  'P-521': 0x1202,
  RSA: 0x1205,
}

/**
 * The key in a base58btc Multikey (`z…`, at most 1,500 characters).
 *
 * Refused: a varint that is not the shortest, a length that is not exactly the codec's, a point off its curve or
 * subgroup, Ed25519 keys of small order, RSA keys that are not strict DER of 2,048 to 8,192 bits.
 *
 * @throws {KeyError} `invalid_key`; `unsupported_key` - for another codec
 * @see https://www.w3.org/TR/cid-1.0/#Multikey
 */
export function decodeMultikey(multikey: string): DecodedMultikey {
  const { form, bytes } = splitMultikey(multikey)
  form.toJwk(bytes)
  return { codec: form.codec, bytes }
}

/**
 * The JWK of a Multikey.
 * @throws {KeyError} `invalid_key` - as {@link decodeMultikey}; `unsupported_key` - for a codec without a JWK (BLS12-381)
 */
export function multikeyToJwk(multikey: string): PublicJwk {
  const { form, bytes } = splitMultikey(multikey)
  const jwk = form.toJwk(bytes)
  if (jwk === undefined) throw new KeyError('unsupported_key', `There is no JWK for ${form.codec}.`)
  return jwk
}

/**
 * The Multikey of a public JWK, which is checked as by {@link parsePublicJwk}.
 * @throws {KeyError} `invalid_key`, `unsupported_key`
 */
export function jwkToMultikey(jwk: unknown): string {
  return formatMultikey(parsePublicJwk(jwk))
}

/** As {@link jwkToMultikey} for a JWK that was read already. */
export function formatMultikey(jwk: PublicJwk): string {
  const key = publicJwkBytes(jwk)
  const bytes = key instanceof Uint8Array ? key : formatRsaPublicKey(key)
  return multibaseEncode('z', concatBytes(varintEncode(CODES[jwk.kty === 'RSA' ? 'RSA' : jwk.crv]), bytes))
}

function splitMultikey(multikey: string): { readonly form: KeyForm; readonly bytes: Uint8Array } {
  if (!multikey.startsWith('z')) throw invalid('does not start with "z"')
  const { code, bytes } = decode(multikey)
  const form = FORMS.get(code)
  if (form === undefined) throw new KeyError('unsupported_key', 'The Multikey is of a key type that is not supported.')
  if (form.length !== undefined && bytes.length !== form.length) throw invalid(`does not hold ${form.length} bytes`)
  return { form, bytes }
}

function decode(multikey: string): { readonly code: number; readonly bytes: Uint8Array } {
  try {
    const bytes = multibaseDecode(multikey, MAX_MULTIKEY_LENGTH)
    const { value, length } = varintDecode(bytes)
    return { code: value, bytes: bytes.slice(length) }
  } catch (cause) {
    throw new KeyError('invalid_key', 'The Multikey is not base58btc of a codec and a key.', { cause })
  }
}

function ed25519Jwk(bytes: Uint8Array): PublicJwk {
  checkEd25519Point(bytes)
  return { kty: 'OKP', crv: 'Ed25519', x: base64urlEncode(bytes) }
}

function x25519Jwk(bytes: Uint8Array): PublicJwk {
  return { kty: 'OKP', crv: 'X25519', x: base64urlEncode(bytes) }
}

function ecJwk(crv: EcCurveName, bytes: Uint8Array): EcPublicJwk {
  const point = convertEcPoint(crv, bytes, 'uncompressed')
  const { coordinateBytes } = EC_CURVES[crv]
  const x = base64urlEncode(point.subarray(1, 1 + coordinateBytes))
  return { kty: 'EC', crv, x, y: base64urlEncode(point.subarray(1 + coordinateBytes)) }
}

function rsaJwk(bytes: Uint8Array): PublicJwk {
  const { n, e } = parseRsaPublicKey(bytes)
  return { kty: 'RSA', n: base64urlEncode(n), e: base64urlEncode(e) }
}

function checkBlsG1(bytes: Uint8Array): undefined {
  checkBlsPoint('G1', bytes)
}

function checkBlsG2(bytes: Uint8Array): undefined {
  checkBlsPoint('G2', bytes)
}

function checkBlsPair(bytes: Uint8Array): undefined {
  checkBlsG1(bytes.subarray(0, 48))
  checkBlsG2(bytes.subarray(48))
}

function invalid(reason: string): KeyError {
  return new KeyError('invalid_key', `The Multikey ${reason}.`)
}
