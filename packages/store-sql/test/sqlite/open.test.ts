import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'libsql'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../../src/index.ts'
import { issuance, NOW } from '../support/records.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'

const permissions = (path: string) => statSync(path).mode & 0o777

test('the database and its side files can be read by their owner only', async () => {
  const path = join(temporaryFolder(), 'new', 'folder', 'store.db')
  const { store, close } = await openSqliteStore({ path })
  await store.forTenant('t').commitIssuance(issuance('1'))
  for (const suffix of ['', '-wal', '-shm']) expect(permissions(path + suffix)).toBe(0o600)
  expect(permissions(dirname(path))).toBe(0o700)
  await close()
})

test('a file that others could read is closed to them', async () => {
  const path = temporaryFile()
  writeFileSync(path, '', { mode: 0o644 })
  await (await openSqliteStore({ path })).close()
  expect(permissions(path)).toBe(0o600)
})

test('the write-ahead log is on', async () => {
  const path = temporaryFile()
  await (await openSqliteStore({ path })).close()
  expect(inspect(path, 'PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }])
})

test('X16: what is found has the members of the port and no others', async () => {
  const { store, close } = await openSqliteStore({ path: temporaryFile() })
  const tenant = store.forTenant('t')
  const record = issuance('1', { status: [{ listId: 'l', index: 1, purpose: 'revocation' }] })
  await tenant.commitIssuance(record)
  const found = await tenant.findIssuance('issuer', 'urn:credential:1')
  expect(Object.keys(found ?? {}).sort()).toEqual([...Object.keys(record), 'deletedAt'].sort())
  await tenant.addDidDocument({ did: 'did:web:x', document: '{}', createdAt: NOW })
  const document = await tenant.findDidDocument('did:web:x')
  expect(Object.keys(document ?? {}).sort()).toEqual(['createdAt', 'did', 'document'])
  await close()
})

test('O10: of a one-time value only its hash is in the file', async () => {
  const path = temporaryFile()
  const { store, close } = await openSqliteStore({ path })
  const secret = 'challenge-that-must-not-be-stored'
  await store.forTenant('t').consumeOnce('challenge', secret, new Date(NOW.getTime() + 60_000), NOW)
  await close()
  for (const suffix of ['', '-wal'])
    expect(existsSync(path + suffix) && readFileSync(path + suffix).includes(secret)).toBe(false)
  expect(inspect(path, 'SELECT count(*) AS count FROM one_time')).toEqual([{ count: 1 }])
})

test('used one-time values do not pile up after they expired', async () => {
  const path = temporaryFile()
  const { store, close } = await openSqliteStore({ path })
  const tenant = store.forTenant('t')
  for (let i = 0; i < 600; i++) {
    const now = new Date(NOW.getTime() + i * 60_000)
    await tenant.consumeOnce('challenge', `key ${i}`, new Date(now.getTime() + 60_000), now)
  }
  await close()
  // One a minute, each kept for its minute and an hour of grace, is 61 rows. The others go in lots.
  const [{ count }] = inspect(path, 'SELECT count(*) AS count FROM one_time') as [{ count: number }]
  expect(count).toBeGreaterThanOrEqual(61)
  expect(count).toBeLessThan(300)
})

test('a deleted credential is overwritten in the file, and gone from the log once the store is closed', async () => {
  const path = temporaryFile()
  const { store, close } = await openSqliteStore({ path })
  const tenant = store.forTenant('t')
  const marker = 'marker of a retained credential '.repeat(1_000)
  await tenant.commitIssuance(issuance('1', { retained: Buffer.from(marker) }))
  await tenant.deleteCredential('issuer', 'urn:credential:1', NOW)
  await close()
  for (const suffix of ['', '-wal'])
    expect(existsSync(path + suffix) && readFileSync(path + suffix).includes(marker.slice(0, 20))).toBe(false)
})

test('a file that is no database is refused', async () => {
  const path = temporaryFile()
  writeFileSync(path, 'this is a text, and a rather long one. '.repeat(200))
  await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'store_failed' })
})

test('a path that cannot be opened is unavailable', async () => {
  const path = temporaryFile()
  mkdirSync(path)
  await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'store_unavailable' })
})

test('a database that another process keeps locked is unavailable, and answers when it is free', async () => {
  const path = temporaryFile()
  const { store, close } = await openSqliteStore({ path, busyTimeoutMs: 20 })
  const other = new Database(path)
  other.exec('BEGIN IMMEDIATE')
  const tenant = store.forTenant('t')
  await expect(tenant.commitIssuance(issuance('1'))).rejects.toMatchObject({ code: 'store_unavailable' })
  await expect(
    Promise.allSettled([tenant.commitIssuance(issuance('2')), tenant.commitIssuance(issuance('3'))]),
  ).resolves.toMatchObject([{ reason: { code: 'store_unavailable' } }, { reason: { code: 'store_unavailable' } }])
  other.exec('ROLLBACK')
  other.close()
  expect(await tenant.commitIssuance(issuance('1'))).toBe('committed')
  await close()
})

test('a database of a newer version is refused by name and number', async () => {
  const path = temporaryFile()
  await (await openSqliteStore({ path })).close()
  inspect(path, "INSERT INTO schema_migration VALUES (99, 'future', 'x', 0) RETURNING number")
  await expect(openSqliteStore({ path })).rejects.toMatchObject({
    code: 'store_schema_mismatch',
    message: expect.stringContaining('99'),
  })
})

test('a database with a changed migration is refused', async () => {
  const path = temporaryFile()
  await (await openSqliteStore({ path })).close()
  inspect(path, "UPDATE schema_migration SET checksum = 'changed' RETURNING number")
  await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'store_schema_mismatch' })
})

test('a text that libsql cannot take for what it is does not end the process', async () => {
  const { store, close } = await openSqliteStore({ path: temporaryFile() })
  const types = ['VerifiableCredential', 'a\u0000b', '\ud800']
  const misuse = issuance('1', { types, securing: true as never })
  await expect(store.forTenant('t').commitIssuance(misuse)).rejects.toBeInstanceOf(TypeError)
  expect(await store.forTenant('t').commitIssuance(issuance('1', { types }))).toBe('committed')
  await close()
})

function inspect(path: string, statement: string): unknown {
  const database = new Database(path)
  try {
    return database.prepare(statement).all([])
  } finally {
    database.close()
  }
}
