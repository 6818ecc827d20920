/** Signs the credentials of a batch one after the other: the work of one thread. */
import { CoreError, isObject, type Problem, parseJson, problem, systemRandomBytes } from '@energy-ssi/core'
import { createDataIntegrity } from '@energy-ssi/data-integrity'
import { createSigner, importPrivateJwk } from '@energy-ssi/keys'
import { VcApiError } from '../errors.ts'
import { createSecurings } from '../securing/securings.ts'
import { signCredential } from '../sign-credential.ts'
import type { BatchResult, BatchSettings } from './batch-job.ts'

/** Signs JSON texts, each a credential. What is wrong with one is its result; the others go on. */
export type SignBatch = (credentials: readonly string[], at: Date) => Promise<readonly BatchResult[]>

/**
 * Prepares key and contexts once.
 * @throws {KeyError} for a key that is none
 * @throws {TypeError} for a context that cannot be used, or a key of another algorithm than the form's
 */
export function createSignBatch({ securing, privateJwk, keyId, contexts = {} }: BatchSettings): SignBatch {
  const form = createSecurings({ dataIntegrity: createDataIntegrity({ contexts }), randomBytes: systemRandomBytes })[
    securing
  ]
  const signer = createSigner(importPrivateJwk(privateJwk), keyId)
  if (signer.algorithm !== form.algorithm) throw new TypeError(`${securing} needs a key of ${form.algorithm}.`)
  const identity = { did: keyId.split('#')[0] as string, signer }
  return async (credentials, at) => {
    const results: BatchResult[] = []
    for (const text of credentials) results.push(await signOne(text, { form, identity, clock: () => at }))
    return results
  }
}

async function signOne(text: string, parts: Parameters<typeof signCredential>[1]): Promise<BatchResult> {
  try {
    const credential = parseJson(text)
    if (!isObject(credential))
      return refusal('It is not a JSON object.', problem('PARSING_ERROR', 'It is not a JSON object.'))
    return { secured: JSON.stringify(await signCredential(credential, parts)) }
  } catch (error) {
    if (error instanceof VcApiError) return refusal(error.message, ...(error.problems ?? []))
    if (error instanceof CoreError) return refusal(error.message, problem('PARSING_ERROR', error.message))
    throw error
  }
}

function refusal(refused: string, ...problems: readonly Problem[]): BatchResult {
  return { refused, problems }
}
