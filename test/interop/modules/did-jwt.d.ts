/** What is called here of did-jwt and did-jwt-vc; declared so that types and linters need no installation. */

declare module 'did-jwt' {
  type Signer = (data: string | Uint8Array) => Promise<string>
  function EdDSASigner(secret: Uint8Array): Signer
  function ES256Signer(secret: Uint8Array): Signer
  function ES256KSigner(secret: Uint8Array): Signer
}

declare module 'did-jwt-vc' {
  import type { Signer } from 'did-jwt'
  import type { Resolvable } from 'did-resolver'

  interface Issuer {
    readonly did: string
    readonly signer: Signer
    readonly alg: string
  }
  interface Options {
    /** Header members; `kid` is not written unless it stands here. */
    readonly header?: Readonly<Record<string, string>>
    readonly challenge?: string
    readonly domain?: string
    readonly policies?: { readonly now: number }
  }
  type Document = Readonly<Record<string, unknown>> & {
    readonly proof: { readonly type: string; readonly jwt: string }
  }

  function createVerifiableCredentialJwt(payload: object, issuer: Issuer, options?: Options): Promise<string>
  function createVerifiablePresentationJwt(payload: object, holder: Issuer, options?: Options): Promise<string>
  function verifyCredential(
    token: string,
    resolver: Resolvable,
    options?: Options,
  ): Promise<{ readonly verified: boolean; readonly verifiableCredential: Document; readonly payload: object }>
  function verifyPresentation(
    token: string,
    resolver: Resolvable,
    options?: Options,
  ): Promise<{ readonly verified: boolean; readonly verifiablePresentation: Document; readonly payload: object }>
}
