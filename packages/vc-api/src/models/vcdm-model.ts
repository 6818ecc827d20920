/** Credentials of the W3C data model, versions 1.1 and 2.0, as issuing needs them. */
import { isObject, type Problem, problem } from '@energy-ssi/core'
import { type ModelVersion, modelVersion } from '@energy-ssi/credential'
import { createStatusListEntry, STATUS_LIST_CONTEXT } from '@energy-ssi/status-list'
import { MAX_STATUS_ENTRIES } from '../status/check-status.ts'
import { checkDataModel } from './check-data-model.ts'
import type { AllocatedStatus, CredentialModel, Unsigned } from './credential-model.ts'

/** The model of credentials of these versions. */
export function createVcdmModel(versions: readonly ModelVersion[]): CredentialModel {
  return Object.freeze({
    read: (credential) => credential,
    idMember: 'id',
    issuerMember: 'issuer',
    issuerOf: ({ issuer }) => idOf(issuer),
    withIssuer: (credential, did) => ({ ...credential, issuer: did }),
    check: (credential, entries) => check(credential, entries, versions),
    withStatus,
    describe: (credential) => ({
      types: [credential.type].flat() as readonly string[],
      subjectId: idOf(credential.credentialSubject),
    }),
  } satisfies CredentialModel)
}

function idOf(value: unknown): unknown {
  return isObject(value) ? value.id : value
}

function check(credential: Unsigned, entries: number, versions: readonly ModelVersion[]): readonly Problem[] {
  const problems = [...checkDataModel(credential)]
  if ('proof' in credential) {
    problems.push(problem('MALFORMED_VALUE_ERROR', 'A credential to be issued has no proof yet.', '/proof'))
  }
  const version = modelVersion(credential)
  if (version !== undefined && !versions.includes(version)) {
    const detail = `Credentials of data model ${version} are not secured in this form.`
    problems.push(problem('SECURING_NOT_SUPPORTED', detail, '/@context'))
  }
  if ([credential.credentialStatus ?? []].flat().length + entries > MAX_STATUS_ENTRIES) {
    const detail = `A credential has at most ${MAX_STATUS_ENTRIES} status entries, those of this instance included.`
    problems.push(problem('RANGE_ERROR', detail, '/credentialStatus'))
  }
  return problems
}

function withStatus(credential: Unsigned, status: readonly AllocatedStatus[]): Unsigned {
  if (status.length === 0) return credential
  const own = credential.credentialStatus
  const added = status.map(({ url, reference: { purpose, index } }) => createStatusListEntry({ url, purpose, index }))
  const entries = [...(own === undefined ? [] : Array.isArray(own) ? own : [own]), ...added]
  const context = credential['@context'] as readonly unknown[]
  return {
    ...credential,
    ...(modelVersion(credential) === '1.1' &&
      !context.includes(STATUS_LIST_CONTEXT) && { '@context': [...context, STATUS_LIST_CONTEXT] }),
    credentialStatus: entries.length === 1 ? entries[0] : entries,
  }
}
