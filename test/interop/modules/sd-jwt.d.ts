/** What is called here of @sd-jwt; declared so that types and linters need no installation. */

declare module '@sd-jwt/jwt-status-list' {
  type BitsPerStatus = 1 | 2 | 4 | 8
  class StatusList {
    constructor(statuses: number[], bitsPerStatus: BitsPerStatus)
    getStatus(index: number): number
    compressStatusList(): string
    static decompressStatusList(compressed: string, bitsPerStatus: BitsPerStatus): StatusList
  }
  function createHeaderAndPayload(
    list: StatusList,
    payload: Readonly<Record<string, unknown>>,
    header: { readonly alg: string; readonly kid: string },
  ): { readonly header: object; readonly payload: object }
  function getListFromStatusListJWT(token: string): StatusList
  function getStatusListFromJWT(token: string): { readonly idx: number; readonly uri: string }
}

declare module '@sd-jwt/core' {
  type Sign = (data: string) => Promise<string>
  type Check = (data: string, signature: string) => Promise<boolean>
  interface Config {
    readonly signAlg: string
    readonly signer: Sign
    readonly verifier: Check
    readonly hashAlg: 'sha-256'
    readonly hasher: (data: string | ArrayBuffer) => Uint8Array
    readonly saltGenerator: (length: number) => string
    readonly kbSignAlg: string
    readonly kbSigner: Sign
    readonly kbVerifier: Check
  }
  interface Disclosed {
    readonly payload: Readonly<Record<string, unknown>>
  }
  class SDJwtInstance {
    constructor(config: Config)
    issue(claims: object, frame: object, options: { readonly header: object }): Promise<string>
    present(
      credential: string,
      frame: object,
      options: { readonly kb: { readonly payload: { iat: number; aud: string; nonce: string } } },
    ): Promise<string>
    verify(
      presentation: string,
      options: { readonly keyBindingNonce?: string; readonly currentDate: number },
    ): Promise<Disclosed>
    toFlattenJSON(text: string): { toJson(): object }
  }
}

declare module '@sd-jwt/sd-jwt-vc' {
  import { type Config, SDJwtInstance } from '@sd-jwt/core'

  interface VcConfig extends Config {
    readonly statusListFetcher?: (uri: string) => Promise<string>
    readonly statusVerifier?: Config['verifier']
  }
  class SDJwtVcInstance extends SDJwtInstance {
    constructor(config: VcConfig)
  }
}
