/** DID documents that this service hosts. */
import type { DidDocumentStore } from '@energy-ssi/vc-api/store'
import { type Engine, sql, text, time, toTime } from '../sql.ts'

/** The hosted DID documents of a tenant. */
export function createDidDocuments(engine: Engine, tenantId: string): DidDocumentStore {
  return {
    async addDidDocument({ did, document, createdAt }) {
      const { count } = await engine.query(
        sql(
          'INSERT INTO did_document (tenant_id, did, document, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
          tenantId,
          did,
          document,
          toTime(createdAt),
        ),
      )
      return count === 1
    },

    async findDidDocument(did) {
      const { rows } = await engine.query(
        sql('SELECT did, document, created_at FROM did_document WHERE tenant_id = $1 AND did = $2', tenantId, did),
      )
      const [row] = rows
      return row && { did: text(row, 'did'), document: text(row, 'document'), createdAt: time(row, 'created_at') }
    },
  }
}
