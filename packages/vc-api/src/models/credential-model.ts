/** What issuing has to know of the documents of one model: VCDM credentials, or the claims of SD-JWT VC. */
import type { Problem } from '@energy-ssi/core'
import type { StatusReference } from '../store/port.ts'

/** A document before it is secured. */
export type Unsigned = Readonly<Record<string, unknown>>

/** An index that belongs to one credential, and the list it stands in. */
export interface AllocatedStatus {
  readonly reference: StatusReference
  /** The URL of the list. */
  readonly url: string
}

/** A model of credentials, as the issuing story needs it. */
export interface CredentialModel {
  /** The document of this model that a request stands for. @throws {VcApiError} `credential_refused` */
  read(credential: Unsigned): Unsigned
  /** The members that hold the credential's id and its issuer. */
  readonly idMember: string
  readonly issuerMember: string
  /** Id of the issuer that the credential names. What is no string is for {@link CredentialModel.check} to refuse. */
  issuerOf(credential: Unsigned): unknown
  /** The credential with this issuer. */
  withIssuer(credential: Unsigned, did: string): Unsigned
  /** What keeps the document from being issued with this many status entries of the instance. */
  check(credential: Unsigned, entries: number): readonly Problem[]
  /** The credential with entries that say where its status stands. */
  withStatus(credential: Unsigned, status: readonly AllocatedStatus[]): Unsigned
  /** What the record of an issuance keeps of a document that was checked. */
  describe(credential: Unsigned): { readonly types: readonly string[]; readonly subjectId: unknown }
}
