/**
 * The store of the VC-API services: named atomic operations, never a generic transaction.
 *
 * Every operation is atomic and durable when its promise resolves: after a crash at any later moment its effect is
 * there. An operation that throws had no effect, unless its code is `store_unavailable`: then the outcome is unknown.
 * All data of a tenant is reached through a handle of that tenant only.
 *
 * Misuse is a `TypeError` and has no effect: a recordId used before, a list that does not exist, an index outside it.
 */
import { SsiError } from '@energy-ssi/core'

/**
 * Codes of {@link StoreError}.
 *
 * - `store_unavailable`: the store did not answer, or is closed; whether the operation took effect is unknown, it may be
 *   asked again later
 * - `store_failed`: the store answered that it cannot do this; the operation had no effect
 * - `store_schema_mismatch`: the data was laid out by a newer or a changed version of the software; only when opening
 */
export type StoreErrorCode = 'store_unavailable' | 'store_failed' | 'store_schema_mismatch'

/** An operation the store could not carry out. */
export class StoreError extends SsiError<StoreErrorCode> {
  override readonly name = 'StoreError'
}

/** Where the status of a credential is kept: one index of one list for one purpose. */
export interface StatusReference {
  readonly listId: string
  readonly index: number
  readonly purpose: StatusPurpose
}

/** Bitstring Status List 1.0 §2.1: `revocation` is final, `suspension` can be taken back. */
export type StatusPurpose = 'revocation' | 'suspension'

/** What is remembered of an issued credential. No claim is in it; `retained` is encrypted by the caller. */
export interface IssuanceRecord {
  /** Unique and ordered by time. */
  readonly recordId: string
  /** The issuer instance. */
  readonly issuerId: string
  /** `credential.id` or `options.credentialId`, unique per issuer instance; absent: the credential cannot be referred to. */
  readonly credentialId: string | undefined
  readonly types: readonly string[]
  readonly securing: string
  /** Digest of what was asked for, so that a repeated request is recognised; absent without a credentialId. */
  readonly requestDigest: string | undefined
  /** Digest of the secured credential. */
  readonly credentialDigest: string
  /** Keyed hash of the subject's id. */
  readonly subjectHash: string | undefined
  readonly status: readonly StatusReference[]
  readonly issuedAt: Date
  readonly retained: Uint8Array | undefined
}

/** An issuance as it is found again. */
export interface StoredIssuance extends IssuanceRecord {
  /** When the retained credential was deleted, if it was. */
  readonly deletedAt: Date | undefined
}

/** `committed`, or which of the two uniqueness promises would have been broken; then nothing was written. */
export type CommitOutcome = 'committed' | 'credential_id_taken' | 'status_index_taken'

export interface CredentialStore {
  /**
   * Records an issuance. Of any number of racing calls with the same (issuerId, credentialId), and of those with the
   * same (listId, index), exactly one is `committed`. Concurrent calls may share one transaction; the outcome of each
   * is its own.
   */
  commitIssuance(record: IssuanceRecord): Promise<CommitOutcome>
  findIssuance(issuerId: string, credentialId: string): Promise<StoredIssuance | undefined>
  /**
   * Erases the retained credential and remembers when. Resolves to false if there is no such credential or it was
   * deleted before. Its status can still be changed.
   */
  deleteCredential(issuerId: string, credentialId: string, at: Date): Promise<boolean>
  /** Reads every issuance of the tenant and checks the promise that no status index is used twice. */
  auditIssuances(): Promise<IssuanceAudit>
}

/** What {@link CredentialStore.auditIssuances} found. */
export interface IssuanceAudit {
  readonly issuances: number
  /** Status indexes that issuances refer to. */
  readonly indexes: number
  /** Indexes that more than one issuance refers to: always empty. */
  readonly conflicts: readonly StatusReference[]
}

/** One status list. `secret` (encrypted by the caller) orders its indexes. */
export interface StatusListRecord {
  readonly listId: string
  readonly issuerId: string
  readonly purpose: StatusPurpose
  /** Entries. */
  readonly length: number
  /** The URL the list is published under, fixed when it is created. */
  readonly url: string
  readonly secret: Uint8Array
  readonly createdAt: Date
}

/** A status list with its counters. */
export interface StoredStatusList extends StatusListRecord {
  /** Positions leased so far, 0 … length. */
  readonly leased: number
  /** Rises by one with every change of a bit; 0 for a new list. */
  readonly version: number
}

/** Positions `start … start + count - 1` of a list belong to whoever leased them, and to nobody else ever. */
export interface StatusBlock {
  readonly start: number
  readonly count: number
}

/** The published form of a list at one version. */
export interface StatusListPublication {
  readonly listId: string
  readonly version: number
  readonly mediaType: string
  readonly body: Uint8Array
  readonly publishedAt: Date
  /** The publication must not be served from then on. */
  readonly validUntil: Date
}

export interface StatusStore {
  /** Adds a list. Resolves to false, and writes nothing, if the id or the url is taken. */
  addStatusList(list: StatusListRecord): Promise<boolean>
  findStatusList(listId: string): Promise<StoredStatusList | undefined>
  findStatusListByUrl(url: string): Promise<StoredStatusList | undefined>
  /** All lists, oldest first. */
  listStatusLists(): Promise<readonly StoredStatusList[]>
  /**
   * Leases up to `count` positions of the list. Blocks of racing calls never overlap. Resolves to undefined when all
   * positions are leased. A crash after it burns the block; it is never leased again.
   */
  leaseStatusBlock(listId: string, count: number): Promise<StatusBlock | undefined>
  /**
   * Sets the bit of an index, and the list's version one higher if the bit changed. Resolves to whether it changed. No
   * change is ever lost to another.
   */
  setStatus(listId: string, index: number, value: boolean, at: Date): Promise<boolean>
  /** The indexes whose bit is set, and the version they make up, read in one snapshot. */
  readStatus(listId: string): Promise<{ readonly version: number; readonly indexes: readonly number[] }>
  /** Keeps the publication unless a later version, or the same version published later, is kept already. */
  savePublication(publication: StatusListPublication): Promise<void>
  findPublication(listId: string): Promise<StatusListPublication | undefined>
}

/** What a one-time value was made for. */
export type OneTimeKind = 'challenge'

export interface OneTimeStore {
  /**
   * Marks `key` as used. Of any number of racing calls for the same key before `expiresAt` exactly one resolves to
   * true; at and after `expiresAt` all resolve to false. Used keys are forgotten some time after they expire.
   */
  consumeOnce(kind: OneTimeKind, key: string, expiresAt: Date, now: Date): Promise<boolean>
}

/** A DID document that this service hosts. */
export interface HostedDidDocument {
  readonly did: string
  /** JSON text. */
  readonly document: string
  readonly createdAt: Date
}

export interface DidDocumentStore {
  /** Adds a document. Resolves to false, and writes nothing, if the DID is hosted already. */
  addDidDocument(document: HostedDidDocument): Promise<boolean>
  findDidDocument(did: string): Promise<HostedDidDocument | undefined>
}

/** Everything of one tenant. */
export interface TenantStore extends CredentialStore, StatusStore, OneTimeStore, DidDocumentStore {}

export interface Store {
  /** The handle of a tenant. No operation of it ever sees another tenant's data. */
  forTenant(tenantId: string): TenantStore
  /** Resolves if the store answers. @throws {StoreError} */
  ping(): Promise<void>
  /** Finishes what is under way, then lets go. */
  close(): Promise<void>
}
