/** What the selective suites share in tests: collaborators as `createDataIntegrity` makes them. */
import { SsiError, systemRandomBytes } from '@energy-ssi/core'
import { createContexts } from '../../src/contexts.ts'
import { type Collaborators, createTransformations } from '../../src/cryptosuite.ts'
import { ECDSA_SD_2023 } from '../../src/selective/ecdsa-sd-2023.ts'

/** Collaborators over the pinned contexts, checking themselves. */
export function collaborators(parts: Partial<Collaborators> = {}): Collaborators {
  const contexts = createContexts()
  return {
    contexts,
    transformations: createTransformations(contexts, { selfCheck: true }),
    selective: new Map([['ecdsa-sd-2023', ECDSA_SD_2023]]),
    randomBytes: systemRandomBytes,
    selfCheck: true,
    ...parts,
  }
}

/** The code a promise is rejected with; `accepted` if it is not. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'accepted'
  } catch (error) {
    if (error instanceof SsiError) return error.code
    throw error
  }
}
