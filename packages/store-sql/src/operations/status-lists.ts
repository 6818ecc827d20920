/** Status lists: add, find, lease positions, flip bits, publish. */
import type { StatusListPublication, StatusPurpose, StatusStore, StoredStatusList } from '@energy-ssi/vc-api/store'
import { bytes, type Engine, integer, type Operation, type Row, sql, text, time, toTime } from '../sql.ts'

const LIST_COLUMNS = 'list_id, issuer_id, purpose, length, url, secret, created_at, leased, version'

/** The operations on the status lists of a tenant. */
export function createStatusLists(engine: Engine, tenantId: string): StatusStore {
  return {
    async addStatusList(list) {
      const { count } = await engine.query(
        sql(
          'INSERT INTO status_list (tenant_id, list_id, issuer_id, purpose, length, url, secret, created_at, leased, ' +
            'lease_start, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0) ON CONFLICT DO NOTHING',
          tenantId,
          list.listId,
          list.issuerId,
          list.purpose,
          list.length,
          list.url,
          list.secret,
          toTime(list.createdAt),
        ),
      )
      return count === 1
    },

    async findStatusList(listId) {
      const where = 'tenant_id = $1 AND list_id = $2'
      const { rows } = await engine.query(
        sql(`SELECT ${LIST_COLUMNS} FROM status_list WHERE ${where}`, tenantId, listId),
      )
      return rows[0] && toList(rows[0])
    },

    async findStatusListByUrl(url) {
      const where = 'tenant_id = $1 AND url = $2'
      const { rows } = await engine.query(sql(`SELECT ${LIST_COLUMNS} FROM status_list WHERE ${where}`, tenantId, url))
      return rows[0] && toList(rows[0])
    },

    async listStatusLists() {
      const { rows } = await engine.query(
        sql(`SELECT ${LIST_COLUMNS} FROM status_list WHERE tenant_id = $1 ORDER BY created_at, list_id`, tenantId),
      )
      return rows.map(toList)
    },

    async leaseStatusBlock(listId, count) {
      if (!Number.isSafeInteger(count) || count < 1)
        throw new TypeError('A lease is for a positive number of positions.')
      // The right-hand sides see the row as it was, so lease_start becomes the first position of this block.
      const { rows } = await engine.query(
        sql(
          'UPDATE status_list SET lease_start = leased, ' +
            'leased = CASE WHEN leased + $3 > length THEN length ELSE leased + $3 END ' +
            'WHERE tenant_id = $1 AND list_id = $2 AND leased < length RETURNING lease_start, leased',
          tenantId,
          listId,
          count,
        ),
      )
      if (rows[0] === undefined) {
        await assertList(engine, tenantId, listId)
        return undefined
      }
      const start = integer(rows[0], 'lease_start')
      return { start, count: integer(rows[0], 'leased') - start }
    },

    setStatus(listId, index, value, at) {
      return engine.transact(() => setStatus({ tenantId, listId, index, value, at }))
    },

    async readStatus(listId) {
      const { rows } = await engine.query(
        sql(
          'SELECT l.version AS version, b.idx AS idx FROM status_list l ' +
            'LEFT JOIN status_bit b ON b.tenant_id = l.tenant_id AND b.list_id = l.list_id ' +
            'WHERE l.tenant_id = $1 AND l.list_id = $2 ORDER BY b.idx',
          tenantId,
          listId,
        ),
      )
      const [first] = rows
      if (first === undefined) throw unknownList()
      const indexes = first.idx === null ? [] : rows.map((row) => integer(row, 'idx'))
      return { version: integer(first, 'version'), indexes }
    },

    async savePublication(publication) {
      await assertList(engine, tenantId, publication.listId)
      await engine.query(
        sql(
          'INSERT INTO status_publication (tenant_id, list_id, version, media_type, body, published_at, valid_until) ' +
            'VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, list_id) DO UPDATE SET ' +
            'version = excluded.version, media_type = excluded.media_type, body = excluded.body, ' +
            'published_at = excluded.published_at, valid_until = excluded.valid_until ' +
            'WHERE excluded.version > status_publication.version OR (excluded.version = status_publication.version ' +
            'AND excluded.published_at >= status_publication.published_at)',
          tenantId,
          publication.listId,
          publication.version,
          publication.mediaType,
          publication.body,
          toTime(publication.publishedAt),
          toTime(publication.validUntil),
        ),
      )
    },

    async findPublication(listId) {
      const { rows } = await engine.query(
        sql(
          'SELECT list_id, version, media_type, body, published_at, valid_until FROM status_publication ' +
            'WHERE tenant_id = $1 AND list_id = $2',
          tenantId,
          listId,
        ),
      )
      return rows[0] && toPublication(rows[0])
    },
  }
}

interface StatusChange {
  readonly tenantId: string
  readonly listId: string
  readonly index: number
  readonly value: boolean
  readonly at: Date
}

function* setStatus({ tenantId, listId, index, value, at }: StatusChange): Operation<boolean> {
  const list = yield sql('SELECT length FROM status_list WHERE tenant_id = $1 AND list_id = $2', tenantId, listId)
  if (list.rows[0] === undefined) throw unknownList()
  if (!Number.isInteger(index) || index < 0 || index >= integer(list.rows[0], 'length')) {
    throw new TypeError('The index is outside the status list.')
  }
  const changed = value
    ? yield sql(
        'INSERT INTO status_bit (tenant_id, list_id, idx, set_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
        tenantId,
        listId,
        index,
        toTime(at),
      )
    : yield sql('DELETE FROM status_bit WHERE tenant_id = $1 AND list_id = $2 AND idx = $3', tenantId, listId, index)
  if (changed.count === 0) return false
  yield sql('UPDATE status_list SET version = version + 1 WHERE tenant_id = $1 AND list_id = $2', tenantId, listId)
  return true
}

/** Lists are never deleted, so what this finds stays true. */
async function assertList(engine: Engine, tenantId: string, listId: string): Promise<void> {
  const { count } = await engine.query(
    sql('SELECT list_id FROM status_list WHERE tenant_id = $1 AND list_id = $2', tenantId, listId),
  )
  if (count === 0) throw unknownList()
}

function unknownList(): TypeError {
  return new TypeError('There is no such status list.')
}

function toList(row: Row): StoredStatusList {
  return {
    listId: text(row, 'list_id'),
    issuerId: text(row, 'issuer_id'),
    purpose: text(row, 'purpose') as StatusPurpose,
    length: integer(row, 'length'),
    url: text(row, 'url'),
    secret: bytes(row, 'secret'),
    createdAt: time(row, 'created_at'),
    leased: integer(row, 'leased'),
    version: integer(row, 'version'),
  }
}

function toPublication(row: Row): StatusListPublication {
  return {
    listId: text(row, 'list_id'),
    version: integer(row, 'version'),
    mediaType: text(row, 'media_type'),
    body: bytes(row, 'body'),
    publishedAt: time(row, 'published_at'),
    validUntil: time(row, 'valid_until'),
  }
}
