/** The German register of charging stations (Ladesäulenregister) as CSV: every row accepted, or refused with a reason. */
import { CoreError, utf8Decode } from '@energy-ssi/core'
import { EnergyError } from '../errors.ts'
import { type CsvRecord, readCsv } from './csv.ts'
import type { Refusal } from './row-reader.ts'
import { type StationColumns, stationColumns } from './station-columns.ts'
import { parseStationRow, type StationRow } from './station-row.ts'

/** A row that is not used, and why. */
export interface RefusedRow extends Refusal {
  /** Line of the file the row starts on, the header's being 1 unless something stands above it. */
  readonly line: number
}

/** Every row of the file, in one of two lists. */
export interface StationRegister {
  readonly accepted: readonly StationRow[]
  readonly refused: readonly RefusedRow[]
}

/** Settings of {@link readStationRegister}. */
export interface StationRegisterOptions {
  /** Largest file; 67,108,864 bytes (64 MiB) by default, several times the whole register. */
  readonly maxBytes?: number
}

const DEFAULT_MAX_BYTES = 67_108_864
/** Official files explain themselves above the header. */
const MAX_LINES_ABOVE_HEADER = 20

/**
 * Reads the register from CSV in UTF-8, separated by commas or semicolons, with decimal points or commas.
 *
 * A row with anything wrong is refused whole, with the first reason. That holds for a bad meter key too: a credential
 * that names a key nobody can verify with, or leaves out a key that was published, would both say something untrue. A
 * key that an earlier accepted row claims already is refused as well: one meter does not hang in two places.
 *
 * @throws {EnergyError} `invalid_register` - too large, not UTF-8, or without the register's header
 */
export function readStationRegister(csv: string | Uint8Array, options: StationRegisterOptions = {}): StationRegister {
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES
  if (csv.length > maxBytes) throw invalidRegister(`it is larger than ${maxBytes} bytes`)
  const text = typeof csv === 'string' ? csv : decode(csv)
  const { columns, records } = readHeader(text)
  const accepted: StationRow[] = []
  const refused: RefusedRow[] = []
  const claimedKeys = new Set<string>()
  for (const record of records) {
    const row = readRow(record, columns, claimedKeys)
    if ('code' in row) refused.push({ line: record.line, ...row })
    else accepted.push(row)
  }
  return { accepted, refused }
}

function readRow(record: CsvRecord, columns: StationColumns, claimedKeys: Set<string>): StationRow | Refusal {
  if ('malformed' in record) return { code: 'malformed_row', field: '', reason: record.malformed }
  if (record.cells.length !== columns.width) {
    return { code: 'malformed_row', field: '', reason: `the row does not have ${columns.width} cells` }
  }
  const row = parseStationRow(record.line, record.cells, columns)
  if ('code' in row) return row
  const keys = row.connectors.flatMap(({ number, meterKey }) => (meterKey === undefined ? [] : [{ number, meterKey }]))
  const claimed = keys.find(({ meterKey }) => claimedKeys.has(meterKey.publicKeyHex))
  if (claimed !== undefined) {
    const field = columns.names[columns.connectors[claimed.number - 1]?.publicKey ?? -1] ?? ''
    return { code: 'duplicate_key', field, reason: 'an earlier station has the same meter key' }
  }
  for (const { meterKey } of keys) claimedKeys.add(meterKey.publicKeyHex)
  return row
}

/** The separator is the one with which a line near the top is the register's header. */
function readHeader(text: string): { readonly columns: StationColumns; readonly records: Iterable<CsvRecord> } {
  for (const separator of [',', ';']) {
    const records = readCsv(text, separator)
    for (let i = 0; i <= MAX_LINES_ABOVE_HEADER; i++) {
      const next = records.next()
      if (next.done === true) break
      const columns = 'cells' in next.value ? stationColumns(next.value.cells) : undefined
      if (columns !== undefined) return { columns, records }
    }
  }
  throw invalidRegister('no line near its top is the header of the register')
}

function decode(csv: Uint8Array): string {
  try {
    return utf8Decode(csv)
  } catch (cause) {
    if (!(cause instanceof CoreError)) throw cause
    throw invalidRegister('it is not well-formed UTF-8', cause)
  }
}

function invalidRegister(reason: string, cause?: unknown): EnergyError {
  return new EnergyError('invalid_register', `The register cannot be read: ${reason}.`, { cause })
}
