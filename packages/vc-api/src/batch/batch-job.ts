/** What the batch signer and its worker threads say to each other. */

import type { Problem } from '@energy-ssi/core'
import type { PrivateJwk } from '@energy-ssi/keys'
import type { Securing } from '../securing/securings.ts'

/** How to sign: it goes to every worker once. */
export interface BatchSettings {
  readonly securing: Securing
  /** A key that this process may hold in the clear. Keys of a key service never leave it. */
  readonly privateJwk: PrivateJwk
  /** DID URL of the key's verification method; the part before `#` is the issuer. */
  readonly keyId: string
  /** Further JSON-LD contexts by URL. */
  readonly contexts?: Readonly<Record<string, object>>
}

/** What became of one credential: its secured form as JSON text, or why it was refused. */
export type BatchResult =
  | { readonly secured: string }
  | { readonly refused: string; readonly problems: readonly Problem[] }

/** Credentials as JSON texts, several at once: a message costs more than a credential. */
export interface BatchJob {
  readonly id: number
  readonly credentials: readonly string[]
  /** Time of the proofs, in milliseconds since 1970. */
  readonly at: number
}

/** The results of a job, in its order; or that the worker itself failed. */
export type BatchAnswer =
  | { readonly id: number; readonly results: readonly BatchResult[] }
  | { readonly id: number; readonly failure: string }
