/** The active contexts a set of context documents can lead to, each computed once and kept. */
import { isObject } from '@energy-ssi/core'
import type { ContextLoader } from '../canonicalise.ts'
import { type ActiveContext, createInitialContext, type LocalContext, type TermDefinition } from './active-context.ts'
import { applyContext } from './apply-context.ts'
import { leave, OutsideSubset } from './outside.ts'
import { parseContext } from './parse-context.ts'

/** Ways from one active context to the next. All throw `OutsideSubset`. */
export interface Scopes {
  readonly initial: ActiveContext
  /** Behind a `@context`: a URL or a list of URLs. */
  readonly enterDocument: (active: ActiveContext, context: unknown) => ActiveContext
  /** Behind a member whose term has a context. */
  readonly enterMember: (active: ActiveContext, definition: TermDefinition) => ActiveContext
  /** Behind a type that has a context: it holds for the node, not for the nodes below. */
  readonly enterType: (active: ActiveContext, definition: TermDefinition) => ActiveContext
}

/** More are not kept: a document can name any combination of types. */
const MAX_STEPS = 500

/** More contexts in a row are left to the complete processor, which has a limit of its own. */
const MAX_CONTEXT_URLS = 8

/** In UTF-16 code units. */
const MAX_URL_LENGTH = 1000

/** The scopes over one loader. */
export function createScopes(loader: ContextLoader): Scopes {
  const initial = createInitialContext()
  const documents = createSteps<string>()
  const members = createSteps<TermDefinition>()
  const types = createSteps<TermDefinition>()
  const parse = createParser(loader)
  const enterUrl = (active: ActiveContext, url: unknown): ActiveContext => {
    if (typeof url !== 'string' || url.length > MAX_URL_LENGTH) return leave('an inline context')
    const local = parse(url)
    return documents(active, url, () => applyContext(active, local, { mayOverride: false, previous: active.previous }))
  }
  return {
    initial,
    enterDocument(active, context) {
      if (!Array.isArray(context)) return enterUrl(active, context)
      return context.length > MAX_CONTEXT_URLS ? leave('many contexts') : context.reduce(enterUrl, active)
    },
    enterMember: (active, definition) =>
      members(active, definition, () => {
        if (definition.scope === undefined) return active
        if (definition.scope === null) return initial
        return applyContext(active, definition.scope, { mayOverride: true, previous: active.previous })
      }),
    enterType: (active, definition) =>
      types(active, definition, () => {
        if (definition.scope === undefined) return active
        if (definition.scope === null) return leave('a type without context')
        return applyContext(active, definition.scope, { mayOverride: false, previous: active.previous ?? active })
      }),
  }
}

type Step<K> = (active: ActiveContext, key: K, take: () => ActiveContext) => ActiveContext

/** Remembers where each step led, also if that was outside. */
function createSteps<K>(): Step<K> {
  let known = new WeakMap<ActiveContext, Map<K, ActiveContext | OutsideSubset>>()
  let count = 0
  return (active, key, take) => {
    const next = known.get(active)?.get(key)
    if (next !== undefined) return inside(next)
    if (count++ >= MAX_STEPS) {
      known = new WeakMap()
      count = 1
    }
    const steps = known.get(active) ?? new Map<K, ActiveContext | OutsideSubset>()
    const taken = attempt(take)
    known.set(active, steps.set(key, taken))
    return inside(taken)
  }
}

/** Parses the contexts of a loader and remembers those it knows. */
function createParser(loader: ContextLoader): (url: string) => LocalContext {
  const known = new Map<string, LocalContext | OutsideSubset>()
  return (url) => {
    const local = known.get(url)
    if (local !== undefined) return inside(local)
    const document = load(loader, url)
    const parsed = attempt(() => parseContext(document['@context']))
    if (known.size < MAX_STEPS) known.set(url, parsed)
    return inside(parsed)
  }
}

/** What the loader throws, the complete processor will meet and explain. */
function load(loader: ContextLoader, url: string): Readonly<Record<string, unknown>> {
  let document: unknown
  try {
    document = loader(url)
  } catch {
    return leave('a loader that fails')
  }
  return isObject(document) ? document : leave('an unknown context')
}

function attempt<T>(step: () => T): T | OutsideSubset {
  try {
    return step()
  } catch (error) {
    if (error instanceof OutsideSubset) return error
    throw error
  }
}

function inside<T>(result: T | OutsideSubset): T {
  if (result instanceof OutsideSubset) throw result
  return result
}
