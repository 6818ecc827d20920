/** Signs many credentials on several threads, in the order in which they come. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Clock } from '@energy-ssi/core'
import type { BatchAnswer, BatchResult, BatchSettings } from './batch-job.ts'
import { createSignBatch } from './sign-batch.ts'

export type { BatchResult, BatchSettings } from './batch-job.ts'
export { createSignBatch, type SignBatch } from './sign-batch.ts'

/** Credentials per message: enough that the message costs nothing, few enough that threads share evenly. */
const CHUNK = 100
/** Chunks a thread has before it: one in work, one waiting. */
const AHEAD = 2

/** Signs credentials on threads of its own. */
export interface BatchSigner {
  /**
   * The results of credentials given as JSON texts, in their order, some at a time. Reads ahead no further than the
   * threads need, so a source of any length takes bounded memory.
   *
   * @throws {Error} if a thread fails; what is wrong with one credential is its result
   */
  sign(credentials: Iterable<string> | AsyncIterable<string>): AsyncGenerator<readonly BatchResult[], void, undefined>
  /** Ends the threads. */
  close(): Promise<void>
}

/** What {@link createBatchSigner} needs. */
export interface BatchSignerOptions extends BatchSettings {
  readonly clock: Clock
  /** As many as the machine has cores, unless given. */
  readonly threads?: number
}

/**
 * Starts the threads.
 * @throws {TypeError} as {@link createSignBatch}, and for no thread
 */
export function createBatchSigner({
  clock,
  threads = availableParallelism(),
  ...settings
}: BatchSignerOptions): BatchSigner {
  // What is wrong with the settings is said here, not by a thread.
  createSignBatch(settings)
  if (!Number.isInteger(threads) || threads < 1) throw new TypeError('A batch is signed by one thread or more.')
  const workers = Array.from({ length: threads }, () => startWorker(settings))
  return Object.freeze({
    async *sign(credentials: Iterable<string> | AsyncIterable<string>) {
      const pending: Promise<readonly BatchResult[]>[] = []
      let next = 0
      for await (const chunk of inChunks(credentials)) {
        const results = (workers[next++ % threads] as BatchThread).sign(chunk, clock())
        // Whoever stops reading early is not told of what fails afterwards.
        results.catch(() => undefined)
        pending.push(results)
        if (pending.length >= threads * AHEAD) yield await (pending.shift() as Promise<readonly BatchResult[]>)
      }
      for (const results of pending) yield await results
    },
    close: async () => {
      await Promise.all(workers.map(({ close }) => close()))
    },
  } satisfies BatchSigner)
}

interface BatchThread {
  readonly sign: (credentials: readonly string[], at: Date) => Promise<readonly BatchResult[]>
  readonly close: () => Promise<unknown>
}

function startWorker(settings: BatchSettings): BatchThread {
  const worker = new Worker(new URL('./batch-worker.js', import.meta.url), { workerData: settings })
  const waiting = new Map<
    number,
    { readonly resolve: (results: readonly BatchResult[]) => void; readonly reject: (error: Error) => void }
  >()
  let ended: Error | undefined
  const failAll = (error: Error) => {
    ended ??= error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.on('message', (answer: BatchAnswer) => {
    const job = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('results' in answer) job?.resolve(answer.results)
    else job?.reject(new Error(`A thread of the batch signer failed: ${answer.failure}`))
  })
  worker.on('error', failAll)
  worker.on('exit', () => failAll(new Error('A thread of the batch signer ended.')))
  let jobs = 0
  return {
    sign: (credentials, at) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended)
        const id = jobs++
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, credentials, at: at.getTime() })
      }),
    close: () => worker.terminate(),
  }
}

/** A list that is there at once is cut without waiting for each of its items. */
async function* inChunks(credentials: Iterable<string> | AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  if (Array.isArray(credentials)) {
    for (let start = 0; start < credentials.length; start += CHUNK) yield credentials.slice(start, start + CHUNK)
    return
  }
  let chunk: string[] = []
  for await (const credential of credentials) {
    chunk.push(credential)
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}
