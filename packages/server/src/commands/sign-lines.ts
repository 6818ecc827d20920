/** Signing a file of lines: many credentials, several threads, progress on the way. */
import type { FileHandle } from 'node:fs/promises'
import { resolve } from 'node:path'
import { systemClock } from '@energy-ssi/core'
import { type BatchSigner, createBatchSigner } from '@energy-ssi/vc-api/batch'
import type { Terminal } from '../serve.ts'
import { CommandError } from './command.ts'
import { checkReadable, openOutput, readLines } from './files.ts'
import { readPrivateKey } from './key-file.ts'
import { readContexts } from './proofs.ts'
import { readSecuring } from './sign.ts'

/** Options of `credential sign` for a file of lines. */
export interface SignLinesOptions {
  readonly securing: string
  readonly key: string
  readonly in: string
  readonly out?: string
  readonly threads?: string
  readonly context: readonly string[]
}

const MAX_THREADS = 64
/** Refused lines that are reported one by one; the others are only counted. */
const MAX_REPORTED = 20
const PROGRESS_EVERY_MS = 2_000

/** Signs the credentials of a file, one a line. @returns the exit code. @throws {CommandError} */
export async function signLines(options: SignLinesOptions, terminal: Terminal): Promise<number> {
  const threads = readThreads(options.threads)
  const securing = readSecuring(options.securing)
  if (securing === 'bbs-2023') {
    throw new CommandError('bbs-2023 signs one credential at a time, not a file of lines.')
  }
  const settings = {
    securing,
    ...(await readPrivateKey(options.key)),
    contexts: await readContexts(options.context),
  }
  await checkReadable(options.in)
  if (options.out !== undefined && resolve(options.out) === resolve(options.in)) {
    throw new CommandError('--out is the file of --in, which would be emptied before it is read.')
  }
  const signer = start(() => createBatchSigner({ ...settings, clock: systemClock, ...(threads && { threads }) }))
  try {
    const { signed, refused } = await signAll(options, signer, terminal)
    terminal.err(`${signed} signed, ${refused} refused.\n`)
    return refused === 0 ? 0 : 1
  } finally {
    await signer.close()
  }
}

async function signAll(options: SignLinesOptions, signer: BatchSigner, terminal: Terminal) {
  const output = options.out === undefined ? undefined : await openOutput(options.out)
  try {
    return await signTo(output, options, signer, terminal)
  } finally {
    await output?.close()
  }
}

async function signTo(
  output: FileHandle | undefined,
  options: SignLinesOptions,
  signer: BatchSigner,
  terminal: Terminal,
): Promise<{ readonly signed: number; readonly refused: number }> {
  const numbers: number[] = []
  let signed = 0
  let refused = 0
  let reportedAt = systemClock().getTime()
  for await (const results of signer.sign(numberLines(readLines(options.in), numbers))) {
    let text = ''
    for (const result of results) {
      const line = numbers.shift()
      if ('secured' in result) {
        signed++
        text += `${result.secured}\n`
      } else if (++refused <= MAX_REPORTED) {
        const reasons = result.problems.map(({ detail, pointer = '' }) => ` ${pointer} ${detail}`.trimEnd()).join(';')
        terminal.err(`line ${line}: ${result.refused}${reasons}\n`)
      }
    }
    if (output === undefined) terminal.out(text)
    else await output.appendFile(text)
    const now = systemClock().getTime()
    if (now - reportedAt < PROGRESS_EVERY_MS) continue
    reportedAt = now
    terminal.err(`${signed} signed so far …\n`)
  }
  return { signed, refused }
}

/** The lines that are not empty; their numbers, counted from 1, are appended to `numbers`. */
async function* numberLines(lines: AsyncIterable<string>, numbers: number[]): AsyncGenerator<string> {
  let number = 0
  for await (const line of lines) {
    number++
    if (line.trim() === '') continue
    numbers.push(number)
    yield line
  }
}

function readThreads(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const threads = Number(text)
  if (Number.isInteger(threads) && threads >= 1 && threads <= MAX_THREADS) return threads
  throw new CommandError(`--threads is "${text}"; allowed: 1 to ${MAX_THREADS}.`)
}

function start(create: () => BatchSigner): BatchSigner {
  try {
    return create()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new CommandError(error.message, { cause: error })
  }
}
