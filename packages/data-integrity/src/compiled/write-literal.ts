/** Literals of canonical N-Quads (JSON-LD 1.1 API §8.6 Data Round Tripping, RDFC-1.0 §5). */

const XSD = 'http://www.w3.org/2001/XMLSchema#'
const XSD_DOUBLE = `${XSD}double`
const XSD_STRING = `${XSD}string`

/** A literal of a number, of a boolean or of a text that is not to be read as a number. */
export function writeLiteral(value: string | number | boolean, datatype: string | undefined): string {
  if (typeof value === 'string') return writeTyped(writeText(value), datatype ?? XSD_STRING)
  if (typeof value === 'boolean') return writeTyped(`"${value}"`, datatype ?? `${XSD}boolean`)
  if (isDouble(value) || datatype === XSD_DOUBLE) return writeTyped(`"${writeDouble(value)}"`, datatype ?? XSD_DOUBLE)
  return writeTyped(`"${value.toFixed(0)}"`, datatype ?? `${XSD}integer`)
}

/** A literal of a text with a language tag. */
export function writeLanguageString(text: string, language: string): string {
  return `${writeText(text)}@${language.toLowerCase()}`
}

/** A literal of a text with base direction, and with or without language (§8.2, `i18n-datatype`). */
export function writeDirectedString(text: string, language: string, direction: 'ltr' | 'rtl'): string {
  return `${writeText(text)}^^<https://www.w3.org/ns/i18n#${language.toLowerCase()}_${direction}>`
}

/** A JSON literal of canonical JSON. */
export function writeJson(canonicalJson: string): string {
  return `${writeText(canonicalJson)}^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>`
}

function writeTyped(text: string, datatype: string): string {
  return datatype === XSD_STRING ? text : `${text}^^<${datatype}>`
}

/** As the complete processor decides it: a number is a double if JavaScript writes it with a point, or from 1e21. */
function isDouble(value: number): boolean {
  return String(value).includes('.') || Math.abs(value) >= 1e21
}

/** The canonical lexical form of xsd:double, with 15 digits behind the point at most. */
function writeDouble(value: number): string {
  return value.toExponential(15).replace(/(\d)0*e\+?/, '$1E')
}

/** Control characters of ASCII, the quotation mark and the backslash. */
const ESCAPED = /[^ !#-[\]-~\u0080-\uffff]/
const ALL_ESCAPED = new RegExp(ESCAPED, 'g')
const ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
}

function writeText(text: string): string {
  return ESCAPED.test(text) ? `"${text.replace(ALL_ESCAPED, writeEscape)}"` : `"${text}"`
}

function writeEscape(character: string): string {
  return ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}
