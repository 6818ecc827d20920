/** What a command of the command line is, and how its options are read. */
import { parseArgs } from 'node:util'
import type { Terminal } from '../serve.ts'

/** One command. */
export interface Command {
  /** The words that call it, such as `credential sign`. */
  readonly name: string
  readonly help: string
  /** Exit code when the command is called wrongly or fails for a reason of its own. */
  readonly failure: number
  /** @returns the exit code. @throws {CommandError} */
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<number>
}

/** A command that cannot be carried out, in words for the person who typed it. `usage`: the help is shown as well. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly usage: boolean

  constructor(message: string, options: ErrorOptions & { readonly usage?: boolean } = {}) {
    super(message, options)
    this.usage = options.usage ?? false
  }
}

/** Options of a command: those that must be there, those that may, and those that may be there more than once. */
export interface OptionNames<R extends string, O extends string, M extends string> {
  readonly required?: readonly R[]
  readonly optional?: readonly O[]
  readonly repeated?: readonly M[]
}

/**
 * Reads `--name value` pairs.
 * @throws {CommandError} for anything else
 */
export function readOptions<R extends string = never, O extends string = never, M extends string = never>(
  args: readonly string[],
  { required = [], optional = [], repeated = [] }: OptionNames<R, O, M>,
): Readonly<Record<R, string> & Partial<Record<O, string>> & Record<M, readonly string[]>> {
  const once = Object.fromEntries([...required, ...optional].map((name) => [name, { type: 'string' as const }]))
  const often = Object.fromEntries(repeated.map((name) => [name, { type: 'string' as const, multiple: true as const }]))
  const values = parse(args, { ...once, ...often })
  const missing = required.find((name) => values[name] === undefined)
  if (missing !== undefined) throw new CommandError(`--${missing} is missing.`, { usage: true })
  const lists = Object.fromEntries(repeated.map((name) => [name, values[name] ?? []]))
  return { ...values, ...lists } as Record<R, string> & Partial<Record<O, string>> & Record<M, readonly string[]>
}

function parse(
  args: readonly string[],
  options: NonNullable<Parameters<typeof parseArgs>[0]>['options'],
): Readonly<Record<string, unknown>> {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    const [sentence] = (error as Error).message.split('. ')
    throw new CommandError(`${sentence}.`.replace(/\.\.$/, '.'), { usage: true, cause: error })
  }
}
