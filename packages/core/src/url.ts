/** URLs as credential data models mean the word: absolute URIs of any scheme (VCDM 2.0 §4.4). */

/** Longer identifiers are refused. */
export const MAX_URL_LENGTH = 4096

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/
/** All of ASCII that {@link ALLOWED} allows, for the usual case: Unicode properties take ten times as long. */
const VISIBLE_ASCII = /^[!-~]+$/
const ALLOWED = /^[\p{L}\p{N}\p{M}\p{S}\p{P}]+$/u
const FORBIDDEN = /[<>"{}|\\^`]/

/** Whether a value is an absolute URI (or IRI): a scheme, a rest, and no character that RFC 3987 forbids. */
export function isUrl(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_URL_LENGTH) return false
  const scheme = SCHEME.exec(value)?.[0]
  if (scheme === undefined || scheme.length === value.length) return false
  if (!(VISIBLE_ASCII.test(value) || ALLOWED.test(value)) || FORBIDDEN.test(value)) return false
  return !/^https?:$/i.test(scheme) || URL.canParse(value)
}
