/** Issuances: commit, find, delete, audit. */
import type {
  CommitOutcome,
  CredentialStore,
  IssuanceAudit,
  IssuanceRecord,
  StatusReference,
  StoredIssuance,
} from '@energy-ssi/vc-api/store'
import {
  type Engine,
  type Operation,
  optionalBytes,
  optionalText,
  optionalTime,
  type Row,
  sql,
  text,
  time,
  toTime,
} from '../sql.ts'

/** An issuance in the form of its rows, detached from the record it was made of. */
export interface IssuanceRows {
  readonly tenantId: string
  readonly recordId: string
  readonly issuerId: string
  readonly credentialId: string | null
  readonly types: string
  readonly securing: string
  readonly requestDigest: string | null
  readonly credentialDigest: string
  readonly subjectHash: string | null
  readonly status: string
  readonly issuedAt: number
  readonly retained: Uint8Array | null
  readonly references: readonly StatusReference[]
}

/** Turns a record into rows. @throws {TypeError} for an invalid time or index */
export function toRows(tenantId: string, record: IssuanceRecord): IssuanceRows {
  const references = record.status.map(({ listId, index, purpose }) => {
    if (!Number.isSafeInteger(index) || index < 0) throw new TypeError('A status index is an integer of at least 0.')
    return { listId, index, purpose }
  })
  return {
    tenantId,
    recordId: record.recordId,
    issuerId: record.issuerId,
    credentialId: record.credentialId ?? null,
    types: JSON.stringify(record.types),
    securing: record.securing,
    requestDigest: record.requestDigest ?? null,
    credentialDigest: record.credentialDigest,
    subjectHash: record.subjectHash ?? null,
    status: JSON.stringify(references),
    issuedAt: toTime(record.issuedAt),
    retained: record.retained?.slice() ?? null,
    references,
  }
}

/** Commits one issuance. Where it is refused, what it wrote before is taken back within the same transaction. */
export function* commitIssuance(rows: IssuanceRows): Operation<CommitOutcome> {
  const inserted = yield insertIssuance(rows)
  if (inserted.count === 0) {
    if (rows.credentialId !== null) {
      const { tenantId, issuerId, credentialId } = rows
      const taken = yield sql(
        'SELECT record_id FROM issuance WHERE tenant_id = $1 AND issuer_id = $2 AND credential_id = $3',
        tenantId,
        issuerId,
        credentialId,
      )
      if (taken.count > 0) return 'credential_id_taken'
    }
    throw new TypeError('The recordId was used before.')
  }
  // One order for everybody: two that want the same indexes wait for each other, but never in a circle.
  const references = [...rows.references].sort((a, b) =>
    a.listId < b.listId ? -1 : a.listId > b.listId ? 1 : a.index - b.index,
  )
  for (const [i, { listId, index, purpose }] of references.entries()) {
    const reserved = yield sql(
      'INSERT INTO issuance_status (tenant_id, list_id, idx, purpose, record_id) VALUES ($1, $2, $3, $4, $5) ' +
        'ON CONFLICT DO NOTHING',
      rows.tenantId,
      listId,
      index,
      purpose,
      rows.recordId,
    )
    if (reserved.count === 0) {
      yield* takeBack(rows, references.slice(0, i))
      return 'status_index_taken'
    }
  }
  return 'committed'
}

function insertIssuance(rows: IssuanceRows) {
  return sql(
    'INSERT INTO issuance (tenant_id, record_id, issuer_id, credential_id, types, securing, request_digest, ' +
      'credential_digest, subject_hash, status, issued_at, retained) ' +
      'VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING',
    rows.tenantId,
    rows.recordId,
    rows.issuerId,
    rows.credentialId,
    rows.types,
    rows.securing,
    rows.requestDigest,
    rows.credentialDigest,
    rows.subjectHash,
    rows.status,
    rows.issuedAt,
    rows.retained,
  )
}

function* takeBack(rows: IssuanceRows, references: readonly StatusReference[]): Operation<void> {
  for (const { listId, index } of references) {
    yield sql(
      'DELETE FROM issuance_status WHERE tenant_id = $1 AND list_id = $2 AND idx = $3',
      rows.tenantId,
      listId,
      index,
    )
  }
  yield sql('DELETE FROM issuance WHERE tenant_id = $1 AND record_id = $2', rows.tenantId, rows.recordId)
}

/** The operations on the issuances of a tenant, all but committing. */
export function createIssuances(engine: Engine, tenantId: string): Omit<CredentialStore, 'commitIssuance'> {
  return {
    async findIssuance(issuerId, credentialId) {
      const { rows } = await engine.query(
        sql(
          'SELECT record_id, issuer_id, credential_id, types, securing, request_digest, credential_digest, ' +
            'subject_hash, status, issued_at, retained, deleted_at FROM issuance ' +
            'WHERE tenant_id = $1 AND issuer_id = $2 AND credential_id = $3',
          tenantId,
          issuerId,
          credentialId,
        ),
      )
      return rows[0] && toIssuance(rows[0])
    },

    async deleteCredential(issuerId, credentialId, at) {
      const { count } = await engine.query(
        sql(
          'UPDATE issuance SET retained = NULL, deleted_at = $4 ' +
            'WHERE tenant_id = $1 AND issuer_id = $2 AND credential_id = $3 AND deleted_at IS NULL',
          tenantId,
          issuerId,
          credentialId,
          toTime(at),
        ),
      )
      return count === 1
    },

    auditIssuances: () => audit(engine, tenantId),
  }
}

const AUDIT_PAGE = 1_000

async function audit(engine: Engine, tenantId: string): Promise<IssuanceAudit> {
  const seen = new Map<string, Set<number>>()
  const conflicts: StatusReference[] = []
  let issuances = 0
  let indexes = 0
  for (let after: string | undefined = ''; after !== undefined; ) {
    const { rows } = await engine.query(
      sql(
        `SELECT record_id, status FROM issuance WHERE tenant_id = $1 AND record_id > $2 ORDER BY record_id LIMIT ${AUDIT_PAGE}`,
        tenantId,
        after,
      ),
    )
    for (const reference of rows.flatMap(statusOf)) {
      const list = seen.get(reference.listId) ?? new Set()
      seen.set(reference.listId, list)
      if (list.has(reference.index)) conflicts.push(reference)
      list.add(reference.index)
      indexes++
    }
    issuances += rows.length
    const last = rows.at(-1)
    after = last && text(last, 'record_id')
  }
  return { issuances, indexes, conflicts }
}

function statusOf(row: Row): readonly StatusReference[] {
  return JSON.parse(text(row, 'status')) as StatusReference[]
}

function toIssuance(row: Row): StoredIssuance {
  return {
    recordId: text(row, 'record_id'),
    issuerId: text(row, 'issuer_id'),
    credentialId: optionalText(row, 'credential_id'),
    types: JSON.parse(text(row, 'types')) as string[],
    securing: text(row, 'securing'),
    requestDigest: optionalText(row, 'request_digest'),
    credentialDigest: text(row, 'credential_digest'),
    subjectHash: optionalText(row, 'subject_hash'),
    status: statusOf(row),
    issuedAt: time(row, 'issued_at'),
    retained: optionalBytes(row, 'retained'),
    deletedAt: optionalTime(row, 'deleted_at'),
  }
}
