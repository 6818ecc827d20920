/** The complete canonicaliser: `jsonld` in safe mode, then `rdf-canonize`. What it answers is right by definition. */
/// <reference path="./untyped-modules.d.ts" />
import { isObject } from '@energy-ssi/core'
import createProcessor from 'jsonld'
import type { ContextLoader } from './canonicalise.ts'
import { canonicaliseDataset, type DatasetOptions } from './canonicalise-dataset.ts'
import { isDecimal } from './decimal.ts'
import { DataIntegrityError } from './errors.ts'
import { explainJsonLdError, unknownContext } from './explain-json-ld-error.ts'

/**
 * The canonical N-Quads of a JSON-LD document that has passed `checkJson`, for all of JSON-LD 1.1. See `canonicalise`.
 * @throws {DataIntegrityError} all codes of `canonicalise` but `invalid_json`
 */
export async function canonicaliseComplete(
  document: object,
  loader: ContextLoader,
  options: Pick<DatasetOptions, 'hash'> = {},
): Promise<string> {
  return canonicaliseDataset(await toDataset(document, loader), options)
}

/** The dataset of a document (JSON-LD 1.1 API §8.1). @throws {DataIntegrityError} as `canonicaliseComplete` */
export function toDataset(document: object, loader: ContextLoader): Promise<readonly object[]> {
  return run(loader, async ({ processor, options }) => {
    const expanded = await processor.expand(document, options)
    checkDoubles(expanded)
    return processor.toRDF(expanded, { ...options, skipExpansion: true })
  })
}

/** A document in expanded form (§5.1). @throws {DataIntegrityError} as `canonicaliseComplete` */
export function expandDocument(document: object, loader: ContextLoader): Promise<readonly object[]> {
  return run(loader, ({ processor, options }) => processor.expand(document, options))
}

/** An expanded document in compact form, with a `@context` (§6.1). @throws {DataIntegrityError} as `canonicaliseComplete` */
export function compactDocument(expanded: readonly object[], context: unknown, loader: ContextLoader): Promise<object> {
  return run(loader, ({ processor, options }) =>
    processor.compact(expanded, { '@context': context }, { ...options, skipExpansion: true }),
  )
}

async function run<T>(loader: ContextLoader, work: (tools: ProcessorOfLoader) => Promise<T>): Promise<T> {
  try {
    return await work(processorOf(loader))
  } catch (error) {
    processors.delete(loader)
    throw explainJsonLdError(error)
  }
}

type Processor = ReturnType<typeof createProcessor>
type Options = Parameters<Processor['expand']>[1]

interface ProcessorOfLoader {
  readonly processor: Processor
  readonly options: Options
}

/**
 * One processor for each loader, so that what one loader answers never serves another, and never one that has refused: it keeps
 * the warnings of all contexts of a list with each of them, so one bad context would have it refuse the good ones ever after.
 */
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
