/** `energy-ssi keys generate`: a private key as JWK, for the commands that sign. */
import { systemRandomBytes } from '@energy-ssi/core'
import { bbsKeyFromSeed } from '@energy-ssi/data-integrity/bbs-2023'
import { createDidKey } from '@energy-ssi/did'
import { generateKeyPair } from '@energy-ssi/keys'
import { bbsJwk } from './bbs-key-file.ts'
import { type Command, CommandError, readOptions } from './command.ts'
import { writeJson } from './files.ts'

const ALGORITHMS = ['EdDSA', 'ES256', 'ES384', 'ES256K', 'BBS'] as const

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
    await writeJson(await generate(wanted), out, terminal, { secret: true })
    return 0
  },
}

async function generate(algorithm: (typeof ALGORITHMS)[number]): Promise<object> {
  if (algorithm === 'BBS') {
    const keyPair = await bbsKeyFromSeed(systemRandomBytes(32))
    return { ...bbsJwk(keyPair), kid: createDidKey(keyPair).keyId }
  }
  const { publicKey, privateJwk } = generateKeyPair(algorithm)
  return { ...privateJwk, kid: createDidKey(publicKey).keyId }
}
