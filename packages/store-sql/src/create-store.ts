/** The stores over any engine: written once, so that every database behaves alike. */
import type { KeyStore } from '@energy-ssi/keys'
import { type CommitOutcome, type Store, StoreError, type TenantStore } from '@energy-ssi/vc-api/store'
import { createGroupCommit } from './group-commit.ts'
import { createDidDocuments } from './operations/did-documents.ts'
import { commitIssuance, createIssuances, type IssuanceRows, toRows } from './operations/issuances.ts'
import { createKeys } from './operations/keys.ts'
import { createOneTime } from './operations/one-time.ts'
import { createStatusLists } from './operations/status-lists.ts'
import { type Engine, sql } from './sql.ts'

/** The two stores over one database. */
export interface OpenedStores {
  readonly store: Store
  readonly keyStore: KeyStore
  /** Finishes what is under way, then lets go of the database. The same as `store.close()`. */
  close(): Promise<void>
}

/** What {@link createStores} needs. */
export interface StoresParts {
  readonly engine: Engine
  /** Commits issuances in one transaction. Of those left undecided, and of all if it throws, nothing was written. */
  readonly commitMany: (group: readonly IssuanceRows[]) => Promise<readonly (CommitOutcome | undefined)[]>
  /** Whether concurrent issuances share a transaction. */
  readonly groupCommit: boolean
}

/** Creates the stores over an engine whose schema is in place. */
export function createStores({ engine, commitMany, groupCommit }: StoresParts): OpenedStores {
  const underWay = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined

  /** Starts something unless the store is closed, and remembers it until it ends. */
  const track = async <T>(start: () => Promise<T>): Promise<T> => {
    if (closing !== undefined) throw new StoreError('store_unavailable', 'The store is closed.')
    const started = start()
    underWay.add(started)
    return started.finally(() => underWay.delete(started))
  }
  const open: Engine = {
    query: (statement) => track(() => engine.query(statement)),
    transact: (operation) => track(() => engine.transact(operation)),
    close: () => engine.close(),
  }
  const close = () => {
    closing ??= Promise.allSettled(underWay).then(() => engine.close())
    return closing
  }
  const commitOne = (rows: IssuanceRows) => engine.transact(() => commitIssuance(rows))
  const group = createGroupCommit({ one: commitOne, many: commitMany, weigh: ({ retained }) => retained?.length ?? 0 })
  const commit = groupCommit ? group : commitOne

  const forTenant = (tenantId: string): TenantStore =>
    Object.freeze<TenantStore>({
      commitIssuance: (record) => track(async () => commit(toRows(tenantId, record))),
      ...createIssuances(open, tenantId),
      ...createStatusLists(open, tenantId),
      ...createOneTime(open, tenantId),
      ...createDidDocuments(open, tenantId),
    })
  const ping = async () => {
    await open.query(sql('SELECT 1 AS one'))
  }
  const store = Object.freeze<Store>({ forTenant, ping, close })
  return Object.freeze({ store, keyStore: createKeys(open), close })
}
