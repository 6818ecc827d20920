/** `energy-ssi presentation sign`: secures one presentation with a key from a file, without a service. */
import { systemClock } from '@energy-ssi/core'
import { createPresentation } from '@energy-ssi/vc-api'
import { type Command, CommandError, readOptions } from './command.ts'
import { readJsonObject, writeJson } from './files.ts'
import { CONTEXT_HELP } from './proofs.ts'
import { explainRefusal, readSigning, SECURING_HELP } from './sign.ts'

/** The command. */
export const presentationSign: Command = {
  name: 'presentation sign',
  failure: 1,
  help: `Usage: energy-ssi presentation sign --securing NAME --key KEY.jwk --in FILE [--challenge TEXT] [--domain TEXT] [--out FILE]

Secures a presentation and writes it as JSON. The holder is filled in if it is absent.

Options
${SECURING_HELP}
  --key KEY.jwk       private key as JWK; its "kid", if it is a DID URL, names the holder, else the holder is its did:key
  --in FILE           the presentation without a proof; - is standard input
  --challenge TEXT    what the verifier asks to be signed, so that the presentation cannot be replayed
  --domain TEXT       the verifier it is made for
  --out FILE          where to write (standard output)
${CONTEXT_HELP}

Exit code: 0 signed, 1 refused.
`,
  async run(args, terminal) {
    const options = readOptions(args, {
      required: ['securing', 'key', 'in'],
      optional: ['out', 'challenge', 'domain'],
      repeated: ['context'],
    })
    const { form, forms, identity } = await readSigning(options)
    if (form.securePresentation === undefined) {
      throw new CommandError(`There are no presentations secured as ${form.securing}.`)
    }
    const { challenge, domain } = options
    const request = {
      presentation: await readJsonObject(options.in),
      options: { ...(challenge !== undefined && { challenge }), ...(domain !== undefined && { domain }) },
    }
    const instance = { id: 'command-line', securing: form.securing, ...identity }
    const secured = await createPresentation(request, { instance, forms, clock: systemClock }).catch(explainRefusal)
    await writeJson(secured, options.out, terminal)
    return 0
  },
}
