/** Comma-separated values (RFC 4180), one record at a time, with the line it starts on. */

/** A record, or the reason why the line is none. Reading goes on with the next line either way. */
export type CsvRecord =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly malformed: string }

/** Longest record, in characters; a quote that is never closed cannot swallow more than this. */
export const MAX_CSV_RECORD_LENGTH = 65_536

/**
 * Reads the records of a text. Lines end with CRLF or LF; a cell in quotes may hold separators, line ends and doubled
 * quotes; a quote anywhere else is malformed. Empty lines are passed over.
 * @param separator - one character, a comma unless given
 */
export function* readCsv(text: string, separator = ','): Generator<CsvRecord> {
  let line = 1
  let start = text.startsWith('\ufeff') ? 1 : 0
  while (start < text.length) {
    const record = readRecord(text, start, separator)
    const end = 'malformed' in record ? endOfLine(text, start) : record.end
    if ('malformed' in record) yield { line, malformed: record.malformed }
    else if (record.cells.length > 1 || record.cells[0] !== '') yield { line, cells: record.cells }
    line += countLines(text, start, end)
    start = end
  }
}

function readRecord(
  text: string,
  start: number,
  separator: string,
): { readonly cells: readonly string[]; readonly end: number } | { readonly malformed: string } {
  const cells: string[] = []
  let at = start
  for (;;) {
    const cell = text[at] === '"' ? quotedCell(text, at, start) : bareCell(text, at, separator)
    if (cell === undefined) return { malformed: 'a quote is not closed or stands inside a cell' }
    if (cell.end - start > MAX_CSV_RECORD_LENGTH)
      return { malformed: `the line is longer than ${MAX_CSV_RECORD_LENGTH}` }
    cells.push(cell.value)
    at = cell.end
    if (at >= text.length) return { cells, end: at }
    if (text.startsWith('\r\n', at)) return { cells, end: at + 2 }
    if (text[at] === '\n') return { cells, end: at + 1 }
    if (text[at] !== separator) return { malformed: 'something follows the closing quote of a cell' }
    at += 1
  }
}

interface Cell {
  readonly value: string
  readonly end: number
}

function quotedCell(text: string, at: number, start: number): Cell | undefined {
  let value = ''
  let from = at + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote < 0 || quote - start > MAX_CSV_RECORD_LENGTH) return undefined
    value += text.slice(from, quote)
    if (text[quote + 1] !== '"') return { value, end: quote + 1 }
    value += '"'
    from = quote + 2
  }
}

function bareCell(text: string, at: number, separator: string): Cell | undefined {
  let end = at
  for (; end < text.length; end++) {
    const char = text[end]
    if (char === '"') return undefined
    if (char === separator || char === '\n' || (char === '\r' && text[end + 1] === '\n')) break
  }
  return { value: text.slice(at, end), end }
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return end < 0 ? text.length : end + 1
}

function countLines(text: string, start: number, end: number): number {
  let lines = 0
  for (let i = text.indexOf('\n', start); i >= 0 && i < end; i = text.indexOf('\n', i + 1)) lines++
  return lines
}
