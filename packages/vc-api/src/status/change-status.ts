/** Changing the status of an issued credential: revoke, suspend, reinstate. */
import type { Clock } from '@energy-ssi/core'
import { isCredentialId } from '../credential-id.ts'
import { VcApiError } from '../errors.ts'
import type { UpdateStatusRequest } from '../requests.ts'
import type { CredentialStore, StatusReference, StatusStore } from '../store/port.ts'

/** How callers name an entry: by its type, as the example of VCALM 1.0 §3.2.5 does, or by the claim of a token. */
const ENTRY_TYPES: ReadonlySet<string> = new Set(['BitstringStatusListEntry', 'BitstringStatusList', 'status_list'])

/**
 * Sets the status that the request names. Setting it to what it is already changes nothing.
 *
 * @throws {VcApiError} `credential_not_found` - the instance issued no credential with this id;
 *   `status_not_found` - the credential has no such status entry; `status_final` - a revocation cannot be taken back
 */
export async function changeStatus(
  request: UpdateStatusRequest,
  issuerId: string,
  { store, clock }: { readonly store: CredentialStore & StatusStore; readonly clock: Clock },
): Promise<void> {
  const { credentialId } = request
  const issuance = isCredentialId(credentialId) ? await store.findIssuance(issuerId, credentialId) : undefined
  if (issuance === undefined) {
    throw new VcApiError('credential_not_found', 'This instance issued no credential with this id.')
  }
  const reference = await findReference(request.credentialStatus, issuance.status, store)
  if (reference === undefined) {
    throw new VcApiError('status_not_found', 'The credential has no such status entry.')
  }
  const { listId, index, purpose } = reference
  if (purpose === 'revocation' && !request.status) {
    const { indexes } = await store.readStatus(listId)
    if (indexes.includes(index)) throw new VcApiError('status_final', 'A revocation cannot be taken back.')
    return
  }
  await store.setStatus(listId, index, request.status, clock())
}

async function findReference(
  wanted: UpdateStatusRequest['credentialStatus'],
  references: readonly StatusReference[],
  store: StatusStore,
): Promise<StatusReference | undefined> {
  if (!ENTRY_TYPES.has(wanted.type)) return undefined
  for (const reference of references) {
    const list = await store.findStatusList(reference.listId)
    if (
      reference.purpose === wanted.statusPurpose &&
      (wanted.statusListIndex ?? String(reference.index)) === String(reference.index) &&
      (wanted.statusListCredential ?? list?.url) === list?.url
    ) {
      return reference
    }
  }
  return undefined
}
