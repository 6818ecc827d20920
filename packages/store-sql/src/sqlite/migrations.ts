/** The schema for SQLite. */
import type { Migration } from '../migrations.ts'

/** All migrations, in order. */
export const SQLITE_MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    name: 'issuances, status lists, one-time values, DID documents, keys',
    statements: [
      `CREATE TABLE IF NOT EXISTS issuance (
        tenant_id TEXT NOT NULL,
        record_id TEXT NOT NULL,
        issuer_id TEXT NOT NULL,
        credential_id TEXT,
        types TEXT NOT NULL,
        securing TEXT NOT NULL,
        request_digest TEXT,
        credential_digest TEXT NOT NULL,
        subject_hash TEXT,
        status TEXT NOT NULL,
        issued_at INTEGER NOT NULL,
        retained BLOB,
        deleted_at INTEGER,
        PRIMARY KEY (tenant_id, record_id)
      ) STRICT`,
      `CREATE UNIQUE INDEX IF NOT EXISTS issuance_credential ON issuance (tenant_id, issuer_id, credential_id)
        WHERE credential_id IS NOT NULL`,
      `CREATE TABLE IF NOT EXISTS issuance_status (
        tenant_id TEXT NOT NULL,
        list_id TEXT NOT NULL,
        idx INTEGER NOT NULL,
        purpose TEXT NOT NULL,
        record_id TEXT NOT NULL,
        PRIMARY KEY (tenant_id, list_id, idx)
      ) STRICT, WITHOUT ROWID`,
      `CREATE TABLE IF NOT EXISTS status_list (
        tenant_id TEXT NOT NULL,
        list_id TEXT NOT NULL,
        issuer_id TEXT NOT NULL,
        purpose TEXT NOT NULL,
        length INTEGER NOT NULL,
        url TEXT NOT NULL,
        secret BLOB NOT NULL,
        created_at INTEGER NOT NULL,
        leased INTEGER NOT NULL,
        lease_start INTEGER NOT NULL,
        version INTEGER NOT NULL,
        PRIMARY KEY (tenant_id, list_id)
      ) STRICT`,
      'CREATE UNIQUE INDEX IF NOT EXISTS status_list_url ON status_list (tenant_id, url)',
      `CREATE TABLE IF NOT EXISTS status_bit (
        tenant_id TEXT NOT NULL,
        list_id TEXT NOT NULL,
        idx INTEGER NOT NULL,
        set_at INTEGER NOT NULL,
        PRIMARY KEY (tenant_id, list_id, idx)
      ) STRICT, WITHOUT ROWID`,
      `CREATE TABLE IF NOT EXISTS status_publication (
        tenant_id TEXT NOT NULL,
        list_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        body BLOB NOT NULL,
        published_at INTEGER NOT NULL,
        valid_until INTEGER NOT NULL,
        PRIMARY KEY (tenant_id, list_id)
      ) STRICT`,
      `CREATE TABLE IF NOT EXISTS one_time (
        tenant_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        key_hash TEXT NOT NULL,
        expires_at INTEGER NOT NULL,
        PRIMARY KEY (tenant_id, kind, key_hash)
      ) STRICT, WITHOUT ROWID`,
      'CREATE INDEX IF NOT EXISTS one_time_expiry ON one_time (tenant_id, expires_at)',
      `CREATE TABLE IF NOT EXISTS did_document (
        tenant_id TEXT NOT NULL,
        did TEXT NOT NULL,
        document TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        PRIMARY KEY (tenant_id, did)
      ) STRICT`,
      `CREATE TABLE IF NOT EXISTS data_key (
        tenant_id TEXT NOT NULL,
        wrapped BLOB NOT NULL,
        created_at INTEGER NOT NULL,
        PRIMARY KEY (tenant_id)
      ) STRICT`,
      `CREATE TABLE IF NOT EXISTS signing_key (
        tenant_id TEXT NOT NULL,
        name TEXT NOT NULL,
        version INTEGER NOT NULL,
        algorithm TEXT NOT NULL,
        state TEXT NOT NULL,
        public_jwk TEXT NOT NULL,
        wrapped_private_key BLOB,
        created_at INTEGER NOT NULL,
        state_at INTEGER NOT NULL,
        PRIMARY KEY (tenant_id, name, version)
      ) STRICT`,
    ],
  },
]
