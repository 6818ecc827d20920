/** `name` and `description`: text, or language values (VCDM 2.0 §4.6 and §11.1). */
import { isObject } from '@energy-ssi/core'
import type { Report } from './report.ts'

/** A language tag of RFC 5646 §2.1: language, script, region, variants, extensions, private use; or private use alone. */
const LANGUAGE_TAG = new RegExp(
  '^(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?' +
    '(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?' +
    '|x(?:-[a-z0-9]{1,8})+)$',
  'i',
)
/** Tags from before the grammar, which do not fit it. */
const IRREGULAR_TAGS: ReadonlySet<string> = new Set([
  'en-gb-oed',
  ...['ami', 'bnn', 'default', 'enochian', 'hak', 'klingon', 'lux', 'mingo', 'navajo', 'pwn', 'tao', 'tay', 'tsu'].map(
    (name) => `i-${name}`,
  ),
  'sgn-be-fr',
  'sgn-be-nl',
  'sgn-ch-de',
])
const MAX_TAG_LENGTH = 100

/** Reports a value that is neither a string, nor a language value, nor a set of them. */
export function checkText(text: unknown, at: string, report: Report): void {
  if (text === undefined) return
  const values: readonly unknown[] = Array.isArray(text) ? text : [text]
  if (values.length === 0 || !values.every((value) => typeof value === 'string' || isLanguageValue(value))) {
    report(at, 'The value must be a string or language values with "@value", "@language" and "@direction" only.')
  }
}

function isLanguageValue(value: unknown): boolean {
  if (!isObject(value) || typeof value['@value'] !== 'string') return false
  return Object.entries(value).every(([key, member]) => {
    if (key === '@value') return true
    if (key === '@language') return isLanguageTag(member)
    return key === '@direction' && (member === 'ltr' || member === 'rtl')
  })
}

/** Whether a value is a well-formed language tag (BCP 47), registered or not. */
function isLanguageTag(tag: unknown): boolean {
  if (typeof tag !== 'string' || tag.length > MAX_TAG_LENGTH) return false
  return LANGUAGE_TAG.test(tag) || IRREGULAR_TAGS.has(tag.toLowerCase())
}
