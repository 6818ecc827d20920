/** The active contexts a set of context documents can lead to, each computed once and kept. */
import { isObject } from '@energy-ssi/core'
import type { ContextLoader } from '../canonicalise.ts'
import { type ActiveContext, createActiveContext, type LocalContext, type TermDefinition } from './active-context.ts'
import { applyContext } from './apply-context.ts'
import type { Member } from './member.ts'
import { leave, OutsideSubset } from './outside.ts'
import { parseContext } from './parse-context.ts'

/** Ways from one active context to the next. All throw `OutsideSubset`. */
export interface Scopes {
  readonly initial: ActiveContext
  /** Behind a `@context`: a URL, an object, or a list of these. */
  readonly enterDocument: (active: ActiveContext, context: unknown) => ActiveContext
  /** Behind a member whose term has a context. */
  readonly enterMember: (active: ActiveContext, definition: TermDefinition) => ActiveContext
  /** Behind a type that has a context: it holds for the node, not for the nodes below. */
  readonly enterType: (active: ActiveContext, definition: TermDefinition) => ActiveContext
  /** Members as they were worked out before, by name; {@link readMember} fills it. */
  readonly membersOf: (active: ActiveContext) => Map<string, Member>
}

/** More are not kept: a document can name any combination of types. */
const MAX_STEPS = 500

/** More contexts in a row are left to the complete processor, which has a limit of its own. */
const MAX_CONTEXTS = 8

/** Of a URL or of an inline context, in UTF-16 code units. */
const MAX_TEXT_LENGTH = 1000

/** An inline context is text of a document: few are kept. */
const MAX_INLINE_STEPS = 50

/** The scopes over one loader. */
export function createScopes(loader: ContextLoader): Scopes {
  const initial = createActiveContext(new Map(), { vocabulary: undefined, previous: undefined })
  const documents = createSteps<string>()
  const members = createSteps<TermDefinition>()
  const types = createSteps<TermDefinition>()
  const inline = createSteps<string>(MAX_INLINE_STEPS)
  const parse = createParser(loader)
  const apply = (active: ActiveContext, local: LocalContext): ActiveContext =>
    applyContext(active, local, { mayOverride: false, previous: active.previous })
  const enterEntry = (active: ActiveContext, entry: unknown): ActiveContext => {
    if (isObject(entry)) {
      const text = JSON.stringify(entry)
      if (text.length > MAX_TEXT_LENGTH) return leave('a long inline context')
      return inline(active, text, () => apply(active, parseContext(entry)))
    }
    if (typeof entry !== 'string' || entry.length > MAX_TEXT_LENGTH) return leave('no context')
    const local = parse(entry)
    return documents(active, entry, () => apply(active, local))
  }
  return {
    initial,
    enterDocument(active, context) {
      if (!Array.isArray(context)) return enterEntry(active, context)
      return context.length > MAX_CONTEXTS ? leave('many contexts') : context.reduce(enterEntry, active)
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
    membersOf: createMembers(),
  }
}

function createMembers(): Scopes['membersOf'] {
  let known = new WeakMap<ActiveContext, Map<string, Member>>()
  let count = 0
  return (active) => {
    const members = known.get(active)
    if (members !== undefined) return members
    if (count++ >= MAX_STEPS) {
      known = new WeakMap()
      count = 1
    }
    const created = new Map<string, Member>()
    known.set(active, created)
    return created
  }
}

type Step<K> = (active: ActiveContext, key: K, take: () => ActiveContext) => ActiveContext

/** Remembers where each step led, also if that was outside. */
function createSteps<K>(limit = MAX_STEPS): Step<K> {
  let known = new WeakMap<ActiveContext, Map<K, ActiveContext | OutsideSubset>>()
  let count = 0
  return (active, key, take) => {
    const next = known.get(active)?.get(key)
    if (next !== undefined) return inside(next)
    if (count++ >= limit) {
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
