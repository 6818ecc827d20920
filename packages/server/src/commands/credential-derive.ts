/** `energy-ssi credential derive`: what a holder shows of a credential with selective disclosure, without a service. */
import { deriveCredential } from '@energy-ssi/vc-api'
import { type Command, readOptions } from './command.ts'
import { readSecured, writeJson } from './files.ts'
import { CONTEXT_HELP, readProofs } from './proofs.ts'
import { explainRefusal } from './sign.ts'

/** The command. */
export const credentialDerive: Command = {
  name: 'credential derive',
  failure: 1,
  help: `Usage: energy-ssi credential derive --in FILE [--pointer POINTER …] [--out FILE]

Discloses a part of a credential: what its issuer made mandatory, and what is selected. From a base proof (ecdsa-sd-2023,
bbs-2023), which does not verify by itself, it derives one that does; of an SD-JWT it leaves out disclosures. Nothing is
verified.

Options
  --in FILE           a credential with a base proof, an enveloped SD-JWT or an SD-JWT; - is standard input
  --pointer POINTER   JSON pointer to what is disclosed, such as /credentialSubject; may be repeated
  --out FILE          where to write (standard output)
${CONTEXT_HELP}

Exit code: 0 derived, 1 refused.
`,
  async run(args, terminal) {
    const options = readOptions(args, { required: ['in'], optional: ['out'], repeated: ['pointer', 'context'] })
    const dataIntegrity = await readProofs(options.context)
    const request = {
      verifiableCredential: await readSecured(options.in),
      options: { selectivePointers: options.pointer },
    }
    const derived = await deriveCredential(request, { dataIntegrity }).catch(explainRefusal)
    await writeJson(derived, options.out, terminal)
    return 0
  },
}
