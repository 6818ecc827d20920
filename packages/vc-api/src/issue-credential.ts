/**
 * Issuing a credential: the story of `POST /issuers/{id}/credentials/issue`, top to bottom.
 *
 * 1. complete and validate the credential
 * 2. allocate a status index per purpose: the entry is inside the signed bytes, so this comes before signing
 * 3. sign
 * 4. commit the record; only then is the credential acknowledged
 *
 * A crash between 2 and 4 burns an index and never reuses it. The store's uniqueness of (list, index) is an independent
 * wall behind the allocation.
 */
import { createHash } from 'node:crypto'
import {
  base64urlEncode,
  canonicalJson,
  hasProblems,
  isObject,
  problem,
  utf8Decode,
  utf8Encode,
} from '@energy-ssi/core'
import { type Credential, modelVersion } from '@energy-ssi/credential'
import type { KeyService } from '@energy-ssi/keys'
import { STATUS_LIST_CONTEXT } from '@energy-ssi/status-list'
import { checkDataModel } from './check-data-model.ts'
import { isCredentialId, MAX_CREDENTIAL_ID_BYTES } from './credential-id.ts'
import { VcApiError } from './errors.ts'
import type { IssuerInstance } from './instances.ts'
import type { IssueCredentialRequest } from './requests.ts'
import { type SecuredCredential, type SecuringForm, secureOrRefuse } from './securing.ts'
import { MAX_STATUS_ENTRIES } from './status/check-status.ts'
import type { AllocatedStatus, StatusLists } from './status/status-lists.ts'
import type { CredentialStore, IssuanceRecord, StoredIssuance } from './store/port.ts'

/** What issuing needs. */
export interface IssuingParts {
  readonly instance: IssuerInstance
  readonly form: SecuringForm
  readonly store: CredentialStore
  readonly keys: KeyService
  readonly statusLists: StatusLists
  readonly clock: () => Date
  readonly recordId: () => string
}

type Unsigned = Readonly<Record<string, unknown>>

/** Collisions with the store's wall that are answered by another index before the request fails. */
const MAX_ATTEMPTS = 3

/**
 * Issues a credential and resolves to its secured form once its record is durable.
 *
 * A repeated request with the same credential id and content resolves to the credential issued first, if it was
 * retained: a lost answer can be asked for again.
 *
 * @throws {VcApiError} `credential_refused`, `issuer_mismatch`, `option_refused`, `credential_id_conflict`
 */
export async function issueCredential(
  request: IssueCredentialRequest,
  parts: IssuingParts,
): Promise<SecuredCredential> {
  const { instance, form, store, statusLists } = parts
  checkOptions(request, form)
  const credential = withIssuer(request.credential, instance.did)
  refuseMalformed(credential, form, instance.statusPurposes.length)
  const credentialId = idOf(request)

  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const issuedAt = parts.clock()
    const status = await Promise.all(
      instance.statusPurposes.map((purpose) => statusLists.allocate(instance.id, purpose)),
    )
    const complete = withStatus(credential, status) as Credential
    const secured = await secureOrRefuse('credential_refused', () =>
      form.secureCredential(complete, instance.signer, issuedAt),
    )
    const record = await createRecord(request, secured, { credentialId, credential, status, issuedAt }, parts)
    const outcome = await store.commitIssuance(record)
    if (outcome === 'committed') return secured
    if (outcome === 'credential_id_taken') return issuedBefore(record, parts)
  }
  throw new Error('Several fresh status indexes were taken already: the status lists and the records disagree.')
}

/** Opens the credential an issuance retained. */
export async function openRetained(
  issuance: StoredIssuance,
  retained: Uint8Array,
  keys: KeyService,
): Promise<SecuredCredential> {
  return JSON.parse(utf8Decode(await keys.unwrap(retentionContext(issuance.recordId), retained))) as SecuredCredential
}

function checkOptions({ options = {} }: IssueCredentialRequest, form: SecuringForm): void {
  for (const name of ['type', 'cryptosuite'] as const) {
    const wanted = options[name]
    if (wanted !== undefined && wanted !== form[name === 'type' ? 'proofType' : 'cryptosuite']) {
      throw new VcApiError('option_refused', `This instance does not issue with the ${name} that options name.`)
    }
  }
}

function withIssuer(credential: Unsigned, did: string): Unsigned {
  const { issuer } = credential
  if (issuer === undefined) return { ...credential, issuer: did }
  const id = isObject(issuer) ? issuer.id : issuer
  if (id === did) return credential
  if (typeof id !== 'string') return credential
  throw new VcApiError('issuer_mismatch', 'credential.issuer is not the DID of this issuer instance.')
}

