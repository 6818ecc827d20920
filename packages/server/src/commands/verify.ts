/** What `credential verify` and `presentation verify` share: a verifier without a service, and its exit codes. */
import { SsiError, systemClock } from '@energy-ssi/core'
import { createOutboundFetch } from '@energy-ssi/core/outbound'
import { createDidResolver, createKeyResolver, createMultikeyResolver, didJwk, didKey, didWeb } from '@energy-ssi/did'
import {
  createIntegrityVerifier,
  createStatusListSource,
  createVerifier,
  STRICT_POLICY,
  type Verifier,
} from '@energy-ssi/vc-api'
import type { Terminal } from '../serve.ts'
import { readTrustedKey } from './key-file.ts'
import { readProofs } from './proofs.ts'

/** Exit codes of the verify commands. */
export const EXIT = { verified: 0, refused: 1, undecided: 2 } as const

/** Help for the options that {@link openVerifier} reads. */
export const VERIFY_HELP = `  --key KEY.jwk       verifies with this key whatever verification method is named; without it the DID is resolved
  --allow-host HOST:PORT  may be asked for status lists and DID documents though it is private or plain http;
                      may be repeated. For trying things out on one machine.`

/** A verifier with the strictest policy, but for challenges: there is no service that could have made any. */
export async function openVerifier(options: {
  readonly key?: string
  readonly context: readonly string[]
  readonly 'allow-host': readonly string[]
}): Promise<Verifier> {
  const clock = systemClock
  const fetch = createOutboundFetch({ dangerouslyAllowedHosts: options['allow-host'] })
  const resolver = createDidResolver({ methods: { key: didKey(), jwk: didJwk(), web: didWeb({ fetch }) }, clock })
  const keys =
    options.key === undefined
      ? {
          resolveKey: createKeyResolver(resolver, { clock }),
          resolveMultikey: createMultikeyResolver(resolver, { clock }),
        }
      : await readTrustedKey(options.key)
  const verifyIntegrity = createIntegrityVerifier({
    ...keys,
    dataIntegrity: await readProofs(options.context),
    clock,
  })
  return createVerifier({
    verifyIntegrity,
    statusLists: createStatusListSource({
      own: { publicationAt: async () => undefined },
      fetch,
      verifyIntegrity,
      resolveKey: keys.resolveKey,
      clock,
    }),
    challenges: { create: () => Promise.reject(new TypeError('No challenges here.')), consume: async () => 'foreign' },
    clock,
    policy: { ...STRICT_POLICY, requireNonce: false },
  })
}

interface Verdict {
  readonly verified: boolean
  readonly problemDetails?: readonly { readonly type: string; readonly title: string; readonly detail?: string }[]
}

/** Prints a verdict as JSON. @returns the exit code */
export async function report(verify: Promise<Verdict>, terminal: Pick<Terminal, 'out' | 'err'>): Promise<number> {
  try {
    const verdict = await verify
    terminal.out(`${JSON.stringify(verdict, null, 2)}\n`)
    if (verdict.verified) return EXIT.verified
    const unreachable = verdict.problemDetails?.every(({ type }) => type.endsWith('STATUS_RETRIEVAL_ERROR')) ?? false
    return unreachable ? EXIT.undecided : EXIT.refused
  } catch (error) {
    if (!(error instanceof SsiError)) throw error
    terminal.err(`energy-ssi: it could not be decided: ${error.message}\n`)
    return EXIT.undecided
  }
}
