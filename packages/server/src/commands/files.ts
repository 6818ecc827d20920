/** Files that commands read and write; `-` is standard input. */
import { constants, createReadStream } from 'node:fs'
import { access, type FileHandle, open } from 'node:fs/promises'
import { isObject, parseJson, utf8Decode } from '@energy-ssi/core'
import type { Terminal } from '../serve.ts'
import { CommandError } from './command.ts'

const MIB = 1024 * 1024
/** Larger files, and lines of files of lines, are refused: room for a token of a 10 MiB document. */
const MAX_BYTES = 16 * MIB

/**
 * The text of a file.
 * @throws {CommandError} if it cannot be read, is too large or is not UTF-8
 */
export async function readText(path: string): Promise<string> {
  try {
    return utf8Decode(await readBounded(path))
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(`${nameOf(path)} cannot be read: ${reasonOf(error)}`, { cause: error })
  }
}

/**
 * The JSON object in a file.
 * @throws {CommandError} if there is none
 */
export async function readJsonObject(path: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readText(path)
  let value: unknown
  try {
    value = parseJson(text)
  } catch (error) {
    throw new CommandError(`${nameOf(path)} is not JSON: ${(error as Error).message}`, { cause: error })
  }
  if (!isObject(value)) throw new CommandError(`${nameOf(path)} is not a JSON object.`)
  return value
}

/**
 * A credential or presentation as it is handed about: a JSON object, or a token as it is.
 * @throws {CommandError} if the file cannot be read
 */
export async function readSecured(path: string): Promise<Readonly<Record<string, unknown>> | string> {
  const text = (await readText(path)).trim()
  if (!text.startsWith('{')) return text.replace(/^"(.*)"$/, '$1')
  return readJson(text, path)
}

function readJson(text: string, path: string): Readonly<Record<string, unknown>> {
  try {
    return parseJson(text) as Readonly<Record<string, unknown>>
  } catch (error) {
    throw new CommandError(`${nameOf(path)} is not JSON: ${(error as Error).message}`, { cause: error })
  }
}

/**
 * Writes a document as indented JSON to a file, or to standard output. An existing file is replaced.
 * @param options.secret - only the user may read the file, also one that was there before
 * @throws {CommandError} if it cannot be written
 */
export async function writeJson(
  value: unknown,
  path: string | undefined,
  terminal: Terminal,
  { secret = false }: { readonly secret?: boolean } = {},
): Promise<void> {
  const text = `${JSON.stringify(value, null, 2)}\n`
  if (path === undefined) return terminal.out(text)
  try {
    const file = await open(path, 'w', secret ? 0o600 : 0o644)
    try {
      // The mode is for new files only.
      if (secret && (await file.stat()).isFile()) await file.chmod(0o600)
      await file.writeFile(text)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw new CommandError(`${path} cannot be written: ${reasonOf(error)}`, { cause: error })
  }
}

/** Reads no further than the limit: a pipe or a device says nothing of its size. */
async function readBounded(path: string): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of (path === '-' ? process.stdin : createReadStream(path)) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BYTES) throw tooLarge(path)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/**
 * The lines of a file.
 * @throws {CommandError} if it cannot be read, or a line is too large
 */
export async function* readLines(path: string): AsyncGenerator<string> {
  let rest = ''
  try {
    for await (const chunk of createReadStream(path, 'utf8') as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > MAX_BYTES) throw new CommandError(`A line of ${path} is larger than ${MAX_BYTES / MIB} MiB.`)
      yield* lines
    }
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(`${path} cannot be read: ${reasonOf(error)}`, { cause: error })
  }
  if (rest !== '') yield rest
}

/**
 * Refuses a file that is not there before anything else is touched.
 * @throws {CommandError} if it cannot be read
 */
export async function checkReadable(path: string): Promise<void> {
  await access(path, constants.R_OK).catch((error: unknown) => {
    throw new CommandError(`${path} cannot be read: ${reasonOf(error)}`, { cause: error })
  })
}

/**
 * A file to write to, emptied.
 * @throws {CommandError} if it cannot be written
 */
export async function openOutput(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'w')
  } catch (error) {
    throw new CommandError(`${path} cannot be written: ${reasonOf(error)}`, { cause: error })
  }
}

function tooLarge(path: string): CommandError {
  return new CommandError(`${nameOf(path)} is larger than ${MAX_BYTES / MIB} MiB.`)
}

function nameOf(path: string): string {
  return path === '-' ? 'Standard input' : path
}

function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'there is no such file or folder.'
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not.'
  if (code === 'EISDIR') return 'it is a folder.'
  return code === undefined ? 'it is not UTF-8 text.' : `the system says ${code}.`
}
