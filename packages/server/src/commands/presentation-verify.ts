/** `energy-ssi presentation verify`: the verdict on one presentation and what it holds, without a service. */
import { type Command, readOptions } from './command.ts'
import { readSecured } from './files.ts'
import { CONTEXT_HELP } from './proofs.ts'
import { EXIT, openVerifier, report, VERIFY_HELP } from './verify.ts'

/** The command. */
export const presentationVerify: Command = {
  name: 'presentation verify',
  failure: EXIT.undecided,
  help: `Usage: energy-ssi presentation verify --in FILE [--challenge TEXT] [--domain TEXT] [--key KEY.jwk]

Verifies a presentation in any form, and every credential in it. Prints the verdict as JSON.

Without --challenge nothing shows that the presentation was made for you: whoever holds a copy can show it again. Only a
service can also see to it that a challenge is used once.

Options
  --in FILE           a presentation with a proof, an EnvelopedVerifiablePresentation or a token; - is standard input
  --challenge TEXT    the challenge it must answer
  --domain TEXT       the domain it must be made for
${VERIFY_HELP}
${CONTEXT_HELP}

Exit code: 0 verified, 1 refused, 2 could not be decided.
`,
  async run(args, terminal) {
    const options = readOptions(args, {
      required: ['in'],
      optional: ['key', 'challenge', 'domain'],
      repeated: ['context', 'allow-host'],
    })
    const { challenge, domain } = options
    const verifier = await openVerifier(options)
    const verifiablePresentation = await readSecured(options.in)
    const expected = { ...(challenge !== undefined && { challenge }), ...(domain !== undefined && { domain }) }
    return report(
      verifier.verifyPresentation({ verifiablePresentation, options: { ...expected, returnResults: true } }),
      terminal,
    )
  },
}
