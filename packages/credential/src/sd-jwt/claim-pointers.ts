/** JSON pointers (RFC 6901) to claims: which are to be hidden, which are to be shown, and whether they are there. */
import { isObject, MAX_JSON_DEPTH } from '@energy-ssi/core'
import { CredentialError } from '../errors.ts'
import { step } from '../report.ts'

/** The claims that pointers name, as a tree. */
export interface PointerTree {
  /** Whether a pointer ends here. */
  readonly named: boolean
  /** By name of the member, or index of the element. */
  readonly children: ReadonlyMap<string, PointerTree>
}

interface GrowingTree {
  named: boolean
  readonly children: Map<string, GrowingTree>
}

/** More pointers are refused. */
const MAX_POINTERS = 4096
/** Longer pointers are refused: a name that is repeated in thousands of them must not fill the memory. */
export const MAX_POINTER_LENGTH = 4096

/**
 * Reads pointers into a tree. The same pointer twice is the same as once.
 * @throws TypeError for a text that is no JSON pointer, is longer than 4,096 characters, goes through more than 64 levels
 *   or points at the whole, and for more than 4,096 of them
 */
export function readPointers(pointers: readonly string[]): PointerTree {
  if (pointers.length > MAX_POINTERS) throw new TypeError(`More than ${MAX_POINTERS} claims are pointed at.`)
  const root: GrowingTree = { named: false, children: new Map() }
  for (const pointer of pointers) {
    let node = root
    for (const name of splitPointer(pointer)) {
      let child = node.children.get(name)
      if (child === undefined) {
        child = { named: false, children: new Map() }
        node.children.set(name, child)
      }
      node = child
    }
    node.named = true
  }
  return root
}

/**
 * The names and indices a pointer goes through.
 * @throws TypeError
 */
function splitPointer(pointer: string): readonly string[] {
  const escaped = pointer.includes('~')
  if (!pointer.startsWith('/') || pointer.length > MAX_POINTER_LENGTH || (escaped && /~(?![01])/.test(pointer))) {
    throw new TypeError('A claim must be named by a JSON pointer such as "/address/city".')
  }
  const names = pointer.slice(1).split('/')
  // No claim is that deep; a tree of such pointers would fill the memory before anybody looks for their claims.
  if (names.length > MAX_JSON_DEPTH) throw new TypeError(`A claim lies at most ${MAX_JSON_DEPTH} levels deep.`)
  return escaped ? names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~')) : names
}

/** The pointers themselves and those to everything above them. */
export function withAncestors(pointers: readonly string[]): ReadonlySet<string> {
  const all = new Set<string>()
  for (const pointer of pointers) {
    for (let end = pointer.length; end > 0; end = pointer.lastIndexOf('/', end - 1)) all.add(pointer.slice(0, end))
  }
  return all
}

/**
 * Refuses pointers to claims that must be seen by everybody: those named, and whatever lies below them.
 * @throws {CredentialError} `not_disclosable`
 */
export function checkDisclosable({ children }: PointerTree, fixed: readonly string[]): void {
  const refused = fixed.find((name) => children.has(name))
  if (refused !== undefined) {
    throw new CredentialError('not_disclosable', `The claim "${refused}" must not be selectively disclosable.`)
  }
}

/**
 * Refuses pointers to claims that are not there.
 * @throws {CredentialError} `claim_not_found`
 */
export function checkPresent(value: unknown, tree: PointerTree, at = ''): void {
  for (const [name, child] of tree.children) {
    const below = at + step(name)
    const found = Array.isArray(value) ? elementOf(value, name) : memberOf(value, name)
    if (found === undefined) throw claimNotFound(below)
    checkPresent(found, child, below)
  }
}

function elementOf(items: readonly unknown[], index: string): unknown {
  return /^(?:0|[1-9][0-9]{0,8})$/.test(index) ? items[Number(index)] : undefined
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** The error about a pointer without a claim. The pointer is the caller's own, and no value. */
export function claimNotFound(pointer: string): CredentialError {
  return new CredentialError('claim_not_found', `There is no claim at "${pointer}".`)
}
