/** The canonicaliser: one JSON-LD document in, its canonical N-Quads out. */
/// <reference path="./untyped-modules.d.ts" />
import { isObject } from '@energy-ssi/core'
import createProcessor from 'jsonld'
import { canonicaliseDataset, type DatasetOptions } from './canonicalise-dataset.ts'
import { checkJson } from './check-json.ts'
import { DataIntegrityError } from './errors.ts'
import { explainJsonLdError, unknownContext } from './explain-json-ld-error.ts'

/**
 * Answers a context URL with a fresh copy of its document, or undefined for an unknown one.
 *
 * A loader answers the same URL with the same document for as long as it lives: what is computed from it is kept.
 */
export type ContextLoader = (url: string) => unknown

/** Most JSON values in a document: expansion clones contexts for every node and compares every value with its neighbours. */
export const MAX_JSON_LD_VALUES = 5_000

/**
 * The canonical N-Quads of a JSON-LD document (JSON-LD 1.1 to RDF, then RDFC-1.0), in safe mode: whatever would be lost on the
 * way is an error. There is no base, so relative identifiers are errors, and no way to the network. `hash` is that of the
 * canonicalisation itself: it decides how blank nodes are labelled.
 *
 * The base direction of strings is kept as `i18n-datatype`. Strings typed `xsd:double` must be decimal numbers.
 *
 * Limits: 64 levels, 16 Mi characters, 5,000 values, one deep comparison for each blank node that looks like another, one
 * second for all of those.
 *
 * @throws {DataIntegrityError} `invalid_json` `limit_exceeded` `unknown_context` `protected_term` `undefined_term`
 *   `relative_iri` `invalid_json_ld`
 * @see https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm
 * @see https://www.w3.org/TR/rdf-canon/
 */
export async function canonicalise(
  document: object,
  loader: ContextLoader,
  { hash = 'sha256' }: Pick<DatasetOptions, 'hash'> = {},
): Promise<string> {
  checkJson(document, MAX_JSON_LD_VALUES)
  return canonicaliseDataset(await toDataset(document, loader), { hash })
}

async function toDataset(document: object, loader: ContextLoader): Promise<readonly object[]> {
  const { processor, options } = processorOf(loader)
  try {
    const expanded = await processor.expand(document, options)
    checkDoubles(expanded)
    return await processor.toRDF(expanded, { ...options, skipExpansion: true })
  } catch (error) {
    throw explainJsonLdError(error)
  }
}

type Processor = ReturnType<typeof createProcessor>
type Options = Parameters<Processor['expand']>[1]

interface ProcessorOfLoader {
  readonly processor: Processor
  readonly options: Options
}

/** One processor for each loader, so that what one loader answers never serves another. */
const processors = new WeakMap<ContextLoader, ProcessorOfLoader>()

function processorOf(loader: ContextLoader): ProcessorOfLoader {
  const known = processors.get(loader)
  if (known !== undefined) return known
  const documentLoader: Options['documentLoader'] = async (url) => {
    const document = loader(url)
    if (document === undefined) throw unknownContext(url)
    return { contextUrl: null, documentUrl: url, document, tag: 'static' }
  }
  const created = {
    processor: createProcessor(),
    options: { base: '', documentLoader, safe: true, rdfDirection: 'i18n-datatype' },
  } as const
  processors.set(loader, created)
  return created
}

const XSD_DOUBLE = 'http://www.w3.org/2001/XMLSchema#double'
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/

/** The library reads such strings with `parseFloat`, for which `12.5 kW` is 12.5 and every word is the same NaN. */
function checkDoubles(expanded: unknown): void {
  if (Array.isArray(expanded)) {
    for (const item of expanded) checkDoubles(item)
  } else if (isObject(expanded)) {
    const value = expanded['@value']
    if (value === undefined) for (const key of Object.keys(expanded)) checkDoubles(expanded[key])
    else if (expanded['@type'] === XSD_DOUBLE && typeof value === 'string' && !isDecimal(value)) {
      throw new DataIntegrityError('invalid_json_ld', 'A value typed xsd:double is not a decimal number.')
    }
  }
}

function isDecimal(text: string): boolean {
  return DECIMAL.test(text) && Number.isFinite(Number(text))
}
