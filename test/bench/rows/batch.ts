/** A batch of 10,000 credentials of one shape: all cores beside one thread. */
import { cpus } from 'node:os'
import { systemClock } from '@energy-ssi/core'
import { importPrivateJwk } from '@energy-ssi/keys'
import { type BatchSigner, createBatchSigner } from '@energy-ssi/vc-api/batch'
import type { Peers } from '../load-peers.ts'
import type { Row } from '../row.ts'

const BATCH = 10_000

/**
 * Rows `vc-api/batch-10000/…`, µs for the whole batch. The peer is the same on one worker thread, so that `toPeer` says
 * what the other cores add; the floor is the bare signatures, shared among the cores.
 */
export function batchRows({ document, support, contexts }: Peers): readonly Row[] {
  return [
    {
      name: `vc-api/batch-${BATCH}/issue-eddsa-rdfc-2022`,
      async prepare() {
        const { publicKey, privateJwk, sign } = importPrivateJwk(
          support.nodeKeys().EdDSA.privateKey.export({ format: 'jwk' }),
        )
        const keyId = `did:key:${publicKey.multikey}#${publicKey.multikey}`
        const settings = { securing: 'eddsa-rdfc-2022', privateJwk, keyId, contexts } as const
        const all = createBatchSigner({ ...settings, clock: systemClock })
        const one = createBatchSigner({ ...settings, clock: systemClock, threads: 1 })
        const issuer = keyId.split('#')[0]
        const credentials = Array.from({ length: BATCH }, (_, i) =>
          JSON.stringify({ ...support.variant(document, i), issuer }),
        )
        const message = new Uint8Array(64)
        return {
          own: () => signAll(all, credentials),
          floor: () => {
            for (let i = 0; i < BATCH / cpus().length; i++) sign(message)
          },
          peer: () => signAll(one, credentials),
          dispose: async () => {
            await Promise.all([all.close(), one.close()])
          },
        }
      },
    },
  ]
}

async function signAll(signer: BatchSigner, credentials: readonly string[]): Promise<void> {
  let signed = 0
  for await (const results of signer.sign(credentials)) signed += results.filter((each) => 'secured' in each).length
  if (signed !== credentials.length) throw new Error('Some credentials of the batch were refused.')
}
