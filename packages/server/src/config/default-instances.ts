/** The instances and limits the service has unless a configuration file says otherwise. */
import { DEFAULT_SECURINGS, STRICT_POLICY } from '@energy-ssi/vc-api'
import type { HolderConfig, IssuerConfig, Retention, VerifierConfig } from './config.ts'

/** Largest body of issue and verify requests: 10 MiB (VCALM 1.0 recommends 10 MB for a credential). */
export const DEFAULT_INSTANCE_BYTES = 10 * 1024 * 1024
/** Largest body of all other requests: 1 MiB. */
export const DEFAULT_BODY_BYTES = 1024 * 1024

/** One issuer per form of securing, each with a revocation status. */
export function defaultIssuers(retention: Retention, maxBytes: number): readonly IssuerConfig[] {
  return DEFAULT_SECURINGS.map((securing) => ({
    id: securing,
    securing,
    statusPurposes: ['revocation'],
    retention,
    maxBytes,
  }))
}

/**
 * `default` answers a failed verification with 200, `strict` the same body with 400; `advisory` keeps to the text of
 * VCALM 1.0 §3.8.1: status and validity period only warn.
 */
export function defaultVerifiers(maxBytes: number): readonly VerifierConfig[] {
  return [
    { id: 'default', policy: STRICT_POLICY, failureStatus: 200, maxBytes },
    { id: 'strict', policy: STRICT_POLICY, failureStatus: 400, maxBytes },
    { id: 'advisory', policy: { ...STRICT_POLICY, treatWarningsAsErrors: false }, failureStatus: 200, maxBytes },
  ]
}

/** The holder instance `default`. */
export function defaultHolders(): readonly HolderConfig[] {
  return [{ id: 'default', securing: 'eddsa-rdfc-2022' }]
}
