/** Data Integrity for commands: the contexts of the project, and those the caller names. */
import { createDataIntegrity, type DataIntegrity } from '@energy-ssi/data-integrity'
import { bbs2023 } from '@energy-ssi/data-integrity/bbs-2023'
import { ENERGY_CONTEXT_URL, energyContext } from '@energy-ssi/energy'
import { CommandError } from './command.ts'
import { readJsonObject } from './files.ts'

/** Help for `--context`. */
export const CONTEXT_HELP = `  --context URL=FILE  a further JSON-LD context; may be repeated. Contexts are never fetched.`

/**
 * Data Integrity with the contexts of `--context URL=FILE`.
 * @throws {CommandError} for a context that cannot be used
 */
export async function readProofs(contexts: readonly string[]): Promise<DataIntegrity> {
  const extra = await readContexts(contexts)
  try {
    return createDataIntegrity({ contexts: extra, suites: [bbs2023()] })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new CommandError(`A context of --context cannot be used: ${error.message}`, { cause: error })
  }
}

/**
 * The contexts of the project and those of `--context URL=FILE`, by URL.
 * @throws {CommandError} for one that cannot be read
 */
export async function readContexts(contexts: readonly string[]): Promise<Readonly<Record<string, object>>> {
  const extra: Record<string, object> = { [ENERGY_CONTEXT_URL]: energyContext }
  for (const pair of contexts) {
    const [, url, path] = /^(.+?)=(.+)$/.exec(pair) ?? []
    if (url === undefined || path === undefined) {
      throw new CommandError(`--context ${pair} is not of the form URL=FILE.`, { usage: true })
    }
    extra[url] = await readJsonObject(path)
  }
  return extra
}
