/** Which form of a DID resolution answer a client wants (DID Resolution §9.1 HTTP binding). */

/** What is sent: everything there is to know, or the document or resource alone. */
export interface DidRepresentation {
  readonly form: 'result' | 'document'
  readonly mediaType: string
  /** Whether the client asked for this media type by name; a failure is then sent in it too. */
  readonly named: boolean
}

const RESOLUTION = 'application/did-resolution'
const LEGACY_RESOLUTION = 'application/ld+json;profile="https://w3id.org/did-resolution"'

const REPRESENTATIONS: Readonly<Record<string, DidRepresentation>> = {
  [RESOLUTION]: { form: 'result', mediaType: RESOLUTION, named: true },
  'application/did-url-dereferencing': { form: 'result', mediaType: 'application/did-url-dereferencing', named: true },
  [LEGACY_RESOLUTION]: { form: 'result', mediaType: LEGACY_RESOLUTION, named: true },
  'application/did': { form: 'document', mediaType: 'application/did', named: true },
  'application/did+json': { form: 'document', mediaType: 'application/did+json', named: true },
  'application/did+ld+json': { form: 'document', mediaType: 'application/did+ld+json', named: true },
  'application/json': { form: 'result', mediaType: 'application/json', named: true },
  'application/*': { form: 'result', mediaType: RESOLUTION, named: false },
  '*/*': { form: 'result', mediaType: RESOLUTION, named: false },
}

const DEFAULT: DidRepresentation = { form: 'result', mediaType: RESOLUTION, named: false }

/** The representation an `Accept` header likes best; undefined if it takes none there is. */
export function didRepresentation(accept: string | undefined): DidRepresentation | undefined {
  if (accept === undefined || accept.trim() === '') return DEFAULT
  const ranges = accept.split(',').map(parseRange)
  ranges.sort((a, b) => b.quality - a.quality)
  for (const { range, quality } of ranges) {
    const representation = quality > 0 ? REPRESENTATIONS[range] : undefined
    if (representation !== undefined) return representation
  }
  return undefined
}

function parseRange(text: string): { readonly range: string; readonly quality: number } {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim())
  const quality = parameters.find((parameter) => /^q=/i.test(parameter))
  const profile = parameters.find((parameter) => /^profile=/i.test(parameter))
  return {
    range: type.toLowerCase() + (profile === undefined ? '' : `;${profile}`),
    quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0,
  }
}
