/** Wrapped keys: the key service's port. */
import type { SignatureAlgorithm } from '@energy-ssi/core'
import type { KeyState, KeyStore, StoredKey } from '@energy-ssi/keys'
import {
  bytes,
  type Engine,
  integer,
  type Operation,
  optionalBytes,
  type Row,
  sql,
  text,
  time,
  toTime,
} from '../sql.ts'

/** The key store of all tenants. */
export function createKeys(engine: Engine): KeyStore {
  return Object.freeze<KeyStore>({
    addDataKey(tenantId, wrapped, at) {
      const kept = wrapped.slice()
      return engine.transact(() => addDataKey(tenantId, kept, at))
    },

    async addKey(row) {
      const { count } = await engine.query(
        sql(
          'INSERT INTO signing_key (tenant_id, name, version, algorithm, state, public_jwk, wrapped_private_key, ' +
            'created_at, state_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT DO NOTHING',
          row.tenantId,
          row.name,
          row.version,
          row.algorithm,
          row.state,
          row.publicJwk,
          row.wrappedPrivateKey ?? null,
          toTime(row.createdAt),
        ),
      )
      return count === 1
    },

    async findKeys(tenantId, name) {
      const { rows } = await engine.query(
        sql(
          'SELECT tenant_id, name, version, algorithm, state, public_jwk, wrapped_private_key, created_at ' +
            'FROM signing_key WHERE tenant_id = $1 AND name = $2 ORDER BY version DESC',
          tenantId,
          name,
        ),
      )
      return rows.map(toKey)
    },

    async setKeyState(tenantId, name, version, state, at) {
      const { count } = await engine.query(
        sql(
          `UPDATE signing_key SET state = $4, state_at = $5${state === 'destroyed' ? ', wrapped_private_key = NULL' : ''} ` +
            `WHERE tenant_id = $1 AND name = $2 AND version = $3${state === 'destroyed' ? '' : " AND state <> 'destroyed'"}`,
          tenantId,
          name,
          version,
          state,
          toTime(at),
        ),
      )
      return count === 1
    },
  })
}

function* addDataKey(tenantId: string, wrapped: Uint8Array, at: Date): Operation<Uint8Array> {
  yield sql(
    'INSERT INTO data_key (tenant_id, wrapped, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    tenantId,
    wrapped,
    toTime(at),
  )
  const { rows } = yield sql('SELECT wrapped FROM data_key WHERE tenant_id = $1', tenantId)
  return bytes(rows[0] ?? {}, 'wrapped')
}

function toKey(row: Row): StoredKey {
  return {
    tenantId: text(row, 'tenant_id'),
    name: text(row, 'name'),
    version: integer(row, 'version'),
    algorithm: text(row, 'algorithm') as SignatureAlgorithm,
    state: text(row, 'state') as KeyState,
    publicJwk: text(row, 'public_jwk'),
    wrappedPrivateKey: optionalBytes(row, 'wrapped_private_key'),
    createdAt: time(row, 'created_at'),
  }
}
