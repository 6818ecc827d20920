/** `energy-ssi credential sign`: secures one credential with a key from a file, without a service. */

import { systemClock } from '@energy-ssi/core'
import { signCredential } from '@energy-ssi/vc-api'
import { type Command, readOptions } from './command.ts'
import { readJsonObject, writeJson } from './files.ts'
import { CONTEXT_HELP } from './proofs.ts'
import { explainRefusal, readSigning, SECURING_HELP } from './sign.ts'
import { signLines } from './sign-lines.ts'

/** The command. */
export const credentialSign: Command = {
  name: 'credential sign',
  failure: 1,
  help: `Usage: energy-ssi credential sign --securing NAME --key KEY.jwk --in FILE [--out FILE]

Secures a credential and writes it as JSON. From a file of lines (.ndjson, .jsonl) every line is a credential, and every
line written a secured one; lines that are refused are reported with their number and left out. The issuer is filled in if it is absent. No status entry is added: only an
issuer instance of the service keeps status lists.

Options
${SECURING_HELP}
  --key KEY.jwk       private key as JWK; its "kid", if it is a DID URL, names the issuer, else the issuer is its did:key
  --in FILE           the credential without a proof; - is standard input
  --out FILE          where to write (standard output)
  --threads N         threads for a file of lines (as many as the machine has cores)
${CONTEXT_HELP}

Exit code: 0 signed, 1 refused, or a line was.
`,
  async run(args, terminal) {
    const options = readOptions(args, {
      required: ['securing', 'key', 'in'],
      optional: ['out', 'threads'],
      repeated: ['context'],
    })
    if (/\.(ndjson|jsonl)$/.test(options.in)) return signLines(options, terminal)
    const { form, identity } = await readSigning(options)
    const credential = await readJsonObject(options.in)
    const secured = await signCredential(credential, { form, identity, clock: systemClock }).catch(explainRefusal)
    await writeJson(secured, options.out, terminal)
    return 0
  },
}
