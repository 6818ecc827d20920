/** Instances: the unit of configuration of VC-API services. Each is one identity, one form of securing, one policy. */
import type { SignatureAlgorithm, Signer } from '@energy-ssi/core'
import type { BbsSigner, LegacySuite } from '@energy-ssi/data-integrity'
import type { Securing } from './securing/securings.ts'
import type { StatusPurpose } from './store/port.ts'

/** Signs for an instance: messages as they are, or with BBS one by one. */
export type InstanceSigner = Signer | BbsSigner

/** Algorithms of the keys of instances. */
export type InstanceAlgorithm = SignatureAlgorithm | 'BBS'

/** Who signs: a DID and the key that speaks for it. */
export interface Identity {
  readonly did: string
  /** Its `keyId` is a verification method of `did`. */
  readonly signer: InstanceSigner
}

/** An issuer instance. */
export interface IssuerInstance extends Identity {
  readonly id: string
  readonly securing: Securing
  /** A status entry of each of these purposes goes into every credential. */
  readonly statusPurposes: readonly StatusPurpose[]
  /** `encrypted`: issued credentials can be fetched again. `none`: only their record is kept. */
  readonly retention: 'none' | 'encrypted'
}

/** A holder instance: it signs presentations. */
export interface HolderInstance extends Identity {
  readonly id: string
  readonly securing: Securing
}

/** What a verifier instance demands. */
export interface VerifierPolicy {
  /** Status and validity period refuse a credential; otherwise they only warn (VCALM 1.0 §3.8.1). */
  readonly treatWarningsAsErrors: boolean
  /** The key that secured a credential or presentation must be its issuer's or holder's. */
  readonly requireControllerBinding: boolean
  /** A Data Integrity proof must say when it was made. */
  readonly requireProofCreated: boolean
  /** A presentation must answer a challenge. */
  readonly requireNonce: boolean
  /** Issuers (DIDs or URLs) whose credentials are accepted; absent: any. */
  readonly acceptedIssuers?: readonly string[]
  /** Names of the forms of securing that are accepted, `ecdsa-rdfc-2019` for that on any curve; absent: any that is supported. */
  readonly acceptedSecurings?: readonly string[]
  /** What an unreachable status list means for a credential. */
  readonly statusUnreachable: 'refuse' | 'warn'
  /** What a schema that is not at hand means for a credential; one that it fails refuses it in any case. */
  readonly schemaUnknown: 'refuse' | 'warn'
  /** Suites of existing issuers that are accepted besides the current ones; absent: none. */
  readonly legacySuites?: readonly LegacySuite[]
}

/** The strictest policy that foreign credentials can meet: what a verifier instance starts from. */
export const STRICT_POLICY: VerifierPolicy = Object.freeze({
  treatWarningsAsErrors: true,
  requireControllerBinding: true,
  requireProofCreated: false,
  requireNonce: true,
  statusUnreachable: 'refuse',
  schemaUnknown: 'warn',
})
