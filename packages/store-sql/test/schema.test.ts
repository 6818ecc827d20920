import { StoreError } from '@energy-ssi/vc-api/store'
import { describe, expect, test } from 'vitest'
import { checksum, type Migration, pendingMigrations } from '../src/migrations.ts'
import { POSTGRES_MIGRATIONS } from '../src/postgres/migrations.ts'
import { SQLITE_MIGRATIONS } from '../src/sqlite/migrations.ts'

const one: Migration = { number: 1, name: 'one', statements: ['CREATE TABLE a (x text)'] }
const two: Migration = { number: 2, name: 'two', statements: ['CREATE TABLE b (x text)'] }
const applied = ({ number }: Migration, sum = checksum(number === 1 ? one : two)) => ({ number, checksum: sum })

describe('migrations', () => {
  test('those not applied yet are pending, in order', () => {
    expect(pendingMigrations([one, two], [])).toEqual([one, two])
    expect(pendingMigrations([one, two], [applied(one)])).toEqual([two])
    expect(pendingMigrations([one, two], [applied(one), applied(two)])).toEqual([])
  })

  test('one that this software does not know, or knows differently, is refused', () => {
    expect(() => pendingMigrations([one], [applied(one), applied(two)])).toThrow(StoreError)
    expect(() => pendingMigrations([one, two], [applied(one, 'other')])).toThrow(
      expect.objectContaining({ code: 'store_schema_mismatch' }),
    )
  })
})

describe.each([
  ['SQLite', SQLITE_MIGRATIONS],
  ['PostgreSQL', POSTGRES_MIGRATIONS],
])('the schema of %s', (_, migrations) => {
  const statements = migrations.flatMap((migration) => migration.statements)
  const tables = statements.filter((statement) => statement.includes('CREATE TABLE'))

  test('migrations are numbered 1, 2, 3 …', () => {
    expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, i) => i + 1))
  })

  test('A2: tenant_id leads every primary key and every unique index', () => {
    expect(tables.length).toBe(9)
    for (const table of tables) expect(table).toMatch(/PRIMARY KEY \(tenant_id[,)]/)
    const indexes = statements.filter((statement) => statement.includes('INDEX'))
    for (const index of indexes) expect(index).toMatch(/ ON \w+ \(tenant_id, /)
  })

  test('statements may be run again where an attempt broke off', () => {
    for (const statement of statements) expect(statement).toMatch(/^CREATE (TABLE|(UNIQUE )?INDEX) IF NOT EXISTS /)
  })

  test('nothing outside the portable subset is used', () => {
    expect(statements.join('\n')).not.toMatch(/SERIAL|SEQUENCE|AUTOINCREMENT|TRIGGER|FUNCTION|REFERENCES|EXCLUDE|TEMP/i)
  })
})

test('a migration never changes once released: what is applied is a promise', () => {
  expect(SQLITE_MIGRATIONS.map(checksum)).toEqual(['868b6c029ede8602d2158d5bbc14a90b45470b73d99c07927cdac284afdace9b'])
  expect(POSTGRES_MIGRATIONS.map(checksum)).toEqual([
    '258087a60bf1037eba5fb226b9eb5c7dfa7d4853dd317454a56a88bdbb2d12fb',
  ])
})

test('both schemas have the same tables and columns', () => {
  const shape = (migrations: readonly Migration[]) =>
    migrations
      .flatMap(({ statements }) => statements)
      .map((statement) =>
        statement
          .replaceAll(/ STRICT| WITHOUT ROWID|,(?=$)/g, '')
          .replaceAll(/bigint|bytea|text|INTEGER|BLOB|TEXT/g, 'T'),
      )
      .map((statement) => statement.replace(/\),?$/, ')'))
  expect(shape(SQLITE_MIGRATIONS)).toEqual(shape(POSTGRES_MIGRATIONS))
})
