import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  curveOfAlgorithm,
  METER_CURVE_NAMES,
  type MeterCurve,
  meterKeyJwk,
  parseMeterKey,
  verifyMeterSignature,
} from '../../src/index.ts'
import { createTestMeter } from '../support/test-meter.ts'

/** First key of the register sample. */
const REGISTER_KEY =
  'b100 bE04 bA14 41E8 F790 b2Eb Cd73 55d0 4552 A3F4 Eb80 4951 861d 1A17 A50A 3d37 b163 1d44 7F7F 73b8 6bd7 EF26 8142 8317'
const REFUSED = expect.objectContaining({ code: 'invalid_meter_key' })

describe.each(METER_CURVE_NAMES)('a key on %s', (curve) => {
  const { key, spkiHex } = createTestMeter(curve)

  it('is read from SubjectPublicKeyInfo, with the 04 in front, and bare; in hexadecimal and base64', () => {
    const forms = [spkiHex, `04${key.publicKeyHex}`, key.publicKeyHex]
    for (const hex of forms) {
      expect(parseMeterKey(hex, curve)).toEqual(key)
      expect(parseMeterKey(hex.toUpperCase(), curve)).toEqual(key)
      expect(parseMeterKey(Buffer.from(hex, 'hex').toString('base64'), curve)).toEqual(key)
    }
  })

  it('finds the curve of a bare key by itself', () => expect(parseMeterKey(key.publicKeyHex)).toEqual(key))

  it('is refused if another curve is expected', () => {
    const other = METER_CURVE_NAMES.find((name) => name !== curve) as MeterCurve
    expect(() => parseMeterKey(spkiHex, other)).toThrow(REFUSED)
    expect(() => parseMeterKey(key.publicKeyHex, other)).toThrow(REFUSED)
  })

  it('is refused if its point is not on the curve', () => {
    const last = key.publicKeyHex.endsWith('0') ? '1' : '0'
    expect(() => parseMeterKey(key.publicKeyHex.slice(0, -1) + last, curve)).toThrow(REFUSED)
    expect(() => parseMeterKey(spkiHex.slice(0, -1) + last)).toThrow(REFUSED)
  })

  it('has a JWK that is the same key, exactly where JOSE knows the curve', () => {
    const jwk = meterKeyJwk(key)
    expect(jwk?.crv).toBe({ secp256r1: 'P-256', secp384r1: 'P-384', secp256k1: 'secp256k1' }[curve as string])
    if (jwk === undefined) return
    const again = createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({ format: 'der', type: 'spki' })
    expect(again.toString('hex')).toBe(spkiHex)
  })
})

describe('a meter key', () => {
  it('is read as the register prints it, and named by the SHA-256 of its coordinates', () => {
    const key = parseMeterKey(REGISTER_KEY)
    expect(key.curve).toBe('secp192r1')
    expect(key.publicKeyHex).toBe(REGISTER_KEY.replaceAll(' ', '').toLowerCase())
    expect(key.thumbprint).toBe('RDw_u1WYxkXZifA2vfIW6GSTj4-4cVUHLFWLpLqMx3E')
  })

  it('is read with the prefix of OCPP messages, also inside base64', () => {
    const { key, spkiHex } = createTestMeter()
    const text = `oca:base16:asn1:${spkiHex}`
    expect(parseMeterKey(text)).toEqual(key)
    expect(parseMeterKey(Buffer.from(text).toString('base64'))).toEqual(key)
  })

  it('is refused with another length, other characters, trailing bytes, or too long', () => {
    const { key, spkiHex } = createTestMeter()
    const hex = key.publicKeyHex
    for (const text of [
      '',
      'zz',
      hex.slice(2),
      `${hex}00`,
      `${spkiHex}00`,
      `${spkiHex.slice(0, -128)}00${hex}`,
      `${hex.slice(0, -1)}g`,
      hex + ' '.repeat(1_000),
    ]) {
      expect(() => parseMeterKey(text)).toThrow(REFUSED)
    }
  })

  it('is refused compressed, or with curve parameters of its own', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1', paramEncoding: 'explicit' })
    expect(() => parseMeterKey(publicKey.export({ format: 'der', type: 'spki' }).toString('hex'))).toThrow(REFUSED)
    const { key } = createTestMeter()
    expect(() => parseMeterKey(`02${key.publicKeyHex.slice(0, 64)}`)).toThrow(REFUSED)
  })

  it('is refused on a curve OCMF does not allow', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'secp521r1' })
    expect(() => parseMeterKey(publicKey.export({ format: 'der', type: 'spki' }).toString('hex'))).toThrow(REFUSED)
  })
})

