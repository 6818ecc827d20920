import pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type OwnPostgres, startOwnPostgres } from '../../../../test/support/postgres.ts'
import { openPostgresStore } from '../../src/index.ts'
import { issuance, NOW } from '../support/records.ts'

let server: OwnPostgres

beforeAll(async () => {
  server = await startOwnPostgres()
})
afterAll(() => server?.stop())

const LATER = new Date(NOW.getTime() + 60_000)
const UNAVAILABLE = { code: 'store_unavailable' }

async function openStore(part: { groupCommit?: boolean; maxConnections?: number; queryTimeoutMs?: number } = {}) {
  const connectionString = await server.createDatabase()
  const stores = await openPostgresStore({ connectionString, ...part })
  onTestFinished(() => stores.close())
  const admin = async (statement: string) => {
    const client = new pg.Client({ connectionString })
    client.on('error', () => {})
    await client.connect()
    return client.query<Record<string, unknown>>(statement).finally(() => client.end())
  }
  const list = {
    listId: 'list',
    issuerId: 'i',
    purpose: 'revocation',
    length: 131_072,
    url: 'https://x.example/1',
  } as const
  const tenant = stores.store.forTenant('tenant')
  await tenant.addStatusList({ ...list, secret: new Uint8Array(32), createdAt: NOW })
  return { ...stores, tenant, admin, connectionString }
}

const TERMINATE_OTHERS =
  'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'

