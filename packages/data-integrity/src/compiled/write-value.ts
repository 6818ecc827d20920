/** Value expansion (JSON-LD 1.1 API §5.3) and Object to RDF Conversion (§8.2) of whatever is not a node. */
import { canonicalJson, isObject } from '@energy-ssi/core'
import { isDecimal } from '../decimal.ts'
import { type ActiveContext, expandId, expandName, type TermDefinition } from './active-context.ts'
import { leave } from './outside.ts'
import { writeDirectedString, writeJson, writeLanguageString, writeLiteral } from './write-literal.ts'

type JsonObject = Readonly<Record<string, unknown>>

const XSD_DOUBLE = 'http://www.w3.org/2001/XMLSchema#double'
const RDF_LANG_STRING = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString'

/** The object of a quad, as N-Quads, for a value under a member defined so. @throws {OutsideSubset} */
export function writeValue(value: unknown, active: ActiveContext, definition: TermDefinition | undefined): string {
  if (definition?.container === '@graph' || definition?.scope === null) return leave('a value in place of a node')
  if (isObject(value)) return writeValueObject(value)
  const type = definition?.type
  if (type === '@id' || type === '@vocab') {
    if (typeof value !== 'string') return leave('a value in place of an IRI')
    return `<${type === '@id' ? expandId(active, value) : expandName(active, value)}>`
  }
  if (typeof value === 'string') return writeText(value, type)
  return typeof value === 'number' || typeof value === 'boolean' ? writeLiteral(value, type) : leave('no JSON')
}

/** A text typed `xsd:double` is read as a number; one typed `rdf:langString` loses its datatype. */
function writeText(text: string, type: string | undefined): string {
  if (type === XSD_DOUBLE) return isDecimal(text) ? writeLiteral(Number.parseFloat(text), type) : leave('no decimal')
  return type === RDF_LANG_STRING ? leave('a language string without language') : writeLiteral(text, type)
}

/** The value of a member typed `@json`, arrays included. */
export function writeJsonValue(value: unknown): string {
  return value === null ? leave('null as a JSON literal') : writeJson(canonicalJson(value))
}

const LANGUAGE_TAG = /^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/

/** Whether a name can be a language. */
export function isLanguageTag(name: string): boolean {
  return LANGUAGE_TAG.test(name)
}

function writeValueObject(value: JsonObject): string {
  const { '@value': text, '@language': language, '@direction': direction, ...others } = value
  if (typeof text !== 'string' || Object.keys(others).length > 0) return leave('an unusual value object')
  if (language !== undefined && !(typeof language === 'string' && isLanguageTag(language)))
    return leave('an unusual language')
  if (direction === 'ltr' || direction === 'rtl') return writeDirectedString(text, language ?? '', direction)
  if (direction !== undefined || language === undefined) return leave('a value object with neither')
  return writeLanguageString(text, language)
}
