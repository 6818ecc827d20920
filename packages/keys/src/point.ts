/** Points of the curves: none enters this project unless it lies on its curve, in its one canonical spelling. */
import { ECDH } from 'node:crypto'
import { base64urlEncode } from '@energy-ssi/core'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { ed25519 } from '@noble/curves/ed25519.js'
import { createBoundedCache } from './bounded-cache.ts'
import { KeyError } from './errors.ts'
import { EC_CURVES, type EcCurveName } from './jwk.ts'

/**
 * Refuses an Ed25519 public key that is not the canonical encoding of a point (RFC 8032 §5.1.3) or has small order.
 *
 * Under a key of small order anybody can make a signature that fits, and not every OpenSSL refuses it.
 *
 * @throws {KeyError} `invalid_key`
 */
export function checkEd25519Point(bytes: Uint8Array): void {
  readEd25519(bytes)
}

/**
 * The X25519 public key that belongs to an Ed25519 public key: both 32 bytes (RFC 7748 §4.1, did:key v0.9).
 * @throws {KeyError} `invalid_key` - as {@link checkEd25519Point}
 */
export function ed25519ToX25519(publicBytes: Uint8Array): Uint8Array {
  const y = readEd25519(publicBytes)
  const { Fp } = ed25519.Point
  // y = 1 is the identity, which has small order.
  return Fp.toBytes(Fp.div(Fp.ONE + y, Fp.ONE - y))
}

/**
 * Writes a point in its compressed (0x02 or 0x03 ‖ x) or uncompressed (0x04 ‖ x ‖ y) form.
 *
 * `point` must have the length of the other form, which the caller has checked: other lengths hold further forms.
 *
 * @throws {KeyError} `invalid_key` - if there is no such point on the curve
 */
export function convertEcPoint(curve: EcCurveName, point: Uint8Array, form: 'compressed' | 'uncompressed'): Uint8Array {
  try {
    // Without an output encoding the answer is a Buffer.
    return new Uint8Array(ECDH.convertKey(point, EC_CURVES[curve].opensslName, undefined, undefined, form) as Buffer)
  } catch (cause) {
    throw new KeyError('invalid_key', `The point does not lie on ${curve}.`, { cause })
  }
}

/**
 * Refuses bytes that are not a compressed point of the named BLS12-381 group other than the identity.
 * @throws {KeyError} `invalid_key`
 */
export function checkBlsPoint(group: 'G1' | 'G2', bytes: Uint8Array): void {
  let isIdentity: boolean
  try {
    const point = bls12_381[group].Point.fromBytes(bytes)
    point.assertValidity()
    isIdentity = point.is0()
  } catch (cause) {
    throw new KeyError('invalid_key', `The bytes are not a BLS12-381 ${group} point.`, { cause })
  }
  if (isIdentity) throw new KeyError('invalid_key', `The BLS12-381 ${group} key is the identity.`)
}

/** y of points that were found good, by their bytes: a key is looked at in each of its spellings, and a look takes 0.1 ms. */
const goodPoints = createBoundedCache<bigint>(2048)

function readEd25519(bytes: Uint8Array): bigint {
  const spelling = base64urlEncode(bytes)
  const known = goodPoints.get(spelling)
  if (known !== undefined) return known
  const point = decodeEd25519(bytes)
  if (point.isSmallOrder()) throw new KeyError('invalid_key', 'The Ed25519 key has small order.')
  goodPoints.set(spelling, point.y)
  return point.y
}

function decodeEd25519(bytes: Uint8Array) {
  try {
    return ed25519.Point.fromBytes(bytes)
  } catch (cause) {
    throw new KeyError('invalid_key', 'The bytes are not a canonical Ed25519 point.', { cause })
  }
}
