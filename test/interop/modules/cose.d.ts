/** What is called here of @auth0/cose; declared so that types and linters need no installation. */

declare module '@auth0/cose' {
  import type { KeyObject } from 'node:crypto'

  type HeaderMap = ReadonlyMap<number, unknown>
  class Sign1 {
    readonly payload: Uint8Array
    readonly protectedHeaders: HeaderMap
    encode(): Uint8Array
    /** Rejects if the signature is not the key's. */
    verify(key: KeyObject, options: { readonly algorithms: readonly number[] }): Promise<void>
    static sign(
      protectedHeaders: readonly (readonly [number, unknown])[],
      unprotectedHeaders: readonly (readonly [number, unknown])[],
      payload: Uint8Array,
      key: KeyObject,
    ): Promise<Sign1>
    static decode(message: Uint8Array): Sign1
  }
}
