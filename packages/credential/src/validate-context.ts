/** The `@context` of a credential or presentation (VCDM 2.0 §4.3, VCDM 1.1 §4.1), as far as it can be judged unfetched. */
import { canonicalJson, isObject, isUrl } from '@energy-ssi/core'
import { CREDENTIALS_V1, CREDENTIALS_V2, type ModelVersion, PROTECTED_TERMS } from './base-contexts.ts'
import { type Report, step } from './report.ts'

/** What the rest of a validation needs to know about the context. */
export interface ContextFacts {
  readonly version: ModelVersion | undefined
  /** Every term that can be used, or undefined if a context by URL or `@vocab` may define more. */
  readonly terms: ReadonlySet<string> | undefined
  /** Terms whose values are JSON literals: nothing in them is an identifier or a type. */
  readonly literals: ReadonlySet<string>
}

const NO_LITERALS: ReadonlySet<string> = new Set()
const BASE_TERMS: Readonly<Record<ModelVersion, ReadonlySet<string>>> = {
  '1.1': new Set(PROTECTED_TERMS['1.1'].keys()),
  '2.0': new Set(PROTECTED_TERMS['2.0'].keys()),
}
const FORBIDDEN_IN_IRI = /[\s<>"{}|\\^`]/

/** Reports what is wrong with `@context`; `at` points to the document that holds it. */
export function checkContext(context: unknown, at: string, report: Report): ContextFacts {
  const pointer = `${at}/@context`
  if (!Array.isArray(context)) {
    report(pointer, context === undefined ? '"@context" is missing.' : '"@context" must be an array.')
    return { version: undefined, terms: undefined, literals: NO_LITERALS }
  }
  const [first, ...rest] = context as readonly unknown[]
  const version = first === CREDENTIALS_V2 ? '2.0' : first === CREDENTIALS_V1 ? '1.1' : undefined
  if (version === undefined) report(`${pointer}/0`, `The first item of "@context" must be ${CREDENTIALS_V2}.`)
  rest.forEach((item, i) => {
    const itemPointer = `${pointer}/${i + 1}`
    if (typeof item === 'string') checkUrlItem(item, itemPointer, report)
    else if (!isObject(item)) report(itemPointer, 'An item of "@context" must be a URL or an object.')
  })
  if (hasDuplicates(context)) report(pointer, '"@context" is a set and must not hold the same item twice.')
  return { version, ...checkInlineItems(rest, version ?? '2.0', pointer, report) }
}

function checkUrlItem(item: string, pointer: string, report: Report): void {
  if (!isUrl(item)) report(pointer, 'An item of "@context" must be a URL or an object.')
  else if (item === CREDENTIALS_V1 || item === CREDENTIALS_V2) {
    report(pointer, 'A base context must come first, and only once: it protects its terms.')
  }
}

function hasDuplicates(items: readonly unknown[]): boolean {
  if (items.length < 2) return false
  return new Set(items.map((item) => (isObject(item) ? fingerprint(item) : item))).size < items.length
}

/** Text that is equal for equal objects; the object itself if it is no JSON, which is reported elsewhere. */
function fingerprint(object: Readonly<Record<string, unknown>>): unknown {
  try {
    return canonicalJson(object)
  } catch {
    return object
  }
}

function checkInlineItems(
  items: readonly unknown[],
  version: ModelVersion,
  pointer: string,
  report: Report,
): Omit<ContextFacts, 'version'> {
  if (items.length === 0) return { terms: BASE_TERMS[version], literals: NO_LITERALS }
  if (!items.some(isObject)) return { terms: undefined, literals: NO_LITERALS }
  const defined = new Map<string, unknown>(PROTECTED_TERMS[version])
  const terms = new Set(defined.keys())
  const literals = new Set<string>()
  let open = false
  items.forEach((item, i) => {
    if (!isObject(item)) {
      open = true
      return
    }
    const itemPointer = `${pointer}/${i + 1}`
    if (typeof item['@vocab'] === 'string' || item['@import'] !== undefined) open = true
    for (const [term, definition] of Object.entries(item)) {
      if (term.startsWith('@')) continue
      if (!isTermDefinition(definition)) {
        report(itemPointer + step(term), 'The definition of a term must be an IRI or an object with an IRI.')
      } else if (defined.has(term) && !isSame(defined.get(term), definition)) {
        report(itemPointer + step(term), 'A protected term must not be defined again.')
      } else {
        if (definition === null) terms.delete(term)
        else terms.add(term)
        if (isObject(definition) && definition['@type'] === '@json') literals.add(term)
        if (isProtected(item, definition)) defined.set(term, meaning(definition))
      }
    }
  })
  return { terms: open ? undefined : terms, literals }
}

function isTermDefinition(definition: unknown): boolean {
  if (definition === null) return true
  const mapping = isObject(definition) ? (definition['@id'] ?? null) : definition
  if (mapping === null) return true
  return typeof mapping === 'string' && mapping !== '' && !FORBIDDEN_IN_IRI.test(mapping)
}

/** Whether a definition repeats what is known of a term; of base terms with an own context that is not known. */
function isSame(known: unknown, definition: unknown): boolean {
  return known !== undefined && known === meaning(definition)
}

/** What a definition says, whether written short or long: the IRI if it says nothing else. */
function meaning(definition: unknown): unknown {
  if (!isObject(definition)) return definition
  const { '@protected': _protected, ...says } = definition
  return Object.keys(says).join() === '@id' ? says['@id'] : fingerprint(says)
}

function isProtected(context: Readonly<Record<string, unknown>>, definition: unknown): boolean {
  const own = isObject(definition) ? definition['@protected'] : undefined
  return own === undefined ? context['@protected'] === true : own === true
}
