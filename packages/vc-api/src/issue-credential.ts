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
import { base64urlEncode, canonicalJson, hasProblems, problem, utf8Decode, utf8Encode } from '@energy-ssi/core'
import type { Credential } from '@energy-ssi/credential'
import type { SchemaValidator } from '@energy-ssi/credential/schema'
import type { KeyService } from '@energy-ssi/keys'
import { isCredentialId, MAX_CREDENTIAL_ID_BYTES } from './credential-id.ts'
import { VcApiError } from './errors.ts'
import type { IssuerInstance } from './instances.ts'
import type { AllocatedStatus, CredentialModel, Unsigned } from './models/credential-model.ts'
import { prepareCredential } from './prepare-credential.ts'
import type { IssueCredentialRequest } from './requests.ts'
import { checkSelective, type SecuredCredential, type SecuringForm, secureOrRefuse } from './securing/form.ts'
import type { StatusLists } from './status/status-lists.ts'
import type { CredentialStore, IssuanceRecord, StoredIssuance } from './store/port.ts'

/** What issuing needs. */
export interface IssuingParts {
  readonly instance: IssuerInstance
  readonly form: SecuringForm
  readonly store: CredentialStore
  readonly keys: KeyService
  readonly statusLists: StatusLists
  /** The schemas at hand: a credential that names one of them is issued only if it conforms. */
  readonly schemas?: SchemaValidator
  readonly clock: () => Date
  readonly recordId: () => string
}

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
  const credential = prepareCredential(request.credential, instance.did, form.model, instance.statusPurposes.length)
  refuseNonconforming(credential, parts)
  const credentialId = idOf(credential, request, form.model)

  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const issuedAt = parts.clock()
    const status = await Promise.all(
      instance.statusPurposes.map((purpose) => statusLists.allocate(instance.id, purpose)),
    )
    const complete = form.model.withStatus(credential, status)
    const secured = await secureOrRefuse('credential_refused', () =>
      form.secureCredential(complete, instance.signer, issuedAt, request.options ?? {}),
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
  checkSelective(options, form)
  for (const name of ['type', 'cryptosuite'] as const) {
    const wanted = options[name]
    if (wanted !== undefined && wanted !== form[name === 'type' ? 'proofType' : 'cryptosuite']) {
      throw new VcApiError('option_refused', `This instance does not issue with the ${name} that options name.`)
    }
  }
}

/** Of SD-JWT VC the claim `credentialSchema` would be a claim like any other. */
function refuseNonconforming(credential: Unsigned, { schemas, form }: IssuingParts): void {
  if (schemas === undefined || credential.credentialSchema === undefined || form.model.idMember !== 'id') return
  const { outcome, problems } = schemas.validate(credential as Credential)
  if (outcome === 'failure' && hasProblems(problems)) {
    throw new VcApiError('credential_refused', 'The credential does not conform to its schema.', { problems })
  }
}

function idOf(
  credential: Unsigned,
  { options }: IssueCredentialRequest,
  { idMember }: CredentialModel,
): string | undefined {
  const own = credential[idMember] as string | undefined
  const given = options?.credentialId
  if (own !== undefined && given !== undefined && own !== given) {
    throw new VcApiError('option_refused', `options.credentialId differs from credential.${idMember}.`)
  }
  const id = own ?? given
  if (id !== undefined && !isCredentialId(id)) {
    const detail = `The id of a credential has at most ${MAX_CREDENTIAL_ID_BYTES} bytes, no control characters, and is no dot segment.`
    throw own === undefined
      ? new VcApiError('option_refused', detail)
      : new VcApiError('credential_refused', detail, { problems: [problem('RANGE_ERROR', detail, `/${idMember}`)] })
  }
  return id
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
  { instance, form, keys, recordId }: IssuingParts,
): Promise<IssuanceRecord> {
  const id = recordId()
  const bytes = utf8Encode(JSON.stringify(secured))
  const { types, subjectId } = form.model.describe(issued.credential)
  return {
    recordId: id,
    issuerId: instance.id,
    credentialId: issued.credentialId,
    types,
    securing: instance.securing,
    requestDigest: issued.credentialId === undefined ? undefined : requestDigest(request),
    credentialDigest: digest(bytes),
    subjectHash:
      typeof subjectId === 'string' ? base64urlEncode(await keys.mac('subject', utf8Encode(subjectId))) : undefined,
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

/** Of all that the answer depends on. Requests without options have the digest of the credential alone. */
function requestDigest({ credential, options: { mandatoryPointers } = {} }: IssueCredentialRequest): string {
  const content = mandatoryPointers === undefined ? credential : [credential, mandatoryPointers]
  return digest(utf8Encode(canonicalJson(content)))
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url')
}

function retentionContext(recordId: string): string {
  return `credential ${recordId}`
}
