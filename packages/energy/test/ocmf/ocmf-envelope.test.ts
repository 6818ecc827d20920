import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EnergyError, MAX_OCMF_ENVELOPE_BYTES, readOcmf } from '../../src/index.ts'
import { specBytes } from '../support/spec-files.ts'
import { createTestMeter, payload, reading } from '../support/test-meter.ts'

const meter = createTestMeter()
const begin = meter.signText(JSON.stringify(payload(1, [reading('B', 1, 0)])))
const end = meter.signText(JSON.stringify(payload(2, [reading('E', 2, 30)])))
const pages = (input: string | Uint8Array) => readOcmf(input).records.map(({ pagination }) => pagination)
const base64 = (text: string) => Buffer.from(text).toString('base64')
const REFUSED = expect.objectContaining({ code: 'invalid_ocmf' })

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const xmlValue = (data: string, attributes = ' format="OCMF" encoding="plain"', key = meter.spkiHex) =>
  `<value><signedData${attributes}>${data}</signedData><publicKey encoding="plain">${key}</publicKey></value>`
const xml = (...values: readonly string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<values>${values.join('')}</values>`

describe('the sample of a calibrated meter', () => {
  it('holds a begin, an end and one key on secp256r1', () => {
    const { records, publicKey } = readOcmf(specBytes('data/energy/ocmf/ev-charging-ocmf.xml'))
    expect(
      records.map(({ pagination, readings }) => [pagination, readings[0]?.transaction, readings[0]?.value]),
    ).toEqual([
      [4276, 'B', '0.00'],
      [4277, 'E', '0.15'],
    ])
    expect(publicKey?.curve).toBe('secp256r1')
  })
})

describe('a plain envelope', () => {
  it('holds one record or several, one after the other', () => {
    expect(pages(begin)).toEqual([1])
    expect(pages(`\ufeff${begin}\r\n${end}\n`)).toEqual([1, 2])
    expect(readOcmf(begin)).not.toHaveProperty('publicKey')
  })

  it('is refused if the records touch, or the last is cut', () => {
    expect(() => readOcmf(begin + end)).toThrow(REFUSED)
    expect(() => readOcmf(`${begin}\nOCMF|{}`)).toThrow(REFUSED)
  })
})

describe('an XML envelope', () => {
  it('holds values in its order, plain, in hexadecimal or in base64', () => {
    const hex = Buffer.from(begin).toString('hex')
    expect(pages(xml(xmlValue(escaped(begin)), xmlValue(escaped(end))))).toEqual([1, 2])
    expect(pages(xml(xmlValue(hex, ' encoding="hex"'), xmlValue(base64(end), ' encoding="base64"')))).toEqual([1, 2])
    expect(readOcmf(xml(xmlValue(escaped(begin), ''))).publicKey).toEqual(meter.key)
  })

  it('may be in a namespace, and use CDATA and character references', () => {
    const value = `<s:value><s:signedData><![CDATA[${begin}]]></s:signedData></s:value>`
    expect(pages(`<s:values xmlns:s="urn:safe">${value}</s:values>`)).toEqual([1])
    expect(pages(xml(xmlValue(begin.replaceAll('"', '&#34;').replaceAll('{', '&#x7B;'))))).toEqual([1])
  })

  it('in ISO-8859-1 keeps the characters of the payload', () => {
    const record = meter.signText(JSON.stringify(payload(1, [reading('B', 1, 0)], { MV: 'Müller' })))
    const text = `<?xml version="1.0" encoding="ISO-8859-1"?><values>${xmlValue(escaped(record))}</values>`
    expect(readOcmf(Buffer.from(text, 'latin1')).records[0].meterVendor).toBe('Müller')
  })

  it.each([
    ['a document type', `<!DOCTYPE values [<!ENTITY x "y">]><values>${xmlValue(escaped(begin))}</values>`],
    ['an entity of its own', xml(xmlValue(`${escaped(begin)}&x;`))],
    ['a character reference to nothing', xml(xmlValue(`${escaped(begin)}&#1114112;`))],
    ['another format', xml(xmlValue(escaped(begin), ' format="EDL40"'))],
    ['no values', '<values/>'],
    ['no signed data', xml('<value/>')],
    [
      'signed data twice',
      xml(`<value><signedData>${escaped(begin)}</signedData><signedData>${escaped(begin)}</signedData></value>`),
    ],
    ['an element that is not closed', '<values><value></values>'],
    ['a thousand levels', `${'<values>'.repeat(1000)}${'</values>'.repeat(1000)}`],
    ['a prototype element', '<values><__proto__><value/></__proto__></values>'],
    ['another encoding', Buffer.from('<?xml version="1.0" encoding="UTF-16"?><values/>')],
    ['two different keys', xml(xmlValue(escaped(begin)), xmlValue(escaped(end), '', createTestMeter().spkiHex))],
  ])('is refused with %s', (_, input) => expect(() => readOcmf(input)).toThrow(REFUSED))
})

