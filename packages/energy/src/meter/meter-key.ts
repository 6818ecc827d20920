/** Public keys of calibrated meters: read every published form, name them, verify with them (Node.js crypto). */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { base64urlEncode, concatBytes, hexDecode, hexEncode } from '@energy-ssi/core'
import type { EcPublicJwk } from '@energy-ssi/keys'
import { EnergyError } from '../errors.ts'
import { METER_CURVE_NAMES, METER_CURVES, type MeterCurve } from './meter-curves.ts'

/** A meter's public key: a point that was checked to lie on its curve. */
export interface MeterKey {
  readonly curve: MeterCurve
  /** The coordinates X ‖ Y in lower-case hexadecimal, without the `04` in front. */
  readonly publicKeyHex: string
  /** base64url of the SHA-256 of the bytes X ‖ Y. One definition for every curve, since most have no JWK. */
  readonly thumbprint: string
}

/** JWK of a meter key (RFC 7518 §6.2, RFC 8812 §3.1), as did:jwk takes it. */
export type MeterJwk = EcPublicJwk<'P-256' | 'P-384' | 'secp256k1'>

/** Longest text of a key, white space included. */
const MAX_KEY_LENGTH = 1024
/** Prefix by which OCPP messages name the encoding of a key. */
const OCA_PREFIX = /^oca:base(?:16|64):asn1:/

/**
 * Reads a meter's public key.
 *
 * Accepted: a SubjectPublicKeyInfo with a named curve and an uncompressed point, `04` ‖ X ‖ Y, and the bare X ‖ Y of the
 * German register; each in hexadecimal (any case, white space between) or base64. A bare point is taken to be on `curve`
 * or, without it, on the only curve of its size on which it lies. Compressed points and explicit curve parameters are
 * refused.
 *
 * @throws {EnergyError} `invalid_meter_key`
 */
export function parseMeterKey(text: string, curve?: MeterCurve): MeterKey {
  const hex = hexEncode(decodeKeyText(text))
  for (const name of METER_CURVE_NAMES) {
    const { spkiPrefix, size } = METER_CURVES[name]
    if (!hex.startsWith(spkiPrefix) || hex.length !== spkiPrefix.length + 4 * size) continue
    if (curve !== undefined && curve !== name) throw invalidKey('it is on another curve than expected')
    return checkedKey(hex.slice(-4 * size), [name])
  }
  const sizes = METER_CURVE_NAMES.filter((name) => curve === undefined || curve === name)
  const bare = sizes.filter((name) => hex.length === 4 * METER_CURVES[name].size)
  if (bare.length > 0) return checkedKey(hex, bare)
  const prefixed = sizes.filter((name) => hex.startsWith('04') && hex.length === 4 * METER_CURVES[name].size + 2)
  if (prefixed.length > 0) return checkedKey(hex.slice(2), prefixed)
  throw invalidKey('its length or encoding is none a meter key has')
}

/** The JWK of a meter key; undefined for the 192-bit and Brainpool curves, which have none. */
export function meterKeyJwk(key: MeterKey): MeterJwk | undefined {
  const { crv, size } = METER_CURVES[key.curve]
  if (crv === undefined) return undefined
  const point = hexDecode(key.publicKeyHex)
  return { kty: 'EC', crv, x: base64urlEncode(point.subarray(0, size)), y: base64urlEncode(point.subarray(size)) }
}

/**
 * Whether `signature` is this key's ECDSA signature over the SHA-256 of `message`.
 *
 * The signature is canonical DER or, `raw`, the two halves r ‖ s. Anything malformed is simply no signature.
 */
export function verifyMeterSignature(key: MeterKey, message: Uint8Array, signature: Uint8Array): boolean {
  const keyObject = importPoint(key.curve, key.publicKeyHex)
  if (keyObject === undefined) return false
  // OpenSSL encodes what it read again and refuses DER that differs from its canonical form, trailing bytes included.
  if (verifySafely(message, keyObject, 'der', signature)) return true
  if (signature.length !== 2 * METER_CURVES[key.curve].size) return false
  return verifySafely(message, keyObject, 'ieee-p1363', signature)
}

function verifySafely(
  message: Uint8Array,
  key: KeyObject,
  dsaEncoding: 'der' | 'ieee-p1363',
  signature: Uint8Array,
): boolean {
  try {
    return verify('sha256', message, { key, dsaEncoding }, signature)
  } catch {
    return false
  }
}

function checkedKey(publicKeyHex: string, curves: readonly MeterCurve[]): MeterKey {
  const curve = curves.find((name) => importPoint(name, publicKeyHex) !== undefined)
  if (curve === undefined) throw invalidKey('its point is not on the curve')
  const thumbprint = createHash('sha256').update(hexDecode(publicKeyHex)).digest('base64url')
  return { curve, publicKeyHex, thumbprint }
}

/** OpenSSL refuses a point that is not on the curve. */
function importPoint(curve: MeterCurve, publicKeyHex: string): KeyObject | undefined {
  try {
    const spki = concatBytes(hexDecode(METER_CURVES[curve].spkiPrefix), hexDecode(publicKeyHex))
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
}

function decodeKeyText(text: string): Uint8Array {
  if (text.length > MAX_KEY_LENGTH) throw invalidKey(`it is longer than ${MAX_KEY_LENGTH} characters`)
  const tidied = text.replace(/\s/g, '').replace(OCA_PREFIX, '')
  if (/^(?:[0-9a-fA-F]{2})+$/.test(tidied)) return hexDecode(tidied)
  const bytes = Buffer.from(tidied, 'base64')
  if (tidied === '' || bytes.toString('base64') !== tidied) throw invalidKey('it is neither hexadecimal nor base64')
  const inner = bytes.toString('latin1')
  return OCA_PREFIX.test(inner) ? decodeKeyText(inner) : bytes
}

function invalidKey(reason: string): EnergyError {
  return new EnergyError('invalid_meter_key', `The meter's public key is invalid: ${reason}.`)
}
