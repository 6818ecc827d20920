/** A worker thread of the batch signer. */
import { parentPort, workerData } from 'node:worker_threads'
import type { BatchAnswer, BatchJob, BatchSettings } from './batch-job.ts'
import { createSignBatch } from './sign-batch.ts'

const signBatch = createSignBatch(workerData as BatchSettings)

parentPort?.on('message', ({ id, credentials, at }: BatchJob) => {
  const answer = (message: BatchAnswer) => parentPort?.postMessage(message)
  signBatch(credentials, new Date(at)).then(
    (results) => answer({ id, results }),
    (error: unknown) => answer({ id, failure: error instanceof Error ? error.message : 'It failed.' }),
  )
})
