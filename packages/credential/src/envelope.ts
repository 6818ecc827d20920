/** Envelopes: secured credentials and presentations as `data:` URLs (VCDM 2.0 §4.13.1 and §4.13.2, RFC 2397). */
import { base64urlDecode, base64urlEncode, isObject } from '@energy-ssi/core'
import { CREDENTIALS_V2 } from './base-contexts.ts'
import { type EnvelopedCredential, type EnvelopedPresentation, hasType } from './model.ts'
import type { Report } from './report.ts'

/** A secured credential or presentation, and what it claims to be. */
export interface OpenedEnvelope {
  /** Lower case, without parameters. */
  readonly mediaType: string
  readonly token: string
}

/** A secured credential or presentation in bytes, and what it claims to be. */
export interface OpenedBinaryEnvelope {
  /** Lower case, without parameters. */
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** What the `data:` URL of an envelope says. */
export interface DataUrl extends OpenedEnvelope {
  readonly base64: boolean
}

type EnvelopeType = 'EnvelopedVerifiableCredential' | 'EnvelopedVerifiablePresentation'

const NAME = '[A-Za-z0-9!#$&^_.+-]+'
const MEDIA_TYPE = new RegExp(`^${NAME}/${NAME}$`)
const DATA_URL_HEAD = new RegExp(`^data:(${NAME}/${NAME})((?:;${NAME}=${NAME})*)(;base64)?$`, 'i')
const TOKEN = /^[A-Za-z0-9_.~-]+$/
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
/** Media type, parameters and comma together are refused beyond this. */
const MAX_HEAD_LENGTH = 256

/**
 * Puts a secured credential into an envelope; `mediaType` as in `application/vc+jwt`. Bytes (COSE) are written in base64.
 * @throws TypeError for a media type or a token that cannot stand in a `data:` URL
 */
export function envelopeCredential(mediaType: string, token: string | Uint8Array): EnvelopedCredential {
  return {
    '@context': [CREDENTIALS_V2],
    type: 'EnvelopedVerifiableCredential',
    id: dataUrl(mediaType, token),
  }
}

/**
 * Puts a secured presentation into an envelope; `mediaType` as in `application/vp+jwt`. Bytes (COSE) are written in base64.
 * @throws TypeError for a media type or a token that cannot stand in a `data:` URL
 */
export function envelopePresentation(mediaType: string, token: string | Uint8Array): EnvelopedPresentation {
  return {
    '@context': [CREDENTIALS_V2],
    type: 'EnvelopedVerifiablePresentation',
    id: dataUrl(mediaType, token),
  }
}

function dataUrl(mediaType: string, token: string | Uint8Array): string {
  if (!MEDIA_TYPE.test(mediaType)) throw new TypeError('The media type must be a type and a subtype.')
  if (typeof token !== 'string') {
    if (token.length === 0) throw new TypeError('There is nothing to put into the envelope.')
    return `data:${mediaType};base64,${encodeBase64(token)}`
  }
  if (!TOKEN.test(token)) throw new TypeError('The token must consist of unreserved URL characters.')
  return `data:${mediaType},${token}`
}

/**
 * Takes a token out of a well-formed envelope. Undefined for anything else, and for content that is no text token:
 * COSE, see {@link openBinaryEnvelope}. What the token is must be read from the token: the media type is the sender's word.
 */
export function openEnvelope(value: unknown): OpenedEnvelope | undefined {
  const url = readEnvelope(value)
  if (url === undefined) return undefined
  const token = url.base64 ? decodeText(url.token) : url.token
  return token === undefined ? undefined : { mediaType: url.mediaType, token }
}

/** As {@link openEnvelope} for bytes in base64: what is a text token there is bytes here as well. */
export function openBinaryEnvelope(value: unknown): OpenedBinaryEnvelope | undefined {
  const url = readEnvelope(value)
  const bytes = url?.base64 ? decodeBase64(url.token) : undefined
  return url === undefined || bytes === undefined ? undefined : { mediaType: url.mediaType, bytes }
}

/** The `data:` URL of a well-formed envelope. */
export function readEnvelope(value: unknown): DataUrl | undefined {
  if (!isObject(value)) return undefined
  const type = hasType(value.type, 'EnvelopedVerifiablePresentation')
    ? 'EnvelopedVerifiablePresentation'
    : 'EnvelopedVerifiableCredential'
  let wellFormed = true
  checkEnvelope(value, type, '', () => {
    wellFormed = false
  })
  return wellFormed ? parseDataUrl(value.id) : undefined
}

/** Reports what is wrong with an envelope. */
export function checkEnvelope(
  envelope: Readonly<Record<string, unknown>>,
  type: EnvelopeType,
  at: string,
  report: Report,
): void {
  const context = envelope['@context']
  if (context !== CREDENTIALS_V2 && !(Array.isArray(context) && context.includes(CREDENTIALS_V2))) {
    report(`${at}/@context`, `"@context" must include ${CREDENTIALS_V2}.`)
  }
  const types: readonly unknown[] = Array.isArray(envelope.type) ? envelope.type : [envelope.type]
  if (types.length !== 1 || types[0] !== type) report(`${at}/type`, `"type" must be ${type}.`)
  if (parseDataUrl(envelope.id) === undefined) {
    report(`${at}/id`, '"id" must be a data URL with a media type and a token.')
  }
}

/** Strict: a media type, parameters only as `name=value`, `;base64` last, canonical base64 or unreserved characters. */
function parseDataUrl(url: unknown): DataUrl | undefined {
  if (typeof url !== 'string') return undefined
  const comma = url.slice(0, MAX_HEAD_LENGTH).indexOf(',')
  const [, mediaType, parameters, marker] = (comma < 0 ? null : DATA_URL_HEAD.exec(url.slice(0, comma))) ?? []
  if (mediaType === undefined || parameters === undefined || repeatsName(parameters)) return undefined
  const token = url.slice(comma + 1)
  const base64 = marker !== undefined
  if (!(base64 ? BASE64 : TOKEN).test(token) || (base64 && token.length % 4 !== 0)) return undefined
  return { mediaType: mediaType.toLowerCase(), token, base64 }
}

function repeatsName(parameters: string): boolean {
  const names = parameters
    .split(';')
    .slice(1)
    .map((parameter) => parameter.slice(0, parameter.indexOf('=')).toLowerCase())
  return new Set(names).size < names.length
}

/** RFC 2397 has the base64 alphabet of RFC 4648 §4, with padding. */
function encodeBase64(bytes: Uint8Array): string {
  const text = base64urlEncode(bytes).replaceAll('-', '+').replaceAll('_', '/')
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}

/** The canonical spelling only. */
function decodeBase64(base64: string): Uint8Array | undefined {
  try {
    return base64urlDecode(base64.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'))
  } catch {
    return undefined
  }
}

function decodeText(base64: string): string | undefined {
  const text = atob(base64)
  return TOKEN.test(text) && btoa(text) === base64 ? text : undefined
}
