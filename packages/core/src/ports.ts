/** The ports through which keys, time, randomness and the network enter. Each has one meaning everywhere. */
import type { Verification } from './verification.ts'

/** JOSE names (RFC 7518 §3.1, RFC 8812 §3.2, RFC 8037 §3.1) of the signature algorithms this project speaks. */
export type SignatureAlgorithm = 'EdDSA' | 'ES256' | 'ES384' | 'ES256K'

/** A value, or a promise of it: local keys answer at once, remote ones later. */
export type Awaitable<T> = T | Promise<T>

/** Signs with one private key, wherever that key lives. */
export interface Signer {
  readonly algorithm: SignatureAlgorithm
  /** DID URL of the verification method that verifies this signer's signatures. */
  readonly keyId: string
  /**
   * Signs the message (hashing included) and returns the raw signature: 64 bytes for EdDSA, ES256 and ES256K,
   * 96 for ES384 (IEEE P1363, r ‖ s).
   */
  sign(message: Uint8Array): Awaitable<Uint8Array>
}

/** What a verification method may be used for (Controlled Identifiers 1.0 §2.3). */
export type VerificationRelationship =
  | 'assertionMethod'
  | 'authentication'
  | 'keyAgreement'
  | 'capabilityInvocation'
  | 'capabilityDelegation'

/** A public key ready to verify with, and who controls it. */
export interface VerificationKey {
  readonly algorithm: SignatureAlgorithm
  /** DID URL of the verification method. */
  readonly keyId: string
  /** The DID that controls the verification method. */
  readonly controller: string
  /** Whether `signature` (raw, see {@link Signer.sign}) is this key's over `message`. Never throws for a bad signature. */
  verify(message: Uint8Array, signature: Uint8Array): Awaitable<boolean>
}

/**
 * Finds the key behind a DID URL.
 *
 * Trust contract: a verified result means that the key stands in the DID's own document under `relationship`, is
 * neither expired nor revoked at the time of the call, and that the document's id is the DID. A refusal is final; a
 * failure that says nothing about the key (network, time-out) is thrown.
 */
export type ResolveKey = (
  keyId: string,
  relationship: VerificationRelationship,
) => Awaitable<Verification<VerificationKey>>

/** A public key as its controller's document states it, and who controls it. */
export interface MultikeyMethod {
  /** DID URL of the verification method. */
  readonly keyId: string
  /** The DID that controls the verification method. */
  readonly controller: string
  /** Base58btc Multikey, `z…`, well-formed. */
  readonly multikey: string
}

/**
 * Finds the Multikey behind a DID URL, for keys of types that {@link VerificationKey} does not speak (BLS12-381).
 *
 * The trust contract is that of {@link ResolveKey}.
 */
export type ResolveMultikey = (
  keyId: string,
  relationship: VerificationRelationship,
) => Awaitable<Verification<MultikeyMethod>>

/** The time now. Injected everywhere; only `defaults.ts` reads the system's clock. */
export type Clock = () => Date

/** Cryptographically strong random bytes. */
export type RandomBytes = (length: number) => Uint8Array

/** What an outbound request may ask for. */
export interface FetchRequest {
  readonly accept?: string
  /** Sent as `If-None-Match`; a 304 answer has an empty body. */
  readonly ifNoneMatch?: string
  /** Answers larger than this are refused. */
  readonly maxBytes?: number
  /** Time for the whole exchange, name look-up to last byte. */
  readonly timeoutMs?: number
}

/** The whole answer to an outbound request. */
export interface FetchResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/**
 * The only way out of the process: GET over https, no redirects, bounded in bytes and time, never to a private
 * address. Throws an `OutboundError`; any HTTP status is an answer.
 */
export type Fetch = (url: string, request?: FetchRequest) => Promise<FetchResponse>
