/** Compares the compiled canonicaliser with the complete one. */

import { canonicalise } from '../../src/canonicalise.ts'
import { canonicaliseComplete } from '../../src/canonicalise-complete.ts'
import { checkJson } from '../../src/check-json.ts'
import { canonicaliseCompiled } from '../../src/compiled/canonicalise-compiled.ts'
import { DataIntegrityError } from '../../src/errors.ts'
import { generateDocument } from './generate-document.ts'
import { loadHostile } from './hostile-contexts.ts'
import { createRandom } from './random.ts'

/** What became of a number of documents. */
export interface Comparison {
  readonly documents: number
  /** Documents the compiled path answered. */
  readonly compiled: number
  /** Documents that were refused. */
  readonly refused: number
  /** Documents with different answers. */
  readonly differences: readonly object[]
}

/** Compares the public function with the complete processor, in output and in refusal code, over documents of a seed. */
export async function compare(seed: number, documents: number, progress?: (done: number) => void): Promise<Comparison> {
  const random = createRandom(seed)
  const differences: object[] = []
  let compiled = 0
  let refused = 0
  for (let done = 0; done < documents; done++) {
    const document = generateDocument(random)
    const hash = random.oneIn(8) ? 'sha384' : 'sha256'
    const own = await answer(canonicalise, document, hash)
    const complete = await answer(canonicaliseChecked, document, hash)
    if (own !== complete) differences.push(document)
    if (complete.startsWith('refused')) refused++
    else if (canonicaliseCompiled(document, loadHostile) !== undefined) compiled++
    if (done % 1000 === 999) progress?.(done + 1)
  }
  return { documents, compiled, refused, differences }
}

type Hash = 'sha256' | 'sha384'
type Canonicalise = typeof canonicalise

const canonicaliseChecked: Canonicalise = async (document, loader, options) => {
  checkJson(document)
  return canonicaliseComplete(document, loader, options)
}

async function answer(canonicaliseWith: Canonicalise, document: object, hash: Hash): Promise<string> {
  try {
    return await canonicaliseWith(document, loadHostile, { hash })
  } catch (error) {
    if (error instanceof DataIntegrityError) return `refused: ${error.code}`
    return `failed: ${String(error)}`
  }
}