describe('connections that break', () => {
  test('X11: idle ones that the server ends do not end the process, and the store answers again', async () => {
    const { store, tenant, admin } = await openStore()
    await Promise.all(Array.from({ length: 10 }, (_, i) => tenant.consumeOnce('challenge', `key ${i}`, LATER, NOW)))
    const { rowCount } = await admin(TERMINATE_OTHERS)
    expect(rowCount).toBeGreaterThan(1)
    // A connection may be handed out before its end has been heard: then the answer is that the store is unavailable.
    for (let attempt = 0; attempt < 20; attempt++) {
      const outcome = await store.ping().catch((error: unknown) => error)
      if (outcome === undefined) break
      expect(outcome).toMatchObject(UNAVAILABLE)
    }
    await Promise.all(Array.from({ length: 10 }, () => store.ping()))
  })

  test('X11: one that breaks under an operation makes it unavailable, and nothing else', async () => {
    const { tenant, admin, connectionString } = await openStore()
    const blocker = new pg.Client({ connectionString })
    await blocker.connect()
    await blocker.query("BEGIN; SELECT * FROM status_list WHERE list_id = 'list' FOR UPDATE")
    const change = tenant.setStatus('list', 5, true, NOW)
    const refused = expect(change).rejects.toMatchObject(UNAVAILABLE)
    await untilBlocked(admin)
    await admin("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    await refused
    await blocker.query('ROLLBACK')
    await blocker.end()
    expect(await tenant.setStatus('list', 5, true, NOW)).toBe(true)
  })

  test('X11: a server process that is killed without a word ends no other process', async () => {
    const { store, tenant, admin, connectionString } = await openStore()
    const blocker = new pg.Client({ connectionString })
    blocker.on('error', () => {})
    await blocker.connect()
    await blocker.query("BEGIN; SELECT * FROM status_list WHERE list_id = 'list' FOR UPDATE")
    const refused = expect(tenant.setStatus('list', 5, true, NOW)).rejects.toMatchObject(UNAVAILABLE)
    await untilBlocked(admin)
    const { rows } = await admin("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    process.kill(Number(rows[0]?.pid), 'SIGKILL')
    await refused
    // The server ends all connections, recovers and answers again.
    await expect.poll(() => store.ping().then(() => 'answers', String), { timeout: 20_000 }).toBe('answers')
    expect((await tenant.findStatusList('list'))?.version).toBe(0)
  })

  test('a statement without an answer in time is unavailable, and its connection is not used again', async () => {
    const { tenant, connectionString } = await openStore({ queryTimeoutMs: 200, maxConnections: 1 })
    const blocker = new pg.Client({ connectionString })
    await blocker.connect()
    await blocker.query("BEGIN; SELECT * FROM status_list WHERE list_id = 'list' FOR UPDATE")
    await expect(tenant.leaseStatusBlock('list', 64)).rejects.toMatchObject(UNAVAILABLE)
    // On the same connection this would wait behind the statement before.
    expect((await tenant.findStatusList('list'))?.listId).toBe('list')
    await blocker.query('ROLLBACK')
    await blocker.end()
  })

  test('F3: without server every operation is unavailable; when it is back, nothing acknowledged is lost', async () => {
    const { store, keyStore, tenant } = await openStore()
    expect(await tenant.commitIssuance(issuance('before'))).toBe('committed')
    await server.halt()
    try {
      await expect(store.ping()).rejects.toMatchObject(UNAVAILABLE)
      const commits = ['1', '2', '3'].map((id) => tenant.commitIssuance(issuance(id)))
      for (const commit of await Promise.allSettled(commits)) expect(commit).toMatchObject({ reason: UNAVAILABLE })
      await expect(tenant.commitIssuance(issuance('alone'))).rejects.toMatchObject(UNAVAILABLE)
      await expect(keyStore.findKeys('tenant', 'key')).rejects.toMatchObject(UNAVAILABLE)
      await expect(
        openPostgresStore({ connectionString: 'postgres://postgres@127.0.0.1:1/none' }),
      ).rejects.toMatchObject(UNAVAILABLE)
    } finally {
      await server.start()
    }
    expect((await tenant.findIssuance('issuer', 'urn:credential:before'))?.recordId).toBe('before')
    expect(await tenant.commitIssuance(issuance('after'))).toBe('committed')
  })
})

describe('F4: failures that pass', () => {
  test.each([
    ['serialization failure', '40001'],
    ['deadlock', '40P01'],
  ])('a %s is tried again, the operation as a whole', async (_, state) => {
    const { tenant, admin } = await openStore()
    await failFirst(admin, 'issuance_status', 5, state)
    const status = [{ listId: 'list', index: 9, purpose: 'revocation' }] as const
    expect(await tenant.commitIssuance(issuance('1', { status }))).toBe('committed')
    expect(await tenant.auditIssuances()).toEqual({ issuances: 1, indexes: 1, conflicts: [] })
  })

  test('a group is tried again as a whole', async () => {
    const { tenant, admin } = await openStore()
    await failFirst(admin, 'issuance_status', 3)
    const status = (index: number) => [{ listId: 'list', index, purpose: 'revocation' }] as const
    const commits = Array.from({ length: 8 }, (_, i) => tenant.commitIssuance(issuance(`${i}`, { status: status(i) })))
    expect(new Set(await Promise.all(commits))).toEqual(new Set(['committed']))
    expect(await tenant.auditIssuances()).toEqual({ issuances: 8, indexes: 8, conflicts: [] })
  })

  test('a single statement is tried again', async () => {
    const { tenant, admin } = await openStore()
    await failFirst(admin, 'did_document', 2)
    expect(await tenant.addDidDocument({ did: 'did:web:x', document: '{}', createdAt: NOW })).toBe(true)
  })

  test('after five more attempts the store is unavailable, and nothing was written', async () => {
    const { tenant, admin } = await openStore()
    await failFirst(admin, 'issuance_status', 6)
    const status = [{ listId: 'list', index: 9, purpose: 'revocation' }] as const
    await expect(tenant.commitIssuance(issuance('1', { status }))).rejects.toMatchObject(UNAVAILABLE)
    expect(await tenant.auditIssuances()).toEqual({ issuances: 0, indexes: 0, conflicts: [] })
    expect(await tenant.commitIssuance(issuance('1', { status }))).toBe('committed')
  })

  test('issuances that want the same indexes in another order do not lock each other out', async () => {
    const { tenant } = await openStore({ groupCommit: false })
    const status = (...indexes: number[]) =>
      indexes.map((index) => ({ listId: 'list', index, purpose: 'revocation' }) as const)
    for (let round = 0; round < 10; round++) {
      const [a, b] = [2 * round, 2 * round + 1]
      const outcomes = await Promise.all([
        tenant.commitIssuance(issuance(`a${round}`, { status: status(a, b) })),
        tenant.commitIssuance(issuance(`b${round}`, { status: status(b, a) })),
      ])
      expect([...outcomes].sort()).toEqual(['committed', 'status_index_taken'])
    }
  })

  test('what the database refuses is told without its words, and does not spoil the connection', async () => {
    const { tenant } = await openStore({ maxConnections: 1 })
    const secret = 'urn:secret:\u0000'
    const refused = await tenant
      .commitIssuance(issuance('1', { credentialId: secret }))
      .catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'store_failed', message: 'The database cannot do this.' })
    expect(await tenant.commitIssuance(issuance('1'))).toBe('committed')
  })
})

