/** An issuer instance: everything under `/issuers/{id}`. */
import type { Clock, RandomBytes } from '@energy-ssi/core'
import type { SchemaValidator } from '@energy-ssi/credential/schema'
import type { KeyService } from '@energy-ssi/keys'
import { isCredentialId } from './credential-id.ts'
import { VcApiError } from './errors.ts'
import type { IssuerInstance } from './instances.ts'
import { issueCredential, openRetained } from './issue-credential.ts'
import { createRecordIds } from './record-id.ts'
import type { CreateStatusListRequest, IssueCredentialRequest, UpdateStatusRequest } from './requests.ts'
import type { SecuredCredential, SecuringForm } from './securing/form.ts'
import type { Securing } from './securing/securings.ts'
import { changeStatus } from './status/change-status.ts'
import type { StatusLists } from './status/status-lists.ts'
import type { CredentialStore, StatusStore } from './store/port.ts'

export interface Issuer {
  readonly instance: IssuerInstance
  /** Issues a credential; resolves once its record is durable. @throws {VcApiError} */
  issue(request: IssueCredentialRequest): Promise<SecuredCredential>
  /** A credential issued before. @throws {VcApiError} `credential_not_found`, `credential_gone` */
  get(credentialId: string): Promise<SecuredCredential>
  /** Erases a retained credential. @throws {VcApiError} `credential_not_found`, `credential_gone` */
  delete(credentialId: string): Promise<void>
  /** Changes a status. @throws {VcApiError} `credential_not_found`, `status_not_found`, `status_final` */
  updateStatus(request: UpdateStatusRequest): Promise<void>
  /** Opens a further status list and publishes it. `id` is its URL. */
  createStatusList(
    request: CreateStatusListRequest,
  ): Promise<{ readonly id: string; readonly verifiableCredential: SecuredCredential }>
}

/** What {@link createIssuer} needs. */
export interface IssuerParts {
  readonly instance: IssuerInstance
  readonly forms: Readonly<Record<Securing, SecuringForm>>
  readonly store: CredentialStore & StatusStore
  readonly keys: KeyService
  readonly statusLists: StatusLists
  /** The schemas at hand. */
  readonly schemas?: SchemaValidator
  readonly clock: Clock
  readonly randomBytes: RandomBytes
}

/** Creates an issuer instance. */
export function createIssuer(parts: IssuerParts): Issuer {
  const { instance, store, keys, statusLists, clock } = parts
  const issuing = {
    ...parts,
    form: parts.forms[instance.securing],
    recordId: createRecordIds(clock, parts.randomBytes),
  }
  const find = async (credentialId: string) => {
    const issuance = isCredentialId(credentialId) ? await store.findIssuance(instance.id, credentialId) : undefined
    if (issuance === undefined) {
      throw new VcApiError('credential_not_found', 'This instance issued no credential with this id.')
    }
    return issuance
  }
  const gone = () => new VcApiError('credential_gone', 'The credential was deleted or never retained.')

  return Object.freeze({
    instance,
    issue: (request: IssueCredentialRequest) => issueCredential(request, issuing),
    async get(credentialId: string) {
      const issuance = await find(credentialId)
      if (issuance.retained === undefined) throw gone()
      return openRetained(issuance, issuance.retained, keys)
    },
    async delete(credentialId: string) {
      await find(credentialId)
      if (!(await store.deleteCredential(instance.id, credentialId, clock()))) throw gone()
    },
    updateStatus: (request: UpdateStatusRequest) => changeStatus(request, instance.id, parts),
    async createStatusList({ statusPurpose }: CreateStatusListRequest) {
      const { listId, url } = await statusLists.open(instance.id, statusPurpose)
      const published = await statusLists.publication(listId)
      if (published === undefined) throw new Error('A status list that was just opened is not there.')
      return { id: url, verifiableCredential: issuing.form.readStatusList(published.body) }
    },
  } satisfies Issuer)
}
