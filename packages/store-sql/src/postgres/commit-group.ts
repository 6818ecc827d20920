/** Commits many issuances in one transaction of two statements. */
import type { CommitOutcome } from '@energy-ssi/vc-api/store'
import type { IssuanceRows } from '../operations/issuances.ts'
import { type Operation, text } from '../sql.ts'
import type { PostgresEngine, PostgresValue } from './engine.ts'

/**
 * Commits as many of a group as possible at once. Members that meet a row that exists are left out and undecided: for
 * them nothing was written.
 */
export async function commitGroup(
  engine: PostgresEngine,
  group: readonly IssuanceRows[],
): Promise<readonly (CommitOutcome | undefined)[]> {
  let rest = group
  while (rest.length > 0) {
    const members = rest
    const clashing = await engine.transactIf(
      () => insertGroup(members),
      (found) => found.size === 0,
    )
    if (clashing.size === 0) break
    rest = rest.filter((rows) => !clashing.has(rows))
  }
  const committed = new Set(rest)
  return group.map((rows) => (committed.has(rows) ? 'committed' : undefined))
}

type GroupOperation<T> = Operation<T, PostgresValue>

/** Inserts all members and returns those for which a row was there already. Rows go in one order, against deadlocks. */
function* insertGroup(group: readonly IssuanceRows[]): GroupOperation<ReadonlySet<IssuanceRows>> {
  const byId = new Map(group.map((rows) => [idOf(rows.tenantId, rows.recordId), rows]))
  const inserted = new Set(yield* insertIssuances([...group].sort(byCredential)))
  const clashing = new Set(
    group.filter((rows) => !inserted.has(rows) || byId.get(idOf(rows.tenantId, rows.recordId)) !== rows),
  )
  if (clashing.size > 0) return clashing

  const wanted = group.flatMap((rows) => rows.references.map((reference) => ({ ...reference, rows }))).sort(byIndex)
  if (wanted.length === 0) return clashing
  const { rows: reserved } = yield {
    text:
      'INSERT INTO issuance_status (tenant_id, list_id, idx, purpose, record_id) ' +
      'SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[]) ' +
      'ON CONFLICT DO NOTHING RETURNING tenant_id, record_id',
    values: [
      wanted.map(({ rows }) => rows.tenantId),
      wanted.map(({ listId }) => listId),
      wanted.map(({ index }) => index),
      wanted.map(({ purpose }) => purpose),
      wanted.map(({ rows }) => rows.recordId),
    ],
  }
  const counts = new Map<string, number>()
  for (const row of reserved) {
    const id = idOf(text(row, 'tenant_id'), text(row, 'record_id'))
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return new Set(
    group.filter(
      ({ tenantId, recordId, references }) => (counts.get(idOf(tenantId, recordId)) ?? 0) < references.length,
    ),
  )
}

function* insertIssuances(group: readonly IssuanceRows[]): GroupOperation<readonly IssuanceRows[]> {
  const { rows } = yield {
    text:
      'INSERT INTO issuance (tenant_id, record_id, issuer_id, credential_id, types, securing, request_digest, ' +
      'credential_digest, subject_hash, status, issued_at, retained) ' +
      'SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], ' +
      '$8::text[], $9::text[], $10::text[], $11::bigint[], $12::bytea[]) ' +
      'ON CONFLICT DO NOTHING RETURNING tenant_id, record_id',
    values: [
      group.map(({ tenantId }) => tenantId),
      group.map(({ recordId }) => recordId),
      group.map(({ issuerId }) => issuerId),
      group.map(({ credentialId }) => credentialId),
      group.map(({ types }) => types),
      group.map(({ securing }) => securing),
      group.map(({ requestDigest }) => requestDigest),
      group.map(({ credentialDigest }) => credentialDigest),
      group.map(({ subjectHash }) => subjectHash),
      group.map(({ status }) => status),
      group.map(({ issuedAt }) => issuedAt),
      group.map(({ retained }) => retained),
    ],
  }
  const inserted = new Set(rows.map((row) => idOf(text(row, 'tenant_id'), text(row, 'record_id'))))
  return group.filter(({ tenantId, recordId }) => inserted.has(idOf(tenantId, recordId)))
}

function idOf(tenantId: string, recordId: string): string {
  return JSON.stringify([tenantId, recordId])
}

function byCredential(a: IssuanceRows, b: IssuanceRows): number {
  return (
    compare(a.tenantId, b.tenantId) ||
    compare(a.issuerId, b.issuerId) ||
    compare(a.credentialId ?? '', b.credentialId ?? '')
  )
}

interface WantedIndex {
  readonly listId: string
  readonly index: number
  readonly rows: IssuanceRows
}

function byIndex(a: WantedIndex, b: WantedIndex): number {
  return compare(a.rows.tenantId, b.rows.tenantId) || compare(a.listId, b.listId) || a.index - b.index
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
