/** Which claims of a document a holder may hide: everything in some part of it but what the issuer calls mandatory. */
import { isObject } from '@energy-ssi/core'
import { VcApiError } from '../errors.ts'

/**
 * JSON pointers to the claims in a value that can be hidden: each as a whole, unless something in it is mandatory; then
 * what stands beside that.
 *
 * @param pointer - where the value stands; it is itself never hidden
 * @param mandatory - JSON pointers into the whole document
 * @param fixed - names of members directly in the value that are never hidden
 */
export function disclosableClaims(
  value: unknown,
  pointer: string,
  mandatory: readonly string[],
  fixed: ReadonlySet<string> = new Set(),
): readonly string[] {
  return stepsOf(value)
    .filter(([name]) => !fixed.has(name))
    .flatMap(([name, member]) => {
      const own = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
      if (mandatory.some((each) => own === each || own.startsWith(`${each}/`))) return []
      return mandatory.some((each) => each.startsWith(`${own}/`)) ? disclosableClaims(member, own, mandatory) : [own]
    })
}

/**
 * Refuses pointers that lead nowhere: a slip must not make a claim one that can be hidden.
 * @throws {VcApiError} `option_refused`
 */
export function checkMandatory(mandatory: readonly string[], document: unknown): void {
  if (mandatory.every((pointer) => leadsSomewhere(pointer, document))) return
  throw new VcApiError('option_refused', 'A pointer of options.mandatoryPointers leads to nothing in the credential.')
}

function leadsSomewhere(pointer: string, document: unknown): boolean {
  const [root, ...steps] = pointer.split('/')
  if (root !== '' || /~(?![01])/.test(pointer)) return false
  let values = [document]
  for (const step of steps) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    values = stepsOf(values[0]).flatMap(([own, value]) => (own === name ? [value] : []))
    if (values.length === 0) return false
  }
  return true
}

function stepsOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.map((item, i) => [String(i), item] as const)
  return isObject(value) ? Object.entries(value) : []
}
