/** `energy-ssi keys generate`: a private key as JWK, for the commands that sign. */
import { createDidKey } from '@energy-ssi/did'
import { generateKeyPair } from '@energy-ssi/keys'
import { type Command, CommandError, readOptions } from './command.ts'
import { writeJson } from './files.ts'

const ALGORITHMS = ['EdDSA', 'ES256', 'ES384', 'ES256K'] as const

/** The command. */
export const keysGenerate: Command = {
  name: 'keys generate',
  failure: 1,
  help: `Usage: energy-ssi keys generate [--algorithm ALGORITHM] [--out FILE]

Generates a key. Its "kid" is the verification method of its did:key. Nothing protects the file but its permissions: keys
of the service live encrypted in its store instead.

Options
  --algorithm NAME    ${ALGORITHMS.join(', ')} (EdDSA)
  --out FILE          where to write (standard output); readable by this user only
`,
  async run(args, terminal) {
    const { algorithm = 'EdDSA', out } = readOptions(args, { optional: ['algorithm', 'out'] })
    const wanted = ALGORITHMS.find((each) => each === algorithm)
    if (wanted === undefined) {
      throw new CommandError(`--algorithm is "${algorithm}"; allowed: ${ALGORITHMS.join(', ')}.`)
    }
    const { publicKey, privateJwk } = generateKeyPair(wanted)
    await writeJson({ ...privateJwk, kid: createDidKey(publicKey).keyId }, out, terminal, { secret: true })
    return 0
  },
}
