/** From claims to the payload of an SD-JWT and its disclosures (RFC 9901 §4.2). */
import { isObject, type RandomBytes } from '@energy-ssi/core'
import type { CredentialError } from '../errors.ts'
import { step } from '../report.ts'
import { checkClaims } from './check-claims.ts'
import { claimNotFound, type PointerTree, readPointers } from './claim-pointers.ts'
import { encodeElement, encodeMember } from './disclosure.ts'
import { digestOf } from './hash.ts'
import { createSaltSource, randomPlace } from './salts.ts'

/** What is to be hidden, and how well. */
export interface CreateSdJwtOptions {
  /**
   * JSON pointers to the claims that the holder may show or hide: members (`/address/city`) and elements of arrays
   * (`/roles/0`). Pointers above and below each other give recursive disclosures (§4.2.6). At most 4,096.
   */
  readonly disclose: readonly string[]
  /**
   * Digests without a claim behind them (§4.2.5), added to every object and array in which something can be hidden;
   * default 0, at most 256.
   */
  readonly decoys?: number | undefined
  readonly randomBytes: RandomBytes
}

/** An SD-JWT before it is signed. */
export interface CreatedSdJwt {
  readonly payload: Readonly<Record<string, unknown>>
  readonly disclosures: readonly string[]
}

const MAX_DECOYS = 256

/**
 * Replaces the claims to be hidden by the SHA-256 digests of their disclosures, each with a salt of its own. `_sd` is
 * sorted and decoys among elements lie at random places, so that order tells nothing. The claims are left as they are.
 *
 * @throws {CredentialError} `malformed_claims` - if the claims are not plain JSON, use a name reserved for SD-JWTs, or
 *   are nested deeper than 62 levels
 * @throws {CredentialError} `claim_not_found`
 * @throws TypeError for a malformed pointer or number of decoys
 * @see https://www.rfc-editor.org/rfc/rfc9901#section-4.2
 */
export function createSdJwt(claims: Readonly<Record<string, unknown>>, options: CreateSdJwtOptions): CreatedSdJwt {
  checkClaims(claims)
  return concealClaims(claims, readPointers(options.disclose), options)
}

/** As {@link createSdJwt}, for claims that were checked and pointers that were read. */
export function concealClaims(
  claims: Readonly<Record<string, unknown>>,
  tree: PointerTree,
  { disclose, decoys = 0, randomBytes }: CreateSdJwtOptions,
): CreatedSdJwt {
  if (!Number.isInteger(decoys) || decoys < 0 || decoys > MAX_DECOYS) {
    throw new TypeError(`The number of decoys must be an integer from 0 to ${MAX_DECOYS}.`)
  }
  const salt = createSaltSource(randomBytes, disclose.length)
  const disclosures: string[] = []

  const digest = (disclosure: string): string => {
    disclosures.push(disclosure)
    return digestOf(disclosure, 'sha-256')
  }

  const conceal = (value: unknown, node: PointerTree, above: string, name: string | number): unknown => {
    if (node.children.size === 0) return value
    const at = above + step(name)
    if (Array.isArray(value)) return concealElements(value, node, at)
    return concealMembers(isObject(value) ? value : {}, node, at)
  }

  const concealMembers = (object: Readonly<Record<string, unknown>>, { children }: PointerTree, at: string) => {
    const open: Record<string, unknown> = {}
    const digests: string[] = []
    let found = 0
    for (const name of Object.keys(object)) {
      const value = object[name]
      const child = children.get(name)
      if (child === undefined) open[name] = value
      else if (value !== undefined) {
        found++
        const inner = conceal(value, child, at, name)
        if (child.named) digests.push(digest(encodeMember(salt(), name, inner)))
        else open[name] = inner
      }
    }
    if (found < children.size) throw missingFrom(children, at, object)
    if (digests.length > 0) {
      for (let i = 0; i < decoys; i++) digests.push(digestOf(salt(), 'sha-256'))
      open._sd = digests.sort()
    }
    return open
  }

  const concealElements = (items: readonly unknown[], { children }: PointerTree, at: string) => {
    let found = 0
    let hidden = false
    const open = items.map((value, i) => {
      const child = children.get(String(i))
      if (child === undefined) return value
      found++
      const inner = conceal(value, child, at, i)
      if (!child.named) return inner
      hidden = true
      return { '...': digest(encodeElement(salt(), inner)) }
    })
    if (found < children.size) throw missingFrom(children, at, { ...items })
    for (let i = 0; hidden && i < decoys; i++) {
      open.splice(randomPlace(randomBytes, open.length + 1), 0, { '...': digestOf(salt(), 'sha-256') })
    }
    return open
  }

  const payload = concealMembers(claims, tree, '')
  if (disclosures.length > 0) payload._sd_alg = 'sha-256'
  return { payload, disclosures }
}

function missingFrom(
  children: ReadonlyMap<string, unknown>,
  at: string,
  present: Readonly<Record<string, unknown>>,
): CredentialError {
  const missing = [...children.keys()].find((name) => !Object.hasOwn(present, name) || present[name] === undefined)
  return claimNotFound(at + step(missing ?? ''))
}
