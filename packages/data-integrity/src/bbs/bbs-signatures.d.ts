/** The part of an untyped library that this package calls. */

declare module '@digitalbazaar/bbs-signatures' {
  type Ciphersuite = 'BLS12-381-SHA-256'

  function generateKeyPair(input: {
    readonly seed: Uint8Array
    readonly ciphersuite: Ciphersuite
  }): Promise<{ readonly secretKey: Uint8Array; readonly publicKey: Uint8Array }>

  function secretKeyToPublicKey(input: {
    readonly secretKey: Uint8Array
    readonly ciphersuite: Ciphersuite
  }): Promise<Uint8Array>

  function sign(input: {
    readonly secretKey: Uint8Array
    readonly publicKey: Uint8Array
    readonly header: Uint8Array
    readonly messages: readonly Uint8Array[]
    readonly ciphersuite: Ciphersuite
  }): Promise<Uint8Array>

  function deriveProof(input: {
    readonly publicKey: Uint8Array
    readonly signature: Uint8Array
    readonly header: Uint8Array
    readonly messages: readonly Uint8Array[]
    readonly presentationHeader: Uint8Array
    readonly disclosedMessageIndexes: readonly number[]
    readonly ciphersuite: Ciphersuite
  }): Promise<Uint8Array>

  function verifyProof(input: {
    readonly publicKey: Uint8Array
    readonly proof: Uint8Array
    readonly header: Uint8Array
    readonly presentationHeader: Uint8Array
    readonly disclosedMessages: readonly Uint8Array[]
    readonly disclosedMessageIndexes: readonly number[]
    readonly ciphersuite: Ciphersuite
  }): Promise<boolean>
}