function refuseMalformed(credential: Unsigned, form: SecuringForm, purposes: number): void {
  const problems = [...checkDataModel(credential)]
  if ('proof' in credential) {
    problems.push(problem('MALFORMED_VALUE_ERROR', 'A credential to be issued has no proof yet.', '/proof'))
  }
  const model = modelVersion(credential)
  if (model !== undefined && !form.models.includes(model)) {
    const detail = `Credentials of data model ${model} cannot be secured as ${form.securing}.`
    problems.push(problem('SECURING_NOT_SUPPORTED', detail, '/@context'))
  }
  if ([credential.credentialStatus ?? []].flat().length + purposes > MAX_STATUS_ENTRIES) {
    const detail = `A credential has at most ${MAX_STATUS_ENTRIES} status entries, those of this instance included.`
    problems.push(problem('RANGE_ERROR', detail, '/credentialStatus'))
  }
  if (hasProblems(problems)) {
    throw new VcApiError('credential_refused', 'The credential does not conform to the data model.', { problems })
  }
}

function idOf({ credential, options }: IssueCredentialRequest): string | undefined {
  const own = credential.id as string | undefined
  const given = options?.credentialId
  if (own !== undefined && given !== undefined && own !== given) {
    throw new VcApiError('option_refused', 'options.credentialId differs from credential.id.')
  }
  const id = own ?? given
  if (id !== undefined && !isCredentialId(id)) {
    const detail = `The id of a credential has at most ${MAX_CREDENTIAL_ID_BYTES} bytes, no control characters, and is no dot segment.`
    throw own === undefined
      ? new VcApiError('option_refused', detail)
      : new VcApiError('credential_refused', detail, { problems: [problem('RANGE_ERROR', detail, '/id')] })
  }
  return id
}

function withStatus(credential: Unsigned, status: readonly AllocatedStatus[]): Unsigned {
  if (status.length === 0) return credential
  const own = credential.credentialStatus
  const entries = [...(own === undefined ? [] : Array.isArray(own) ? own : [own]), ...status.map(({ entry }) => entry)]
  const context = credential['@context'] as readonly unknown[]
  return {
    ...credential,
    ...(modelVersion(credential) === '1.1' &&
      !context.includes(STATUS_LIST_CONTEXT) && { '@context': [...context, STATUS_LIST_CONTEXT] }),
    credentialStatus: entries.length === 1 ? entries[0] : entries,
  }
}

async function createRecord(
  request: IssueCredentialRequest,
  secured: SecuredCredential,
  issued: {
    readonly credentialId: string | undefined
    readonly credential: Unsigned
    readonly status: readonly AllocatedStatus[]
    readonly issuedAt: Date
  },
  { instance, keys, recordId }: IssuingParts,
): Promise<IssuanceRecord> {
  const id = recordId()
  const bytes = utf8Encode(JSON.stringify(secured))
  const subject = issued.credential.credentialSubject
  const subjectId = isObject(subject) && typeof subject.id === 'string' ? subject.id : undefined
  return {
    recordId: id,
    issuerId: instance.id,
    credentialId: issued.credentialId,
    types: [issued.credential.type].flat() as readonly string[],
    securing: instance.securing,
    requestDigest: issued.credentialId === undefined ? undefined : requestDigest(request),
    credentialDigest: digest(bytes),
    subjectHash: subjectId && base64urlEncode(await keys.mac('subject', utf8Encode(subjectId))),
    status: issued.status.map(({ reference }) => reference),
    issuedAt: issued.issuedAt,
    retained: instance.retention === 'encrypted' ? await keys.wrap(retentionContext(id), bytes) : undefined,
  }
}

async function issuedBefore(record: IssuanceRecord, { store, keys }: IssuingParts): Promise<SecuredCredential> {
  const first = await store.findIssuance(record.issuerId, record.credentialId as string)
  if (first?.retained !== undefined && first.requestDigest === record.requestDigest) {
    return openRetained(first, first.retained, keys)
  }
  throw new VcApiError('credential_id_conflict', 'A credential with this id was issued by this instance before.')
}

function requestDigest({ credential }: IssueCredentialRequest): string {
  return digest(utf8Encode(canonicalJson(credential)))
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url')
}

function retentionContext(recordId: string): string {
  return `credential ${recordId}`
}
