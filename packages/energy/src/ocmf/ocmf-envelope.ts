/** What OCMF records travel in: plain text, the XML of the transparency software, JSON of OCPI, OCPP and others. */
import { CoreError, parseJson, utf8Decode } from '@energy-ssi/core'
import { type MeterKey, parseMeterKey } from '../meter/meter-key.ts'
import { invalidOcmf } from './ocmf-fields.ts'
import { signedValuesOfJson } from './ocmf-json.ts'
import { MAX_OCMF_RECORD_LENGTH, type OcmfRecord, parseOcmfRecord } from './ocmf-record.ts'
import { decodeXmlBytes, signedValuesOfXml } from './ocmf-xml.ts'
import type { SignedValue } from './signed-value.ts'

/** Records in the order of the envelope, and the key that came with them. */
export interface OcmfEnvelope {
  readonly records: readonly [OcmfRecord, ...OcmfRecord[]]
  /**
   * The key in the envelope, if it holds one. It says nothing about whose meter signed: compare its thumbprint with a
   * register or a credential before you rely on it.
   */
  readonly publicKey?: MeterKey
}

/** Largest envelope, in bytes. */
export const MAX_OCMF_ENVELOPE_BYTES = 1_048_576
const MAX_RECORDS = 256

/**
 * Reads the OCMF records of an envelope, whichever it is. Nothing is verified yet.
 *
 * - text: one or more `OCMF|…|…`, one after the other
 * - XML: `<values><value><signedData format="OCMF" encoding="…">…</signedData><publicKey>…</publicKey></value>…</values>`,
 *   in a namespace or none; a DOCTYPE or an entity of one's own is refused
 * - JSON: `{values: [{signedData, publicKey}]}`, an OCPI CDR or its `signed_data`, OCPP `signedMeterData`, or the
 *   `ocmfBegin` and `ocmfEnd` of a charging session; also a list of these
 *
 * @throws {EnergyError} `invalid_ocmf`; `invalid_meter_key` if the key that came with the records is none
 */
export function readOcmf(input: string | Uint8Array): OcmfEnvelope {
  if (input.length > MAX_OCMF_ENVELOPE_BYTES)
    throw invalidOcmf(`the envelope is larger than ${MAX_OCMF_ENVELOPE_BYTES} bytes`)
  const values = signedValues(typeof input === 'string' ? input : decodeBytes(input))
  if (values.length > MAX_RECORDS) throw invalidOcmf(`the envelope holds more than ${MAX_RECORDS} records`)
  const [first, ...others] = values.map((value) => parseOcmfRecord(decodeData(value)))
  if (first === undefined) throw invalidOcmf('the envelope holds no record')
  const keys = values.flatMap(({ publicKey }) => (publicKey === undefined ? [] : [publicKey]))
  const [publicKey, ...otherKeys] = keys.map((text) => parseMeterKey(text, first.curve))
  if (otherKeys.some((key) => key.publicKeyHex !== publicKey?.publicKeyHex)) {
    throw invalidOcmf('the envelope holds different keys')
  }
  return { records: [first, ...others], ...(publicKey !== undefined && { publicKey }) }
}

function signedValues(source: string): readonly SignedValue[] {
  const text = source.replace(/^\ufeff/, '').trim()
  if (text.startsWith('OCMF|')) return splitRecords(text).map((data) => ({ data }))
  if (text.startsWith('<')) return signedValuesOfXml(text)
  if (!/^[[{"]/.test(text)) throw invalidOcmf('it is neither OCMF nor XML nor JSON')
  try {
    return signedValuesOfJson(parseJson(text))
  } catch (cause) {
    if (cause instanceof CoreError) throw invalidOcmf('the envelope is not well-formed JSON', cause)
    throw cause
  }
}

/** No section may hold a `|`, so every second one ends a record; what follows a signature must be the next header. */
function splitRecords(text: string): readonly string[] {
  const sections = text.split('|')
  const records: string[] = []
  for (let i = 2; i < sections.length; i += 2) {
    const signature = sections[i] as string
    const isLast = i === sections.length - 1
    if (!isLast && !/\sOCMF$/.test(signature)) throw invalidOcmf('the records are not separated by a line')
    records.push(`OCMF|${sections[i - 1]}|${isLast ? signature : signature.slice(0, -4)}`)
  }
  if (sections.length % 2 === 0) throw invalidOcmf('the last record has no signature')
  return records
}

function decodeData({ data, encoding }: SignedValue): string {
  const text = data.trim()
  if (text.startsWith('OCMF|')) return text
  if (text.length > 2 * MAX_OCMF_RECORD_LENGTH) throw invalidOcmf('a record is too long')
  const tidied = text.replace(/\s/g, '')
  const isHex = encoding === 'hex' || (encoding !== 'base64' && /^[0-9a-fA-F]+$/.test(tidied))
  const bytes = Buffer.from(tidied, isHex ? 'hex' : 'base64')
  if (bytes.toString(isHex ? 'hex' : 'base64') !== (isHex ? tidied.toLowerCase() : tidied)) {
    throw invalidOcmf('a record is neither plain nor hexadecimal nor base64')
  }
  return strictUtf8(bytes)
}

function decodeBytes(bytes: Uint8Array): string {
  return bytes[0] === 0x3c ? decodeXmlBytes(bytes) : strictUtf8(bytes)
}

function strictUtf8(bytes: Uint8Array): string {
  try {
    return utf8Decode(bytes)
  } catch (cause) {
    throw invalidOcmf('it is not well-formed UTF-8', cause)
  }
}
