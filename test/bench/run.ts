/** `npm run bench [-- --json] [-- --only TEXT]`: own code beside the lower bound and other libraries. */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { loadPeers, type Range } from './load-peers.ts'
import { type TimedRow, timeRow } from './row.ts'
import { listRows } from './rows/index.ts'

const { values: options } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } } })
const peers = await loadPeers()
const rows = listRows(peers).filter(({ name }) => name.includes(options.only ?? ''))
if (rows.length === 0) throw new Error(`No row has "${options.only}" in its name.`)

const print = options.json === true ? () => undefined : (line: string) => process.stdout.write(`${line}\n`)
const size = JSON.stringify(peers.document).length
print(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, document of ${size} bytes`)
print('µs per operation, median of 7 interleaved windows; ratios with their extremes')
print(line(['', 'own', 'floor', 'peer', 'own/floor', 'peer/own']))

const timed: TimedRow[] = []
for (const row of rows) {
  const measured = await timeRow(row, peers.timing)
  timed.push(measured)
  const { result, toFloor, toPeer } = measured
  print(line([result.name, result.own, result.floor, result.peer, range(toFloor), range(toPeer)]))
}
if (options.json === true) process.stdout.write(`${JSON.stringify(timed.map(({ result }) => result))}\n`)

function line([name, ...cells]: readonly (string | number | undefined)[]): string {
  const widths = [9, 9, 9, 27, 22]
  return `${name}`.padEnd(40) + cells.map((cell, i) => `  ${`${cell ?? ''}`.padStart(widths[i] ?? 0)}`).join('')
}

function range(value: Range | undefined): string {
  if (value === undefined) return '–'
  return `${value.median.toFixed(2)} [${value.min.toFixed(2)} … ${value.max.toFixed(2)}]`
}
