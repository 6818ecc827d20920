/** `energy-ssi credential verify`: the verdict on one credential, without a service. */
import { type Command, readOptions } from './command.ts'
import { readSecured } from './files.ts'
import { CONTEXT_HELP } from './proofs.ts'
import { EXIT, openVerifier, report, VERIFY_HELP } from './verify.ts'

/** The command. */
export const credentialVerify: Command = {
  name: 'credential verify',
  failure: EXIT.undecided,
  help: `Usage: energy-ssi credential verify --in FILE [--key KEY.jwk]

Verifies a credential in any form: proof, data model, issuer, validity period and status. Prints the verdict as JSON.

Options
  --in FILE           a credential with a proof, an EnvelopedVerifiableCredential or a token; - is standard input
${VERIFY_HELP}
${CONTEXT_HELP}

Exit code: 0 verified, 1 refused, 2 could not be decided.
`,
  async run(args, terminal) {
    const options = readOptions(args, { required: ['in'], optional: ['key'], repeated: ['context', 'allow-host'] })
    const verifier = await openVerifier(options)
    const verifiableCredential = await readSecured(options.in)
    return report(verifier.verifyCredential({ verifiableCredential, options: { returnResults: true } }), terminal)
  },
}
