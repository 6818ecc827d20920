/** Translates what the JSON-LD processor throws into this package's codes, without the values it carries. */
import { isObject } from '@energy-ssi/core'
import { DataIntegrityError, type DataIntegrityErrorCode } from './errors.ts'

/** The refusal of a context URL nobody has registered. */
export function unknownContext(url: string): DataIntegrityError {
  return new DataIntegrityError('unknown_context', `The context ${quote(url)} is neither pinned nor registered.`)
}

/** The reason behind an error of the JSON-LD processor; its own message and details stay in `cause`. */
export function explainJsonLdError(error: unknown): DataIntegrityError {
  if (error instanceof DataIntegrityError) return error
  const details = isObject(error) && isObject(error.details) ? error.details : {}
  if (details.cause instanceof DataIntegrityError) return details.cause
  const [code, message] = isObject(details.event) ? explainEvent(details.event) : explainSyntaxError(details)
  return new DataIntegrityError(code, message, { cause: error })
}

type Explanation = readonly [DataIntegrityErrorCode, string]

/** Safe mode: each event is data that would be lost. */
function explainEvent(event: Readonly<Record<string, unknown>>): Explanation {
  const details = isObject(event.details) ? event.details : {}
  switch (event.code) {
    case 'invalid property':
      return ['undefined_term', `The property ${quote(details.property)} is not defined by any context.`]
    case 'relative @type reference':
      return ['undefined_term', `The type ${quote(details.type)} is not defined by any context.`]
    case 'relative @id reference':
    case 'relative graph reference':
    case 'relative object reference':
    case 'relative subject reference':
      return ['relative_iri', 'An identifier is not an absolute IRI.']
    default:
      return ['invalid_json_ld', `The signature would lose data: ${String(event.code)}.`]
  }
}

function explainSyntaxError(details: Readonly<Record<string, unknown>>): Explanation {
  if (details.code === 'protected term redefinition') {
    return ['protected_term', `A context redefines the protected term ${quote(details.term)}.`]
  }
  const rule = typeof details.code === 'string' ? details.code : 'it cannot be processed'
  return ['invalid_json_ld', `The document is not valid JSON-LD: ${rule}.`]
}

/** A name as it may stand in a message: short, and only if it is one word. */
export function quote(name: unknown): string {
  return typeof name === 'string' && /^[\x21-\x7e]{1,200}$/.test(name) ? JSON.stringify(name) : '(unnamed)'
}
