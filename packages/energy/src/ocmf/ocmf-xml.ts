/** The XML container of the transparency software. */
import { isObject, utf8Decode } from '@energy-ssi/core'
import { XMLParser } from 'fast-xml-parser'
import { invalidOcmf } from './ocmf-fields.ts'
import type { SignedValue } from './signed-value.ts'

/** Entities every XML document has; all others need a DOCTYPE, which is refused. */
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * The text of an XML document in UTF-8 or, where it declares so, ISO-8859-1.
 * @throws {EnergyError} `invalid_ocmf`
 */
export function decodeXmlBytes(bytes: Uint8Array): string {
  const [declaration = ''] = /^<\?xml\s[^>]*>/.exec(Buffer.from(bytes.subarray(0, 256)).toString('latin1')) ?? []
  const encoding = /\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/.exec(declaration)?.[1]?.toUpperCase() ?? 'UTF-8'
  if (encoding === 'ISO-8859-1') return Buffer.from(bytes).toString('latin1')
  if (encoding !== 'UTF-8') throw invalidOcmf('the XML is neither UTF-8 nor ISO-8859-1')
  try {
    return utf8Decode(bytes)
  } catch (cause) {
    throw invalidOcmf('the XML is not well-formed UTF-8', cause)
  }
}

/**
 * The values of a container.
 * @throws {EnergyError} `invalid_ocmf`
 */
export function signedValuesOfXml(xml: string): readonly SignedValue[] {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) throw invalidOcmf('the XML brings a document type of its own')
  const root = parse(xml)
  const container = isObject(root) ? root.values : undefined
  if (!isObject(container)) throw invalidOcmf('the XML has no element "values"')
  const values = container.value
  return (Array.isArray(values) ? values : [values]).map(signedValue)
}

function signedValue(value: unknown): SignedValue {
  const data = leaf(isObject(value) ? value.signedData : undefined)
  if (data === undefined) throw invalidOcmf('a value has no signed data')
  if (data.format !== undefined && data.format.toUpperCase() !== 'OCMF')
    throw invalidOcmf('the signed data has another format')
  const publicKey = isObject(value) ? leaf(value.publicKey) : undefined
  return { data: data.text, encoding: data.encoding, publicKey: publicKey?.text }
}

/** An element with text only: the parser gives a text, or an object if there are attributes. */
function leaf(element: unknown): { text: string; encoding?: string; format?: string } | undefined {
  if (element === undefined) return undefined
  if (typeof element === 'string') return { text: decodeReferences(element) }
  if (!isObject(element)) throw invalidOcmf('an element stands twice')
  const { '#text': text, '@encoding': encoding, '@format': format } = element
  if (typeof text !== 'string') throw invalidOcmf('an element has no text')
  return {
    text: decodeReferences(text),
    ...(typeof encoding === 'string' && { encoding: encoding.toLowerCase() }),
    ...(typeof format === 'string' && { format }),
  }
}

function decodeReferences(text: string): string {
  return text.replace(/&([^;]{0,10});?/g, (_, name: string) => {
    if (Object.hasOwn(ENTITIES, name)) return ENTITIES[name] as string
    const code = /^#(?:(\d{1,7})|x([0-9a-fA-F]{1,6}))$/.exec(name)
    const point = code?.[1] === undefined ? Number.parseInt(code?.[2] ?? '', 16) : Number(code[1])
    if (!(point > 0 && point <= 0x10ffff)) throw invalidOcmf('the XML uses an entity of its own')
    return String.fromCodePoint(point)
  })
}

function parse(xml: string): unknown {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    processEntities: false,
    removeNSPrefix: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: 8,
  })
  try {
    return parser.parse(xml, true) as unknown
  } catch (cause) {
    throw invalidOcmf('the envelope is not well-formed XML', cause)
  }
}
