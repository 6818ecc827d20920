/** A meter made for a test: a key on any curve, and records it signs. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { type MeterCurve, type MeterKey, type OcmfRecord, parseMeterKey, parseOcmfRecord } from '../../src/index.ts'

/** How a record is signed and written. */
export interface SigningOptions {
  /** Name of the curve in `SA`; the curve's own unless given, and no `SA` at all for null. */
  readonly algorithm?: string | null
  readonly encoding?: 'hex' | 'base64'
  readonly form?: 'der' | 'ieee-p1363'
}

/** A meter of a test. */
export interface TestMeter {
  readonly key: MeterKey
  /** DER of the SubjectPublicKeyInfo in hexadecimal. */
  readonly spkiHex: string
  /** The record over a payload text, exactly as given. */
  signText(payload: string, options?: SigningOptions): string
  signRecord(fields: object, options?: SigningOptions): OcmfRecord
}

const OPENSSL_NAMES: Readonly<Partial<Record<MeterCurve, string>>> = {
  secp192r1: 'prime192v1',
  secp256r1: 'prime256v1',
}

/** Creates a meter with a fresh key. */
export function createTestMeter(curve: MeterCurve = 'secp256r1'): TestMeter {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: OPENSSL_NAMES[curve] ?? curve })
  const spkiHex = publicKey.export({ format: 'der', type: 'spki' }).toString('hex')
  const signText = (payload: string, options: SigningOptions = {}) => signedText(privateKey, curve, payload, options)
  return {
    key: parseMeterKey(spkiHex),
    spkiHex,
    signText,
    signRecord: (fields, options) => parseOcmfRecord(signText(JSON.stringify(fields), options)),
  }
}

function signedText(privateKey: KeyObject, curve: MeterCurve, payload: string, options: SigningOptions): string {
  const { algorithm = `ECDSA-${curve}-SHA256`, encoding = 'hex', form = 'der' } = options
  const signature = sign('sha256', Buffer.from(payload), { key: privateKey, dsaEncoding: form })
  const section = {
    ...(algorithm !== null && { SA: algorithm }),
    ...(encoding === 'base64' && { SE: encoding }),
    SD: signature.toString(encoding),
  }
  return `OCMF|${payload}|${JSON.stringify(section)}`
}

/** Fields of one reading; a time is a minute after ten. */
export function reading(transaction: string, value: number, minute: number, changes: object = {}): object {
  const time = `2026-03-01T10:${String(minute).padStart(2, '0')}:00,000+0100 S`
  return { TM: time, TX: transaction, RV: value, RI: '1-0:1.8.0*255', RU: 'kWh', EF: '', ST: 'G', ...changes }
}

/** Fields of a record. */
export function payload(page: number, readings: readonly object[], changes: object = {}): object {
  return { FV: '1.4', GS: 'G1', PG: `T${page}`, MS: 'M1', IS: true, IT: 'NONE', RD: readings, ...changes }
}
