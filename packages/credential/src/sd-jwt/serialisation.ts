/** SD-JWTs as text (RFC 9901 §4) and as JSON (§8). Everything else here deals in the text. */
import { isObject } from '@energy-ssi/core'
import { CredentialError } from '../errors.ts'
import { MAX_TOKEN_LENGTH } from '../jws.ts'

/** More disclosures are refused. */
export const MAX_DISCLOSURES = 4096

/** The parts of an SD-JWT, none of them looked into. */
export interface SdJwtParts {
  /** The JWT that the issuer signed. */
  readonly jwt: string
  readonly disclosures: readonly string[]
  /** The JWT with which a holder bound a presentation to its key. */
  readonly keyBindingJwt: string | undefined
  /** Everything up to and including the last `~`: what a key binding covers. */
  readonly presented: string
}

/**
 * Takes an SD-JWT, with or without key binding, apart. Says nothing about the content of its parts.
 *
 * @param maxLength in characters; default 16 Mi. More than 4,096 disclosures are refused in any case.
 * @throws {CredentialError} `malformed_sd_jwt`
 * @see https://www.rfc-editor.org/rfc/rfc9901#section-4
 */
export function parseSdJwt(text: string, maxLength = MAX_TOKEN_LENGTH): SdJwtParts {
  const parts = splitSdJwt(text, maxLength)
  if (parts === undefined) throw malformed('The text is not an SD-JWT within the size limit.')
  return parts
}

/** As {@link parseSdJwt}, undefined instead of an exception. */
export function splitSdJwt(text: string, maxLength: number): SdJwtParts | undefined {
  if (typeof text !== 'string' || text.length > maxLength) return undefined
  const end = text.indexOf('~')
  if (end < 1) return undefined
  const disclosures: string[] = []
  let start = end + 1
  for (let next = text.indexOf('~', start); next >= 0; next = text.indexOf('~', start)) {
    if (next === start || disclosures.length === MAX_DISCLOSURES) return undefined
    disclosures.push(text.slice(start, next))
    start = next + 1
  }
  return {
    jwt: text.slice(0, end),
    disclosures,
    keyBindingJwt: start === text.length ? undefined : text.slice(start),
    presented: start === text.length ? text : text.slice(0, start),
  }
}

/** The text of a signed JWT and its disclosures: `<JWT>~<disclosure>~…~`. */
export function joinSdJwt(jwt: string, disclosures: readonly string[]): string {
  return disclosures.length === 0 ? `${jwt}~` : `${jwt}~${disclosures.join('~')}~`
}

/** An SD-JWT in the flattened JWS JSON serialisation (§8.2). */
export interface FlattenedSdJwt {
  readonly payload: string
  readonly protected: string
  readonly signature: string
  readonly header: { readonly disclosures: readonly string[]; readonly kb_jwt?: string }
}

/**
 * The flattened JSON form of an SD-JWT text.
 * @throws {CredentialError} `malformed_sd_jwt`
 * @see https://www.rfc-editor.org/rfc/rfc9901#section-8.2
 */
export function sdJwtToJson(text: string): FlattenedSdJwt {
  const { jwt, disclosures, keyBindingJwt } = parseSdJwt(text)
  const [header, payload, signature, ...more] = jwt.split('.')
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) {
    throw malformed('The text is not an SD-JWT.')
  }
  return {
    payload,
    protected: header,
    signature,
    header: { disclosures, ...(keyBindingJwt !== undefined && { kb_jwt: keyBindingJwt }) },
  }
}

const TEXT_PART = /^[A-Za-z0-9_-]+$/
const JWT = /^[A-Za-z0-9_.-]+$/

/**
 * The text of an SD-JWT in JSON form, flattened or general with one signature, ready to be verified. Unprotected
 * header parameters other than `disclosures` and `kb_jwt` are dropped: nobody signed them.
 *
 * @throws {CredentialError} `malformed_sd_jwt` - also for two and more signatures
 * @see https://www.rfc-editor.org/rfc/rfc9901#section-8
 */
export function sdJwtFromJson(value: unknown): string {
  if (!isObject(value)) throw malformed('The value is not an SD-JWT in JSON form.')
  const { payload } = value
  const signed = value.signatures === undefined ? value : onlySignature(value)
  const { protected: header, signature } = signed
  const unprotected = signed.header ?? {}
  if (!isTextPart(header) || !isTextPart(payload) || !isTextPart(signature) || !isObject(unprotected)) {
    throw malformed('The value is not an SD-JWT in JSON form.')
  }
  const { disclosures = [], kb_jwt: keyBindingJwt = '' } = unprotected
  if (!Array.isArray(disclosures) || disclosures.length > MAX_DISCLOSURES || !disclosures.every(isTextPart)) {
    throw malformed('"disclosures" is not an array of disclosures.')
  }
  if (typeof keyBindingJwt !== 'string' || (unprotected.kb_jwt !== undefined && !JWT.test(keyBindingJwt))) {
    throw malformed('"kb_jwt" is not a JWT.')
  }
  return joinSdJwt(`${header}.${payload}.${signature}`, disclosures) + keyBindingJwt
}

/** RFC 7515 §7.2: a general form has its signatures in an array, and none beside it. */
function onlySignature(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { signatures } = value
  const only: unknown = Array.isArray(signatures) && signatures.length === 1 ? signatures[0] : undefined
  const mixed = value.protected !== undefined || value.signature !== undefined || value.header !== undefined
  if (!isObject(only) || mixed) throw malformed('The value does not have exactly one signature.')
  return only
}

function isTextPart(value: unknown): value is string {
  return typeof value === 'string' && TEXT_PART.test(value)
}

function malformed(message: string): CredentialError {
  return new CredentialError('malformed_sd_jwt', message)
}