describe('a meter signature', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const key = parseMeterKey(publicKey.export({ format: 'der', type: 'spki' }).toString('hex'))
  const message = Buffer.from('2935.600 kWh')
  const der = sign('sha256', message, { key: privateKey, dsaEncoding: 'der' })
  const raw = sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })

  it('verifies in DER and raw', () => {
    expect(verifyMeterSignature(key, message, der)).toBe(true)
    expect(verifyMeterSignature(key, message, raw)).toBe(true)
  })

  it('does not verify over another message, with another key, or cut', () => {
    expect(verifyMeterSignature(key, Buffer.from('2935.6 kWh'), der)).toBe(false)
    expect(verifyMeterSignature(createTestMeter().key, message, der)).toBe(false)
    for (const bytes of [der.subarray(1), raw.subarray(1), new Uint8Array()]) {
      expect(verifyMeterSignature(key, message, bytes)).toBe(false)
    }
  })

  it('has one DER form: no trailing byte, no padding, no long length', () => {
    const content = der.subarray(2)
    const long = Buffer.concat([Buffer.from([0x30, 0x81, content.length]), content])
    const padded = Buffer.concat([
      Buffer.from([0x30, content.length + 1, 0x02, (content[1] as number) + 1, 0]),
      content.subarray(2),
    ])
    for (const bytes of [Buffer.concat([der, Buffer.of(0)]), long, padded]) {
      expect(verifyMeterSignature(key, message, bytes)).toBe(false)
    }
  })

  it('of zeros or of numbers beyond the order of the curve is none', () => {
    expect(verifyMeterSignature(key, message, new Uint8Array(64))).toBe(false)
    expect(verifyMeterSignature(key, message, new Uint8Array(64).fill(255))).toBe(false)
  })
})

describe('an OCMF signature algorithm (table 22)', () => {
  it.each([
    ['ECDSA-secp192k1-SHA256', 'secp192k1'],
    ['ECDSA-secp192r1-SHA256', 'secp192r1'],
    ['ECDSA-secp256k1-SHA256', 'secp256k1'],
    ['ECDSA-secp256r1-SHA256', 'secp256r1'],
    ['ECDSA-secp384r1-SHA256', 'secp384r1'],
    ['ECDSA-brainpool256r1-SHA256', 'brainpoolP256r1'],
    ['ECDSA-brainpoolP256r1-SHA256', 'brainpoolP256r1'],
    ['ECDSA-brainpool384r1-SHA256', 'brainpoolP384r1'],
    ['ECDSA-brainpoolP384r1-SHA256', 'brainpoolP384r1'],
    ['ECDSA-prime256v1-SHA256', 'secp256r1'],
  ])('%s is on %s', (algorithm, curve) => expect(curveOfAlgorithm(algorithm)).toBe(curve))

  it.each(['none', 'ECDSA-secp256r1-SHA1', 'ECDSA-constructor-SHA256', 'ECDSA-secp521r1-SHA256', 'RSA-SHA256'])(
    '%s is none',
    (algorithm) => expect(curveOfAlgorithm(algorithm)).toBeUndefined(),
  )
})
