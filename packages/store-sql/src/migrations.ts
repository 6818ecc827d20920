/** Numbered changes of the schema. What was applied is never edited: a change is a new number. */
import { createHash } from 'node:crypto'
import { StoreError } from '@energy-ssi/vc-api/store'

/** One change of the schema. */
export interface Migration {
  /** 1, 2, 3, … */
  readonly number: number
  readonly name: string
  /** Statements that may be run again where an earlier attempt broke off. */
  readonly statements: readonly string[]
}

/** A migration as the database remembers it. */
export interface AppliedMigration {
  readonly number: number
  readonly checksum: string
}

/** SHA-256 of a migration's statements, in hexadecimal. */
export function checksum(migration: Migration): string {
  return createHash('sha256').update(migration.statements.join(';\n')).digest('hex')
}

/**
 * The migrations that are still to be applied.
 * @throws {StoreError} `store_schema_mismatch` - the database has one that this software does not know, or knows differently
 */
export function pendingMigrations(
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Migration[] {
  for (const { number, checksum: remembered } of applied) {
    const migration = known.find((candidate) => candidate.number === number)
    if (migration === undefined) {
      const reason = `it has migration ${number}, this software ends at ${known.length}`
      throw mismatch(`The database was written by a newer version of the software: ${reason}.`)
    }
    if (checksum(migration) !== remembered) {
      throw mismatch(`Migration ${number} (${migration.name}) of the database is not the one this software knows.`)
    }
  }
  return known.filter(({ number }) => !applied.some((migration) => migration.number === number))
}

function mismatch(message: string): StoreError {
  return new StoreError('store_schema_mismatch', message)
}