describe('opening', () => {
  test('stores that create the same schema at once all open', async () => {
    const connectionString = await server.createDatabase()
    const opened = await Promise.all(
      Array.from({ length: 8 }, () => openPostgresStore({ connectionString, maxConnections: 2 })),
    )
    for (const { store, close } of opened) {
      await store.ping()
      await close()
    }
  })

  test('a migration that broke off is finished by the next opener', async () => {
    const { admin, close, connectionString } = await openStore()
    await close()
    await admin('DROP TABLE signing_key')
    await admin('DELETE FROM schema_migration')
    const { keyStore, close: closeAgain } = await openPostgresStore({ connectionString })
    expect(await keyStore.findKeys('tenant', 'key')).toEqual([])
    await closeAgain()
  })

  test('a database of a newer version, and one with a changed migration, are refused', async () => {
    const { admin, connectionString } = await openStore()
    await admin("INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES (99, 'future', 'x', 0)")
    await expect(openPostgresStore({ connectionString })).rejects.toMatchObject({
      code: 'store_schema_mismatch',
      message: expect.stringContaining('99'),
    })
    await admin("DELETE FROM schema_migration WHERE number = 99; UPDATE schema_migration SET checksum = 'changed'")
    await expect(openPostgresStore({ connectionString })).rejects.toMatchObject({ code: 'store_schema_mismatch' })
  })

  test('a database that does not exist is refused', async () => {
    const url = new URL(await server.createDatabase())
    url.pathname = '/none'
    await expect(openPostgresStore({ connectionString: url.href })).rejects.toMatchObject({ code: 'store_failed' })
  })
})

test('O10: of a one-time value only its hash is in the table', async () => {
  const { tenant, admin } = await openStore()
  await tenant.consumeOnce('challenge', 'secret', LATER, NOW)
  const { rows } = await admin('SELECT * FROM one_time')
  expect(JSON.stringify(rows)).not.toContain('secret')
  expect(rows).toMatchObject([{ tenant_id: 'tenant', kind: 'challenge' }])
})

type Admin = (statement: string) => Promise<pg.QueryResult<Record<string, unknown>>>

/** Resolves when some statement waits for a lock. */
async function untilBlocked(admin: Admin): Promise<void> {
  for (;;) {
    const { rowCount } = await admin("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    if (rowCount !== 0) return
  }
}

/** The first insertions into a table meet a serialization failure. A sequence counts them, which no rollback resets. */
async function failFirst(admin: Admin, table: string, failures: number, state = '40001'): Promise<void> {
  await admin(`CREATE SEQUENCE failures; CREATE FUNCTION fail_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF nextval('failures') <= ${failures} THEN RAISE EXCEPTION 'injected' USING ERRCODE = '${state}'; END IF;
    RETURN NULL; END $$;
    CREATE TRIGGER fail_first BEFORE INSERT ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION fail_first()`)
}
