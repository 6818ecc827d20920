/** The part of two untyped libraries that this package calls. */

declare module 'jsonld' {
  interface RemoteDocument {
    readonly contextUrl: null
    readonly documentUrl: string
    readonly document: unknown
    /** `static`: the document behind this URL never changes, so its processed form may be kept. */
    readonly tag: 'static'
  }
  interface Options {
    readonly base?: ''
    readonly documentLoader: (url: string) => Promise<RemoteDocument>
    readonly safe: true
    readonly skipExpansion?: boolean
    readonly rdfDirection?: 'i18n-datatype'
  }
  interface Processor {
    expand(input: object, options: Options): Promise<readonly object[]>
    compact(input: readonly object[], context: object, options: Options): Promise<object>
    toRDF(input: readonly object[], options: Options): Promise<readonly object[]>
  }
  /** A processor with caches of its own. */
  const createProcessor: () => Processor
  export = createProcessor
}

declare module 'rdf-canonize' {
  interface MessageDigest {
    update(text: string): void
    digest(): string
  }
  interface Options {
    readonly algorithm: 'RDFC-1.0'
    readonly rejectURDNA2015: true
    readonly createMessageDigest: () => MessageDigest
    readonly canonicalIdMap?: Map<string, string>
    readonly maxWorkFactor: number
    readonly signal: AbortSignal
  }
  const rdfCanonize: {
    canonize(dataset: readonly object[], options: Options): Promise<string>
    readonly NQuads: { parse(text: string): readonly object[]; serializeQuad(quad: object): string }
  }
  export = rdfCanonize
}