describe('a JSON envelope', () => {
  const publicKey = meter.spkiHex

  it.each([
    [
      'values',
      {
        values: [
          { signedData: begin, publicKey },
          { signedData: end, publicKey },
        ],
      },
    ],
    [
      'values with encodings',
      {
        values: [
          { signedData: { value: base64(begin), encoding: 'base64', format: 'OCMF' }, publicKey: { value: publicKey } },
          end,
        ],
      },
    ],
    ['a list', [{ signedData: begin, publicKey }, end]],
    [
      'the signed data of OCPI',
      {
        encoding_method: 'OCMF',
        public_key: base64(`oca:base16:asn1:${publicKey}`),
        signed_values: [
          { nature: 'Start', plain_data: '', signed_data: begin },
          { nature: 'End', plain_data: '', signed_data: base64(end) },
        ],
      },
    ],
    [
      'a CDR of OCPI',
      {
        id: '1',
        signed_data: {
          encoding_method: 'OCMF',
          public_key: publicKey,
          signed_values: [
            { nature: 'Start', plain_data: '', signed_data: begin },
            { nature: 'End', plain_data: '', signed_data: end },
          ],
        },
      },
    ],
    [
      'OCPP',
      [
        { signedMeterData: base64(begin), encodingMethod: 'OCMF', signingMethod: '', publicKey },
        { signedMeterData: base64(end), encodingMethod: 'OCMF', signingMethod: '', publicKey: '' },
      ],
    ],
    ['begin and end', { publicKey, ocmfBegin: begin, ocmfEnd: end }],
  ])('may be %s', (_, envelope) => {
    expect(pages(JSON.stringify(envelope))).toEqual([1, 2])
    expect(readOcmf(Buffer.from(JSON.stringify(envelope))).publicKey).toEqual(meter.key)
  })

  it.each([
    ['another method', { encoding_method: 'EDL40', signed_values: [{ signed_data: begin }] }],
    ['no signed data', { values: [{}] }],
    ['an empty list', []],
    ['a number', [1]],
    ['null', { signed_data: null }],
    ['a key that is no text', { publicKey: 1, ocmfBegin: begin }],
    ['more than 256 records', Array.from({ length: 257 }, () => begin)],
    ['lists in lists', [[[[[[[begin]]]]]]]],
  ])('is refused with %s', (_, envelope) => expect(() => readOcmf(JSON.stringify(envelope))).toThrow(REFUSED))

  it('is refused with the same key twice, or with a key that is none', () => {
    expect(() => readOcmf('{"values":[],"values":[]}')).toThrow(REFUSED)
    const code = 'invalid_meter_key'
    expect(() => readOcmf(JSON.stringify({ publicKey: '00', ocmfBegin: begin }))).toThrow(
      expect.objectContaining({ code }),
    )
  })
})

describe('any envelope', () => {
  it('is bounded in length', () => expect(() => readOcmf(begin + ' '.repeat(MAX_OCMF_ENVELOPE_BYTES))).toThrow(REFUSED))

  it('is refused if its bytes are not UTF-8', () => expect(() => readOcmf(Uint8Array.of(0x7b, 0xff))).toThrow(REFUSED))

  it('is either read or refused', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string().map((text) => xml(xmlValue(text))),
      fc.string().map((text) => `<values>${text}</values>`),
      fc.uint8Array(),
    )
    fc.assert(
      fc.property(anything, (input) => {
        try {
          readOcmf(input)
        } catch (error) {
          expect(error).toBeInstanceOf(EnergyError)
        }
      }),
    )
  })
})
