import { isObject } from '@energy-ssi/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkContexts } from '../../src/check-contexts.ts'
import { checkForm } from '../../src/check-form.ts'
import { createContexts } from '../../src/contexts.ts'
import type { Document } from '../../src/cryptosuite.ts'
import { DataIntegrityError } from '../../src/errors.ts'
import { groupCompiled } from '../../src/selective/group-compiled.ts'
import { groupPlainly } from '../../src/selective/group-plainly.ts'
import type { GroupRequest, Groups } from '../../src/selective/groups.ts'
import { parsePointers } from '../../src/selective/json-pointer.ts'
import { hmacLabels, shuffledLabels } from '../../src/selective/secret-labels.ts'
import { generateDocument } from '../differential/generate-document.ts'
import { ENERGY_CONTEXT, loadHostile } from '../differential/hostile-contexts.ts'
import { createRandom } from '../differential/random.ts'
import { USUAL_DOCUMENTS } from '../differential/templates.ts'
import { choosePointers } from './pointers.ts'

/** The others of the differential tests give one IRI several names, which neither signer nor verifier accepts. */
const contexts = createContexts({ [ENERGY_CONTEXT]: loadHostile(ENERGY_CONTEXT) as object })
const HMAC_KEY = new Uint8Array(32).fill(7)

type Answer = Groups | string | undefined

async function answer(group: () => Groups | undefined | Promise<Groups>): Promise<Answer> {
  try {
    return await group()
  } catch (error) {
    if (error instanceof DataIntegrityError) return error.code
    throw error
  }
}

function hasForm(document: object): document is Document {
  try {
    checkContexts(document, contexts)
    checkForm(document, contexts)
    return isObject(document)
  } catch {
    return false
  }
}

function generateRequest(seed: number, document: Document): GroupRequest {
  const random = createRandom(seed)
  const selective = random.oneIn(5) ? {} : { selective: parsePointers(choosePointers(random, document)) }
  const createLabels = random.oneIn(2) ? hmacLabels(HMAC_KEY) : shuffledLabels(HMAC_KEY)
  return { mandatory: parsePointers(choosePointers(random, document)), ...selective, createLabels }
}

describe('the compiled grouping', () => {
  it('answers as the algorithm of the specification does, for documents and pointers of every kind', async () => {
    let compared = 0
    const property = fc.asyncProperty(fc.integer(), async (seed) => {
      const document = generateDocument(createRandom(seed))
      if (!hasForm(document)) return
      const request = generateRequest(seed, document)
      const compiled = await answer(() => groupCompiled(document, request, loadHostile))
      if (compiled === undefined) return
      compared++
      const plain = await answer(() => groupPlainly(document, request, loadHostile))
      expect(plain).toEqual(compiled)
    })
    await fc.assert(property, { numRuns: Number(process.env.GROUPING_RUNS ?? 1500) })
    expect(compared).toBeGreaterThan(150)
  }, 120_000)

  it('takes the credentials people write', () => {
    for (const document of USUAL_DOCUMENTS.filter(hasForm)) {
      if (Object.hasOwn(document, 'verifiableCredential')) continue
      const request = { mandatory: parsePointers(['/type']), createLabels: hmacLabels(HMAC_KEY) }
      expect(groupCompiled(document, request, loadHostile)).toMatchObject({ statements: expect.any(Array) })
    }
  })
})
