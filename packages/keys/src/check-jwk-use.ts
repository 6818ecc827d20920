/** What a JWK says it may be used for (RFC 7517 §4.2 `use`, §4.3 `key_ops`, §4.4 `alg`) must fit the key and itself. */
import { KeyError } from './errors.ts'
import type { EcCurveName, PublicJwk } from './jwk.ts'

const ECDH = ['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW']

/** JOSE algorithms of a key type, by what a key does with them. */
interface Algorithms {
  readonly sig: readonly string[]
  readonly enc: readonly string[]
}

const ALGORITHMS: Readonly<Record<EcCurveName | 'Ed25519' | 'X25519' | 'RSA', Algorithms>> = {
  Ed25519: { sig: ['EdDSA', 'Ed25519'], enc: [] },
  X25519: { sig: [], enc: ECDH },
  'P-256': { sig: ['ES256'], enc: ECDH },
  'P-384': { sig: ['ES384'], enc: ECDH },
  'P-521': { sig: ['ES512'], enc: ECDH },
  secp256k1: { sig: ['ES256K'], enc: [] },
  RSA: {
    sig: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
    enc: ['RSA-OAEP', 'RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512'],
  },
}

const OPERATIONS = {
  sig: ['sign', 'verify'],
  enc: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey', 'deriveKey', 'deriveBits'],
} as const
const PRIVATE_OPERATIONS = ['sign', 'decrypt', 'unwrapKey']

/** The members this check reads. */
export interface JwkUse {
  readonly alg?: unknown
  readonly use?: unknown
  readonly key_ops?: unknown
}

/**
 * Refuses a JWK whose `alg`, `use` and `key_ops` contradict each other or the key.
 *
 * `purpose` is what the key is wanted for: undefined for a look at a public key of any use.
 *
 * @throws {KeyError} `invalid_key`
 */
export function checkJwkUse(use: JwkUse, key: PublicJwk, purpose?: 'verify' | 'sign'): void {
  const uses = new Set<'sig' | 'enc'>()
  if (purpose !== undefined) uses.add('sig')
  if (use.use !== undefined) {
    if (typeof use.use !== 'string') throw contradiction('"use" is not a string')
    if (use.use === 'sig' || use.use === 'enc') uses.add(use.use)
    else if (purpose !== undefined) throw contradiction('"use" is not "sig"')
  }
  if (use.alg !== undefined) uses.add(useOfAlgorithm(use.alg, key))
  const operations = use.key_ops === undefined ? undefined : readOperations(use.key_ops)
  if (operations !== undefined) checkOperations(operations, uses, purpose)
  const possible = algorithmsOf(key)
  for (const wanted of uses) if (possible[wanted].length === 0) throw contradiction('its curve has no such use')
  if (uses.size > 1) throw contradiction('it is meant both for signatures and for encryption')
}

function useOfAlgorithm(alg: unknown, key: PublicJwk): 'sig' | 'enc' {
  const { sig, enc } = algorithmsOf(key)
  if (typeof alg === 'string' && sig.includes(alg)) return 'sig'
  if (typeof alg === 'string' && enc.includes(alg)) return 'enc'
  throw contradiction('"alg" is not an algorithm of its curve')
}

function algorithmsOf(key: PublicJwk): Algorithms {
  return ALGORITHMS[key.kty === 'RSA' ? 'RSA' : key.crv]
}

function readOperations(value: unknown): readonly string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw contradiction('"key_ops" is not an array of strings')
  }
  if (new Set(value).size !== value.length) throw contradiction('"key_ops" repeats a value')
  return value
}

function checkOperations(
  operations: readonly string[],
  uses: ReadonlySet<'sig' | 'enc'>,
  purpose: 'verify' | 'sign' | undefined,
): void {
  if (purpose !== undefined && !operations.includes(purpose)) throw contradiction(`"key_ops" lacks "${purpose}"`)
  if (purpose !== 'sign' && operations.some((operation) => PRIVATE_OPERATIONS.includes(operation))) {
    throw contradiction('"key_ops" of a public key names an operation of private keys')
  }
  for (const use of uses) {
    const fitting: readonly string[] = OPERATIONS[use]
    if (operations.length > 0 && !operations.some((operation) => fitting.includes(operation))) {
      throw contradiction('"key_ops" does not fit its use')
    }
  }
}

function contradiction(reason: string): KeyError {
  return new KeyError('invalid_key', `The JWK contradicts itself: ${reason}.`)
}
