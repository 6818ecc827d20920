/** The schema for PostgreSQL and databases that speak like it. */
import type { Migration } from '../migrations.ts'

/** All migrations, in order. */
export const POSTGRES_MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    name: 'issuances, status lists, one-time values, DID documents, keys',
    statements: [
      `CREATE TABLE IF NOT EXISTS issuance (
        tenant_id text NOT NULL,
        record_id text NOT NULL,
        issuer_id text NOT NULL,
        credential_id text,
        types text NOT NULL,
        securing text NOT NULL,
        request_digest text,
        credential_digest text NOT NULL,
        subject_hash text,
        status text NOT NULL,
        issued_at bigint NOT NULL,
        retained bytea,
        deleted_at bigint,
        PRIMARY KEY (tenant_id, record_id)
      )`,
      `CREATE UNIQUE INDEX IF NOT EXISTS issuance_credential ON issuance (tenant_id, issuer_id, credential_id)
        WHERE credential_id IS NOT NULL`,
      `CREATE TABLE IF NOT EXISTS issuance_status (
        tenant_id text NOT NULL,
        list_id text NOT NULL,
        idx bigint NOT NULL,
        purpose text NOT NULL,
        record_id text NOT NULL,
        PRIMARY KEY (tenant_id, list_id, idx)
      )`,
      `CREATE TABLE IF NOT EXISTS status_list (
        tenant_id text NOT NULL,
        list_id text NOT NULL,
        issuer_id text NOT NULL,
        purpose text NOT NULL,
        length bigint NOT NULL,
        url text NOT NULL,
        secret bytea NOT NULL,
        created_at bigint NOT NULL,
        leased bigint NOT NULL,
        lease_start bigint NOT NULL,
        version bigint NOT NULL,
        PRIMARY KEY (tenant_id, list_id)
      )`,
      'CREATE UNIQUE INDEX IF NOT EXISTS status_list_url ON status_list (tenant_id, url)',
      `CREATE TABLE IF NOT EXISTS status_bit (
        tenant_id text NOT NULL,
        list_id text NOT NULL,
        idx bigint NOT NULL,
        set_at bigint NOT NULL,
        PRIMARY KEY (tenant_id, list_id, idx)
      )`,
      `CREATE TABLE IF NOT EXISTS status_publication (
        tenant_id text NOT NULL,
        list_id text NOT NULL,
        version bigint NOT NULL,
        media_type text NOT NULL,
        body bytea NOT NULL,
        published_at bigint NOT NULL,
        valid_until bigint NOT NULL,
        PRIMARY KEY (tenant_id, list_id)
      )`,
      `CREATE TABLE IF NOT EXISTS one_time (
        tenant_id text NOT NULL,
        kind text NOT NULL,
        key_hash text NOT NULL,
        expires_at bigint NOT NULL,
        PRIMARY KEY (tenant_id, kind, key_hash)
      )`,
      'CREATE INDEX IF NOT EXISTS one_time_expiry ON one_time (tenant_id, expires_at)',
      `CREATE TABLE IF NOT EXISTS did_document (
        tenant_id text NOT NULL,
        did text NOT NULL,
        document text NOT NULL,
        created_at bigint NOT NULL,
        PRIMARY KEY (tenant_id, did)
      )`,
      `CREATE TABLE IF NOT EXISTS data_key (
        tenant_id text NOT NULL,
        wrapped bytea NOT NULL,
        created_at bigint NOT NULL,
        PRIMARY KEY (tenant_id)
      )`,
      `CREATE TABLE IF NOT EXISTS signing_key (
        tenant_id text NOT NULL,
        name text NOT NULL,
        version bigint NOT NULL,
        algorithm text NOT NULL,
        state text NOT NULL,
        public_jwk text NOT NULL,
        wrapped_private_key bytea,
        created_at bigint NOT NULL,
        state_at bigint NOT NULL,
        PRIMARY KEY (tenant_id, name, version)
      )`,
    ],
  },
]
