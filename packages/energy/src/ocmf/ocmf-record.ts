/** One signed OCMF record: `OCMF|<payload>|<signature>` (OCMF 1.4.1). */
import { CoreError, hexDecode, isObject, parseJson, utf8Encode } from '@energy-ssi/core'
import { curveOfAlgorithm, type MeterCurve } from '../meter/meter-curves.ts'
import { invalidOcmf, optionalText } from './ocmf-fields.ts'
import { type OcmfReading, parseReadings } from './ocmf-reading.ts'

/** A record that was parsed but not verified. The user identification (ID, IT, IL …) is left out: it is personal data. */
export interface OcmfRecord {
  /** The bytes the signature is over: the payload section exactly as it came. */
  readonly payload: Uint8Array
  readonly algorithm: string
  readonly curve: MeterCurve
  readonly signature: Uint8Array
  /** `T`: transactions, `F`: fiscal readings outside of them. Each context counts for itself. */
  readonly context: 'T' | 'F'
  readonly pagination: number
  readonly formatVersion?: string
  readonly gatewaySerial?: string
  readonly meterVendor?: string
  readonly meterModel?: string
  readonly meterSerial?: string
  /** `EVSEID` or `CBIDC`, and the id of the charge point. */
  readonly chargePoint?: { readonly type: string; readonly id: string }
  readonly readings: readonly OcmfReading[]
}

/** Longest record, in characters. */
export const MAX_OCMF_RECORD_LENGTH = 65_536

const ANY_TEXT = /^.{0,250}$/su
const DEFAULT_ALGORITHM = 'ECDSA-secp256r1-SHA256'

/**
 * Parses one record.
 * @throws {EnergyError} `invalid_ocmf`
 * @see https://github.com/SAFE-eV/OCMF-Open-Charge-Metering-Format/blob/master/OCMF-en.md
 */
export function parseOcmfRecord(text: string): OcmfRecord {
  if (text.length > MAX_OCMF_RECORD_LENGTH) throw invalidOcmf(`it is longer than ${MAX_OCMF_RECORD_LENGTH} characters`)
  const [header, payload, signature, ...rest] = text.split('|')
  if (header !== 'OCMF' || payload === undefined || signature === undefined || rest.length > 0) {
    throw invalidOcmf('it is not "OCMF", payload and signature between two "|"')
  }
  return { payload: utf8Encode(payload), ...parsePayload(payload), ...parseSignature(signature) }
}

function parsePayload(payload: string): Omit<OcmfRecord, 'payload' | 'algorithm' | 'curve' | 'signature'> {
  const fields = section(payload)
  const formatVersion = optionalText(fields, 'FV', /^1\.\d{1,3}(?:\.\d{1,3})?$/)
  const pagination = /^([TF])(0|[1-9]\d{0,14})$/.exec(optionalText(fields, 'PG', ANY_TEXT) ?? '')
  if (pagination === null) throw invalidOcmf('PG is not "T" or "F" and a number')
  const gatewaySerial = serial(fields, 'GS')
  const meterSerial = serial(fields, 'MS')
  if (gatewaySerial === undefined && meterSerial === undefined) throw invalidOcmf('neither MS nor GS names who signed')
  const meterVendor = optionalText(fields, 'MV', ANY_TEXT)
  const meterModel = optionalText(fields, 'MM', ANY_TEXT)
  const type = serial(fields, 'CT')
  const id = serial(fields, 'CI')
  return {
    context: pagination[1] as 'T' | 'F',
    pagination: Number(pagination[2]),
    ...(formatVersion !== undefined && { formatVersion }),
    ...(gatewaySerial !== undefined && { gatewaySerial }),
    ...(meterVendor !== undefined && { meterVendor }),
    ...(meterModel !== undefined && { meterModel }),
    ...(meterSerial !== undefined && { meterSerial }),
    ...(type !== undefined && id !== undefined && { chargePoint: { type, id } }),
    readings: parseReadings(fields.RD, numbersAsText(payload).RD),
  }
}

/** Devices write an empty text where they have no serial number. */
function serial(fields: Readonly<Record<string, unknown>>, key: string): string | undefined {
  return optionalText(fields, key, ANY_TEXT) || undefined
}

function parseSignature(text: string): Pick<OcmfRecord, 'algorithm' | 'curve' | 'signature'> {
  const fields = section(text)
  const algorithm = optionalText(fields, 'SA', ANY_TEXT) ?? DEFAULT_ALGORITHM
  const curve = curveOfAlgorithm(algorithm)
  if (curve === undefined) throw invalidOcmf('SA is no signature algorithm of OCMF')
  const encoding = optionalText(fields, 'SE', /^(?:hex|base64)$/) ?? 'hex'
  optionalText(fields, 'SM', /^application\/x-der$/)
  const data = optionalText(fields, 'SD', /^[0-9A-Za-z+/=]{1,512}$/)
  if (data === undefined) throw invalidOcmf('SD is missing')
  return { algorithm, curve, signature: encoding === 'hex' ? hexBytes(data) : base64Bytes(data) }
}

function section(text: string): Readonly<Record<string, unknown>> {
  try {
    const fields = parseJson(text)
    if (isObject(fields)) return fields
  } catch (cause) {
    if (!(cause instanceof CoreError)) throw cause
    throw invalidOcmf('a section is not well-formed JSON', cause)
  }
  throw invalidOcmf('a section is no JSON object')
}

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs

/** The JSON object of a text that was parsed before, each number replaced by the text it was written with. */
function numbersAsText(json: string): Readonly<Record<string, unknown>> {
  const quoted = json.replace(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`))
  return JSON.parse(quoted) as Readonly<Record<string, unknown>>
}

function hexBytes(text: string): Uint8Array {
  try {
    return hexDecode(text)
  } catch (cause) {
    throw invalidOcmf('SD is not hexadecimal', cause)
  }
}

function base64Bytes(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) throw invalidOcmf('SD is not canonical base64')
  return bytes
}
