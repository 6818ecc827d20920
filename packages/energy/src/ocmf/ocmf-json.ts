/** The JSON envelopes of OCMF records. */
import { isObject, type Json } from '@energy-ssi/core'
import { invalidOcmf } from './ocmf-fields.ts'
import type { SignedValue } from './signed-value.ts'

/** Members that hold a list of values, or one envelope inside another. */
const NESTED = ['signed_data', 'signed_values', 'values'] as const
/** Members that hold one record; `signed_data` is one in OCPI's SignedValue and an envelope in its CDR. */
const RECORDS = ['signedData', 'signed_data', 'signedMeterData', 'ocmfBegin', 'ocmfEnd'] as const
const KEYS = ['publicKey', 'public_key'] as const
const METHODS = ['encoding_method', 'encodingMethod', 'format'] as const
/** Envelopes nest at most CDR, signed_data, signed_values, value. */
const MAX_LEVELS = 6

/**
 * The values of a JSON envelope, in its order. A key stands for everything below it that has none of its own.
 * @throws {EnergyError} `invalid_ocmf`
 */
export function signedValuesOfJson(json: Json): readonly SignedValue[] {
  return collect(json, undefined, 0)
}

function collect(node: Json | undefined, inheritedKey: string | undefined, level: number): readonly SignedValue[] {
  if (level > MAX_LEVELS) throw invalidOcmf('the envelope is nested too deep')
  if (typeof node === 'string') return [{ data: node, publicKey: inheritedKey }]
  if (Array.isArray(node)) return node.flatMap((item: Json) => collect(item, inheritedKey, level + 1))
  if (!isObject(node)) throw invalidOcmf('a value of the envelope is neither a text nor an object')
  for (const name of METHODS) refuseOtherMethod(node[name])
  const publicKey = keyOf(node) ?? inheritedKey
  const nested = NESTED.find((name) => typeof node[name] === 'object')
  if (nested !== undefined) return collect(node[nested] as Json, publicKey, level + 1)
  const values = RECORDS.flatMap((name) => recordOf(node[name], publicKey))
  if (values.length === 0) throw invalidOcmf('a value of the envelope has no signed data')
  return values
}

function recordOf(value: unknown, publicKey: string | undefined): readonly SignedValue[] {
  if (value === undefined) return []
  if (typeof value === 'string') return [{ data: value, publicKey }]
  const text = isObject(value) ? value.value : undefined
  if (!isObject(value) || typeof text !== 'string')
    throw invalidOcmf('signed data is neither a text nor {value, encoding}')
  refuseOtherMethod(value.format)
  const encoding = value.encoding
  return [{ data: text, encoding: typeof encoding === 'string' ? encoding.toLowerCase() : undefined, publicKey }]
}

/** OCPP sends an empty text where it leaves the key out. */
function keyOf(node: Readonly<Record<string, unknown>>): string | undefined {
  const found = KEYS.map((name) => node[name]).find((key) => key !== undefined && key !== null && key !== '')
  const key = isObject(found) ? found.value : found
  if (key !== undefined && typeof key !== 'string') throw invalidOcmf('the public key is no text')
  return key
}

function refuseOtherMethod(method: unknown): void {
  if (method === undefined || method === null || method === 'ptb') return
  if (typeof method !== 'string' || !/^OCMF\b/i.test(method)) throw invalidOcmf('the signed data has another format')
}
