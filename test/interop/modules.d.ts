/** The part of the libraries on the other end that is called here; they need not be installed for types and linters. */

declare module '@digitalbazaar/vc' {
  type Document = Readonly<Record<string, unknown>>
  interface Loaded {
    readonly contextUrl: null
    readonly documentUrl: string
    readonly document: unknown
    readonly tag?: 'static'
  }
  type DocumentLoader = (url: string) => Promise<Loaded>
  interface Verdict {
    readonly verified: boolean
    readonly error?: Error
  }
  type CheckStatus = (options: object) => Promise<{ readonly verified: boolean }>

  function issue(options: {
    readonly credential: object
    readonly suite: object
    readonly documentLoader: DocumentLoader
    readonly now: Date
  }): Promise<Document>
  function derive(options: {
    readonly verifiableCredential: object
    readonly suite: object
    readonly documentLoader: DocumentLoader
  }): Promise<Document>
  function verifyCredential(options: {
    readonly credential: object
    readonly suite: object
    readonly documentLoader: DocumentLoader
    readonly checkStatus?: CheckStatus
    readonly now: Date
  }): Promise<Verdict>
  function signPresentation(options: {
    readonly presentation: object
    readonly suite: object
    readonly challenge: string
    readonly domain: string
    readonly documentLoader: DocumentLoader
    readonly now: Date
  }): Promise<Document>
  function verify(options: {
    readonly presentation: object
    readonly suite: object
    readonly challenge: string
    readonly domain: string
    readonly documentLoader: DocumentLoader
    readonly now: Date
  }): Promise<Verdict>
}

declare module '@digitalbazaar/data-integrity' {
  class DataIntegrityProof {
    constructor(options: { readonly signer?: object; readonly cryptosuite: object; readonly date?: Date })
  }
}

declare module '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite' {
  const cryptosuite: object
}
declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  const cryptosuite: object
}
declare module '@digitalbazaar/ecdsa-jcs-2019-cryptosuite' {
  function createSignCryptosuite(): object
  function createVerifyCryptosuite(): object
}
declare module '@digitalbazaar/eddsa-jcs-2022-cryptosuite' {
  function createSignCryptosuite(): object
  function createVerifyCryptosuite(): object
}
declare module '@digitalbazaar/ecdsa-sd-2023-cryptosuite' {
  function createSignCryptosuite(options: { readonly mandatoryPointers: readonly string[] }): object
  function createDiscloseCryptosuite(options: { readonly selectivePointers: readonly string[] }): object
  function createVerifyCryptosuite(): object
}
declare module '@digitalbazaar/bbs-2023-cryptosuite' {
  function createSignCryptosuite(options: { readonly mandatoryPointers: readonly string[] }): object
  function createDiscloseCryptosuite(options: { readonly selectivePointers: readonly string[] }): object
  function createVerifyCryptosuite(): object
}

declare module '@digitalbazaar/ecdsa-multikey' {
  interface KeyPair {
    signer(): object
  }
  function fromJwk(options: {
    readonly jwk: object
    readonly secretKey: boolean
    readonly id: string
    readonly controller: string
  }): Promise<KeyPair>
}
declare module '@digitalbazaar/ed25519-multikey' {
  interface KeyPair {
    signer(): object
  }
  function fromJwk(options: {
    readonly jwk: object
    readonly secretKey: boolean
    readonly id: string
    readonly controller: string
  }): Promise<KeyPair>
}
declare module '@digitalbazaar/bls12-381-multikey' {
  interface KeyPair {
    readonly id: string
    signer(): object
    export(options: { readonly publicKey: true }): Promise<{ readonly publicKeyMultibase: string }>
  }
  function generateBbsKeyPair(options: {
    readonly algorithm: 'BBS-BLS12-381-SHA-256'
    readonly seed: Uint8Array
    readonly id: string
    readonly controller: string
  }): Promise<KeyPair>
}
declare module '@digitalbazaar/ed25519-signature-2020' {
  class Ed25519Signature2020 {
    constructor(options?: { readonly signer: object; readonly date: Date })
  }
}

declare module '@digitalbazaar/vc-bitstring-status-list' {
  import type { DocumentLoader } from '@digitalbazaar/vc'

  interface BitstringStatusList {
    setStatus(index: number, status: boolean): void
    getStatus(index: number): boolean
  }
  interface StatusVerdict {
    readonly verified: boolean
    readonly results?: readonly { readonly status: boolean }[]
    readonly error?: Error
  }
  function createList(options: { readonly length: number }): Promise<BitstringStatusList>
  function createCredential(options: {
    readonly id: string
    readonly list: BitstringStatusList
    readonly statusPurpose: string
  }): Promise<Readonly<Record<string, unknown>>>
  function checkStatus(options: {
    readonly credential: object
    readonly documentLoader: DocumentLoader
    readonly suite: object
  }): Promise<StatusVerdict>
}

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

declare module '@transmute/json-web-signature' {
  interface JsonWebKey2020 {
    readonly id: string
    readonly type: 'JsonWebKey2020'
    readonly controller: string
    readonly publicKeyJwk: object
    readonly privateKeyJwk: object
  }
  const JsonWebKey: { from(key: JsonWebKey2020): Promise<object> }
  class JsonWebSignature {
    constructor(options?: { readonly key: object; readonly date: string })
  }
}
declare module '@transmute/vc.js' {
  type Loader = (url: string) => Promise<{ readonly documentUrl: string; readonly document: unknown }>
  interface Options {
    readonly suite: object
    readonly documentLoader: Loader
  }
  interface Created {
    readonly items: readonly (string | Readonly<Record<string, unknown>>)[]
  }
  interface Verdict {
    readonly verified: boolean
  }
  const verifiable: {
    readonly credential: {
      create(
        options: Options & { readonly credential: object; readonly format: readonly ('vc' | 'vc-jwt')[] },
      ): Promise<Created>
      verify(
        options: Options & { readonly credential: object | string; readonly format: readonly ('vc' | 'vc-jwt')[] },
      ): Promise<Verdict>
    }
    readonly presentation: {
      create(
        options: Options & {
          readonly presentation: object
          readonly format: readonly ('vp' | 'vp-jwt')[]
          readonly challenge: string
          readonly domain: string
        },
      ): Promise<Created>
      verify(
        options: Options & {
          readonly presentation: object | string
          readonly format: readonly ('vp' | 'vp-jwt')[]
          readonly challenge: string
          readonly domain: string
        },
      ): Promise<Verdict>
    }
  }
}

declare module '@digitalbazaar/ed25519-verification-key-2018' {
  interface KeyPair {
    export(options: { readonly publicKey: true; readonly includeContext: true }): Promise<object>
  }
  const Ed25519VerificationKey2018: {
    generate(options: { readonly seed: Uint8Array; readonly id: string; readonly controller: string }): Promise<KeyPair>
  }
}
declare module '@digitalbazaar/ed25519-signature-2018' {
  class Ed25519Signature2018 {
    constructor(options?: { readonly key: object; readonly date: Date })
  }
}
