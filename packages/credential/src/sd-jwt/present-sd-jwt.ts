/** The holder's side of RFC 9901 §7.2: choose what to show, bind it to the holder's key. */
import type { Awaitable, JsonObject } from '@energy-ssi/core'
import { mapAwaitable } from '../awaitable.ts'
import { CredentialError } from '../errors.ts'
import { peekJws } from '../jws.ts'
import { checkPresent, readPointers, withAncestors } from './claim-pointers.ts'
import { type KeyBindingOptions, signKeyBinding } from './key-binding.ts'
import { joinSdJwt, parseSdJwt } from './serialisation.ts'
import { type UnpackedSdJwt, unpackSdJwt } from './unpack-sd-jwt.ts'

/** What a holder shows, and to whom. */
export interface PresentSdJwtOptions {
  /**
   * JSON pointers into the claims as the holder sees them ({@link readSdJwt}). Each is shown together with whatever it
   * lies in, but without what can be hidden below it. `all` shows everything.
   */
  readonly reveal: readonly string[] | 'all'
  /** Without it the presentation is good for anybody who gets hold of it. */
  readonly keyBinding?: KeyBindingOptions | undefined
}

/** An SD-JWT as its holder sees it. */
export interface HeldSdJwt {
  readonly claims: JsonObject
  /** JSON pointers to the claims that can be shown or hidden. */
  readonly disclosable: readonly string[]
}

/**
 * What an SD-JWT says and what of it can be hidden. Nothing is verified: do that once, when the credential arrives.
 * @throws {CredentialError} `malformed_sd_jwt`
 */
export function readSdJwt(text: string): HeldSdJwt {
  const { jwt, disclosures } = parseSdJwt(text)
  const { claims, disclosed } = unpackHeld(jwt, disclosures)
  return { claims, disclosable: disclosed.map(({ pointer }) => pointer) }
}

/**
 * Presents an SD-JWT: `<JWT>~<disclosure>~…~`, followed by a Key Binding JWT if `keyBinding` is given. A synchronous
 * signer gives a synchronous result.
 *
 * @throws {CredentialError} `malformed_sd_jwt` - also for an SD-JWT that has a key binding already
 * @throws {CredentialError} `claim_not_found`
 * @throws {CredentialError} `conflicting_claim` - if the further claims of the key binding hold one of its own
 * @throws TypeError for a malformed pointer
 * @see https://www.rfc-editor.org/rfc/rfc9901#section-7.2
 */
export function presentSdJwt(text: string, { reveal, keyBinding }: PresentSdJwtOptions): Awaitable<string> {
  const { jwt, disclosures, keyBindingJwt } = parseSdJwt(text)
  if (keyBindingJwt !== undefined) {
    throw new CredentialError('malformed_sd_jwt', 'The SD-JWT is a presentation already.')
  }
  const held = unpackHeld(jwt, disclosures)
  const presented = joinSdJwt(jwt, reveal === 'all' ? disclosures : chooseDisclosures(held, reveal))
  if (keyBinding === undefined) return presented
  return mapAwaitable(signKeyBinding(presented, held.hashAlgorithm, keyBinding), (bound) => presented + bound)
}

function chooseDisclosures({ claims, disclosed }: UnpackedSdJwt, reveal: readonly string[]): readonly string[] {
  checkPresent(claims, readPointers(reveal))
  const shown = withAncestors(reveal)
  return disclosed.flatMap(({ pointer, disclosure }) => (shown.has(pointer) ? [disclosure] : []))
}

function unpackHeld(jwt: string, disclosures: readonly string[]): UnpackedSdJwt {
  const jws = peekJws(jwt)
  if (jws === undefined) throw new CredentialError('malformed_sd_jwt', 'The text is not an SD-JWT.')
  const unpacked = unpackSdJwt(jws.payload, disclosures)
  if (unpacked.verified) return unpacked.value
  throw new CredentialError('malformed_sd_jwt', 'The disclosures do not fit the SD-JWT.', unpacked.problems)
}
