/**
 * Challenges that prove their own origin: making one writes nothing, using one writes one row.
 *
 * A challenge is base64url(expiry ‖ 16 random bytes ‖ 16 bytes of MAC), so a flood of requests for challenges costs no
 * storage, and one made here is told from a caller's own without a look-up.
 */
import {
  base64urlDecode,
  base64urlEncode,
  type Clock,
  concatBytes,
  equalBytes,
  type RandomBytes,
} from '@energy-ssi/core'
import type { KeyService } from '@energy-ssi/keys'
import type { OneTimeStore } from './store/port.ts'

/** A challenge is good for this long. */
export const CHALLENGE_TTL_SECONDS = 15 * 60

const BODY_LENGTH = 6 + 16
const MAC_LENGTH = 16

/** What became of a presented challenge. `foreign`: not made here, so its use is the caller's to watch. */
export type ChallengeUse = 'consumed' | 'used_or_expired' | 'foreign'

export interface Challenges {
  /** A fresh challenge, usable once within {@link CHALLENGE_TTL_SECONDS}. */
  create(): Promise<string>
  /** Uses a challenge up. Of racing calls for the same one exactly one gets `consumed`. */
  consume(challenge: string): Promise<ChallengeUse>
}

/** Creates the challenge service of a tenant. */
export function createChallenges(parts: {
  readonly keys: KeyService
  readonly store: OneTimeStore
  readonly clock: Clock
  readonly randomBytes: RandomBytes
}): Challenges {
  const { keys, store, clock, randomBytes } = parts
  const mac = async (body: Uint8Array) => (await keys.mac('challenge', body)).subarray(0, MAC_LENGTH)

  return Object.freeze({
    async create() {
      const expiresAt = clock().getTime() + CHALLENGE_TTL_SECONDS * 1000
      const body = concatBytes(sixBytes(expiresAt), randomBytes(16))
      return base64urlEncode(concatBytes(body, await mac(body)))
    },

    async consume(challenge: string) {
      const bytes = decode(challenge)
      if (bytes === undefined) return 'foreign'
      const body = bytes.subarray(0, BODY_LENGTH)
      if (!equalBytes(bytes.subarray(BODY_LENGTH), await mac(body))) return 'foreign'
      const expiresAt = new Date(Buffer.from(body.subarray(0, 6)).readUIntBE(0, 6))
      const first = await store.consumeOnce('challenge', challenge, expiresAt, clock())
      return first ? 'consumed' : 'used_or_expired'
    },
  } satisfies Challenges)
}

function sixBytes(value: number): Uint8Array {
  const bytes = Buffer.alloc(6)
  bytes.writeUIntBE(value, 0, 6)
  return bytes
}

function decode(challenge: string): Uint8Array | undefined {
  if (challenge.length !== Math.ceil(((BODY_LENGTH + MAC_LENGTH) * 4) / 3)) return undefined
  try {
    return base64urlDecode(challenge)
  } catch {
    return undefined
  }
}
