/** What the service runs with: environment and configuration file, checked and complete. */
import type { Securing, StatusPurpose, VerifierPolicy } from '@energy-ssi/vc-api'
import type { LogLevel } from './log-level.ts'

/** An issuer instance as configured. */
export interface IssuerConfig {
  readonly id: string
  readonly securing: Securing
  /** A status entry of each of these purposes goes into every credential. */
  readonly statusPurposes: readonly StatusPurpose[]
  /** `encrypted`: issued credentials can be fetched again. `none`: only their record is kept. */
  readonly retention: Retention
  /** Largest body of an issue request, in bytes. */
  readonly maxBytes: number
}

/** Whether issued credentials are kept. */
export type Retention = 'none' | 'encrypted'

/** A verifier instance as configured. */
export interface VerifierConfig {
  readonly id: string
  readonly policy: VerifierPolicy
  /** HTTP status of a failed verification; the body is the same. */
  readonly failureStatus: FailureStatus
  /** Largest body of a verify request, in bytes. */
  readonly maxBytes: number
}

/** HTTP statuses a failed verification may have. */
export type FailureStatus = 200 | 400 | 422

/** A holder instance as configured. */
export interface HolderConfig {
  readonly id: string
  readonly securing: Securing
}

/** The whole configuration. */
export interface Config {
  /** Address to listen on. */
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** Origin under which clients reach the service, without a slash at the end. */
  readonly baseUrl: string
  /** Folder of the embedded database and of the local key-encryption key; absolute. */
  readonly dataDir: string
  /** PostgreSQL URL; absent: embedded database in {@link dataDir}. It may hold a password: never shown. */
  readonly databaseUrl: string | undefined
  readonly logLevel: LogLevel
  /** The only kind of authorization in this version: none, on loopback only. */
  readonly auth: 'none'
  /** Whether the built-in local set-up runs: loopback host, not production, no configuration file. */
  readonly local: boolean
  /** Texts of JSON Schemas by the URL that a `credentialSchema` names, besides those of the energy credentials. */
  readonly schemas: Readonly<Record<string, string>>
  readonly issuers: readonly IssuerConfig[]
  readonly verifiers: readonly VerifierConfig[]
  readonly holders: readonly HolderConfig[]
  /** Largest request body, in bytes, where the instance does not say otherwise. */
  readonly bodyBytes: number
}
