/** What `credential sign` and `presentation sign` share: a form of securing and a key that fits it. */
import { systemRandomBytes } from '@energy-ssi/core'
import {
  createSecurings,
  type Identity,
  problemDetails,
  SECURINGS,
  type Securing,
  type SecuringForm,
  VcApiError,
} from '@energy-ssi/vc-api'
import { CommandError } from './command.ts'
import { readIdentity } from './key-file.ts'
import { readProofs } from './proofs.ts'

/** Help for `--securing`. */
export const SECURING_HELP = `  --securing NAME     ${wrap(SECURINGS)}`

/** What to sign with. */
export interface Signing {
  readonly form: SecuringForm
  readonly forms: Readonly<Record<Securing, SecuringForm>>
  readonly identity: Identity
}

/**
 * Reads the options `--securing`, `--key` and `--context`.
 * @throws {CommandError} for a name that is none, or a key of another algorithm
 */
export async function readSigning(options: {
  readonly securing: string
  readonly key: string
  readonly context: readonly string[]
}): Promise<Signing> {
  const name = readSecuring(options.securing)
  const forms = createSecurings({
    dataIntegrity: await readProofs(options.context),
    randomBytes: systemRandomBytes,
  })
  const form = forms[name]
  const identity = await readIdentity(options.key)
  if (identity.signer.algorithm !== form.algorithm) {
    throw new CommandError(
      `${name} needs a key of ${form.algorithm}; the one in ${options.key} is of ${identity.signer.algorithm}.`,
    )
  }
  return { form, forms, identity }
}

/**
 * Reads the option `--securing`.
 * @throws {CommandError} for a name that is none
 */
export function readSecuring(name: string): Securing {
  const securing = SECURINGS.find((each) => each === name)
  if (securing !== undefined) return securing
  throw new CommandError(`--securing is "${name}"; allowed: ${SECURINGS.join(', ')}.`)
}

/** A refusal of the services, as a sentence for the person who asked. */
export function explainRefusal(error: unknown): never {
  if (!(error instanceof VcApiError)) throw error
  const reasons = (error.problems ?? [])
    .map(problemDetails)
    .map(({ title, detail, pointer }) => `\n  ${title}${pointer === undefined ? '' : ` (${pointer})`}: ${detail}`)
  throw new CommandError(`${error.message}${reasons.join('')}`, { cause: error })
}

function wrap(names: readonly string[]): string {
  const lines: string[] = []
  for (const name of names) {
    const last = lines.at(-1)
    if (last === undefined || `${last}, ${name}`.length > 78) lines.push(name)
    else lines[lines.length - 1] = `${last}, ${name}`
  }
  return lines.join(',\n                      ')
}
