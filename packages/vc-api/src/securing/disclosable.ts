/** Which claims of a document a holder may hide: everything in some part of it but what the issuer calls mandatory. */
import { isObject, problem } from '@energy-ssi/core'
import { MAX_DISCLOSURES, MAX_POINTER_LENGTH } from '@energy-ssi/credential/sd-jwt'
import { VcApiError } from '../errors.ts'

/**
 * JSON pointers to the claims in a value that can be hidden: each as a whole, unless something in it is mandatory; then
 * what stands beside that.
 *
 * @param pointer - where the value stands; it is itself never hidden
 * @param mandatory - JSON pointers into the whole document, all of which lead somewhere
 * @param fixed - names of members directly in the value that are never hidden
 */
export function disclosableClaims(
  value: unknown,
  pointer: string,
  mandatory: readonly string[],
  fixed: ReadonlySet<string> = new Set(),
): readonly string[] {
  const named = new Set(mandatory)
  const above = new Set(mandatory.flatMap(ancestorsOf))
  const visit = (parent: unknown, at: string, skipped?: ReadonlySet<string>): readonly string[] =>
    stepsOf(parent).flatMap(([name, member]) => {
      const own = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
      if (skipped?.has(name) || named.has(own)) return []
      return above.has(own) ? visit(member, own) : [own]
    })
  const isMandatory = named.has(pointer) || ancestorsOf(pointer).some((each) => named.has(each))
  return isMandatory ? [] : visit(value, pointer, fixed)
}

/** The pointers to what lies around, up to the whole document. */
function ancestorsOf(pointer: string): readonly string[] {
  const ancestors: string[] = []
  for (let end = pointer.lastIndexOf('/'); end >= 0; end = end === 0 ? -1 : pointer.lastIndexOf('/', end - 1)) {
    ancestors.push(pointer.slice(0, end))
  }
  return ancestors
}

/**
 * Refuses pointers that lead nowhere: a slip must not make a claim one that can be hidden.
 * @throws {VcApiError} `option_refused`
 */
export function checkMandatory(mandatory: readonly string[], document: unknown): void {
  if (mandatory.every((pointer) => leadsSomewhere(pointer, document))) return
  throw new VcApiError('option_refused', 'A pointer of options.mandatoryPointers leads to nothing in the credential.')
}

const INDEX = /^(?:0|[1-9][0-9]*)$/

function leadsSomewhere(pointer: string, document: unknown): boolean {
  const [root, ...steps] = pointer.split('/')
  if (root !== '' || /~(?![01])/.test(pointer)) return false
  let value = document
  for (const step of steps) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    const isStep = Array.isArray(value) ? INDEX.test(name) : isObject(value)
    if (!isStep || !Object.hasOwn(value as object, name)) return false
    value = (value as Readonly<Record<string, unknown>>)[name]
  }
  return true
}

/**
 * Refuses more and longer pointers to hide than an SD-JWT takes.
 * @throws {VcApiError} `credential_refused`
 */
export function checkHidden(pointers: readonly string[]): void {
  if (pointers.length <= MAX_DISCLOSURES && pointers.every(({ length }) => length <= MAX_POINTER_LENGTH)) return
  const detail = `An SD-JWT hides at most ${MAX_DISCLOSURES} claims, with pointers of at most ${MAX_POINTER_LENGTH} characters.`
  throw new VcApiError('credential_refused', detail, { problems: [problem('RANGE_ERROR', detail)] })
}

function stepsOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.map((item, i) => [String(i), item] as const)
  return isObject(value) ? Object.entries(value) : []
}
