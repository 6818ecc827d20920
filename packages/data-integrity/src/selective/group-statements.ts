/** Which statements of a document are mandatory and which are disclosed (vc-di-ecdsa §3.4.16 canonicalizeAndGroup). */
import { isDeepStrictEqual } from 'node:util'
import type { ContextLoader } from '../canonicalise.ts'
import type { Document } from '../cryptosuite.ts'
import { groupCompiled } from './group-compiled.ts'
import { groupPlainly } from './group-plainly.ts'
import type { GroupRequest, Groups } from './groups.ts'

/**
 * The statements of a document that has passed `checkJson`, `checkContexts` and `checkForm`, in groups.
 *
 * Documents of the usual form are walked once for each group; all others take the algorithm of the specification, which alone
 * refuses. With `selfCheck` both are asked, and an `Error` is thrown if they differ.
 *
 * @throws {DataIntegrityError} `pointer_refused` `not_selectable` and those of `canonicalise`
 */
export async function groupStatements(
  document: Document,
  request: GroupRequest,
  loader: ContextLoader,
  { selfCheck = false }: { readonly selfCheck?: boolean } = {},
): Promise<Groups> {
  const compiled = groupCompiled(document, request, loader)
  if (compiled === undefined) return groupPlainly(document, request, loader)
  if (selfCheck && !isDeepStrictEqual(compiled, await groupPlainly(document, request, loader))) {
    throw new Error('The compiled grouping and the plain one differ.')
  }
  return compiled
}
