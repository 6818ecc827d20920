/** The store of wrapped keys. It holds nothing that is of use without the key-encryption key. */
import type { SignatureAlgorithm } from '@energy-ssi/core'

/**
 * - `active`: signs
 * - `retired`: signs no more; what it signed still verifies
 * - `destroyed`: the private key is erased, for ever; the public key stays on record
 */
export type KeyState = 'active' | 'retired' | 'destroyed'

/** One version of a key as it is stored. */
export interface StoredKey {
  readonly tenantId: string
  readonly name: string
  /** 1, 2, 3, … */
  readonly version: number
  readonly algorithm: SignatureAlgorithm
  readonly state: KeyState
  /** JSON of the public JWK. */
  readonly publicJwk: string
  /** Encrypted private key; undefined once destroyed. */
  readonly wrappedPrivateKey: Uint8Array | undefined
  readonly createdAt: Date
}

/**
 * Keeps wrapped keys. Every operation is atomic, and durable when its promise resolves. An operation that throws may or
 * may not have taken effect; every operation can be asked again.
 */
export interface KeyStore {
  /**
   * Keeps the first data key written for a tenant and resolves to the one kept: of any number of racing calls, all
   * resolve to the same bytes.
   */
  addDataKey(tenantId: string, wrapped: Uint8Array, at: Date): Promise<Uint8Array>
  /**
   * Adds a version. Resolves to false, and changes nothing, if (tenantId, name, version) is taken: of any number of
   * racing calls exactly one resolves to true.
   */
  addKey(row: StoredKey): Promise<boolean>
  /** All versions of a key, newest (highest version) first; empty if there are none. */
  findKeys(tenantId: string, name: string): Promise<readonly StoredKey[]>
  /**
   * Retires or destroys a version; `destroyed` also erases the wrapped private key. Resolves to whether the version now
   * has that state: false for an unknown version, and for `retired` once it is destroyed, which is final.
   */
  setKeyState(
    tenantId: string,
    name: string,
    version: number,
    state: Exclude<KeyState, 'active'>,
    at: Date,
  ): Promise<boolean>
}
