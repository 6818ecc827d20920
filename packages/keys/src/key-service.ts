/** The port for keys that stay where they are: whoever uses it names a key and never sees it. */
import type { SignatureAlgorithm } from '@energy-ssi/core'
import type { SignaturePublicJwk } from './jwk.ts'
import type { LocalSigner } from './key-pair.ts'
import type { KeyState } from './key-store.ts'

/** One version of a named key, as far as it may be known. */
export interface KeyVersion {
  readonly name: string
  /** 1, 2, 3, … */
  readonly version: number
  readonly algorithm: SignatureAlgorithm
  readonly state: KeyState
  readonly publicJwk: SignaturePublicJwk
  readonly createdAt: Date
}

/**
 * Keys of one tenant. Private keys never leave it: there is no way to export one.
 *
 * Names, contexts and tenant ids are 1 to 256 characters without control characters; others are a `TypeError`.
 */
export interface KeyService {
  /**
   * Generates version 1 of a new key. Of any number of racing calls for one name exactly one succeeds.
   * @throws {KeyError} `key_exists` - if the name is or ever was in use
   */
  generate(name: string, algorithm: SignatureAlgorithm): Promise<KeyVersion>

  /** All versions, newest first, destroyed ones included; empty for an unknown name. */
  versions(name: string): Promise<readonly KeyVersion[]>

  /**
   * A signer with the newest active version, or with the one named; `keyId` is the DID URL that stands for it.
   *
   * The signer works while the version is active, through later rotations. It refuses with `key_not_active` once the
   * version was retired or destroyed through this service, or once this service learns of it at a later call; another
   * process notices at its next `signer` call.
   *
   * @throws {KeyError} `key_unknown`, `key_not_active`; `decryption_failed` - if the stored key was tampered with
   */
  signer(name: string, keyId: string, version?: number): Promise<LocalSigner>

  /**
   * Generates the next version, of the same algorithm. Earlier ones stay active until they are retired.
   * @throws {KeyError} `key_unknown`
   */
  rotate(name: string): Promise<KeyVersion>

  /**
   * Ends signing with a version. What it signed still verifies. Retiring again changes nothing.
   * @throws {KeyError} `key_unknown`; `key_not_active` - if it is destroyed
   */
  retire(name: string, version: number): Promise<void>

  /**
   * Ends signing with a version and erases its private key, for ever. Destroying again changes nothing.
   * @throws {KeyError} `key_unknown`
   */
  destroy(name: string, version: number): Promise<void>

  /** Encrypts bytes for this tenant and context: 29 bytes longer than the plaintext, different each time. */
  wrap(context: string, plaintext: Uint8Array): Promise<Uint8Array>

  /**
   * Decrypts what {@link wrap} made for the same tenant and context.
   * @throws {KeyError} `decryption_failed`
   */
  unwrap(context: string, wrapped: Uint8Array): Promise<Uint8Array>

  /** HMAC-SHA256 (32 bytes) of the data under a secret of this tenant and context; the same every time. */
  mac(context: string, data: Uint8Array): Promise<Uint8Array>
}
