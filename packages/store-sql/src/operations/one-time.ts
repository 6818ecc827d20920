/** One-time values: only their SHA-256 is kept. */
import { createHash } from 'node:crypto'
import type { OneTimeStore } from '@energy-ssi/vc-api/store'
import { type Engine, sql, toTime } from '../sql.ts'

/** Used keys are kept this long beyond their expiry, so that nodes whose clocks differ agree. */
const GRACE_MS = 60 * 60 * 1000
/** One use in so many, picked by its hash, forgets up to `PURGE_ROWS` expired keys: more go than come. */
const PURGE_EVERY = 32
const PURGE_ROWS = 128

/** The one-time values of a tenant. */
export function createOneTime(engine: Engine, tenantId: string): OneTimeStore {
  return {
    async consumeOnce(kind, key, expiresAt, now) {
      if (toTime(now) >= toTime(expiresAt)) return false
      const hash = createHash('sha256').update(key).digest()
      if ((hash[0] as number) % PURGE_EVERY === 0) await engine.query(purge(tenantId, now))
      const { count } = await engine.query(
        sql(
          'INSERT INTO one_time (tenant_id, kind, key_hash, expires_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
          tenantId,
          kind,
          hash.toString('base64url'),
          toTime(expiresAt),
        ),
      )
      return count === 1
    },
  }
}

function purge(tenantId: string, now: Date) {
  return sql(
    'DELETE FROM one_time WHERE tenant_id = $1 AND (kind, key_hash) IN (SELECT kind, key_hash FROM one_time ' +
      `WHERE tenant_id = $1 AND expires_at < $2 ORDER BY expires_at LIMIT ${PURGE_ROWS})`,
    tenantId,
    toTime(now) - GRACE_MS,
  )
}
