import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_CSV_RECORD_LENGTH, readCsv } from '../../src/register/csv.ts'

const read = (text: string, separator?: string) => [...readCsv(text, separator)]
const cells = (text: string, separator?: string) =>
  read(text, separator).map((record) => ('cells' in record ? record.cells : record.malformed))

describe('CSV (RFC 4180)', () => {
  it('has records on lines that end with CRLF or LF, the last one perhaps without (§2.1, §2.2)', () => {
    expect(cells('a,b\r\nc,d\ne,f')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
    ])
  })

  it('keeps separators, line ends and doubled quotes of a quoted cell (§2.6, §2.7)', () => {
    expect(cells('"a,b","c\r\nd","e ""f"""\r\n')).toEqual([['a,b', 'c\r\nd', 'e "f"']])
  })

  it('keeps empty cells, and passes over empty lines', () => {
    expect(cells(',\r\n\r\n"",x\n')).toEqual([
      ['', ''],
      ['', 'x'],
    ])
  })

  it('may start with a byte order mark, and use semicolons', () => {
    expect(cells('\ufeffa;b,c\r\n', ';')).toEqual([['a', 'b,c']])
  })

  it('names the line a record starts on', () => {
    expect(read('a\n"b\nb"\nc\n').map(({ line }) => line)).toEqual([1, 2, 4])
  })

  it.each([
    ['a quote inside a cell', 'a"b,c'],
    ['text after a closing quote', '"a"b,c'],
    ['a quote that is never closed', '"a,c'],
    ['too long a record', `${'a'.repeat(MAX_CSV_RECORD_LENGTH + 1)},c`],
  ])('%s costs its own line only', (_, line) => {
    expect(read(`x,y\n${line}\nz,w\n`)).toEqual([
      { line: 1, cells: ['x', 'y'] },
      { line: 2, malformed: expect.any(String) },
      { line: 3, cells: ['z', 'w'] },
    ])
  })

  it('whatever is written is read again', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ü', '"', ',', ';', '\r', '\n', ' ') })
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 5 })),
        fc.constantFrom(',', ';'),
        fc.constantFrom('\r\n', '\n'),
        (rows, separator, newline) => {
          const text = rows.map((row) => row.map(quoted).join(separator) + newline).join('')
          expect(cells(text, separator)).toEqual(rows)
        },
      ),
    )
  })

  it('no line of any text is lost: every one is in a record, empty, or reported', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n') })
    fc.assert(
      fc.property(text, (source) => {
        const covered = new Set<number>()
        for (const record of read(source)) {
          const height = 'cells' in record ? record.cells.join('').split('\n').length : 1
          for (let i = 0; i < height; i++) covered.add(record.line + i)
        }
        const lines = source.split('\n').map((line) => line.replace(/\r$/, ''))
        lines.forEach((line, i) => {
          if (line !== '' && line !== '""') expect(covered).toContain(i + 1)
        })
      }),
    )
  })
})
