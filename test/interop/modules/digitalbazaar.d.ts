/** What is called here of the libraries of Digital Bazaar, which have no types. */

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
